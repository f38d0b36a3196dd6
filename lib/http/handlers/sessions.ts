// /api/session, the caller's own, and /api/account/sessions, all of the account's.
import { z } from "zod";
import { endSessionsRequest, sessionRequest } from "../../contract";
import { callerOf, tokenOf } from "../caller";
import { command, query } from "../route";
import { sessionCookie } from "../session-cookie";
import { signedIn } from "./accounts";

export const signIn = command(sessionRequest, async (call) => {
  const { body, browser, services } = call;
  const { proof, address = "", password = "", captchaToken } = body;
  const caller = { ...(await callerOf(call)), browser: browser?.id };
  const entered =
    proof === undefined
      ? await services.accounts.byPassword({ address, password, captchaToken }, caller)
      : await services.accounts.byProof(proof, caller);
  return signedIn(201, entered, services);
});

export const readSession = query(async (call) => ({
  status: 200,
  body: { account: await call.services.accounts.current(tokenOf(call), call.later) },
}));

export const endSession = command(z.strictObject({}), async (call) => {
  const { env, accounts } = call.services;
  await accounts.end(tokenOf(call));
  return { status: 204, cookies: [sessionCookie.clear(env)] };
});

export const readSessions = query(async (call) => ({
  status: 200,
  body: { sessions: await call.services.accounts.list(tokenOf(call)) },
}));

export const endSessionOf = command(z.strictObject({}), async (call) => {
  const { env, accounts } = call.services;
  const own = await accounts.endOf(tokenOf(call), call.id);
  return { status: 204, ...(own && { cookies: [sessionCookie.clear(env)] }) };
});

export const endSessions = command(endSessionsRequest, async (call) => {
  const { env, accounts } = call.services;
  const { keepThis = false } = call.body;
  await accounts.endAll(tokenOf(call), { keepThis });
  return { status: 204, ...(!keepThis && { cookies: [sessionCookie.clear(env)] }) };
});
