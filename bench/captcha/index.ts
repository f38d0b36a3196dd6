// `npm run bench:captcha`: solvers against fresh puzzles, hands and bots against the judge, and what a puzzle
// costs. The figures that the project holds itself to stand beside the measured ones.
import { gaitOf } from "@/lib/captcha/gait";
import { judge, type Question, tolerance } from "@/lib/captcha/judge";
import { planPuzzlePicture } from "@/lib/captcha/picture/draw";
import { pathLength } from "@/lib/captcha/picture/path";
import type { RiskLevel } from "@/lib/ports";
import { drag } from "@/lib/testing/hand";
import { bots } from "./bots";
import { solve } from "./solvers";

/** The share of puzzles that each solver has solved, within the tolerance of the level. */
export async function solverRates(level: RiskLevel, count: number): Promise<Record<string, number>> {
  const right: Record<string, number> = {};
  for (let i = 0; i < count; i++) {
    const planned = planPuzzlePicture(level);
    for (const [name, position] of Object.entries(await solve(await planned.draw()))) {
      const near = Math.abs(position - planned.answer) <= tolerance[level];
      right[name] = (right[name] ?? 0) + (near ? 1 : 0);
    }
  }
  return Object.fromEntries(Object.entries(right).map(([name, n]) => [name, n / count]));
}

/** The share of right positions that the judge has believed, by the kind of hand; replays as a store would see them. */
export function handRates(level: RiskLevel, count: number): Record<string, number> {
  const now = 1_000_000_000;
  const accepted: Record<string, number> = {};
  const note = (name: string, yes: boolean) => {
    accepted[name] = (accepted[name] ?? 0) + (yes ? 1 / count : 0);
  };
  const gaits = new Set<string>();
  for (let i = 0; i < count; i++) {
    const { answer, path, width, pieceWidth } = planPuzzlePicture(level);
    const question: Question = { level, answer, path, width, pieceWidth, issuedAt: now - 60_000 };
    const length = pathLength(path);
    const says = (track: Parameters<typeof gaitOf>[0], position: number) =>
      judge(question, { position, track }, now);
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

/** Of planning and drawing, warm, and on the wire. */
export async function pictureCost(level: RiskLevel, count: number, warmUp = 300): Promise<Cost> {
  for (let i = 0; i < warmUp; i++) await planPuzzlePicture(level).draw();
  let [bytes, mostBytes] = [0, 0];
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) {
    const { background, piece, path } = await planPuzzlePicture(level).draw();
    const size = background.length + piece.length + JSON.stringify(path).length + 200;
    bytes += size / count;
    mostBytes = Math.max(mostBytes, size);
  }
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000 / count, bytes, mostBytes };
}

export async function benchCaptcha(count: number): Promise<void> {
  const percent = (share = 0) => `${(share * 100).toFixed(1)} %`.padStart(9);
  console.log(`Right position, ${count} fresh puzzles each`);
  const [one, two] = [await solverRates(1, count), await solverRates(2, count)];
  console.log(`${"".padEnd(26)}  level 1  level 2   at most`);
  for (const name of Object.keys(one)) {
    const most = name === "ddddocr" ? "20 / 15" : name === "gap" ? "written for us" : "40 / 27";
    console.log(`${name.padEnd(24)}${percent(one[name])}${percent(two[name])}   ${most}`);
  }
  console.log(`\nWays believed, ${count} each`);
  const [hands, loops] = [handRates(1, count), handRates(2, count)];
  for (const name of Object.keys(hands)) {
    console.log(
      `${name.padEnd(24)}${percent(hands[name])}${percent(loops[name])}   ${name === "people" ? "at least 95" : name === "replayed, stretched" ? "-" : "0"}`,
    );
  }
  console.log("\nCost of a puzzle");
  for (const level of [1, 2, 3] as const) {
    const { cpuMs, bytes, mostBytes } = await pictureCost(level, count);
    const kB = (size: number) => (size / 1000).toFixed(1);
    console.log(
      `level ${level}: ${cpuMs.toFixed(2)} ms CPU (5), ${kB(bytes)} kB, at most ${kB(mostBytes)} kB (40)`,
    );
  }
}
