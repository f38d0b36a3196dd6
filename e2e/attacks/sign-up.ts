// The way of an honest sign-up, step by step, for attackers to leave it where they like.
import { randomBytes } from "node:crypto";
import { call, expectStatus, post, type Reply, type Target, type Ways } from "./attack";
import { earn } from "./slider";

export const newMailbox = (name = "eve"): string => `${name}-${randomBytes(6).toString("hex")}@example.com`;

export const digits = (count: number) =>
  String(randomBytes(6).readUIntBE(0, 6) % 10 ** count).padStart(count, "0");

/** German mobile numbers: where none of them shares a prefix with another, unless by chance. */
export const newNumber = (prefix = `+49151${digits(4)}`): string => prefix + digits(4);

/** An address that this kind of target sends to. */
export const newAddress = ({ kind }: Target): string => (kind === "strict" ? newNumber() : newMailbox());

export const channelOf = (address: string) => (address.includes("@") ? "email" : "sms");

export interface Asking {
  purpose?: string;
  captchaToken?: unknown;
  more?: object;
}

/** Asks for a code, with a token earned for it where one is needed. */
export async function send(
  at: Target,
  address: string,
  { purpose = "sign-up", captchaToken, more = {} }: Asking = {},
  ways: Ways = {},
): Promise<Reply> {
  const token = captchaToken ?? (await tokenOf(at, purpose));
  const channel = channelOf(address);
  return post(at, "/api/challenges", { channel, address, purpose, captchaToken: token, ...more }, ways);
}

async function tokenOf(at: Target, purpose: string): Promise<string> {
  if (at.kind === "strict") return earn(at, { purpose });
  return at.kind === "direct" ? at.pass(purpose) : "off";
}

export interface Started {
  challengeId: string;
  path: string;
  code: string;
}

/** A challenge with its code, as the owner of the address has it. */
export async function start(at: Target, address = newAddress(at), asking: Asking = {}): Promise<Started> {
  const before = (await at.messagesTo(address)).length;
  const { challengeId } = expectStatus(await send(at, address, asking), 202).body;
  const code = await codeFor(at, address, before);
  return { challengeId, path: `/api/challenges/${challengeId}`, code };
}

/** The code of the message after so many. */
export async function codeFor(at: Target, address: string, before = 0): Promise<string> {
  for (let looked = 0; looked < 1500; looked++) {
    const message = (await at.messagesTo(address))[before];
    if (message) return message.code;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("no message has arrived");
}

export const guess = (at: Target, { path }: Pick<Started, "path">, code: string): Promise<Reply> =>
  post(at, `${path}/attempts`, { code });

/** Codes that are not the right one. */
export const wrongCodes = (right: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    String((Number(right) + index + 1) % 1_000_000).padStart(6, "0"),
  );

export const wrongCode = (right: string): string => wrongCodes(right, 1)[0] ?? "";

/** A proof for an address. */
export async function prove(at: Target, address = newAddress(at), asking: Asking = {}): Promise<string> {
  const started = await start(at, address, asking);
  return expectStatus(await guess(at, started, started.code), 201).body.proof;
}

export async function signUp(at: Target, address = newAddress(at), ways: Ways = {}): Promise<Reply> {
  return expectStatus(await post(at, "/api/accounts", { proof: await prove(at, address) }, ways), 201);
}

export const readSession = (at: Target, cookie: string): Promise<Reply> =>
  call(at, "GET", "/api/session", { cookie });
