// The bench in small: a change that gives the hole away, or doubts people, is seen here. The bounds are generous,
// for sixty puzzles; the figures themselves are measured with `npm run bench:captcha`.
import { expect, it } from "vitest";
import { bots } from "@/bench/captcha/bots";
import { handRates, pictureCost, solverRates } from "@/bench/captcha/index";
import { classical } from "@/bench/captcha/solvers";

it.each([
  [1, 0.6],
  [2, 0.48],
] as const)(
  "leaves solvers to guess among the holes of level %d",
  async (level, most) => {
    // One that knows our code is right more often, see bench/captcha/solvers.ts.
    const rates = await solverRates(level, 60, classical);

    for (const [name, rate] of Object.entries(rates)) expect(rate, name).toBeLessThan(most);
  },
  120_000,
);

it("believes people, and no straight, constant, eased or replayed way", () => {
  for (const level of [1, 2] as const) {
    const rates = handRates(level, 200);

    expect(rates.people).toBeGreaterThanOrEqual(0.95);
    expect(rates.replayed).toBe(0);
    // Jitter is not among what is promised: nearly none will do.
    for (const name of Object.keys(bots)) {
      expect(rates[name], name).toBeLessThanOrEqual(name.includes("jitter") ? 0.05 : 0);
    }
  }
});

it("draws a puzzle for a few milliseconds", async () => {
  // 5 ms on a machine that has nothing else to do; tests run side by side.
  expect((await pictureCost(2, 60, 0)).cpuMs).toBeLessThan(40);
});
