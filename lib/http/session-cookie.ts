// The session cookie. Over https it is pinned to this host (`__Host-`, RFC 6265bis); over plain http, where
// browsers refuse that, it goes by its bare name: development and demonstrations.
import { sessionLifetimeSeconds } from "../accounts";
import type { Env } from "../env";

type Settings = Pick<Env, "APP_URL" | "production" | "demo">;

function secure({ APP_URL, production, demo }: Settings): boolean {
  return APP_URL ? APP_URL.protocol === "https:" : production && !demo;
}

const nameOf = (settings: Settings) => (secure(settings) ? "__Host-session" : "session");

function cookie(settings: Settings, value: string, maxAge: number): string {
  const flags = `Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure(settings) ? "; Secure" : ""}`;
  return `${nameOf(settings)}=${value}; ${flags}`;
}

export const sessionCookie = {
  set: (settings: Settings, token: string) => cookie(settings, token, sessionLifetimeSeconds),
  clear: (settings: Settings) => cookie(settings, "", 0),
  /** @param header the request's Cookie header */
  read(settings: Settings, header: string | null): string | undefined {
    const name = `${nameOf(settings)}=`;
    const pair = header?.split(";").find((part) => part.trim().startsWith(name));
    return pair?.trim().slice(name.length) || undefined;
  },
};
