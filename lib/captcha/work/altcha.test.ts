// Work as we pose it, done by the library that browsers do it with.
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { expect, it } from "vitest";
import { workChallenge } from "../../contract";
import { altchaWork } from "./altcha";
import { poseWork } from "./pose";

it("is done when the counter is found, and counts for its own puzzle only", async () => {
  const posed = await poseWork(7, (most) => most);
  const { challenge } = posed;
  expect(workChallenge.parse(challenge)).toEqual(challenge);

  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error("nobody found the counter");
  expect(solution.counter).toBe(7);
  expect(await altchaWork.check(posed, solution)).toBe(true);
  expect(await altchaWork.check(await altchaWork.pose(7), solution)).toBe(false);
  expect(await altchaWork.check(posed, { ...solution, derivedKey: "ab".repeat(32) })).toBe(false);
});

it("asks for a counter up to the greatest, and for another one as often as not", async () => {
  const asked: number[] = [];
  for (let time = 0; time < 60; time++) {
    const { challenge } = await altchaWork.pose(2);
    asked.push((await solveChallenge({ challenge, deriveKey }))?.counter ?? 0);
  }
  expect(new Set(asked)).toEqual(new Set([1, 2]));
});

it("is other work every time, signed with other secrets", async () => {
  const [one, other] = await Promise.all([poseWork(7, () => 7), poseWork(7, () => 7)]);
  expect(one.challenge.parameters.nonce).not.toBe(other.challenge.parameters.nonce);
  expect(one.challenge.parameters.keyPrefix).not.toBe(other.challenge.parameters.keyPrefix);
  expect(Object.values({ ...one.secrets })).not.toContain(other.secrets.hmacSignatureSecret);
  expect(one.secrets.hmacKeySignatureSecret).not.toBe(other.secrets.hmacKeySignatureSecret);
});
