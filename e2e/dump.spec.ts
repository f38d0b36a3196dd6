// What a thief of Redis, of the log or of the database gets to see: whole sign-ups by mail and by phone, with a dump
// after every call, because most of what is stored does not stay. Nothing of it may help without APP_SECRET.
import { createHash, createHmac } from "node:crypto";
import { findInClear, findSecrets, textsOf } from "@/lib/testing/dump";
import { headersOf, type MailServer, startMailServer } from "@/lib/testing/vendors/smtp";
import { twilioMessage, twilioVendor } from "@/lib/testing/vendors/twilio";
import { startVendor, type Vendor } from "@/lib/testing/vendors/vendor";
import {
  attempt,
  createAccount,
  getPuzzle,
  type Reply,
  readChallenge,
  readSession,
  sendAgain,
  solve,
  startChallenge,
} from "./client";
import { expect, limits, type Shared, test } from "./instances";
import { freePort, type Server } from "./server";

test.describe.configure({ mode: "default" });

const caller = { ip: "203.0.113.77" };
const password = "Violet-Tram-91-Canal";
const mail = { user: "mailer", pass: "password-of-the-mailer", from: "codes@firstgate.example" };
const twilio = {
  sid: "AC0123456789abcdef",
  token: "token-of-the-twilio-double",
  sender: { From: "+15005550006" },
};

interface Sign {
  channel: "email" | "sms";
  /** As it is typed. */
  address: string;
  canonical: string;
  /** What else it can be recognised by. */
  parts: Record<string, string>;
}

const byMail = (name: string): Sign => ({
  channel: "email",
  address: `${name}.Lovelace+Gate@Bücher.Example`,
  canonical: `${name.toLowerCase()}.lovelace+gate@xn--bcher-kva.example`,
  parts: { "the local part": `${name}.Lovelace+Gate`, "the local part without its tag": `${name}.Lovelace` },
});
const byPhone: Sign = {
  channel: "sms",
  address: "+44 7400 123-456",
  canonical: "+447400123456",
  parts: {
    "the number without its plus": "447400123456",
    "the number behind zeros": "00447400123456",
    "the national number": "07400123456",
    "the national number without its zero": "7400123456",
    "the national number in groups": "07400 123456",
    "the number less its last four digits": "+44740012",
  },
};

let instance: Server;
let mails: MailServer;
let messages: Vendor;

test.beforeAll(async ({ shared }) => {
  [mails, messages] = await Promise.all([startMailServer(mail), startVendor(answerTwilio)]);
  const port = String(await freePort());
  [instance] = await shared.start({
    ...{ PORT: port, APP_URL: `http://localhost:${port}`, CAPTCHA: "slider" },
    // The cooldown is not what this is about: nobody waits a minute for it.
    LIMITS: limits({ "address-cooldown": "100/60", "address-hour": "100/3600", "address-day": "100/86400" }),
    ...{ EMAIL_ROUTES: "*=smtp", SMS_ROUTES: "*=twilio", EMAIL_FROM: mail.from },
    SMTP_URL: mails.url.replace("http://", `smtp://${mail.user}:${mail.pass}@`),
    ...{ TWILIO_URL: messages.url, TWILIO_ACCOUNT_SID: twilio.sid, TWILIO_AUTH_TOKEN: twilio.token },
    TWILIO_FROM: twilio.sender.From,
  });
});
test.afterAll(async () => {
  await mails.close();
  await messages.close();
});

let sids = 0;

/** Each message has an id of its own. */
function answerTwilio(request: Parameters<ReturnType<typeof twilioVendor>>[0]) {
  const answer = twilioVendor(twilio)(request);
  if (answer.status !== 201) return answer;
  sids += 1;
  return twilioMessage({ sid: sidOf(sids) });
}

const sidOf = (count: number) => `SM${String(count).padStart(32, "0")}`;

/** Everything that a sign-up went through, and what Redis held meanwhile. */
interface Story {
  /** Distinct texts of all dumps. */
  dump: Set<string>;
  secrets: Record<string, string>;
  together: string[][];
}

async function signUp({ redis }: Shared, { channel, address, canonical, parts }: Sign): Promise<Story> {
  const dump = new Set<string>();
  const secrets: Record<string, string> = {
    ...{ "the address as typed": address, "the canonical address": canonical, ...parts },
    ...{ "the client's address": caller.ip, "the password": password },
  };
  const together = [
    ["address", canonical, "sign-up", channel],
    ["ip", caller.ip],
    ["prefix", canonical.slice(0, -4)],
  ];
  const look = async () => {
    for (const text of textsOf(await redis.entries())) dump.add(text);
  };
  const learn = (what: string, secret: string, ...kin: string[]) => {
    const nth = Object.keys(secrets).filter((name) => name.startsWith(what)).length + 1;
    secrets[`${what} ${nth}`] = secret;
    together.push([what, ...kin, secret]);
    return secret;
  };
  /** A call, and what Redis holds while and after it is answered. */
  const dumping = async <Result>(call: Promise<Result>): Promise<Result> => {
    let answered = false;
    const ended = call.finally(() => {
      answered = true;
    });
    while (!answered) await look();
    await look();
    return ended;
  };
  const delivery = async (challengeId: string, expected: string) => {
    await expect(async () => {
      const { body } = await dumping(readChallenge(instance, challengeId, caller));
      expect(body.delivery).toBe(expected);
    }).toPass({ intervals: [20, 50, 100] });
  };
  const code = async (challengeId: string, nth: number) => {
    await expect.poll(() => codesOf(channel).length).toBeGreaterThanOrEqual(nth);
    const sent = codesOf(channel)[nth - 1] ?? "";
    return learn("code", sent, challengeId, "sign-up", channel, canonical);
  };

  let token = "";
  for (let turn = 0; !token && turn < 5; turn++) {
    const { body: puzzle } = await dumping(getPuzzle(instance, caller));
    learn("puzzle", puzzle.puzzleId);
    token = (await dumping(solve(instance, puzzle, 0, caller))).body.captchaToken ?? "";
  }
  learn("captcha-token", token);
  const before = codesOf(channel).length;
  const { challengeId } = (await dumping(startChallenge(instance, address, token, caller))).body;
  learn("challenge", challengeId);
  const first = await code(challengeId, before + 1);
  await delivery(challengeId, "sent");
  expect((await dumping(sendAgain(instance, challengeId, caller))).status).toBe(202);
  const second = await code(challengeId, before + 2);
  await delivery(challengeId, "sent");
  if (channel === "sms") {
    expect((await dumping(reportDelivered())).status).toBe(200);
    await delivery(challengeId, "delivered");
    learn("sent", sidOf(sids), "twilio");
  }

  const wrong = ["111111", "222222", "333333"].find((each) => each !== first && each !== second) ?? "";
  learn("code", wrong, challengeId, "sign-up", channel, canonical);
  expect((await dumping(attempt(instance, challengeId, wrong, caller))).code).toBe("code-incorrect");
  const checked = await dumping(attempt(instance, challengeId, second, caller));
  const { proof } = checked.body;
  learn("proof", proof);
  const weak = await dumping(createAccount(instance, proof, { password: "password" }, caller));
  expect(weak.code).toBe("weak-password");
  const made: Reply = await dumping(createAccount(instance, proof, { name: "Ada", password }, caller));
  expect(made.status).toBe(201);
  learn("session", made.cookie.replace("session=", ""));
  expect((await dumping(readSession(instance, made.cookie))).status).toBe(200);
  // Refusals are told, too: of a token that was used, a challenge and a proof that are gone.
  expect((await dumping(startChallenge(instance, address, token, caller))).code).toBe("captcha-failed");
  expect((await dumping(attempt(instance, challengeId, second, caller))).code).toBe("challenge-gone");
  expect((await dumping(createAccount(instance, proof, {}, caller))).code).toBe("proof-gone");
  return { dump, secrets, together };
}

/** In the order in which they arrived. */
function codesOf(channel: Sign["channel"]): string[] {
  const texts =
    channel === "email"
      ? mails.requests.filter(({ method }) => method === "DATA").map(({ body }) => headersOf(body).subject)
      : messages.requests.map(({ body }) => new URLSearchParams(body).get("Body"));
  return texts.map((text) => /\d{6}/.exec(text ?? "")?.[0] ?? "");
}

/** As Twilio reports the newest message, to where it was told, and signed. */
function reportDelivered(): Promise<Response> {
  const sent = new URLSearchParams(messages.requests.at(-1)?.body);
  const url = sent.get("StatusCallback") ?? "";
  const form = { MessageSid: sidOf(sids), MessageStatus: "delivered", To: sent.get("To") ?? "" };
  const signed = Object.entries(form).sort().flat().join("");
  return fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": createHmac("sha1", twilio.token)
        .update(url + signed)
        .digest("base64"),
    },
    body: new URLSearchParams(form).toString(),
  });
}

for (const [name, sign] of Object.entries({ "by mail": byMail("Ada"), "by phone": byPhone })) {
  test(`A sign-up ${name} leaves nothing in Redis or the log that helps without the key`, async ({
    shared,
  }) => {
    const { dump, secrets, together } = await signUp(shared, sign);

    const has = (kind: string) => [...dump].some((text) => text.startsWith(`fg:${kind}:`));
    // Otherwise nothing was looked at.
    for (const kind of ["puzzle", "captcha-token", "challenge", "proof", "tally", "limit"])
      expect(has(kind), kind).toBe(true);
    // Nobody reports what becomes of a mail, so nothing is kept for it.
    expect(has("sent")).toBe(sign.channel === "sms");
    expect(findSecrets(dump, secrets, together)).toEqual([]);
    expect(instance.output()).toMatch(/"problem":"captcha-failed","channel":"\w+",.*"address":"[\w-]{22}"/);
    expect(findInClear([instance.output()], secrets)).toEqual([]);
  });
}

test("The search would have found what was carelessly stored", async ({ shared }) => {
  const { dump, secrets, together } = await signUp(shared, byMail("Grace"));
  const hash = createHash("sha256").update(byMail("Grace").canonical).digest("hex");
  for (const [key, value] of Object.entries({ hash, code: `sent: ${secrets["code 1"]}` }))
    await shared.redis.send(["SET", `careless:${key}`, value, "PX", "1000"]);
  for (const text of textsOf(await shared.redis.entries())) dump.add(text);

  expect(findSecrets(dump, secrets, together)).toEqual(
    expect.arrayContaining(["code 1: in clear", "the canonical address: under sha256"]),
  );
});

test("The database holds passwords as argon2id only, and no session token", async ({ shared }) => {
  const { secrets } = await signUp(shared, byMail("Joan"));
  const accounts = await shared.rows("SELECT * FROM accounts");
  const sessions = await shared.rows("SELECT * FROM sessions");

  expect(accounts.length).toBeGreaterThan(0);
  expect(sessions.length).toBeGreaterThan(0);
  for (const { password_hash } of accounts)
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=\d{5,},t=\d+,p=\d+\$/);
  // Their own address and name are what accounts are for.
  const ours = Object.entries(secrets).filter(([name]) => !/address$|local part|typed/.test(name));
  const texts = [...accounts, ...sessions].flatMap((row) => Object.values(row).map(String));
  expect(findSecrets(texts, Object.fromEntries(ours), [["session", secrets["session 1"] ?? ""]])).toEqual([]);
});
