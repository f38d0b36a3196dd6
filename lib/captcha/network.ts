// Which clients stand and fall together: those of one network.

/** Neighbours in one network: the /24 of an IPv4 address, the /56 of an IPv6 one. */
export function networkOf(ip: string): string {
  if (ip.includes(".")) return ip.slice(0, ip.lastIndexOf("."));
  const groups = ip.split(":");
  const fourth = Number.parseInt(groups[3] || "0", 16) >> 8;
  return [...groups.slice(0, 3), fourth.toString(16)].join(":");
}
