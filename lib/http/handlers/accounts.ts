// POST /api/accounts, GET and DELETE /api/session
import { z } from "zod";
import { accountRequest } from "../../contract";
import { command, query } from "../route";
import { sessionCookie } from "../session-cookie";

export const createAccount = command(accountRequest, async ({ body, ip, services }) => {
  const { account, sessionToken } = await services.accounts.create({ ...body, ip });
  return {
    status: 201,
    body: { account },
    headers: { "set-cookie": sessionCookie.set(services.env, sessionToken) },
  };
});

export const readSession = query(async ({ request, services }) => ({
  status: 200,
  body: {
    account: await services.accounts.current(sessionCookie.read(services.env, request.headers.get("cookie"))),
  },
}));

export const endSession = command(z.strictObject({}), async ({ request, services }) => {
  await services.accounts.end(sessionCookie.read(services.env, request.headers.get("cookie")));
  return { status: 204, headers: { "set-cookie": sessionCookie.clear(services.env) } };
});
