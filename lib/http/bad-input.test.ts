// Bad input of every kind gets its problem code: never a 500, never a stack trace, and it spends nothing.
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problems } from "../problem";
import { type Application, startApplication } from "../testing/application";
import { watchSlider } from "../testing/slider";
import { table } from "./table";

let app: Application;
beforeAll(async () => {
  app = await startApplication({ CAPTCHA: "slider" });
});
afterAll(() => app.close());

const calls = Object.keys(table).filter((key) => !key.startsWith("GET"));
const known = {
  channel: "email",
  address: "ada@example.com",
  purpose: "sign-up",
  captchaToken: "x",
  locale: "en",
};
const names = [
  ...[...Object.keys(known), "code", "proof", "password", "name", "position", "track", "work"],
  ...["currentPassword", "keepThis"],
];

/** Values that have broken parsers before, beside whatever JSON can say. */
const nasty = fc.constantFrom<unknown>(
  ...[
    "",
    " ",
    "\u0000",
    "a\r\nBcc: x@y.z",
    "１２３４５６",
    "123456\n",
    "+999123456789",
    "٠١٢٣٤٥",
    "__proto__",
    "🙂".repeat(100),
  ],
  ...[
    "a@b",
    "@",
    "ada@example.com\u0000",
    "ada@exam ple.com",
    "ada@-x.com",
    "\ud800",
    "+1",
    "tel:+4915123456789",
    "en-ab-cd",
  ],
  ...[
    null,
    true,
    -1,
    1e308,
    0.1,
    [],
    [[]],
    {},
    ["ada@example.com"],
    { $ne: null },
    [[0, 0]],
    [[1, 2, 3, 4]],
    [[null, 0, 0]],
  ],
);
const value = fc.oneof(
  { weight: 3, arbitrary: nasty },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);
const member = fc.oneof(
  fc.constantFrom(...names, "__proto__", "constructor", "toString", ""),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const almostRight = fc.record(
  {
    channel: fc.constantFrom("email", "sms"),
    address: value,
    purpose: fc.constant("sign-up"),
    captchaToken: value,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc
    .array(fc.tuple(member, value), { maxLength: 8 })
    .map(
      (pairs) =>
        `{${pairs.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each) ?? "null"}`)}}`,
    ),
  almostRight.map((each) => JSON.stringify(each)),
  fc.json(),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    "",
    "{",
    "null",
    "[]",
    '{"a":',
    `{"address":"${"x".repeat(20_000)}"}`,
    `${"[".repeat(4000)}${"]".repeat(4000)}`,
  ),
);
const raw = fc.oneof(
  body,
  fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
);
const id = fc.oneof(
  fc.constantFrom("x", "%00", "..%2F..%2Fetc", "__proto__", "%F0%9F%99%82", "a".repeat(5000)),
  fc
    .string({ minLength: 1, maxLength: 40 })
    .map((text) => encodeURIComponent(text.toWellFormed()))
    // Whoever reads the path goes to another call by these, escaped or not.
    .filter((segment) => segment !== "." && segment !== ".."),
);
const type = fc.constantFrom(
  "application/json",
  "application/json; charset=utf-8",
  "text/plain",
  "",
  "application/jsonp",
);

describe("bad input", () => {
  it("gets a problem, never a 500, in five thousand requests", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), id, raw, type, async (key, path, content, contentType) => {
        const [method = "", pattern = ""] = key.split(" ");
        const reply = await app.call(method, pattern.replace("[id]", path), undefined, {
          raw: content as BodyInit,
          headers: { "content-type": contentType },
        });
        // A body that happens to be right is no bad input: two calls take an empty one.
        if (reply.status === 204 || (key === "POST /api/captcha/puzzles" && reply.status === 201)) return;
        expect(Object.keys(problems)).toContain(reply.body.code);
        expect(reply.body.status).toBe(reply.status);
        expect(reply.status).toBeLessThan(500);
        expect(reply.headers.get("content-type")).toBe("application/problem+json");
        expect(JSON.stringify(reply.body)).not.toMatch(/\bat .*\.ts|node_modules|Error:/);
      }),
      { numRuns: 5000 },
    );
    expect(app.services.outbox?.messages()).toEqual([]);
  }, 60_000);
});

describe("bad input with everything else right", () => {
  const refusals: [what: string, change: Record<string, unknown>, code: string][] = [
    ["a missing captcha token", { captchaToken: undefined }, "invalid-request"],
    ["an unknown member", { admin: true }, "invalid-request"],
    ["an array for a string", { address: ["ada@example.com"] }, "invalid-request"],
    ["a number for a string", { address: 4915123456789 }, "invalid-request"],
    ["an unknown purpose", { purpose: "scene" }, "invalid-request"],
    ["an unknown channel", { channel: "fax" }, "invalid-request"],
    ["a line break in a mailbox", { address: "ada@example.com\nBcc: eve@example.com" }, "invalid-request"],
    ["a control character in a mailbox", { address: "a\u0007da@example.com" }, "invalid-request"],
    ["two mailboxes", { address: "ada@example.com,eve@example.com" }, "invalid-request"],
    ["a display name", { address: "Ada <ada@example.com>" }, "invalid-request"],
    ["a mailbox for a number", { channel: "sms" }, "invalid-request"],
    ["a number for a mailbox", { address: "+4915123456789" }, "invalid-request"],
    ["a number without its country", { channel: "sms", address: "015123456789" }, "invalid-request"],
    ["a number that cannot exist", { channel: "sms", address: "+49123" }, "invalid-request"],
    ["letters in a number", { channel: "sms", address: "+1 800 FLOWERS" }, "invalid-request"],
    ["a number of no country", { channel: "sms", address: "+999123456789" }, "address-unsupported"],
    ["an international freephone number", { channel: "sms", address: "+80012345678" }, "address-unsupported"],
    ["a malformed locale", { locale: "../../etc" }, "invalid-request"],
    ["a captcha token that was made up", { captchaToken: "made-up" }, "captcha-failed"],
  ];

  it.each(refusals)("refuses %s", async (_, change, code) => {
    const request = {
      channel: "email",
      address: "ada@example.com",
      purpose: "sign-up",
      captchaToken: "x",
      ...change,
    };
    const reply = await app.call("POST", "/api/challenges", request);
    expect(reply.body.code).toBe(code);
  });

  it.each(["１２３４５６", "12345", "1234567", "12345a", " 12345", "123456\n", "٠١٢٣٤٥", 123456, ["123456"]])(
    "refuses %j as a code without counting an attempt",
    async (code) => {
      const quiet = await startApplication();
      const { challengeId } = await quiet.send();
      const reply = await quiet.call("POST", `/api/challenges/${challengeId}/attempts`, { code });
      expect(reply.body).toMatchObject({ code: "invalid-request", errors: [{ pointer: "/code" }] });
      expect((await quiet.call("GET", `/api/challenges/${challengeId}`)).body.attemptsLeft).toBe(3);
      await quiet.close();
    },
  );

  it("does not spend the captcha token on an address that cannot be", async () => {
    const slider = watchSlider();
    const careful = await startApplication(
      { CAPTCHA: "slider" },
      {
        ...slider.substitutes,
      },
    );
    const { body: puzzle } = await careful.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
    const solved = await careful.call(
      "POST",
      `/api/captcha/puzzles/${puzzle.puzzleId}/solutions`,
      slider.solution(),
    );
    const request = { channel: "email", purpose: "sign-up", captchaToken: solved.body.captchaToken };
    expect((await careful.call("POST", "/api/challenges", { ...request, address: "nobody" })).status).toBe(
      400,
    );
    expect(
      (await careful.call("POST", "/api/challenges", { ...request, address: "ada@example.com" })).status,
    ).toBe(202);
    await careful.close();
  });

  it("keeps control characters out of names", async () => {
    const proof = await (async () => {
      const open = await startApplication();
      const made = await open.prove();
      const bad = await open.call("POST", "/api/accounts", { proof: made, name: "Ada\r\nX: y" });
      const good = await open.call("POST", "/api/accounts", { proof: made, name: "  Ada  \u{1F469}‍💻 " });
      await open.close();
      return { bad, good };
    })();
    expect(proof.bad.body.code).toBe("invalid-request");
    expect(proof.good.body.account.name).toBe("Ada  \u{1F469}‍💻");
  });
});
