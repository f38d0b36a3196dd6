// The table names every call, and what is the same for every call holds for all that it names.
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Application, startApplication } from "../testing/application";
import { table } from "./table";

let app: Application;
beforeAll(async () => {
  app = await startApplication({ CAPTCHA: "slider" });
});
afterAll(() => app.close());

/** A vendor's machine brings a credential, and a body of the vendor's own making. */
const commands = Object.keys(table).filter((key) => !key.startsWith("GET ") && !key.includes("/receipts/"));
const ask = (key: string, raw: string) => {
  const [method = "", path = ""] = key.split(" ");
  return app.call(method, path.replace("[id]", "x"), undefined, { raw });
};

describe("the table", () => {
  it("has the calls that app/api mounts, and no others", () => {
    const mounted = readdirSync("app/api", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith("route.ts") && !file.startsWith("[...path]"))
      .flatMap((file) => {
        const methods = readFileSync(`app/api/${file}`, "utf8").matchAll(
          /^export const ([A-Z]+) = mount\(/gm,
        );
        return [...methods].map(([, method]) => `${method} /api/${file.replace("/route.ts", "")}`);
      });
    expect(mounted.sort()).toEqual(Object.keys(table).sort());
  });
});

describe.each(commands)("%s", (key) => {
  it("refuses a body past its bound", async () => {
    const { status, body } = await ask(key, JSON.stringify({ x: "x".repeat(100_000) }));
    expect([status, body.code]).toEqual([413, "payload-too-large"]);
  });

  it("knows no member by the name of a prototype's", async () => {
    for (const name of ["__proto__", "constructor", "prototype"]) {
      const { status, body } = await ask(key, `{"${name}":{"admin":true}}`);
      expect([status, body.code]).toEqual([400, "invalid-request"]);
      expect(body.errors).toContainEqual({ pointer: `/${name}`, detail: "unknown member" });
    }
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });
});
