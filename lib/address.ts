// Addresses: an e-mail address or a phone number, parsed, made canonical and masked.
// One mailbox or number has exactly one canonical spelling, whatever was typed. Limits count by another one, under
// which mailboxes that end up in one inbox are one.
import { ParseError, parsePhoneNumberWithError } from "libphonenumber-js/max";
import type { Channel } from "./contract";
import { invalid, Problem } from "./problem";

export interface Address {
  channel: Channel;
  /** The canonical spelling: a lower-case mailbox with an ASCII domain, or E.164. */
  value: string;
  /**
   * What limits count by, and nothing else: every mailbox of an inbox, as far as that can be told from outside.
   * Nothing is ever sent to it.
   */
  counted: string;
  /** ISO 3166-1 alpha-2, for phone numbers. */
  country?: string;
  /** The number less its last four digits: the block that premium-number fraud walks through. */
  prefix?: string;
}

export interface KeptAddress extends Pick<Address, "channel" | "country"> {
  /** The canonical spelling. */
  address: string;
}

/** What comes along when text is copied: soft hyphens, zero-width spaces, joiners and marks, direction marks. */
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * @throws Problem `invalid-request` when it cannot be an address, `address-unsupported` for a number
 * that belongs to no country.
 */
export function parseAddress(channel: Channel, text: string): Address {
  // Compatibility forms (full-width letters and digits) are other spellings of the same address.
  const plain = text.replace(unseen, "").normalize("NFKC").trim();
  return channel === "email" ? parseEmail(plain) : parsePhone(plain);
}

/** Which of the two somebody has typed into a field that takes both. */
export const channelOf = (text: string): Channel => (text.normalize("NFKC").includes("@") ? "email" : "sms");

function parseEmail(text: string): Address {
  const refuse = () => invalid("/address", "not an e-mail address");
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0)).toLowerCase();
  const domain = asciiDomain(text.slice(at + 1));
  // RFC 5321 4.5.3.1: 64 octets before the @, 254 in all. Quoted local parts are left out on purpose.
  if (!/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local)) throw refuse();
  // An encoded word (RFC 2047) is another address to a program on the way that decodes it.
  if (!domain || Buffer.byteLength(local) > 64 || local.includes("=?")) throw refuse();
  const value = `${local}@${domain}`;
  if (Buffer.byteLength(value) > 254) throw refuse();
  return mailbox(value);
}

function mailbox(value: string): Address {
  const [local = "", domain = ""] = value.split("@");
  return { channel: "email", value, counted: inboxOf(local, domain) };
}

/** Google says so itself: dots do not matter there, and both names lead to one inbox. */
const dotless: ReadonlySet<string> = new Set(["gmail.com", "googlemail.com"]);

/**
 * An inbox has as many mailboxes as its owner likes: whatever stands behind a plus (RFC 5233), and at Google dots
 * anywhere. Each with limits of its own would be no limit, neither for whoever floods an inbox nor for whoever
 * collects codes. So they are counted as one; messages go to what was typed, and accounts are per address.
 *
 * Where a host tells `a` from `a+b`, two people share one cooldown and one day's sends: they wait for each other,
 * a minute at a time, and a stranger could make either wait all the same. Other dots, and hyphens, which some hosts
 * treat like a plus, stay: they tell far more people apart than they join.
 */
function inboxOf(local: string, domain: string): string {
  const [name = ""] = local.split("+");
  // Nothing in front of the plus: then it separates nothing.
  const base = name || local;
  return dotless.has(domain) ? `${base.replaceAll(".", "")}@gmail.com` : `${base}@${domain}`;
}

/** One spelling for upper case, Unicode and Punycode, other scripts' full stops, and a name written to its root. */
function asciiDomain(typed: string): string | undefined {
  const domain = typed.replaceAll("\u3002", ".").replace(/\.$/, "");
  // Anything that would end a host in a URL is refused before URL may cut it off.
  if (!/^[\p{L}\p{N}\p{M}.-]+$/u.test(domain)) return undefined;
  const host = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : "";
  const labels = host.split(".");
  const fine =
    labels.length > 1 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  return fine && /[a-z]/.test(labels.at(-1) ?? "") ? host : undefined;
}

/** Whoever owns such a number earns by every message to it, or cannot receive any. */
const costly: ReadonlySet<string> = new Set([
  ...["PREMIUM_RATE", "SHARED_COST", "TOLL_FREE", "UAN", "VOICEMAIL", "PAGER"],
]);

/** The decimal digits of a script follow each other, from its zero on. */
function asciiDigit(digit: string): string {
  const at = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(at - value - 1))) value += 1;
  return String(value % 10);
}

function parsePhone(text: string): Address {
  const international = text.replace(/(?![0-9])\p{Nd}/gu, asciiDigit).replace(/^00/, "+");
  const digits = international.replace(/[^0-9]/g, "");
  if (!/^\+[0-9 ()./\-\u2010-\u2015]+$/.test(international) || digits.length < 7 || digits.length > 15) {
    throw invalid("/address", "not a phone number with its country code");
  }
  try {
    const number = parsePhoneNumberWithError(`+${digits}`, { extract: false });
    // Valid is what has a type; to ask for both would be to look twice.
    const type = number.getType();
    if (!type) throw invalid("/address", "no such phone number");
    if (!number.country || costly.has(type)) throw new Problem("address-unsupported");
    return phone(number.number, number.country);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    if (error.message === "INVALID_COUNTRY") throw new Problem("address-unsupported");
    throw invalid("/address", "no such phone number");
  }
}

function phone(value: string, country: string): Address {
  // Argentina writes a 9 in front of what is called as a mobile: it is the same line without.
  const counted = value.replace(/^\+549/, "+54");
  return { channel: "sms", value, counted, country, prefix: counted.slice(0, -4) };
}

/** An address that was parsed before, from what is kept of it. Nothing is checked again: that is most of the work. */
export function keptAddress({ channel, address, country }: KeptAddress): Address {
  if (channel === "email") return mailbox(address);
  // A process of an earlier version keeps no country.
  return country ? phone(address, country) : parseAddress(channel, address);
}

/** Enough for its owner to recognise, too little for anybody else. */
export function maskAddress(channel: Channel, value: string): string {
  if (channel === "email") return `${[...value][0]}•••${value.slice(value.lastIndexOf("@"))}`;
  return `${value.slice(0, 3)} ••• ${value.slice(-2)}`;
}
