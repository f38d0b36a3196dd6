import { describe, expect, it } from "vitest";
import { parseRoutes } from "./routes";

describe("routes", () => {
  it("name providers in order, by country, with a rest", () => {
    const routes = parseRoutes("CN=aliyun,tencent; US,CA=twilio; *=twilio,aliyun");
    expect(routes.to("CN")).toEqual(["aliyun", "tencent"]);
    expect(routes.to("CA")).toEqual(["twilio"]);
    expect(routes.to("DE")).toEqual(["twilio", "aliyun"]);
    expect(routes.to(undefined)).toEqual(["twilio", "aliyun"]);
    expect(routes.countries).toBe("*");
    expect(routes.providers).toEqual(["aliyun", "tencent", "twilio"]);
  });

  it("do not serve a country that none of them names", () => {
    const routes = parseRoutes("CN=aliyun");
    expect(routes.to("DE")).toEqual([]);
    expect(routes.countries).toEqual(["CN"]);
  });

  it.each(["CN", "cn=aliyun", "CN=", "=aliyun", "CN=ali yun!", "CN=aliyun;CN=tencent"])(
    "refuse %j",
    (text) => {
      expect(() => parseRoutes(text)).toThrow();
    },
  );
});
