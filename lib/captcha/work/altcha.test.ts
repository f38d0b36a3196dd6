// Work as we pose it, done by the library that browsers do it with.
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { expect, it } from "vitest";
import { workChallenge } from "../../contract";
import { keyring } from "../../keyring";
import { altchaWork } from "./altcha";

const keys = keyring(["a-secret-of-tests-that-is-long-enough"]);
const work = altchaWork(keys);

it("is done when the counter is found, and counts for its own puzzle only", async () => {
  const puzzleId = keys.mint();
  const derived = await work.derive(7);
  const posed = work.pose(puzzleId, derived);
  expect(workChallenge.parse(posed)).toEqual(posed);

  const solution = await solveChallenge({ challenge: posed, deriveKey });
  expect(solution?.counter).toBe(derived.counter);
  if (!solution) throw new Error("nobody found the counter");
  expect(await work.check(puzzleId, posed, solution)).toBe(true);
  expect(await work.check(keys.mint(), posed, solution)).toBe(false);
  expect(await work.check(puzzleId, posed, { ...solution, derivedKey: "ab".repeat(32) })).toBe(false);
});

it("is other work every time", async () => {
  const puzzleId = keys.mint();
  const [one, other] = [work.pose(puzzleId, await work.derive(7)), work.pose(puzzleId, await work.derive(7))];
  expect(one.parameters.nonce).not.toBe(other.parameters.nonce);
  expect(one.parameters.keyPrefix).not.toBe(other.parameters.keyPrefix);
});
