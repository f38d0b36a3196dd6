// Who is calling: the client's IP address, as the limits know it.
import { isIP, isIPv4 } from "node:net";

/**
 * Undefined means that nobody may be limited by it, and so nobody is served: not the nearest address that can be
 * read, which is a proxy's own and would be one bucket for all, exhausted by one; and not a bucket for each thing
 * written there, which would be a new client for every lie. Only whoever came by such a way is refused. Where it is
 * everybody, TRUSTED_PROXIES is wrong: too high, it would let clients choose their address, and that shows at the
 * first honest request.
 * @param peer the socket's own address
 * @param forwarded all X-Forwarded-For headers, joined by commas; its last `trustedProxies` entries are our own
 * proxies' word, each of which wrote down who called it
 * @returns an IPv4 address, the /64 of an IPv6 one (one household), or undefined
 */
export function clientIp(
  peer: string | undefined,
  forwarded: string | null,
  trustedProxies: number,
): string | undefined {
  if (trustedProxies === 0 || forwarded === null) return blockOf(peer);
  // An empty entry is an entry: without it, one further left, which is the client's own word, would move up.
  const chain = forwarded.split(",");
  if (chain.length === 1 && trustedProxies > 1) {
    // Nobody stands between: where there is no such header, Next writes the socket's address into it.
    const told = blockOf(forwarded);
    return told === blockOf(peer) ? told : undefined;
  }
  return blockOf(chain.at(-trustedProxies));
}

function blockOf(entry = ""): string | undefined {
  const text = entry.trim();
  // As nearly all are; what follows costs ten times as much.
  return isIPv4(text) ? text : block(bare(text));
}

/** Without quotes, brackets, port or zone. */
function bare(text: string): string {
  const entry = text.replace(/^"(.*)"$/, "$1");
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1];
  const withPort = /^([\d.]+):\d+$/.exec(entry)?.[1];
  return (bracketed ?? withPort ?? entry).replace(/%.*$/, "");
}

function block(ip: string): string | undefined {
  if (isIP(ip) === 4) return ip;
  if (isIP(ip) !== 6) return undefined;
  const groups = groupsOf(ip);
  const wraps = (prefix: number[]) => prefix.every((group, index) => group === groups[index]);
  if (mappings.some(wraps)) {
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join(".");
  }
  const [a = 0, b = 0, c = 0, d = 0] = groups;
  return `${a.toString(16)}:${b.toString(16)}:${c.toString(16)}:${d.toString(16)}::/64`;
}

/** IPv4 inside IPv6: as a socket for both reports it, and as a translator does (RFC 6052), for whom all of IPv4 is one /64. */
const mappings = [
  [0, 0, 0, 0, 0, 0xffff],
  [0x64, 0xff9b, 0, 0, 0, 0],
];

/** The eight groups of an address that is one. */
function groupsOf(ip: string): number[] {
  const [head = "", tail] = ip.split("::");
  const groups = groupsIn(head);
  if (tail === undefined) return groups;
  const last = groupsIn(tail);
  while (groups.length + last.length < 8) groups.push(0);
  return groups.concat(last);
}

function groupsIn(text: string): number[] {
  const groups: number[] = [];
  for (const part of text === "" ? [] : text.split(":")) {
    if (part.includes(".")) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else groups.push(Number.parseInt(part, 16));
  }
  return groups;
}
