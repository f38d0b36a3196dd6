// Every refusal has a sentence, with the real time and attempts in it.
import { expect, it } from "vitest";
import { type ProblemCode, problems } from "@/lib/problem";
import { limitTable } from "@/lib/verification/policy";
import en from "@/messages/en.json";
import { problemSentence } from "./problem-sentence";
import { t } from "./testing/texts";

const codes = [...(Object.keys(problems) as ProblemCode[]), "unreachable"] as const;

it.each(codes)("says in a sentence what %s means", (code) => {
  const sentence = problemSentence(t, { code });

  expect(sentence).toMatch(/^[A-Z].+[.!]$/);
  expect(sentence).not.toContain(code);
});

it("has no sentence for a code that does not exist", () => {
  expect(Object.keys(en.problems).sort()).toEqual([...codes].sort());
  expect(Object.keys(en.problemPage.actions).sort()).toEqual(Object.keys(problems).sort());
});

it.each([
  [42, "in 42 seconds"],
  [1, "in 1 second"],
  [101, "in 2 minutes"],
  [3600, "in 60 minutes"],
  [7201, "in 3 hours"],
  [29.5 * 86_400, "in 30 days"],
  [0, "now"],
])("turns %s seconds into “%s”", (retryAfter, words) => {
  expect(problemSentence(t, { code: "cooldown-active", retryAfter })).toContain(words);
});

it.each([
  ["ip-sends-day", "from your network"],
  ["address-day", "for this address"],
  ["country-hour", "numbers like this one"],
  ["prefix-unverified-hour", "numbers like this one"],
  ["country-unverified-hour", "numbers like this one"],
  ["address-guesses-hour", "too many wrong passwords"],
  ["sends-day", "We are at our limit"],
  ["sends-day-unproven", "We are at our limit"],
  ["cost-day", "We are at our limit"],
  ["cost-day-unproven", "We are at our limit"],
  ["a-row-of-a-fork", "We are at our limit"],
])("says whom the limit %s concerns", (limit, words) => {
  expect(problemSentence(t, { code: "rate-limited", retryAfter: 60, limit })).toContain(words);
});

it("knows whom every limit of ours concerns", () => {
  const everybody = ["sends-day", "sends-day-unproven", "cost-day", "cost-day-unproven"];
  const sentence = (limit: string) => problemSentence(t, { code: "rate-limited", retryAfter: 60, limit });

  const ours = Object.keys(limitTable).filter((row) => sentence(row).startsWith("We are at our limit"));
  expect(ours.sort()).toEqual(everybody.sort());
});

it.each([
  [{ code: "cooldown-active", retryAfter: 42 }, /42 seconds/],
  [{ code: "unavailable", retryAfter: 5 }, /Try again in 5 seconds/],
  [{ code: "rate-limited", retryAfter: 3600, limit: "ip-sends-day" }, /try again in 60 minutes/],
  [{ code: "challenge-gone" }, /Get a new one/],
  [{ code: "proof-gone" }, /Get a new code/],
  [{ code: "password-incorrect" }, /Check it, or/],
  [{ code: "session-stale" }, /Confirm once more/],
  [{ code: "unreachable" }, /Check your connection and try again/],
  [{ code: "internal", requestId: "r-1" }, /Try again.+r-1$/],
] as const)("says what to do next about %j", (refusal, words) => {
  expect(problemSentence(t, refusal)).toMatch(words);
});

it("says how many attempts are left", () => {
  expect(problemSentence(t, { code: "code-incorrect", attemptsLeft: 2 })).toContain("2 attempts left");
  expect(problemSentence(t, { code: "code-incorrect", attemptsLeft: 1 })).toContain("One attempt left");
});
