// Comparing passwords: as much work for nobody's as for anybody's, and never much at once.
import { hash as argon2Hash, verify as argon2Verify } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { Problem } from "../problem";
import { passwords } from "./passwords";

/** Notes what each comparison was with. */
function counting() {
  const compared: string[] = [];
  const argon2 = {
    hash: argon2Hash,
    verify: (...[hashed, password]: Parameters<typeof argon2Verify>) => {
      compared.push(String(hashed));
      return argon2Verify(hashed, password);
    },
  };
  return { compared, ...passwords(argon2) };
}

const parameters = (hashed: string) => hashed.split("$").slice(1, 4).join("$");

describe("a password", () => {
  it("is right in every spelling, and nothing else is", async () => {
    const { hash, verify } = passwords();
    const hashed = await hash("cafe\u0301 au lait");
    expect(await verify("caf\u00e9 au lait", hashed)).toBe(true);
    expect(await verify("cafe au lait", hashed)).toBe(false);
  });

  it("that nobody has is compared all the same, at the same cost, and never right", async () => {
    const { hash, verify, compared } = counting();
    const hashed = await hash("violet tram canal");
    await verify("wrong", hashed);
    expect(await verify("wrong", null)).toBe(false);
    expect(compared).toHaveLength(2);
    expect(new Set(compared.map(parameters))).toEqual(new Set(["argon2id$v=19$m=19456,t=2,p=1"]));
  });
});

describe("many passwords at once", () => {
  it("are hashed two by two, and past a hundred waiting refused", async () => {
    let [running, most] = [0, 0];
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setImmediate(done));
      running -= 1;
    };
    const { hash, verify } = passwords({
      hash: () => work().then(() => "hash"),
      verify: () => work().then(() => true),
    });
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 60 }, () => hash("x")),
      ...Array.from({ length: 60 }, () => verify("x", "hash")),
    ]);
    const refused = outcomes.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => reason)).toEqual(
      Array(18).fill(new Problem("unavailable", { retryAfter: 1 })),
    );
    expect(most).toBe(2);
    expect(await verify("x", "hash")).toBe(true);
  });
});
