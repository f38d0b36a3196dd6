// Every refusal has a sentence, with the real time and attempts in it.
import { expect, it } from "vitest";
import { type ProblemCode, problems } from "@/lib/problem";
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
  ["sends-day", "We are at our limit"],
  ["sends-day-unproven", "We are at our limit"],
  ["cost-day", "We are at our limit"],
  ["cost-day-unproven", "We are at our limit"],
  ["a-row-of-a-fork", "We are at our limit"],
])("says whom the limit %s concerns", (limit, words) => {
  expect(problemSentence(t, { code: "rate-limited", retryAfter: 60, limit })).toContain(words);
});

it("says how many attempts are left", () => {
  expect(problemSentence(t, { code: "code-incorrect", attemptsLeft: 2 })).toContain("2 attempts left");
  expect(problemSentence(t, { code: "code-incorrect", attemptsLeft: 1 })).toContain("One attempt left");
});
