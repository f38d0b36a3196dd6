// Which clients stand and fall together: those of one network.

/** Neighbours in one network: the /24 of an IPv4 address, the /48 of an IPv6 one. @param ip as clientIp gives it */
export function networkOf(ip: string): string {
  return ip.includes(".") ? ip.slice(0, ip.lastIndexOf(".")) : ip.split(":").slice(0, 3).join(":");
}
