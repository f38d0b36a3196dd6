// Who is calling: the client's IP address, as the limits know it.
import { isIP } from "node:net";

/**
 * @param peer the socket's own address
 * @param forwarded the X-Forwarded-For header; only its last `trustedProxies` entries were written by us
 * @returns an IPv4 address, the /64 of an IPv6 one (one household), or undefined
 */
export function clientIp(
  peer: string | undefined,
  forwarded: string | null,
  trustedProxies: number,
): string | undefined {
  const chain =
    trustedProxies === 0 ? [] : (forwarded ?? "").split(",").filter((entry) => entry.trim() !== "");
  const hops = [...chain.map(bare), bare(peer ?? "")];
  // Counted from the right: every entry further left is the client's own word.
  return block(hops[Math.max(0, hops.length - 1 - trustedProxies)] ?? "");
}

/** Without brackets, port or zone. */
function bare(text: string): string {
  const entry = text.trim().replace(/^"|"$/g, "");
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1];
  const withPort = /^([\d.]+):\d+$/.exec(entry)?.[1];
  return (bracketed ?? withPort ?? entry).replace(/%.*$/, "");
}

function block(ip: string): string | undefined {
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip)?.[1];
  if (mapped && isIP(mapped) === 4) return mapped;
  if (isIP(ip) === 4) return ip;
  if (isIP(ip) !== 6) return undefined;
  const [head = "", tail] = ip.toLowerCase().split("::");
  const groups = head.split(":").filter(Boolean);
  if (tail !== undefined) {
    const rest = tail.split(":").filter(Boolean);
    // An embedded IPv4 address stands for two groups.
    const width = rest.length + (rest.at(-1)?.includes(".") ? 1 : 0);
    while (groups.length < 8 - width) groups.push("0");
    groups.push(...rest);
  }
  const prefix = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(":")}::/64`;
}
