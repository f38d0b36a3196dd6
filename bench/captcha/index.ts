// `npm run bench:captcha`: solvers against fresh puzzles, hands and bots against the judge, and what a puzzle
// costs. The figures that the project holds itself to stand beside the measured ones.
import { gaitOf } from "@/lib/captcha/gait";
import { judge, type Question, tolerance } from "@/lib/captcha/judge";
import { drawPuzzlePicture, planPuzzlePicture } from "@/lib/captcha/picture/draw";
import { PIECE } from "@/lib/captcha/picture/frame";
import { pathLength } from "@/lib/captcha/picture/path";
import type { RiskLevel } from "@/lib/ports";
import { drag } from "@/lib/testing/hand";
import { bots } from "./bots";
import { rowsOf, train } from "./network";
import { FIRST, look } from "./sight";
import { adaptive, all, highest, scores, solve } from "./solvers";

/** The share of puzzles that each solver has solved, within the tolerance of the level. */
export async function solverRates(
  level: RiskLevel,
  count: number,
  methods = all,
): Promise<Record<string, number>> {
  const right: Record<string, number> = {};
  for (let i = 0; i < count; i++) {
    const drawn = await drawPuzzlePicture(level);
    for (const [name, position] of Object.entries(await solve(drawn, methods))) {
      const near = Math.abs(position - drawn.answer) <= tolerance[level];
      right[name] = (right[name] ?? 0) + (near ? 1 : 0);
    }
  }
  return Object.fromEntries(Object.entries(right).map(([name, n]) => [name, n / count]));
}

/** The share of puzzles that a small network finds, after it was trained on others. */
export async function trainedRate(level: RiskLevel, lessons: number, exam: number): Promise<number> {
  const draw = async () => {
    const picture = await drawPuzzlePicture(level);
    const rows = rowsOf(scores(await look(picture)));
    return { rows, answer: picture.answer, right: Math.round(picture.answer) - FIRST };
  };
  const drawn = async (count: number) => {
    const puzzles = [];
    for (let i = 0; i < count; i++) puzzles.push(await draw());
    return puzzles;
  };
  const network = train(await drawn(lessons), 25, Math.random);
  const found = (await drawn(exam)).filter(
    ({ rows, answer }) => Math.abs(FIRST + highest(network.judge(rows)) - answer) <= tolerance[level],
  );
  return found.length / exam;
}

/** The share of right positions that the judge has believed, by the kind of hand; replays as a store would see them. */
export function handRates(level: RiskLevel, count: number): Record<string, number> {
  const accepted: Record<string, number> = {};
  const note = (name: string, yes: boolean) => {
    accepted[name] = (accepted[name] ?? 0) + (yes ? 1 / count : 0);
  };
  const gaits = new Set<string>();
  for (let i = 0; i < count; i++) {
    const { answer, path, width } = planPuzzlePicture(level);
    const pieceWidth = PIECE;
    const question: Question = { answer, path, width, pieceWidth };
    const length = pathLength(path);
    const says = (track: Parameters<typeof gaitOf>[0], position: number) =>
      judge(question, { position, track }, { level, seconds: 60 });
    // A person misses by a little, is quick or slow, and is sometimes wrong by more than the level forgives.
    const off = (Math.random() + Math.random() + Math.random() - 1.5) * 4;
    const position = Math.min(length, Math.max(0, Math.round(answer + off)));
    const person = drag({ width, pieceWidth, path }, length, position, 500 + Math.random() * 2500);
    const gait = gaitOf(person);
    note("people", says(person, position) && !gaits.has(gait));
    gaits.add(gait);
    // The same recording, once more and stretched to another place.
    for (const [name, scale] of [
      ["replayed", 1],
      ["replayed, stretched", 0.92 + Math.random() * 0.16],
    ] as const) {
      const start = person[0]?.[1] ?? 0;
      const track = person.map(([ms, x, y]): [number, number, number] => [
        ms,
        Math.round((start + (x - start) * scale) * 10) / 10,
        y,
      ]);
      note(name, says(track, position) && !gaits.has(gaitOf(track)));
    }
    const reached = pieceWidth / 2 + (answer / length) * (width - pieceWidth);
    for (const [name, bot] of Object.entries(bots)) {
      note(name, says(bot(pieceWidth / 2, reached, Math.random), answer));
    }
  }
  return accepted;
}

export interface Cost {
  cpuMs: number;
  bytes: number;
  mostBytes: number;
}

/** Of planning and drawing, warm, and on the wire; the time is the median of batches, for others use the machine too. */
export async function pictureCost(level: RiskLevel, count: number, warmUp = 300): Promise<Cost> {
  for (let i = 0; i < warmUp; i++) await drawPuzzlePicture(level);
  let [bytes, mostBytes] = [0, 0];
  const batch = Math.min(20, count);
  const times: number[] = [];
  for (let drawn = 0; drawn + batch <= count; drawn += batch) {
    const before = process.cpuUsage();
    for (let i = 0; i < batch; i++) {
      const { background, piece, path } = await drawPuzzlePicture(level);
      const size = background.length + piece.length + JSON.stringify(path).length + 200;
      bytes += size;
      mostBytes = Math.max(mostBytes, size);
    }
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000 / batch);
  }
  times.sort((one, other) => one - other);
  return { cpuMs: times[times.length >> 1] ?? 0, bytes: bytes / (times.length * batch), mostBytes };
}

/** Of a bound: what the project holds itself to, on level 1 and level 2. */
function bound(solver: string): string {
  if (solver in adaptive) return "knows our code";
  return solver === "ddddocr" ? "20 / 15" : "40 / 27";
}

const levels = [1, 2, 3] as const;

export async function benchCaptcha(count: number): Promise<void> {
  const percent = (share = 0) => `${(share * 100).toFixed(1)} %`.padStart(9);
  const table = (title: string, columns: Record<string, number>[], remark: (name: string) => string) => {
    console.log(`\n${title}\n${"".padEnd(26)}${columns.map((_, i) => `  level ${i + 1}`).join("")}`);
    for (const name of Object.keys(columns[0] ?? {})) {
      console.log(
        `${name.padEnd(26)}${columns.map((rates) => percent(rates[name])).join("")}   ${remark(name)}`,
      );
    }
  };
  const each = async (figures: (level: RiskLevel) => unknown) => {
    const columns = [];
    for (const level of levels) columns.push((await figures(level)) as Record<string, number>);
    return columns;
  };
  const costs: Cost[] = [];
  for (const level of levels) costs.push(await pictureCost(level, Math.min(count, 300)));
  console.log("Cost of a puzzle, warm (at most 5 ms, 40 kB)");
  costs.forEach(({ cpuMs, bytes, mostBytes }, i) => {
    const kB = (size: number) => `${(size / 1000).toFixed(1)} kB`;
    console.log(`level ${i + 1}: ${cpuMs.toFixed(2)} ms CPU, ${kB(bytes)}, at most ${kB(mostBytes)}`);
  });
  table(
    `Right position, ${count} fresh puzzles each`,
    await each((level) => solverRates(level, count)),
    bound,
  );
  const [lessons, exam] = [Math.ceil(count * 0.6), Math.ceil(count * 0.5)];
  table(
    `A network of 48 and 24 units over all of these, after ${lessons} puzzles, on ${exam} fresh ones`,
    await each(async (level) => ({ trained: await trainedRate(level, lessons, exam) })),
    () => "reported, not bounded",
  );
  table(`Ways believed, ${count} each`, await each((level) => handRates(level, count)), (name) =>
    name === "people" ? "at least 95" : name === "replayed, stretched" ? "-" : "0",
  );
}
