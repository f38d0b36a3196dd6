// Learning who has an account, who got a code and what became of a challenge, without having proven anything.
import { rankScore } from "@/lib/testing/ranks";
import { type Attack, atOnce, call, post, type Reply, result, type Target } from "./attack";
import { codeFor, guess, newMailbox, prove, send, start, wrongCode } from "./sign-up";

const pairs = 12;
/** By chance beyond it once in fifteen thousand times. */
const suspicious = 4;

/** What differs between any two answers of this kind. */
const ofTheMoment = /"(challengeId|sentTo|expiresIn|resendIn|delivery)":("[^"]*"|\d+),?/g;

/** An answer without what is about this moment. */
const outline = ({ status, rawHeaders, text }: Reply) =>
  [
    status,
    rawHeaders.filter((_, nth) => nth % 2 === 0).join(),
    Object.keys(JSON.parse(text)).join(),
    text.replace(ofTheMoment, ""),
  ].join(" | ");

/** All answers that somebody gets who knows an address and nothing else, and how long the first one took. */
async function look(at: Target, address: string, purpose: string) {
  const before = (await at.messagesTo(address)).length;
  const from = performance.now();
  const first = await send(at, address, { purpose });
  const ms = performance.now() - from;
  if (first.status !== 202) return { ms, outlines: [outline(first)] };
  const path = `/api/challenges/${first.body.challengeId}`;
  // An attacker has no code: this is so that the guess is wrong.
  const code = await codeFor(at, address, before);
  const replies = [first, await call(at, "GET", path), await guess(at, { path }, wrongCode(code))];
  const early = [await post(at, `${path}/sends`), await send(at, address, { purpose })];
  // Unless the cooldown has ended meanwhile: then these say how busy the machine is.
  if (performance.now() - from < 900) replies.push(...early);
  return { ms, outlines: replies.map(outline) };
}

export const learning: readonly Attack[] = [
  {
    name: "asks for codes to learn who has an account",
    from: "dub, torii-rs #88: a taken address is told to anybody",
    on: "tight",
    faults: [
      "addresses with an account are refused",
      "addresses with an account have fewer sends left",
      "addresses with an account are looked up first",
    ],
    async run(at) {
      const kinds = ["known", "unknown"] as const;
      const addresses = await atOnce(pairs, async () => {
        const [known, unknown] = [newMailbox(), newMailbox()];
        await post(at, "/api/accounts", { proof: await prove(at, known) });
        // The same has been sent to both.
        await start(at, unknown);
        return { known, unknown };
      });
      await at.wait(1.1);
      const seen = { known: new Set<string>(), unknown: new Set<string>() };
      const times = { known: [] as number[], unknown: [] as number[] };
      for (const [nth, pair] of addresses.entries()) {
        const purpose = ["sign-up", "sign-in", "reset-password"][nth % 3] ?? "";
        for (const kind of nth % 2 ? kinds : kinds.toReversed()) {
          const { ms, outlines } = await look(at, pair[kind], purpose);
          for (const [call, text] of outlines.entries()) seen[kind].add(`${call} ${text}`);
          times[kind].push(ms);
        }
      }
      const told = [...seen.known].filter((text) => !seen.unknown.has(text));
      const score = rankScore(times.known, times.unknown);
      const slower = Math.abs(score) > suspicious;
      return result(
        told.length > 0 || slower,
        told[0] ?? `${pairs} pairs answered alike; times differ with a score of ${score.toFixed(1)}`,
      );
    },
  },
  {
    name: "asks how long an address is limited, to learn when its owner got a code",
    from: "CWE-203",
    on: "open",
    faults: ["strangers are told exact seconds"],
    async run(at) {
      const address = newMailbox();
      await start(at, address);
      await at.wait(2.1);
      const { body, headers } = await send(at, address);
      const told = [body.retryAfter, Number(headers["retry-after"])];
      return result(
        told.some((seconds) => seconds < 60),
        `it is told to wait ${told[0]} s, two seconds after the send`,
      );
    },
  },
  {
    name: "tells challenges that have ended from those that never were",
    from: "CWE-204",
    on: "open",
    faults: ["ids that are not ours are refused in another way"],
    async run(at) {
      const used = await start(at);
      await guess(at, used, used.code);
      const spent = await start(at);
      for (let nth = 0; nth < 3; nth++) await guess(at, spent, wrongCode(spent.code));
      const ids = [
        used.challengeId,
        spent.challengeId,
        `${used.challengeId.slice(0, 6)}${"A".repeat(22)}`,
        "x",
      ];
      const seen = new Set<string>();
      for (const id of ids)
        for (const [method, path, body] of [
          ["POST", "/attempts", { code: "000000" }],
          ["POST", "/sends", {}],
          ["GET", "", undefined],
        ] as const)
          seen.add(outline(await call(at, method, `/api/challenges/${id}${path}`, { body })));
      return result(seen.size > 1, `${seen.size} kinds of answers`);
    },
  },
];
