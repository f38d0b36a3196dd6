// Who brings a call about an account: the session, what the browser is known by, and where it comes from.
import type { Caller } from "../accounts";
import { deviceOf } from "./device";
import { knownCookie } from "./known-cookie";
import type { Call } from "./route";
import { sessionCookie } from "./session-cookie";

type Bringing = Pick<Call<unknown>, "request" | "services" | "ip">;

export const tokenOf = ({ request, services }: Pick<Bringing, "request" | "services">): string | undefined =>
  sessionCookie.read(services.env, request.headers.get("cookie"));

export async function callerOf(call: Bringing): Promise<Caller> {
  const { request, services, ip } = call;
  const { env } = services;
  return {
    ip,
    device: await deviceOf(request.headers, ip, env.TRUSTED_PROXIES),
    sessionToken: tokenOf(call),
    knownTo: knownCookie.read(env, request.headers.get("cookie")),
  };
}
