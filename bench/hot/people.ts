// People who sign up, and the requests they make, one after the other. Each has a number and a client address of their
// own, and a captcha token that is put where the server looks for it, by our own code: slides of a puzzle would
// cost the machine more than all that is measured here.
import { testSecret } from "@/e2e/server";
import type { CaptchaToken } from "@/lib/captcha";
import { captchaTokenLifetimeSeconds } from "@/lib/captcha/lifetimes";
import { keyring } from "@/lib/keyring";
import { once } from "@/lib/stores/once";
import { openRedis, type Requester } from "@/lib/stores/redis";

export interface Person {
  address: string;
  ip: string;
  captchaToken?: string;
  challengeId?: string;
  /** As the vendor took it. */
  code?: string;
  proof?: string;
}

export interface Call {
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

let count = 0;

/** With a number and a client address of their own, of many networks: the limits see many people, not one. */
export function somebody(): Person {
  count += 1;
  const [a, b, c] = [count & 255, (count >> 8) & 255, (count >> 16) & 255];
  return { address: `+491512${String(count).padStart(7, "0")}`, ip: `11.${a}.${b}.${c + 1}` };
}

/** @param requester of the server's store */
export async function gather(requester: Requester, wanted: number): Promise<Person[]> {
  const keys = keyring([testSecret]);
  const clock = { now: () => Date.now() };
  const tokens = once<CaptchaToken>("captcha-token", openRedis(requester), keys, clock);
  const people: Person[] = [];
  // So many in one request: all at once would be one of many megabytes.
  while (people.length < wanted) {
    const some = Array.from({ length: Math.min(500, wanted - people.length) }, () => {
      const captchaToken = keys.mint();
      return { ...somebody(), captchaToken };
    });
    const expiresAt = clock.now() + captchaTokenLifetimeSeconds * 1000;
    await Promise.all(
      some.map(({ captchaToken, ip, address }) =>
        tokens.put(captchaToken, { purpose: "sign-up", level: 1, ip, address }, expiresAt),
      ),
    );
    people.push(...some);
  }
  return people;
}

const post = (path: string, { ip }: Person, body: object): Call => ({
  method: "POST",
  path,
  headers: { "content-type": "application/json", "x-forwarded-for": ip },
  body: JSON.stringify(body),
});

const channel = "sms";
const purpose = "sign-up";

export const askHealth = (): Call => ({ method: "GET", path: "/api/health" });

export const askPuzzle = (person: Person): Call =>
  post("/api/captcha/puzzles", person, { purpose, channel, address: person.address });

export const askCode = (person: Person): Call => {
  const { address, captchaToken } = person;
  return post("/api/challenges", person, { channel, address, purpose, captchaToken });
};

export const enterCode = (person: Person): Call =>
  post(`/api/challenges/${person.challengeId}/attempts`, person, { code: person.code });

export const enterWrongCode = (person: Person): Call => {
  const code = String((Number(person.code) + 1) % 1_000_000).padStart(6, "0");
  return enterCode({ ...person, code });
};

/** Without a password, whose hash alone takes longer than everything else. */
export const createAccount = (person: Person): Call => post("/api/accounts", person, { proof: person.proof });
