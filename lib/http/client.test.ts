import { describe, expect, it } from "vitest";
import { clientIp } from "./client";

describe("the client's address", () => {
  it("is the socket's own without trusted proxies, whatever a header claims", () => {
    expect(clientIp("203.0.113.7", "198.51.100.1, 192.0.2.1", 0)).toBe("203.0.113.7");
  });

  it("is counted from the right behind trusted proxies", () => {
    expect(clientIp("10.0.0.1", "1.2.3.4, 198.51.100.9", 1)).toBe("198.51.100.9");
    expect(clientIp("10.0.0.1", "1.2.3.4, 198.51.100.9, 10.0.0.2", 2)).toBe("198.51.100.9");
  });

  it("is the furthest known when there are fewer entries than proxies", () => {
    expect(clientIp("10.0.0.1", "198.51.100.9", 3)).toBe("198.51.100.9");
    expect(clientIp("10.0.0.1", null, 1)).toBe("10.0.0.1");
  });

  it.each([
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["64:ff9b::192.0.2.33", "64:ff9b:0:0::/64"],
    ["", undefined],
    ["not an address", undefined],
  ])("from %j is %s", (peer, ip) => {
    expect(clientIp(peer, null, 0)).toBe(ip);
  });

  it.each([
    ["[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"],
    ["198.51.100.9:8080", "198.51.100.9"],
    ['"198.51.100.9"', "198.51.100.9"],
  ])("forwarded as %j is %s", (entry, ip) => {
    expect(clientIp("10.0.0.1", `6.6.6.6, ${entry}`, 1)).toBe(ip);
  });
});
