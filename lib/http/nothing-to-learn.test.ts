// Nothing tells, before an address is proven, whether it has an account: 500 known addresses beside 500 unknown
// ones, call by call.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Application, type Reply, startApplication } from "../testing/application";
import { cheapPasswords } from "../testing/passwords";
import { rankScore } from "../testing/ranks";

const pairs = 500;
/** By chance beyond it once in two million times; a millisecond more is beyond it. */
const suspicious = 5;

let app: Application;
beforeAll(async () => {
  const LIMITS = [
    ...["ip-requests-minute=1000000/60", "ip-sends-day=1000000/86400", "prefix-hour=1000000/3600"],
    ...["country-hour=1000000/3600", "sends-day=1000000/86400", "ip-guesses-hour=1000000/3600"],
  ].join();
  // That as many passwords are compared, whether there is one, is counted elsewhere: here it would drown the rest.
  app = await startApplication({ LIMITS }, cheapPasswords().substitutes);
  for (let nth = 0; nth < pairs; nth += 1) {
    const proof = await app.prove(address(nth, "known"));
    // Two in three have a password.
    const request = { proof, ...(nth % 3 && { password: "violet tram canal" }) };
    const made = await app.call("POST", "/api/accounts", request);
    if (made.status !== 201) throw new Error("no account");
  }
  // Nothing is left of the limits that they used: what was sent to an address is no secret of its account.
  app.clock.advance(86_400);
}, 60_000);
afterAll(() => app.close());

/** By turns a mailbox and a number, alike but for their digits. */
function address(nth: number, kind: Kind): string {
  const digits = String(kind === "known" ? nth : nth + pairs).padStart(4, "0");
  return nth % 2 ? `a${digits}@example.com` : `+4915123${digits}00`;
}

const calls = [
  "a send",
  "its state",
  "a send too early",
  "a send again",
  "a wrong code",
  "the right code",
  "a wrong password",
] as const;
type Name = (typeof calls)[number];
type Kind = "known" | "unknown";
interface Call {
  reply: Reply;
  ms: number;
}

async function timed(call: () => Promise<Reply>): Promise<Call> {
  const from = performance.now();
  const reply = await call();
  return { reply, ms: performance.now() - from };
}

const requestFor = (to: string) => ({
  channel: to.includes("@") ? "email" : "sms",
  address: to,
  purpose: "sign-up",
});

/** @param extra done in the time of the send, as if somebody had looked something up */
async function observeSend(to: string, extra?: () => Promise<unknown>): Promise<Record<"a send", Call>> {
  const sent = await timed(async () => {
    await extra?.();
    return app.call("POST", "/api/challenges", requestFor(to));
  });
  await app.settle();
  return { "a send": sent };
}

async function observe(to: string): Promise<Record<Name, Call>> {
  const sent = await observeSend(to);
  const path = `/api/challenges/${sent["a send"].reply.body.challengeId}`;
  const code = app.codeFor(to);
  const wrong = code === "000000" ? "000001" : "000000";
  return {
    ...sent,
    "its state": await timed(() => app.call("GET", path)),
    "a send too early": await timed(() => app.call("POST", "/api/challenges", requestFor(to))),
    "a send again": await timed(() => app.call("POST", `${path}/sends`, {})),
    "a wrong code": await timed(() => app.call("POST", `${path}/attempts`, { code: wrong })),
    "the right code": await timed(() => app.call("POST", `${path}/attempts`, { code })),
    "a wrong password": await timed(() =>
      app.call("POST", "/api/session", { address: to, password: "violet train" }),
    ),
  };
}

/** Whoever is first has a cold cache: that is each of them as often. */
async function observePairs<Seen extends Name>(
  look: (to: string, kind: Kind) => Promise<Record<Seen, Call>>,
) {
  const all: Record<Kind, Record<Seen, Call>>[] = [];
  for (let nth = 0; nth < pairs; nth += 1) {
    const known = () => look(address(nth, "known"), "known");
    const unknown = () => look(address(nth, "unknown"), "unknown");
    if (Math.random() < 0.5) {
      const first = await known();
      all.push({ known: first, unknown: await unknown() });
    } else {
      const first = await unknown();
      all.push({ known: await known(), unknown: first });
    }
  }
  const times = (kind: Kind, name: Seen) => all.map((pair) => pair[kind][name].ms);
  return { all, score: (name: Seen) => rankScore(times("known", name), times("unknown", name)) };
}

/** All that a caller sees, in its order, but for ids and the part of the address that the mask leaves. */
const seen = ({ status, headers, body }: Reply) =>
  JSON.stringify([status, [...headers], body])
    .replace(/"(challengeId|proof|sentTo)":"[^"]+"/g, '"$1":"…"')
    .replace(/browser=[^;]+/, "browser=…");

describe("whether an address has an account", () => {
  it("is in no status, body, order of keys or header, and not in the time that an answer takes", async () => {
    const { all, score } = await observePairs(observe);

    for (const name of calls) {
      const kinds = new Set(
        all.flatMap(({ known, unknown }) => [seen(known[name].reply), seen(unknown[name].reply)]),
      );
      // One for mailboxes, one for numbers.
      expect(kinds.size, name).toBeLessThanOrEqual(2);
      for (const { known, unknown } of all) expect(seen(known[name].reply)).toBe(seen(unknown[name].reply));
    }
    expect(calls.map((name) => all[0]?.known[name].reply.status)).toEqual([
      202, 200, 429, 429, 422, 201, 401,
    ]);
    for (const name of calls) expect(Math.abs(score(name)), name).toBeLessThan(suspicious);
  }, 120_000);

  it("would be seen in the time if somebody looked it up", async () => {
    app.clock.advance(86_400);
    // About what a query takes that has to leave the process.
    const lookUp = async () => {
      const from = performance.now();
      while (performance.now() - from < 1) await app.services.parts.database();
    };
    const { score } = await observePairs((to, kind) =>
      observeSend(to, kind === "known" ? lookUp : undefined),
    );

    expect(score("a send")).toBeGreaterThan(suspicious);
  }, 120_000);
});

describe("a score of ranks", () => {
  it("is as the textbook says", () => {
    expect(rankScore([19, 22, 16, 29, 24], [20, 11, 17, 12])).toBeCloseTo(1.715, 2);
    expect(rankScore([1, 1, 1], [1, 1])).toBe(0);
    expect(rankScore([1, 2], [1, 2])).toBe(0);
  });
});
