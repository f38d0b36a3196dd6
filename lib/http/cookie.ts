// One cookie of ours. Over https it is pinned to this host (`__Host-`, RFC 6265bis); over plain http, where browsers
// refuse that, it goes by its bare name: development and demonstrations.
import type { Env } from "../env";

type Settings = Pick<Env, "APP_URL" | "production" | "demo">;

export interface Cookie {
  /** The Set-Cookie header. */
  set(settings: Settings, value: string): string;
  clear(settings: Settings): string;
  /** @param header the request's Cookie header */
  read(settings: Settings, header: string | null): string | undefined;
}

/** @param seconds how long it is kept; left out, as long as the browser runs */
export function cookie(name: string, sameSite: "Lax" | "Strict", seconds?: number): Cookie {
  const nameIn = (settings: Settings) => (isSecure(settings) ? `__Host-${name}` : name);
  const write = (settings: Settings, value: string, maxAge: number | undefined) => {
    const flags = ["Path=/", ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]), "HttpOnly"];
    const secure = isSecure(settings) ? ["Secure"] : [];
    return [`${nameIn(settings)}=${value}`, ...flags, `SameSite=${sameSite}`, ...secure].join("; ");
  };
  return {
    set: (settings, value) => write(settings, value, seconds),
    clear: (settings) => write(settings, "", 0),
    read(settings, header) {
      const start = `${nameIn(settings)}=`;
      const pair = header?.split(";").find((part) => part.trim().startsWith(start));
      return pair?.trim().slice(start.length) || undefined;
    },
  };
}

function isSecure({ APP_URL, production, demo }: Settings): boolean {
  return APP_URL ? APP_URL.protocol === "https:" : production && !demo;
}
