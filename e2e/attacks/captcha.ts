// The captcha: tokens and puzzles used twice, answers read from the wire, and ways that no hand went.
import { createHash } from "node:crypto";
import { bots } from "@/bench/captcha/bots";
import {
  type Attack,
  atOnce,
  call,
  expectStatus,
  having,
  newIp,
  post,
  type Reply,
  result,
  type Target,
  tally,
} from "./attack";
import { newMailbox, newNumber, send } from "./sign-up";
import { drawn, earn, newPuzzle, present, solve, spoil } from "./slider";

/** Whoever looks is wrong now and then: one chance would be none. */
const chances = 2;

/** Whether any of a few tries earns a token. */
async function earns(tries: number, make: (nth: number) => Promise<Reply>) {
  const replies = await atOnce(tries, make);
  return result(having(replies, 201) > 0, tally(replies));
}

const sent = ({ status, code }: Reply) =>
  result(status === 202, `the send was answered with ${code ?? status}`);

/** Presents a way of one's own making, which ends where the piece belongs. */
async function go(at: Target, way: (from: number, to: number) => [number, number, number][]): Promise<Reply> {
  const puzzle = await newPuzzle(at);
  const position = await at.look(puzzle);
  const { width, pieceWidth } = puzzle;
  const whole = (drawn(puzzle, position).at(-1)?.[1] ?? 0) - pieceWidth / 2;
  return present(at, puzzle, {
    position,
    track: way(pieceWidth / 2, Math.min(width, pieceWidth / 2 + whole)),
  });
}

export const captcha: readonly Attack[] = [
  {
    name: "spends one captcha token on two sends",
    from: "listmonk #2684: one Altcha payload for many sign-ups",
    on: "strict",
    faults: ["what was used once stays"],
    async run(at) {
      const captchaToken = await earn(at);
      const first = await send(at, newNumber(), { captchaToken });
      if (first.status !== 202) throw new Error(`the first one was refused: ${first.text}`);
      return sent(await send(at, newNumber(), { captchaToken }));
    },
  },
  {
    name: "spends one captcha token on twenty sends at once",
    from: "altcha-lib: looked up, then marked as used",
    on: "strict",
    faults: ["what is used once is looked up, then removed"],
    async run(at) {
      const captchaToken = await earn(at);
      const replies = await atOnce(20, () => send(at, newNumber(), { captchaToken }));
      return result(having(replies, 202) > 1, tally(replies));
    },
  },
  {
    name: "spends one token of a captcha vendor on two sends",
    from: "listmonk #2684: one Altcha payload for many sign-ups",
    on: "direct",
    faults: ["a vendor's token is not noted"],
    async run(at) {
      const captchaToken = at.pass();
      expectStatus(await send(at, newMailbox(), { captchaToken }), 202);
      return sent(await send(at, newMailbox(), { captchaToken }));
    },
  },
  {
    name: "spends one token of a captcha vendor on twenty sends at once",
    from: "altcha-lib: looked up, then marked as used",
    on: "direct",
    faults: ["a vendor's token is looked up, then noted"],
    async run(at) {
      const captchaToken = at.pass();
      const replies = await atOnce(20, () => send(at, newMailbox(), { captchaToken }));
      return result(having(replies, 202) > 1, tally(replies));
    },
  },
  {
    name: "spends a token that was earned for another purpose",
    from: "pow-cap-server #20: a weak form's token on a strong one",
    on: "strict",
    faults: ["a captcha token is good for every purpose"],
    async run(at) {
      return sent(
        await send(at, newNumber(), {
          purpose: "sign-up",
          captchaToken: await earn(at, { purpose: "sign-in" }),
        }),
      );
    },
  },
  {
    name: "spends a token that somebody else's browser has earned",
    from: "ChaoxingSignFaker #204: a slider's word passed around between accounts",
    on: "strict",
    faults: ["a captcha token is good for every browser"],
    async run(at) {
      const browser = async () => (await post(at, "/api/captcha/puzzles", { purpose: "sign-up" })).cookie;
      const [own, other] = [await browser(), await browser()];
      const captchaToken = await earn(at, {}, { cookie: own });
      return sent(await send(at, newNumber(), { captchaToken }, { cookie: other }));
    },
  },
  {
    name: "spends a token on another address than it was earned for",
    from: "ChaoxingSignFaker #204: a slider's word passed around between accounts",
    on: "strict",
    faults: ["a captcha token is good for every address"],
    async run(at) {
      const captchaToken = await earn(at, { channel: "sms", address: newNumber() });
      return sent(await send(at, newNumber(), { captchaToken }));
    },
  },
  {
    name: "solves the picture and leaves the work undone",
    from: "CWE-770",
    on: "strict",
    faults: ["no work has to be done"],
    async run(at) {
      return earns(chances * 2, async (nth) => {
        const puzzle = await newPuzzle(at);
        const position = await at.look(puzzle);
        const solution = { position, track: drawn(puzzle, position) };
        const derivedKey = puzzle.work.parameters.salt;
        const works = [
          { counter: 1, derivedKey },
          { counter: 0, derivedKey: "00" },
        ];
        return present(
          { ...at, work: async () => works[nth % 2] ?? { counter: 1, derivedKey } },
          puzzle,
          solution,
        );
      });
    },
  },
  {
    name: "spends tokens that were never earned",
    from: "CWE-345",
    on: "strict",
    faults: ["a token that is not known is believed", "a send without a token is believed"],
    async run(at) {
      const { puzzleId } = await newPuzzle(at);
      const madeUp = `${puzzleId.slice(0, 6)}${"A".repeat(22)}`;
      const tokens = [
        puzzleId,
        madeUp,
        "off",
        "undefined",
        "*",
        "x".repeat(2048),
        null,
        [puzzleId],
        {},
        true,
      ];
      const replies = [];
      for (const captchaToken of tokens)
        replies.push(await send(at, newNumber(), { captchaToken: captchaToken ?? "null" }));
      const body = { channel: "sms", address: newNumber(), purpose: "sign-up" };
      replies.push(await post(at, "/api/challenges", body));
      return result(having(replies, 202) > 0, tally(replies));
    },
  },
  {
    name: "names the kind of captcha in the request",
    from: "casdoor PR 2531: the captcha's type from the request",
    on: "strict",
    faults: ["a request may choose its captcha"],
    async run(at) {
      const names = ["captcha", "captchaType", "captchaKind", "kind", "provider"];
      const replies = [];
      for (const name of names)
        for (const value of ["none", "off", { kind: "off" }])
          replies.push(
            await send(
              at,
              newNumber(),
              { captchaToken: "off", more: { [name]: value } },
              {
                headers: { "x-captcha": "off" },
              },
            ),
          );
      return result(having(replies, 202) > 0, tally(replies));
    },
  },
  {
    name: "has a puzzle judged again after it was solved",
    from: "go-captcha-service: a key that checked true checks true again",
    on: "strict",
    faults: ["what was used once stays"],
    async run(at) {
      const { puzzle, position } = await solve(at);
      return earns(1, () => present(at, puzzle, { position, track: drawn(puzzle, position) }));
    },
  },
  {
    name: "tries one hole after the other",
    from: "ddddocr #289: return all candidates and try them in turn",
    on: "strict",
    faults: ["what was used once stays", "a wrong solution leaves the puzzle"],
    async run(at) {
      return earns(chances, async () => {
        const puzzle = await newPuzzle(at);
        const position = await at.look(puzzle);
        const aside = position > 60 ? position - 40 : position + 40;
        await spoil(at, puzzle, JSON.stringify({ position: aside, track: drawn(puzzle, aside) }));
        return present(at, puzzle, { position, track: drawn(puzzle, position) });
      });
    },
  },
  {
    name: "solves a puzzle after something that was no solution",
    from: "CWE-841",
    on: "strict",
    faults: ["what makes no sense costs no attempt"],
    async run(at) {
      const nonsense = ["{", "x".repeat(40_000)];
      return earns(nonsense.length, async (nth) => {
        const puzzle = await newPuzzle(at);
        const position = await at.look(puzzle);
        await spoil(at, puzzle, nonsense[nth] ?? "");
        return present(at, puzzle, { position, track: drawn(puzzle, position) });
      });
    },
  },
  {
    name: "plays a recorded drag back",
    from: "geetest-crack #1: a library of people's drags",
    on: "strict",
    faults: ["a way is believed again"],
    async run(at) {
      const recorded = (await solve(at)).track;
      const start = recorded[0]?.[1] ?? 0;
      const reach = (recorded.at(-1)?.[1] ?? 0) - start;
      return earns(chances, async () => {
        const puzzle = await newPuzzle(at);
        const position = await at.look(puzzle);
        const own = drawn(puzzle, position);
        const wanted = (own.at(-1)?.[1] ?? 0) - start;
        const track = recorded.map(([ms, x, y]) => [ms, start + ((x - start) * wanted) / reach, y]);
        return present(at, puzzle, { position, track });
      });
    },
  },
  {
    name: "drags in a straight line, at constant speed or by a formula",
    from: "AJ-Captcha, go-captcha: only the place is judged",
    on: "strict",
    faults: ["only the place is judged"],
    async run(at) {
      // One of each family.
      const names = ["one jump", "linear", "constant speed, jitter", "eased in and out", "v0 + at"];
      const ways = names.map((name) => bots[name]);
      return earns(ways.length, (nth) => go(at, (from, to) => ways[nth]?.(from, to, Math.random) ?? []));
    },
  },
  {
    name: "gives the right place and no way to it",
    from: "AJ-Captcha, go-captcha: only the place is judged",
    on: "strict",
    faults: ["only the place is judged"],
    async run(at) {
      const ways: ((from: number, to: number) => [number, number, number][])[] = [
        () => [],
        (from, to) => [
          [0, from, 230],
          [900, to, 230],
        ],
      ];
      return earns(chances, (nth) => go(at, ways[nth % ways.length] ?? (() => [])));
    },
  },
  {
    name: "has a puzzle solved before a hand could have moved",
    from: "CWE-807",
    on: "strict",
    faults: ["the client's clock is believed"],
    async run(at) {
      return earns(chances, async () => {
        const puzzle = await newPuzzle(at);
        const position = await at.look(puzzle);
        const track = drawn(puzzle, position).map(([ms, x, y]) => [ms * 100, x, y]);
        const solution = { position, track, work: await at.work(puzzle) };
        return post(at, `/api/captcha/puzzles/${puzzle.puzzleId}/solutions`, solution);
      });
    },
  },
  {
    name: "reads the answer in what comes with the picture",
    from: "SliderCaptcha: the page knows where the hole is",
    on: "strict",
    faults: ["a puzzle tells its answer", "a refusal tells how far off it was"],
    async run(at) {
      const shown = "puzzleId width height background piece pieceWidth pieceHeight path expiresIn work".split(
        " ",
      );
      const puzzle = await newPuzzle(at);
      const told = Object.keys(puzzle).filter((name) => !shown.includes(name));
      const refused = await spoil(at, puzzle, JSON.stringify({ position: 1, track: drawn(puzzle, 1) }));
      const expected = ["type", "title", "status", "code"];
      told.push(...Object.keys(refused.body).filter((name) => !expected.includes(name)));
      // A comment in a picture would do, too.
      for (const picture of [puzzle.background, puzzle.piece]) {
        const bytes = Buffer.from(picture.slice(picture.indexOf(",") + 1), "base64").toString("latin1");
        if (/tEXt|iTXt|zTXt|Exif|answer/.test(bytes)) told.push("a comment in a picture");
      }
      return result(told.length > 0, told.length > 0 ? `it tells ${told.join(", ")}` : "pictures and a path");
    },
  },
  {
    name: "collects the pictures, to know each of them the next time",
    from: "go-captcha assets: seventeen photographs for everybody",
    on: "strict",
    faults: ["a picture is shown again"],
    async run(at) {
      const puzzles = await atOnce(12, () => newPuzzle(at));
      const seen = new Set(puzzles.flatMap(({ background, piece }) => [background, piece].map(digest)));
      return result(seen.size < puzzles.length * 2, `${seen.size} pictures of ${puzzles.length * 2} are new`);
    },
  },
  {
    name: "works without a picture, and does not wait until that counts",
    from: "CWE-841",
    on: "strict",
    last: true,
    faults: ["the way without a picture takes no time"],
    async run(at) {
      const from = performance.now();
      const asked = { purpose: "sign-up", picture: false };
      const puzzle = expectStatus(await post(at, "/api/captcha/puzzles", asked), 201).body;
      const work = await at.work(puzzle);
      const { status, code } = await post(at, `/api/captcha/puzzles/${puzzle.puzzleId}/solutions`, { work });
      const seconds = (performance.now() - from) / 1000;
      const what = `${code ?? status} after ${seconds.toFixed(1)} of ${puzzle.solvableIn} s`;
      // Where two clocks differ, the last moments are given away.
      return result(status === 201 && seconds < puzzle.solvableIn / 2, what);
    },
  },
  {
    name: "keeps asking for puzzles, each for as little work as the first",
    from: "CWE-770",
    on: "strict",
    faults: ["work does not grow", "puzzles make nobody suspicious"],
    async run(at) {
      const ip = newIp();
      const puzzles = [];
      for (let nth = 0; nth < 8; nth++) puzzles.push(await newPuzzle(at, {}, { ip }));
      // As much as the first may take. Of what an attacker has to do, one in 128 is done by then.
      const easy = await Promise.all(
        puzzles.slice(-2).map((puzzle) =>
          at.work(puzzle, 600).then(
            () => true,
            () => false,
          ),
        ),
      );
      return result(!easy.includes(false), `${easy.filter(Boolean).length} of the last 2 were no more work`);
    },
  },
  {
    name: "asks for puzzles without end",
    from: "CWE-770",
    on: "strict",
    faults: ["limits count, but refuse nobody"],
    async run(at) {
      const ip = newIp();
      const ask = () => call(at, "POST", "/api/captcha/puzzles", { body: { purpose: "sign-up" }, ip });
      const replies = await atOnce(15, ask);
      return result(having(replies, 201) > 10, tally(replies));
    },
  },
];

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
