// POST /api/accounts, and all of /api/account but its sessions.
import type { SignedIn } from "../../accounts";
import { accountRequest, nameRequest, passwordRequest, proofRequest } from "../../contract";
import type { Services } from "../../services";
import { callerOf, tokenOf } from "../caller";
import { knownCookie } from "../known-cookie";
import { type Answer, command } from "../route";
import { sessionCookie } from "../session-cookie";

export const createAccount = command(accountRequest, async (call) =>
  signedIn(201, await call.services.accounts.create(call.body, await callerOf(call)), call.services),
);

export const changeName = command(nameRequest, async (call) => ({
  status: 200,
  body: { account: await call.services.accounts.changeName(tokenOf(call), call.body.name) },
}));

export const changePassword = command(passwordRequest, async (call) => {
  const { accounts } = call.services;
  const { proof, password, currentPassword } = call.body;
  const caller = await callerOf(call);
  const changed =
    proof === undefined
      ? await accounts.change({ password, currentPassword }, caller)
      : await accounts.reset(proof, password, caller);
  return signedIn(200, changed, call.services);
});

export const changeAddress = command(proofRequest, async (call) => {
  const { body, ip, services } = call;
  return {
    status: 200,
    body: { account: await services.accounts.changeAddress(tokenOf(call), body.proof, ip) },
  };
});

export const deleteAccount = command(proofRequest, async (call) => {
  const { body, ip, services } = call;
  await services.accounts.remove(tokenOf(call), body.proof, ip);
  return { status: 204, cookies: [sessionCookie.clear(services.env)] };
});

export function signedIn(
  status: number,
  { account, sessionToken, knownTo }: SignedIn,
  { env }: Services,
): Answer {
  return {
    status,
    body: { account },
    cookies: [sessionCookie.set(env, sessionToken), knownCookie.set(env, knownTo)],
  };
}
