// What is typed outlives a reload of the tab, and nothing else does.
import { beforeEach, expect, it, vi } from "vitest";
import { forgetDraft, keepDraft, readDraft } from "./draft";

const typed = { channel: "sms", email: "ada@exam", phone: { country: "GB", national: "07700" } } as const;

beforeEach(() => sessionStorage.clear());

it("brings back what was typed for both channels", () => {
  keepDraft(typed);
  expect(readDraft()).toEqual(typed);

  forgetDraft();
  expect(readDraft()).toBeUndefined();
});

it("keeps nothing but the address", () => {
  keepDraft({ ...typed, password: "secret", phone: { ...typed.phone, code: "123456" } } as typeof typed);

  expect(JSON.stringify(sessionStorage)).not.toMatch(/secret|123456/);
});

it.each(["", "{", "[]", "1", '{"channel":"fax"}', '{"channel":"email","email":1}', '{"channel":"email"}'])(
  "takes %j in the storage for nothing",
  (found) => {
    sessionStorage.setItem("firstgate.draft", found);
    expect(readDraft()).toBeUndefined();
  },
);

it("goes without where the browser forbids storage", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("forbidden");
  });
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new Error("forbidden");
  });

  keepDraft(typed);
  expect(readDraft()).toBeUndefined();
});
