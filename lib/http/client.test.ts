import { isIPv4, isIPv6, SocketAddress } from "node:net";
import fc from "fast-check";
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

  it("is the socket's own where nobody stands between, also when Next has written that down", () => {
    expect(clientIp("10.0.0.1", null, 1)).toBe("10.0.0.1");
    expect(clientIp("::ffff:10.0.0.1", "::ffff:10.0.0.1", 2)).toBe("10.0.0.1");
  });

  it("is nobody's when there are fewer entries than proxies: the furthest would be the client's own word", () => {
    expect(clientIp("10.0.0.1", "198.51.100.9", 3)).toBeUndefined();
    expect(clientIp("10.0.0.1", "198.51.100.9, 10.0.0.2", 3)).toBeUndefined();
  });

  it.each([
    "junk",
    "",
    " ",
    "unknown",
    "_hidden",
    "300.1.1.1",
    "198.51.100",
    "[::1",
    "198.51.100.9 10.0.0.1",
  ])(
    "is nobody's when a proxy of ours wrote %j: neither the proxy nor what stands left of it is the client",
    (entry) => {
      expect(clientIp("10.0.0.1", `198.51.100.9,${entry}`, 1)).toBeUndefined();
      expect(clientIp("10.0.0.1", `198.51.100.9,${entry},10.0.0.2`, 2)).toBeUndefined();
    },
  );

  it.each([
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::FFFF:203.0.113.7", "203.0.113.7"],
    ["::ffff:c000:0201", "192.0.2.1"],
    ["::ffff:c000:201", "192.0.2.1"],
    ["0:0:0:0:0:ffff:c000:201", "192.0.2.1"],
    ["0000:0000:0000:0000:0000:ffff:192.0.2.1", "192.0.2.1"],
    ["0::0:ffff:192.0.2.1", "192.0.2.1"],
    ["::ffff:0:0", "0.0.0.0"],
    ["64:ff9b::192.0.2.33", "192.0.2.33"],
    ["64:ff9b::c000:221", "192.0.2.33"],
    ["::fffe:c000:201", "0:0:0:0::/64"],
    ["::ffff:0:c000:201", "0:0:0:0::/64"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:3:4:192.0.2.1", "2001:db8:1:2::/64"],
    ["2001:DB8::1", "2001:db8:0:0::/64"],
    ["2001:0db8::", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", undefined],
    ["not an address", undefined],
  ])("from %j is %s", (peer, ip) => {
    expect(clientIp(peer, null, 0)).toBe(ip);
  });

  it.each([
    ["[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::9]", "2001:db8:1:2::/64"],
    ["[::ffff:198.51.100.9]:443", "198.51.100.9"],
    ["[fe80::9%25eth0]:443", "fe80:0:0:0::/64"],
    ["198.51.100.9:8080", "198.51.100.9"],
    ['"198.51.100.9"', "198.51.100.9"],
    ['"[2001:db8:1:2::9]:443"', "2001:db8:1:2::/64"],
  ])("forwarded as %j is %s", (entry, ip) => {
    expect(clientIp("10.0.0.1", `6.6.6.6, ${entry}`, 1)).toBe(ip);
  });
});

const entry = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("", " ", "unknown", "1.2.3.4:5"), fc.string());
const entries = fc.array(entry, { maxLength: 6 });
const written = fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { minLength: 1, maxLength: 4 });

describe("whatever a client writes", () => {
  it("changes nothing without proxies of ours", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), entries, (peer, forged) => {
        expect(clientIp(peer, forged.join(","), 0)).toBe(clientIp(peer, null, 0));
      }),
    );
  });

  it("changes nothing behind proxies that add to it, be it in one header or in several", () => {
    fc.assert(
      fc.property(written, entries, (chain, forged) => {
        // The way of a request: the first of them is the client, the others our proxies, the last one calls us.
        const client = clientIp(chain[0], null, 0);
        const peer = "10.9.8.7";
        const header = [...forged, ...chain].join(", ");
        expect(clientIp(peer, header, chain.length)).toBe(client);
        // Node joins headers of one name.
        const headers = new Headers(
          [...forged, ...chain].map((each) => ["x-forwarded-for", each.replace(/[^ -~]/g, "")]),
        );
        expect(clientIp(peer, headers.get("x-forwarded-for"), chain.length)).toBe(client);
      }),
    );
  });

  it("is an address, a /64 or nobody, and never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(16), (peer, forwarded, proxies) => {
        const ip = clientIp(peer, forwarded, proxies);
        if (ip !== undefined) expect(isIPv4(ip) || isIPv6(ip.replace("/64", ""))).toBe(true);
      }),
    );
  });

  it("has one name in every spelling of an address", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.boolean(), (address, loud) => {
        // As the system writes it.
        const { address: short } = new SocketAddress({ address, family: "ipv6" });
        const spelt = loud ? address.toUpperCase() : address;
        expect(clientIp(`[${spelt}]:9`, null, 0)).toBe(clientIp(short, null, 0));
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const { address: long } = new SocketAddress({ address: `::ffff:${address}`, family: "ipv6" });
        const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
        const hex = `::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
        for (const spelt of [long, hex, `${address}:80`]) expect(clientIp(spelt, null, 0)).toBe(address);
      }),
    );
  });
});
