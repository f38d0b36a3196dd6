// What leaks: to a thief of the store or the log, to whoever asks for the outbox or provokes errors, and what a vendor's
// forged report would change.
import { findInClear, findSecrets, textsOf } from "@/lib/testing/dump";
import { type Attack, call, expectStatus, newIp, post, type Reply, result, type Target } from "./attack";
import { codeFor, guess, newAddress, newMailbox, send, start, wrongCode } from "./sign-up";

/** A whole sign-up with refusals on its way; `look` is called whenever something has been stored. */
async function journey(at: Target, look: () => Promise<void> = async () => {}) {
  const address = newMailbox("ada.lovelace");
  const ip = newIp();
  const first = expectStatus(await send(at, address, {}, { ip }), 202);
  await look();
  await send(at, address, {}, { ip });
  const path = `/api/challenges/${first.body.challengeId}`;
  const code = await codeFor(at, address);
  await guess(at, { path }, wrongCode(code));
  await look();
  const { body } = expectStatus(await guess(at, { path }, code), 201);
  await look();
  await post(at, `${path}/sends`, {}, { ip });
  const made = await post(at, "/api/accounts", { proof: body.proof, name: "Ada" }, { ip });
  await post(at, "/api/accounts", { proof: body.proof }, { ip });
  await look();
  const ids = { "the challenge": first.body.challengeId, "the proof": body.proof };
  return {
    secrets: {
      ...{ "the address": address, "its local part": address.split("@")[0] ?? "", "the code": code },
      ...ids,
      "the client's address": ip,
      "the session": made.cookie.split("=")[1] ?? "",
    },
    together: [[code, first.body.challengeId]],
  };
}

/** What no line of a log has a reason to hold, whoever it was about. */
const telling: Readonly<Record<string, RegExp>> = {
  "a mailbox": /[\w.+-]+@[\w-]+\.example\b|@example\.com/,
  "a number": /\+(49|33|44)\d{6,}/,
  "a client's address": /"(client|ip|peer)":"[\d.:a-f/]+"|(?<!\/\/)\b10\.\d+\.\d+\.\d+\b/,
  "an id of ours": /(?<![\w-])[\w-]{28}(?![\w-])/,
  "a secret": /a-secret-of-tests|token-of-the|redis:\/\//,
};

export const leaks: readonly Attack[] = [
  {
    name: "steals what the store holds",
    from: "dub, logto: codes and addresses in clear; supabase: unkeyed hashes",
    on: "open",
    apart: true,
    faults: ["codes are stored in clear", "addresses are hashed without a key"],
    async run(at) {
      const dump = new Set<string>();
      const { secrets, together } = await journey(at, async () => {
        for (const text of textsOf((await at.stored?.()) ?? [])) dump.add(text);
      });
      const { "the address": address } = secrets;
      if (dump.size === 0) throw new Error("there was nothing to steal");
      const found = findSecrets(dump, secrets, [...together, ["address", address]]);
      return result(found.length > 0, found.join(", ") || `${dump.size} texts say nothing`);
    },
  },
  {
    name: "reads the log",
    from: "epic-stack: a mail that cannot be sent is logged, code and all",
    on: "open",
    last: true,
    faults: ["the log names who was refused", "the log names clients"],
    async run(at) {
      const { secrets } = await journey(at);
      const lines = at.output().split("\n");
      if (lines.length < 3) throw new Error("there was nothing to read");
      const found = findInClear(lines, secrets);
      for (const [what, pattern] of Object.entries(telling)) {
        const line = lines.find((each) => pattern.test(each));
        if (line) found.push(`${what}: ${line.slice(0, 200)}`);
      }
      return result(found.length > 0, found.join(", ") || `${lines.length} lines name nobody`);
    },
  },
  {
    name: "asks for the outbox of a server that is no demonstration",
    from: "CWE-489",
    on: "strict",
    faults: ["the outbox is open to everybody"],
    async run(at) {
      const paths = ["/api/outbox", "/api/outbox/", "/API/outbox", "/api/outbox?demo=1", "//api/outbox"];
      const replies = await Promise.all(
        paths.map((path) =>
          call(at, "GET", path, { headers: { accept: "application/json", "x-demo": "1" } }),
        ),
      );
      const open = replies.filter(({ body }) => body?.messages);
      return result(open.length > 0, `${open.length} of ${paths.length} ways lead there`);
    },
  },
  {
    name: "reports in the vendor's name that a message has failed",
    from: "chatwoot #13619: delivery reports that nobody signed",
    on: "strict",
    faults: ["vendors' reports are believed"],
    async run(at) {
      const address = newAddress(at);
      const { path } = await start(at, address);
      const [message] = await at.messagesTo(address);
      const raw = `MessageSid=${message?.vendorId}&MessageStatus=failed&AccountSid=AC0&To=${address}`;
      const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": "AAAA" };
      for (const secret of ["", "/", "/x", `/${"A".repeat(22)}`])
        await call(at, "POST", `/api/receipts/twilio${secret}`, { raw, headers });
      const { body } = await call(at, "GET", path);
      return result(body.delivery === "failed", `the message counts as ${body.delivery}`);
    },
  },
  {
    name: "provokes errors, to learn what runs here",
    from: "CWE-209, boxyhq: any error's message sent to the client",
    on: "open",
    faults: ["refusals tell where they were thrown"],
    async run(at) {
      const replies: Reply[] = [
        await call(at, "GET", "/api/health"),
        await call(at, "GET", "/api/nothing"),
        await call(at, "PUT", "/api/challenges", { body: {} }),
        await call(at, "POST", "/api/challenges", { raw: "{" }),
        await call(at, "POST", "/api/challenges", { raw: Buffer.from([0xff, 0xfe]) }),
        await call(at, "POST", "/api/accounts", { body: { proof: { $gt: "" } } }),
        await call(at, "GET", "/api/challenges/%00"),
        await call(at, "GET", "/api/session", { cookie: "session=' OR 1=1 --" }),
        await post(at, "/api/receipts/twilio/x"),
      ];
      const pattern =
        /\bat [\w.<>]+ \(|\.(ts|js|mjs):\d+|node_modules|\/lib\/|redis|sqlite|postgres|next\.js|\d+\.\d+\.\d+/i;
      const heads = replies.map(({ headers }) => `${headers.server ?? ""}${headers["x-powered-by"] ?? ""}`);
      const said = [...replies.map(({ text }) => pattern.exec(text)?.[0]), ...heads].filter(Boolean);
      const broken = replies.filter(({ status }) => status >= 500).length;
      return result(
        said.length + broken > 0,
        `${said.join(", ") || "nothing"} told, ${broken} errors of ours`,
      );
    },
  },
];
