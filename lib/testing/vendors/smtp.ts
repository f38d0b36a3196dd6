// A mail server on loopback, in the shape of the other vendors: it asks for a password, looks at the message as
// a recipient's program would, and fails on demand. The protocol is the package smtp-server's.
import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { Scenario, Vendor, VendorRequest } from "./vendor";

export interface MailAccount {
  user: string;
  pass: string;
  /** The only mailbox it sends for. */
  from: string;
}

/** A refusal: at which command, with which code and, before the text, enhanced code. */
export interface SmtpReply {
  at: "connect" | "login" | "mail" | "rcpt" | "data";
  code: number;
  text?: string;
}

export interface MailServer extends Vendor<SmtpReply> {
  /** The addresses of the last envelope. */
  readonly envelope: { from: string; to: string[] };
  /** Ends all connections, as after some idle minutes. */
  hangUp(): void;
}

const slowMs = 400;

export async function startMailServer(
  account: MailAccount,
  options: SMTPServerOptions = { disabledCommands: ["STARTTLS"] },
): Promise<MailServer> {
  const requests: VendorRequest[] = [];
  const scenarios: Scenario<SmtpReply>[] = [];
  const sockets = new Map<number, Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let waiting: (() => void)[] = [];
  let connections = 0;
  let envelope = { from: "", to: [] as string[] };

  /** The refusal that the next message is to meet at this command. */
  function refusal(at: SmtpReply["at"]): Error | null {
    const [next] = scenarios;
    if (typeof next !== "object" || next.reply.at !== at) return null;
    scenarios.shift();
    // Servers like to say whom they refuse.
    const { code, text = "5.0.0 no" } = next.reply;
    return Object.assign(new Error(`${text} <${envelope.to[0] ?? ""}>`), { responseCode: code });
  }

  const server = new SMTPServer({
    ...{ authMethods: ["PLAIN"], allowInsecureAuth: true, hideENHANCEDSTATUSCODES: true, logger: false },
    ...{ disableReverseLookup: true, closeTimeout: 5 },
    ...options,
    onConnect: (_, done) => done(refusal("connect")),
    onAuth({ username, password }, _, done) {
      const refused = refusal("login");
      if (refused) return done(refused);
      if (username === account.user && password === account.pass) return done(null, { user: username });
      done(Object.assign(new Error("5.7.8 no such user or password"), { responseCode: 535 }));
    },
    onMailFrom({ address }, _, done) {
      envelope = { from: address, to: [] };
      // Later on it would be about the recipient or the message.
      if (scenarios[0] === "500") {
        scenarios.shift();
        requests.push({ method: "MAIL", url: new URL(url), headers: {}, body: "" });
        return done(Object.assign(new Error("4.3.0 local error"), { responseCode: 451 }));
      }
      const foreign = Object.assign(new Error("5.7.1 not your sender"), { responseCode: 550 });
      done(refusal("mail") ?? (address === account.from ? null : foreign));
    },
    onRcptTo({ address }, _, done) {
      envelope.to.push(address);
      done(refusal("rcpt"));
    },
    async onData(stream, session, done) {
      let raw = "";
      for await (const chunk of stream.setEncoding("utf8")) raw += chunk;
      const headers = headersOf(raw);
      requests.push({ method: "DATA", url: new URL(url), headers, body: raw });
      const refused = refusal("data");
      const scenario = refused ? undefined : scenarios.shift();
      const wrong = fault(headers, raw, account);
      for (const arrived of waiting) arrived();
      waiting = [];

      const socket = sockets.get(session.remotePort);
      const accept = () => done(null, "2.0.0 queued as 4XYZ");
      if (refused) done(refused);
      else if (scenario === "reset") socket?.resetAndDestroy();
      else if (scenario === "slow") timers.add(setTimeout(accept, slowMs));
      else if (scenario === "half") socket?.write("250-2.0.0 que");
      else if (scenario === "rubbish") socket?.write(`<html>${raw.replace(/\s+/g, " ")}</html>\r\n`);
      else if (scenario === "silent") return;
      else if (wrong) done(Object.assign(new Error(`5.6.0 ${wrong}`), { responseCode: 554 }));
      else accept();
    },
  });
  // Clients that go away in the middle are what is tested.
  server.on("error", () => {});
  server.server.on("connection", (socket: Socket) => {
    connections += 1;
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once("close", () => sockets.delete(port));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

  return {
    url,
    requests,
    get connections() {
      return connections;
    },
    get open() {
      return sockets.size;
    },
    get envelope() {
      return envelope;
    },
    arrival: () => new Promise((arrived) => waiting.push(arrived)),
    hangUp() {
      for (const socket of sockets.values()) socket.end();
    },
    next: (scenario) => void scenarios.push(scenario),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

/** What a careful recipient would find wrong with a message that carries a code. */
function fault(headers: VendorRequest["headers"], raw: string, { from }: MailAccount): string | undefined {
  if (!String(headers.from).includes(from)) return "From is somebody else";
  if (!/^<[0-9a-f]{32}@[\w.-]+>$/.test(String(headers["message-id"]))) return "Message-ID says too much";
  if (headers["auto-submitted"] !== "auto-generated") return "Auto-Submitted is missing (RFC 3834)";
  if (headers["mime-version"] !== "1.0" || !headers.date) return "MIME-Version or Date is missing";
  if (!/^multipart\/alternative/.test(String(headers["content-type"]))) return "not text and HTML";
  if (!/^Content-Type: text\/plain/m.test(raw) || !/^Content-Type: text\/html/m.test(raw))
    return "a part is missing";
  return undefined;
}

/** Unfolded, by lower-case name. */
export function headersOf(raw: string): Record<string, string> {
  const [head = ""] = raw.split("\r\n\r\n");
  const lines = head.replace(/\r\n(?=[ \t])/g, "").split("\r\n");
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
}
