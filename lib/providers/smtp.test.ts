import { createHash, createVerify, generateKeyPairSync } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "../ports";
import { leaks } from "../testing/leaks";
import { headersOf, type MailServer, type SmtpReply, startMailServer } from "../testing/vendors/smtp";
import { describeProvider, exampleMessage } from "./provider.contract";
import { smtp } from "./smtp";

const account = { user: "firstgate@example.com", pass: "s3cret:@/mail", from: "no-reply@example.com" };
const at = (url: string, { user, pass } = account) =>
  url.replace("http://", `smtp://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@`);
const settings = (url: string) => ({
  ...{ SMTP_URL: at(url), EMAIL_FROM: `Firstgate <${account.from}>` },
});
const mail: Partial<Message> = {
  ...{ channel: "email", to: "ada@example.org", subject: "482913 is your Firstgate code" },
  ...{ text: "Your code:\n\n482913\n", html: "<p>Your code: <b>482913</b></p>" },
};
const reply = (where: SmtpReply["at"], code: number, text?: string): SmtpReply => ({
  ...{ at: where, code },
  ...(text && { text }),
});

describeProvider<SmtpReply>("smtp", {
  ...{ module: smtp, start: () => startMailServer(account), settings, message: mail },
  wrongKey: (url) => ({ SMTP_URL: at(url, { ...account, pass: "another-password" }) }),
  required: ["SMTP_URL", "EMAIL_FROM"],
  vendorId: /^<[0-9a-f]{32}@example\.com>$/,
  refusals: {
    invalidNumber: reply("rcpt", 550, "5.1.1 no such mailbox"),
    blockedRecipient: reply("rcpt", 550, "5.7.1 refused by policy"),
    // SMTP has no words for one recipient's share, for balances or for templates.
    numberThrottled: null,
    callsThrottled: reply("mail", 421, "4.7.0 too many messages"),
    outOfBalance: null,
    notApproved: reply("mail", 553, "5.7.1 sender not owned by user"),
  },
  refusedWith200: null,
  codes: [
    [reply("rcpt", 550, "no such user"), "invalid-address", "550"],
    [reply("rcpt", 550, "5.4.1 access denied"), "invalid-address", "550:5.4.1"],
    [reply("rcpt", 553, "5.1.3 bad address"), "invalid-address", "553:5.1.3"],
    [reply("rcpt", 552, "5.2.2 mailbox full"), "invalid-address", "552:5.2.2"],
    [reply("rcpt", 550, "5.1.8 sender's domain"), "misconfigured", "550:5.1.8"],
    [reply("rcpt", 553, "5.6.7 non-ASCII address"), "blocked", "553:5.6.7"],
    [reply("rcpt", 554, "relay access denied"), "blocked", "554"],
    [reply("rcpt", 530, "5.7.0 log in first"), "misconfigured", "530:5.7.0"],
    [reply("rcpt", 503, "5.5.1 bad sequence"), "temporary", "503:5.5.1"],
    // Of the recipient, whose server may word it as it likes.
    [reply("rcpt", 450, "4.2.0 greylisted"), "throttled", "450:4.2.0"],
    [reply("rcpt", 450, "4.2.1 mailbox busy"), "throttled", "450:4.2.1"],
    [reply("rcpt", 451, "4.7.1 greylisted"), "throttled", "451:4.7.1"],
    [reply("rcpt", 451, "try later"), "throttled", "451"],
    [reply("rcpt", 452, "4.5.3 too many recipients"), "throttled", "452:4.5.3"],
    [reply("rcpt", 452, "4.3.1 disk full"), "throttled", "452:4.3.1"],
    [reply("rcpt", 421, "4.3.2 going down"), "throttled", "421:4.3.2"],
    [reply("data", 554, "5.7.1 looks like spam"), "blocked", "554:5.7.1"],
    [reply("data", 554, "transaction failed"), "blocked", "554"],
    [reply("data", 550, "5.1.1 no such mailbox"), "invalid-address", "550:5.1.1"],
    // An answer, if a late one: the message was not taken.
    [reply("data", 421, "4.3.2 going down"), "throttled", "421:4.3.2"],
    [reply("data", 451, "4.3.0 local error"), "throttled", "451:4.3.0"],
    [reply("mail", 451, "4.3.0 local error"), "temporary", "451:4.3.0"],
    [reply("mail", 452, "4.3.1 disk full"), "temporary", "452:4.3.1"],
    [reply("connect", 421, "4.3.2 going down"), "temporary", "421:4.3.2"],
    [reply("connect", 421, "4.7.0 too many connections"), "throttled", "421:4.7.0"],
    [reply("connect", 554, "5.7.1 your address is listed"), "misconfigured", "554:5.7.1"],
    [reply("login", 535, "5.7.8 expired"), "misconfigured", "535:5.7.8"],
    [reply("login", 454, "4.7.0 try again"), "temporary", "454:4.7.0"],
  ],
});

describe("the provider smtp, beyond the contract", () => {
  const never = new AbortController().signal;
  let server: MailServer;
  let closing: (() => unknown)[];

  beforeEach(async () => {
    server = await startMailServer(account);
    closing = [() => server.close()];
  });
  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    vi.restoreAllMocks();
  });

  function made(overrides: Record<string, string> = {}) {
    const provider = smtp.create(smtp.settings.parse({ ...settings(server.url), ...overrides }));
    closing.push(() => provider.close?.());
    return provider;
  }
  const message = { ...exampleMessage, ...mail } as Message;
  const received = async (overrides: Record<string, string> = {}, more: Partial<Message> = {}) => {
    await made(overrides).send({ ...message, ...more }, never);
    return server.requests.at(-1)?.body ?? "";
  };

  it("carries subject, text and HTML to the one recipient", async () => {
    const raw = await received();
    expect(server.envelope).toEqual({ from: account.from, to: ["ada@example.org"] });
    expect(headersOf(raw)).toMatchObject({
      ...{ to: "ada@example.org", from: "Firstgate <no-reply@example.com>", subject: message.subject },
    });
    expect(raw).toContain("Your code:\r\n\r\n482913");
    expect(raw).toContain("<b>482913</b>");
  });

  it.each([
    ["https://app.example.com/", '"482913"; origin="https://app.example.com"'],
    ["http://localhost:3000", '"482913"; origin="http://localhost:3000"'],
    ["http://intranet.example", undefined],
    [undefined, undefined],
  ])("binds the code to the public origin %s: %s", async (APP_URL, token) => {
    expect(headersOf(await received(APP_URL ? { APP_URL } : {}))["otp-token"]).toBe(token);
  });

  it("gives each code a Message-ID of its own, and one code always the same", async () => {
    const provider = made();
    for (const code of ["482913", "482913", "111111"]) await provider.send({ ...message, code }, never);
    const [one, again, other] = server.requests.map(({ headers }) => String(headers["message-id"]));
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    expect(leaks(one, [message.id, message.code])).toEqual([]);
  });

  it("takes a recipient for one address, whatever it looks like", async () => {
    await received({}, { to: "ada,eve@example.net" });
    expect(server.envelope.to).toEqual(['"ada,eve"@example.net']);
  });

  it("signs with DKIM, when it has a key", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const raw = await received({
      ...{ SMTP_DKIM_DOMAIN: "example.com", SMTP_DKIM_SELECTOR: "fg1" },
      SMTP_DKIM_KEY: pem.replaceAll("\n", "\\n"),
    });
    const { "dkim-signature": signature = "" } = headersOf(raw);
    expect(signature).toContain("d=example.com");
    expect(signature).toContain("s=fg1");
    expect(dkimHolds(raw, publicKey.export({ type: "spki", format: "pem" }).toString())).toBe(true);
    expect(
      dkimHolds(
        raw.replaceAll("482913", "000000"),
        publicKey.export({ type: "spki", format: "pem" }).toString(),
      ),
    ).toBe(false);
  });

  it.each(["SMTP_DKIM_DOMAIN", "SMTP_DKIM_SELECTOR"])("wants all of DKIM or nothing: %s alone", (name) => {
    const { error } = smtp.settings.safeParse({ ...settings(server.url), [name]: "x" });
    const others = ["SMTP_DKIM_DOMAIN", "SMTP_DKIM_SELECTOR", "SMTP_DKIM_KEY"].filter(
      (each) => each !== name,
    );
    expect(error?.issues.map(({ path }) => path[0])).toEqual(others);
  });

  it.each([
    ["SMTP_URL", "http://mail.example.com"],
    ["SMTP_URL", "mail.example.com:587"],
    ["SMTP_URL", "smtp://mail.example.com/?requireTLS=false"],
    ["SMTP_URL", "smtp://user:100%@mail.example.com"],
    ["EMAIL_FROM", "Firstgate"],
    ["EMAIL_FROM", "a@example.com\r\nBcc: b@example.com"],
    ["SMTP_DKIM_KEY", "not a key"],
  ])("refuses %s as %s, by name and not by value", (name, value) => {
    const dkim = { SMTP_DKIM_DOMAIN: "example.com", SMTP_DKIM_SELECTOR: "fg1" };
    const given = { ...settings(server.url), ...(name === "SMTP_DKIM_KEY" && dkim), [name]: value };
    const { error } = smtp.settings.safeParse(given);
    expect(error?.issues.map(({ path }) => path[0])).toEqual([name]);
    expect(JSON.stringify(error?.issues)).not.toContain(JSON.stringify(value).slice(1, -1));
  });

  it.each([
    ["smtps://mail.example.com", { port: 465, secure: true, requireTLS: false }],
    ["smtp://mail.example.com", { port: 587, secure: false, requireTLS: true }],
    ["smtp://mail.example.com:465", { port: 465, secure: true, requireTLS: false }],
    ["smtp://localhost:1025", { port: 1025, secure: false, ignoreTLS: true }],
    ["smtp://[::1]:1025", { host: "::1", ignoreTLS: true }],
    ["smtp://a%40b:p%3Aw@mail.example.com", { auth: { user: "a@b", pass: "p:w" } }],
  ])("reads %s", (SMTP_URL, read) => {
    expect(smtp.settings.parse({ ...settings(server.url), SMTP_URL }).SMTP_URL).toMatchObject(read);
  });

  describe("before the message itself is handed over", () => {
    /** A server that says these lines, one per command, and then no more. */
    async function saying(...lines: string[]) {
      const heard: string[] = [];
      const sockets = new Set<Socket>();
      const left = [...lines];
      const scripted = createServer((socket) => {
        sockets.add(socket);
        const say = () => {
          const line = left.shift();
          if (line === "close") socket.destroy();
          else if (line) socket.write(`${line}\r\n`);
        };
        socket.on("error", () => {});
        socket.on("data", (data) => {
          heard.push(data.toString());
          say();
        });
        say();
      });
      await new Promise<void>((listening) => scripted.listen(0, "0.0.0.0", listening));
      closing.push(() => {
        for (const socket of sockets) socket.destroy();
        return new Promise((done) => scripted.close(done));
      });
      const { port } = scripted.address() as { port: number };
      return { heard, port };
    }

    it("insists on TLS where the message leaves the machine, and says nothing secret until then", async () => {
      const { heard, port } = await saying("220 mail", "250-mail\r\n250 AUTH PLAIN", "500 what?");
      // Every address but those of loopback counts as another machine; this one happens to be ours.
      const sending = made({ SMTP_URL: at(`http://0.0.0.0:${port}`) }).send(message, never);
      await expect(sending).rejects.toMatchObject({ reason: "misconfigured" });
      expect(heard.join("")).toMatch(/^EHLO .*\r\nSTARTTLS\r\n$/);
    });

    it("takes a certificate that nobody vouches for as misconfigured", async () => {
      vi.spyOn(process.stderr, "write").mockReturnValue(true);
      const secured = await startMailServer(account, { secure: true });
      closing.push(() => secured.close());
      const sending = made({ SMTP_URL: at(secured.url).replace("smtp:", "smtps:") }).send(message, never);
      await expect(sending).rejects.toMatchObject({ reason: "misconfigured" });
    });

    it.each([
      ["never greets", []],
      ["falls silent at EHLO", ["220 mail"]],
      ["falls silent at MAIL FROM", ["220 mail", "250 mail"]],
      ["falls silent at DATA", ["220 mail", "250 mail", "250 ok", "250 ok"]],
    ])("knows that nothing was sent when a server %s", async (_, lines) => {
      const { heard, port } = await saying(...lines);
      const call = new AbortController();
      const sending = made({ SMTP_URL: `smtp://127.0.0.1:${port}` }).send(message, call.signal);
      const failed = expect(sending).rejects.toMatchObject({ reason: "temporary", vendorCode: "timeout" });
      await expect.poll(() => heard.length, { interval: 5 }).toBe(lines.length);
      call.abort();
      await failed;
    });

    const toLogin = ["220 mail", "250-mail\r\n250 AUTH PLAIN"];
    const toMail = [...toLogin, "235 welcome"];
    it.each([
      ["of the connection, instead of a greeting", [], "temporary"],
      ["of the session, at EHLO", ["220 mail"], "temporary"],
      ["of TLS, at STARTTLS", ["220 mail", "250-mail\r\n250 STARTTLS"], "temporary"],
      ["of the account, at its login", toLogin, "temporary"],
      ["of the sender, at MAIL FROM", toMail, "temporary"],
      ["of the recipient, at RCPT TO", [...toMail, "250 ok"], "throttled"],
      ["of the message, at DATA", [...toMail, "250 ok", "250 ok"], "throttled"],
      ["of the message, after it", [...toMail, "250 ok", "250 ok", "354 go on"], "throttled"],
    ])("takes a refusal for now %s", async (_, lines, reason) => {
      const { port } = await saying(...lines, "421 4.3.0 not now");
      // No loopback address, so that STARTTLS is asked for.
      const host = lines.some((line) => line.includes("STARTTLS")) ? "0.0.0.0" : "127.0.0.1";
      const sending = made({ SMTP_URL: at(`http://${host}:${port}`) }).send(message, never);
      await expect(sending).rejects.toMatchObject({ reason, vendorCode: "421:4.3.0" });
    });

    it("knows a 421 to the recipient also when all commands went out at once", async () => {
      const { heard, port } = await saying(
        ...["220 mail", "250-mail\r\n250-PIPELINING\r\n250 AUTH PLAIN", "235 welcome"],
        "250 ok\r\n421 4.3.0 not now",
      );
      const sending = made({ SMTP_URL: at(`http://127.0.0.1:${port}`) }).send(message, never);
      await expect(sending).rejects.toMatchObject({ reason: "throttled", vendorCode: "421:4.3.0" });
      expect(heard.at(-1)).toMatch(/^MAIL FROM:.*\r\nRCPT TO:.*\r\nDATA\r\n$/);
    });

    it.each([
      ["before its greeting", ["close"]],
      ["at MAIL FROM", ["220 mail", "250 mail", "close"]],
      ["at DATA", ["220 mail", "250 mail", "250 ok", "250 ok", "close"]],
    ])("knows that nothing was sent when a server hangs up %s", async (_, lines) => {
      const { port } = await saying(...lines);
      const sending = made({ SMTP_URL: `smtp://127.0.0.1:${port}` }).send(message, never);
      await expect(sending).rejects.toMatchObject({ reason: "temporary" });
    });

    it("does not know once the server has asked for the message", async () => {
      const lines = ["220 mail", "250 mail", "250 ok", "250 ok", "354 go on", "close"];
      const { heard, port } = await saying(...lines);
      const sending = made({ SMTP_URL: `smtp://127.0.0.1:${port}` }).send(message, never);
      await expect(sending).rejects.toMatchObject({ reason: "unknown" });
      // Of the message it hears as much as has arrived by the time it hangs up.
      expect(heard.join("").match(/^DATA\r\n/gm)).toHaveLength(1);
    });

    it("begins nothing for a signal that has fired already", async () => {
      const sending = made().send(message, AbortSignal.abort());
      await expect(sending).rejects.toMatchObject({ reason: "temporary", vendorCode: "timeout" });
      expect(server.connections).toBe(0);
    });
  });

  it("sends over a new connection when the server has closed the old one", async () => {
    const provider = made();
    await provider.send(message, never);
    server.hangUp();
    await expect.poll(() => server.open, { interval: 5 }).toBe(0);
    await expect(provider.send(message, never)).resolves.toBeDefined();
    expect(server.connections).toBe(2);
  });

  it("proves its credentials without sending anything", async () => {
    await expect(made().check?.(never)).resolves.toBeUndefined();
    const wrong = { SMTP_URL: at(server.url, { ...account, pass: "another-password" }) };
    const failure = await made(wrong)
      .check?.(never)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: "misconfigured", vendorCode: "535:5.7.8" });
    expect(leaks(failure, ["another-password", account.user])).toEqual([]);
    expect(server.requests).toHaveLength(0);
  });

  it("gives up a check when its signal fires", async () => {
    await expect(made().check?.(AbortSignal.abort())).rejects.toMatchObject({ reason: "temporary" });
  });
});

/** RFC 6376, relaxed/relaxed and rsa-sha256, written for this test alone. */
function dkimHolds(raw: string, publicKey: string): boolean {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const lines = head.replace(/\r\n(?=[ \t])/g, "").split("\r\n");
  const relax = (line: string) => {
    const [, name = "", value = ""] = /^([^:]+):(.*)$/.exec(line) ?? [];
    return `${name.trim().toLowerCase()}:${value.replace(/\s+/g, " ").trim()}`;
  };
  const signature = lines.find((line) => /^dkim-signature:/i.test(line)) ?? "";
  const tag = (name: string) =>
    new RegExp(`[:;]\\s*${name}=([^;]*)`).exec(signature)?.[1]?.replace(/\s/g, "") ?? "";
  const body = rest
    .join("\r\n\r\n")
    .split("\r\n")
    .map((line) => line.replace(/[ \t]+/g, " ").replace(/ $/, ""))
    .join("\r\n")
    .replace(/(\r\n)*$/, "\r\n");
  if (createHash("sha256").update(body).digest("base64") !== tag("bh")) return false;
  const signed = tag("h")
    .split(":")
    .flatMap((name) =>
      lines.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)).slice(-1),
    )
    .map((line) => `${relax(line)}\r\n`);
  const own = relax(signature.replace(/([:;]\s*b=)[^;]*/, "$1"));
  return createVerify("sha256")
    .update(signed.join("") + own)
    .verify(publicKey, tag("b"), "base64");
}
