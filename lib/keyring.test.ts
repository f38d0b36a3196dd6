import { describe, expect, it } from "vitest";
import { keyring } from "./keyring";

const [old, fresh] = ["o".repeat(32), "n".repeat(32)];

describe("a keyring", () => {
  it("mints ids that differ and that it knows", () => {
    const keys = keyring([old]);
    const ids = new Set(Array.from({ length: 1000 }, () => keys.mint()));
    expect(ids.size).toBe(1000);
    expect([...ids].every((id) => keys.knows(id))).toBe(true);
  });

  it("keeps ids of one slot together", () => {
    expect(keyring([old]).mint("abc").slice(0, 3)).toBe("abc");
  });

  it("serves what an old key made while it is on the list, and mints under the first", () => {
    const before = keyring([old]);
    const rotated = keyring([fresh, old]);
    const after = keyring([fresh]);
    const id = before.mint();
    const sealed = before.seal(id, { to: "ada@example.com" });
    expect(rotated.open(id, sealed)).toEqual({ to: "ada@example.com" });
    expect(rotated.digest("code", id, "123456")).toBe(before.digest("code", id, "123456"));
    expect(after.knows(id)).toBe(false);
    expect(after.knows(rotated.mint())).toBe(true);
  });

  it("opens a sealed value for its own id only, and only unchanged", () => {
    const keys = keyring([old]);
    const id = keys.mint();
    const sealed = keys.seal(id, 1);
    expect(() => keys.open(keys.mint(), sealed)).toThrow();
    const turned = sealed.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    expect(() => keys.open(id, `${turned.slice(0, 20)}x${turned.slice(21)}`)).toThrow();
  });

  it("tells lists of parts apart that read the same when joined", () => {
    const keys = keyring([old]);
    const id = keys.mint();
    expect(keys.digest("code", id, "ab", "c")).not.toBe(keys.digest("code", id, "a", "bc"));
    expect(keys.pseudonym("ab", "c")).not.toBe(keys.pseudonym("a", "bc"));
  });

  it("does not know what is no id", () => {
    const keys = keyring([old]);
    for (const text of ["", "x", `${keys.mint()}x`, keys.mint().slice(1), "../../../etc/passwd/////////"]) {
      expect(keys.knows(text)).toBe(false);
    }
  });
});
