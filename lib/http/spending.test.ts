// What messages may cost, in number and in money; how places close where nobody enters codes; and what is kept for
// countries that verify.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Captcha, Provider, RowState } from "../ports";
import { type FailureReason, SendFailure } from "../send-failure";
import type { Substitutes } from "../services";
import { type Application, type Reply, startApplication } from "../testing/application";

const folder = mkdtempSync(join(tmpdir(), "prices-"));
afterAll(() => rmSync(folder, { recursive: true }));
const PRICES = join(folder, "prices.json");
writeFileSync(PRICES, JSON.stringify({ currency: "EUR", prices: { outbox: { "*": 0.25, US: 0.01 } } }));

/** Only what a test is about refuses anything in it. */
const plenty: Record<string, string> = {
  ...{ "ip-requests-minute": "100000/60", "ip-sends-day": "100000/86400" },
  ...{ "prefix-hour": "100000/3600", "country-hour": "100000/3600" },
  ...{ "prefix-unverified-hour": "100000/3600", "country-unverified-hour": "100000/3600" },
};

let app: Application;
const started: Application[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.close()));
});

async function start(
  rows: Record<string, string>,
  settings: Record<string, string> = {},
  substitutes?: Substitutes,
) {
  const LIMITS = Object.entries({ ...plenty, ...rows }).map(([row, limit]) => `${row}=${limit}`);
  app = await startApplication({ LIMITS: LIMITS.join(), ...settings }, substitutes);
  started.push(app);
}

const ask = (address: string, peer = "203.0.113.7", captchaToken = "off"): Promise<Reply> =>
  app.call(
    ...(["POST", "/api/challenges"] as const),
    { channel: address.includes("@") ? "email" : "sms", address, purpose: "sign-up", captchaToken },
    { peer },
  );
/** Numbers of one block, or of as many blocks as there are numbers. */
const german = (nth: number, block = "123") => `+491512${block}${String(nth).padStart(4, "0")}`;
const scattered = (nth: number) => `+49151${String(nth + 1000).padStart(4, "0")}6789`;
const american = (nth: number) => `+1415555${String(nth).padStart(4, "0")}`;

const many = (count: number, address: (nth: number) => string) =>
  Promise.all(Array.from({ length: count }, (_, nth) => ask(address(nth))));
const tally = (replies: Reply[]) => {
  const counts: Record<string, number> = {};
  for (const { status, body } of replies) {
    const outcome = body.limit ?? String(status);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
};
const provider = (reasons: (FailureReason | undefined)[]): Provider => ({
  ...{ name: "outbox", channels: ["email", "sms"] },
  async send() {
    const reason = reasons.shift();
    if (reason) throw new SendFailure(reason);
    return { vendorId: "1" };
  },
});

describe("the day's bill", () => {
  it("lets exactly as many through of a hundred at once as it can pay, by their country's price", async () => {
    await start({ "cost-day": "3/86400", "cost-day-unproven": "3/86400" }, { PRICES });
    expect(tally(await many(100, scattered))).toEqual({ "202": 12, "cost-day": 88 });
    await start({ "cost-day": "1/86400", "cost-day-unproven": "1/86400" }, { PRICES });
    const both = await many(6, (nth) => (nth % 2 ? scattered(nth) : american(nth)));
    expect(tally(both)).toEqual({ "202": 6 });
    // Seventy-eight cents are spent: a dear one does not fit any more, twenty-two cheap ones do.
    expect((await ask(scattered(50))).body).toMatchObject({ code: "rate-limited", limit: "cost-day" });
    expect(tally(await many(30, (nth) => american(nth + 100)))).toEqual({ "202": 22, "cost-day": 8 });
  });

  it("begins anew with the next day", async () => {
    await start({ "cost-day": "1/86400", "cost-day-unproven": "1/86400" }, { PRICES });
    expect(tally(await many(5, scattered))).toEqual({ "202": 4, "cost-day": 1 });
    app.clock.advance(86_400);
    expect((await ask(scattered(5))).status).toBe(202);
  });

  it("is not counted without prices", async () => {
    await start({ "cost-day": "0/86400" });
    expect((await ask(german(0))).status).toBe(202);
  });

  it("reserves the dearest provider of the route", async () => {
    const prices = { outbox: { "*": 0.25 }, gateway: { "*": 0.5 } };
    const path = join(folder, "two.json");
    writeFileSync(path, JSON.stringify({ currency: "EUR", prices }));
    const gateway = {
      ...{ GATEWAY_URL: "https://gateway.example/", GATEWAY_APP_KEY: "k", GATEWAY_APP_SECRET: "s" },
      ...{ GATEWAY_TEMPLATE_ID: "1", SMS_ROUTES: "US=outbox;*=outbox,gateway" },
    };
    await start({ "cost-day": "1/86400", "cost-day-unproven": "1/86400" }, { PRICES: path, ...gateway });
    expect(tally(await many(3, scattered))).toEqual({ "202": 2, "cost-day": 1 });
    await start({ "cost-day": "1/86400", "cost-day-unproven": "1/86400" }, { PRICES: path, ...gateway });
    expect(tally(await many(5, american))).toEqual({ "202": 4, "cost-day": 1 });
  });

  it("gets back what was not sent, once", async () => {
    const reasons: FailureReason[] = ["blocked"];
    const rows = { "cost-day": "1/86400", "cost-day-unproven": "1/86400" };
    await start(rows, { PRICES }, { providers: [provider(reasons)] });
    const first = await ask(german(0));
    await app.settle();
    const path = `/api/challenges/${first.body.challengeId}`;
    for (const _ of [1, 2]) {
      app.clock.advance(20);
      expect((await app.call("GET", path)).body.delivery).toBe("failed");
    }
    expect(tally(await many(5, scattered))).toEqual({ "202": 4, "cost-day": 1 });
  });

  it("pays again for a message that is sent again, or it is not sent again", async () => {
    const rows = { "cost-day": "1/86400", "cost-day-unproven": "1/86400" };
    const reasons: FailureReason[] = [];
    await start(rows, { PRICES }, { providers: [provider(reasons)] });
    reasons.push("unknown");
    await ask(german(0));
    await app.settle();
    expect(tally(await many(5, scattered))).toEqual({ "202": 2, "cost-day": 3 });

    await start(rows, { PRICES }, { providers: [provider(reasons)] });
    await many(3, scattered);
    await app.settle();
    // Were there anything left to pay with, it would be asked twice.
    reasons.push("unknown", "unknown");
    await ask(german(0));
    await app.settle();
    expect(reasons).toHaveLength(1);
  });
});

describe("a share of the day", () => {
  const share = { "sends-day": "10/86400", "sends-day-unproven": "6/86400" };
  /** So many verified codes of a country, on an earlier day. */
  async function prove(count: number, address: (nth: number) => string) {
    for (let nth = 0; nth < count; nth += 1) {
      const { challengeId } = await app.send(address(nth));
      const code = app.codeFor(address(nth));
      await app.call("POST", `/api/challenges/${challengeId}/attempts`, { code });
      await app.settle();
    }
    app.clock.advance(86_400);
  }

  it("is open to countries that nobody has seen to verify, to exactly that many of a hundred at once", async () => {
    await start(share);
    expect(tally(await many(100, scattered))).toEqual({ "202": 6, "sends-day-unproven": 94 });
    // Mail has proven nothing either.
    expect((await ask("ada@example.com")).body.limit).toBe("sends-day-unproven");
  });

  it("holds for money, too", async () => {
    await start({ "cost-day": "4/86400" }, { PRICES });
    // Of four the open share is two forty, in millionths.
    expect(tally(await many(100, scattered))).toEqual({ "202": 9, "cost-day-unproven": 91 });
  });

  it("leaves the rest to countries that were seen to verify, and none of it to the others", async () => {
    await start({ "sends-day": "25/86400", "sends-day-unproven": "21/86400" });
    await prove(20, german);
    expect(tally(await many(30, american))).toEqual({ "202": 21, "sends-day-unproven": 9 });
    expect(tally(await many(30, (nth) => german(nth, "124")))).toEqual({ "202": 4, "sends-day": 26 });
  });

  it("is what a country falls back to that verifies too little of what is sent there", async () => {
    await start({ "sends-day": "1000/86400", "sends-day-unproven": "40/86400" });
    await prove(20, german);
    // Fifty sends with twenty codes are two in five; with one more they are not.
    await many(30, (nth) => german(nth, "124"));
    await app.settle();
    app.clock.advance(60);
    expect(tally(await many(41, american))).toEqual({ "202": 40, "sends-day-unproven": 1 });
    expect((await ask(german(99))).status).toBe(202);
    await app.settle();
    app.clock.advance(60);
    expect((await ask(german(98))).body.limit).toBe("sends-day-unproven");
  });

  it("is what it falls back to three days later", async () => {
    await start({ "sends-day": "1000/86400", "sends-day-unproven": "20/86400" });
    await prove(20, german);
    app.clock.advance(2 * 86_400);
    await many(20, american);
    expect((await ask(german(99))).body.limit).toBe("sends-day-unproven");
  });

  it("is remembered in the store: another process knows of it with its first send", async () => {
    let store: Parameters<NonNullable<Substitutes["requester"]>>[0] | undefined;
    const shared: Substitutes = { requester: (real) => (store ??= real) };
    const rows = { "sends-day": "1000/86400", "sends-day-unproven": "20/86400" };
    await start(rows, {}, shared);
    await prove(20, german);
    const { now } = app.clock;
    await start(rows, {}, { ...shared, clock: { now } });
    expect(tally(await many(21, american))).toEqual({ "202": 20, "sends-day-unproven": 1 });
    expect((await ask(german(50))).status).toBe(202);
  });

  it("is looked up before a code of an old challenge is refused by a process that has not heard", async () => {
    let store: Parameters<NonNullable<Substitutes["requester"]>>[0] | undefined;
    const shared: Substitutes = { requester: (real) => (store ??= real) };
    const rows = { "sends-day": "1000/86400", "sends-day-unproven": "20/86400" };
    await start(rows, {}, shared);
    await prove(20, german);
    expect(tally(await many(21, american))).toEqual({ "202": 20, "sends-day-unproven": 1 });
    const { challengeId } = await app.send(german(50));
    app.clock.advance(60);
    const { now } = app.clock;
    await start(rows, {}, { ...shared, clock: { now } });
    expect((await app.call("POST", `/api/challenges/${challengeId}/sends`, {})).status).toBe(202);
  });
});

describe("a network", () => {
  const inboxes = (count: number, peer: (nth: number) => string) =>
    Promise.all(Array.from({ length: count }, (_, nth) => ask(`person${nth}@example.com`, peer(nth))));

  it.each([
    ["a /24", (nth: number) => `198.51.100.${nth}`, "198.51.101.1"],
    ["a /48", (nth: number) => `2001:db8:1:${nth.toString(16)}::1`, "2001:db8:2::1"],
  ])("sends as much as it may, from however many addresses at once: %s", async (_, peer, other) => {
    await start({ "network-sends-day": "7/86400" });
    expect(tally(await inboxes(40, peer))).toEqual({ "202": 7, "network-sends-day": 33 });
    expect((await ask("ada@example.com", other)).status).toBe(202);
  });

  it("may send twenty times what a client may, unless it is said", async () => {
    await start({ "ip-sends-day": "1/86400" });
    expect(tally(await inboxes(30, (nth) => `198.51.100.${nth}`))).toEqual({
      "202": 20,
      "network-sends-day": 10,
    });
  });
});

describe("a place where nobody enters codes", () => {
  const closed = () => app.logged.map((line) => JSON.parse(line)).filter(({ event }) => event === "closed");
  const verify = async (address: string) => {
    const { challengeId } = await app.send(address);
    const path = `/api/challenges/${challengeId}/attempts`;
    expect((await app.call("POST", path, { code: app.codeFor(address) })).status).toBe(201);
    await app.settle();
  };

  it("is closed for the rest of the hour, while others stay open, and opens by itself", async () => {
    await start({ "prefix-unverified-hour": "12/3600" });
    expect(tally(await many(20, german))).toEqual({ "202": 12, "prefix-unverified-hour": 8 });
    expect((await ask(german(0, "124"))).status).toBe(202);
    app.clock.advance(3599);
    expect((await ask(german(30))).body.limit).toBe("prefix-unverified-hour");
    app.clock.advance(1);
    expect((await ask(german(31))).status).toBe(202);
  });

  it("still gives a code to whoever does more work for a number of it, within the hour of the prefix", async () => {
    const captcha = (): Captcha => ({
      redeem: async (token) => ({ strong: token === "strong", restore: async () => {} }),
    });
    await start({ "prefix-hour": "20/3600", "prefix-unverified-hour": "12/3600" }, {}, { captcha });
    await many(12, german);
    expect((await ask(german(12))).body.limit).toBe("prefix-unverified-hour");
    for (let nth = 12; nth < 20; nth++)
      expect((await ask(german(nth), undefined, "strong")).status).toBe(202);
    expect((await ask(german(20), undefined, "strong")).body.limit).toBe("prefix-hour");
  });

  it("may be a whole country, to exactly as many of a hundred at once", async () => {
    await start({ "country-unverified-hour": "20/3600" });
    expect(tally(await many(100, scattered))).toEqual({ "202": 20, "country-unverified-hour": 80 });
    expect((await ask(american(1))).status).toBe(202);
    expect((await ask("ada@example.com")).status).toBe(202);
  });

  it("says in the log that it closed, why, and for how long, once in ten minutes and without the number", async () => {
    await start({ "prefix-unverified-hour": "1/3600", "country-unverified-hour": "2/3600" });
    await ask(german(0));
    await many(20, (nth) => german(nth + 1));
    await ask(german(0, "124"));
    await many(20, (nth) => german(nth, "125"));
    app.clock.advance(600);
    await ask(german(99));
    expect(closed()).toEqual([
      {
        ...{ event: "closed", row: "prefix-unverified-hour", country: "DE", reopensIn: 3600 },
        prefix: expect.stringMatching(/^[\w-]{22}$/),
        text: expect.stringContaining("too few were verified"),
      },
      expect.objectContaining({ row: "country-unverified-hour", country: "DE", reopensIn: 3600 }),
      expect.objectContaining({ row: expect.stringContaining("unverified"), reopensIn: 3000 }),
    ]);
    expect(closed()[1]).not.toHaveProperty("prefix");
    expect(app.logged.join()).not.toContain("1512");
  });

  it("stays open while one code in four is entered, however many are sent", async () => {
    await start({ "prefix-unverified-hour": "12/3600" });
    for (let round = 0; round < 10; round += 1) {
      expect(tally(await many(3, (nth) => german(4 * nth + 100 * round)))).toEqual({ "202": 3 });
      await verify(german(100 * round + 99));
    }
    // With one in five it is closed soon.
    let rounds = 0;
    for (; rounds < 20; rounds += 1) {
      const replies = await many(5, (nth) => german(5 * nth + 100 * rounds, "124"));
      if (replies.some(({ status }) => status !== 202)) break;
      await app.settle();
      const path = `/api/challenges/${replies[0]?.body.challengeId}/attempts`;
      await app.call("POST", path, { code: app.codeFor(german(100 * rounds, "124")) });
      await app.settle();
    }
    expect(rounds).toBe(8);
  });

  it("gets back no more than it had, and a failed delivery costs it nothing", async () => {
    const reasons: FailureReason[] = [];
    await start({ "prefix-unverified-hour": "3/3600" }, {}, { providers: [provider(reasons)] });
    reasons.push(...Array.from({ length: 4 }, () => "blocked" as const));
    for (let nth = 0; nth < 4; nth += 1) {
      expect((await ask(german(nth))).status).toBe(202);
      await app.settle();
    }
    expect(tally(await many(5, (nth) => german(nth + 10)))).toEqual({
      "202": 3,
      "prefix-unverified-hour": 2,
    });
  });
});

describe("what the limits say about an address", () => {
  let told: { address: string; rows: readonly RowState[] }[];
  const risk: Substitutes["risk"] = (real) => ({
    ...real,
    learnAddress: ({ value }, rows) => void told.push({ address: value, rows }),
  });
  beforeEach(() => {
    told = [];
  });

  it("is told to whoever judges risk, with every send that is let through or refused", async () => {
    await start({ "prefix-hour": "2/3600" }, {}, { risk });
    for (const nth of [0, 0, 1, 2]) await ask(german(nth));
    const all = [
      ...["address-cooldown", "address-hour", "address-day", "address-failures-day"],
      ...["prefix-hour", "prefix-unverified-hour", "country-hour", "country-unverified-hour"],
    ];
    expect(told.map(({ rows }) => rows.map(({ row }) => row))).toEqual([
      ...[all, ["address-cooldown"], all, ["prefix-hour"]],
    ]);
    expect(told[1]).toEqual({
      address: german(0),
      rows: [{ row: "address-cooldown", remaining: 0, resetIn: 60 }],
    });
    expect(told[2]?.rows.find(({ row }) => row === "prefix-hour")?.remaining).toBe(0);
  });

  it("is nothing when a client or the whole is at its limit", async () => {
    await start({ "ip-sends-day": "0/86400" }, {}, { risk });
    await ask("ada@example.com");
    expect(told).toEqual([]);
  });
});
