import { expect, it } from "vitest";
import { secrets } from "./secrets";

const id = "abcdefghijklmnopqrstuvwx1234";

it.each([
  [{ address: "ada@example.com" }, "sent to ada@example.com"],
  [{ messages: [{ to: "+4915123456789", code: "123456" }] }, '{"number":"+4915123456789"}'],
  [{ code: "123456" }, '{"code":"123456"}'],
  [{ challengeId: id }, `/api/challenges/${id}/sends`],
  [{ password: "correct horse" }, "correct horse"],
])("finds what was used in what was said: %j", (body, line) => {
  const used = secrets();
  used.note(body);
  expect(used.in(["nothing", line])).toHaveLength(1);
});

it("finds nothing in a line that says nothing, nor in a longer number", () => {
  const used = secrets();
  used.note({ code: "123456", address: "ada@example.com", proof: id });
  expect(used.in(["refused", "1234567", `x${id}`])).toEqual([]);
});
