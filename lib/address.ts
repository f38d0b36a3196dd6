// Addresses: an e-mail address or a phone number, parsed, made canonical and masked.
// One mailbox or number has exactly one canonical spelling, whatever was typed.
import { ParseError, parsePhoneNumberWithError } from "libphonenumber-js/max";
import type { Channel } from "./contract";
import { invalid, Problem } from "./problem";

export interface Address {
  channel: Channel;
  /** The canonical spelling: a lower-case mailbox with an ASCII domain, or E.164. */
  value: string;
  /** ISO 3166-1 alpha-2, for phone numbers. */
  country?: string;
  /** The number less its last four digits: the block that premium-number fraud walks through. */
  prefix?: string;
}

/**
 * @throws Problem `invalid-request` when it cannot be an address, `address-unsupported` for a number
 * that belongs to no country.
 */
export function parseAddress(channel: Channel, text: string): Address {
  // Compatibility forms (full-width letters and digits) are other spellings of the same address.
  const plain = text.normalize("NFKC");
  return channel === "email" ? parseEmail(plain) : parsePhone(plain);
}

/** Dots and plus tags are kept: they are different mailboxes except where the host says otherwise. */
function parseEmail(text: string): Address {
  const refuse = () => invalid("/address", "not an e-mail address");
  const at = text.trim().lastIndexOf("@");
  const local = text.trim().slice(0, Math.max(at, 0)).toLowerCase();
  const domain = asciiDomain(text.trim().slice(at + 1));
  // RFC 5321 4.5.3.1: 64 octets before the @, 254 in all. Quoted local parts are left out on purpose.
  if (!/^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local)) throw refuse();
  // An encoded word (RFC 2047) is another address to a program on the way that decodes it.
  if (!domain || Buffer.byteLength(local) > 64 || local.includes("=?")) throw refuse();
  const value = `${local}@${domain}`;
  if (Buffer.byteLength(value) > 254) throw refuse();
  return { channel: "email", value };
}

function asciiDomain(domain: string): string | undefined {
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

function parsePhone(text: string): Address {
  // Direction marks come along when a number is copied from a contact card.
  const typed = text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").trim();
  const international = typed.replace(/^00/, "+");
  const digits = international.replace(/[^0-9]/g, "");
  if (!/^\+[0-9 ()./\-\u2010-\u2015]+$/.test(international) || digits.length < 7 || digits.length > 15) {
    throw invalid("/address", "not a phone number with its country code");
  }
  try {
    const number = parsePhoneNumberWithError(`+${digits}`);
    if (!number.isValid()) throw invalid("/address", "no such phone number");
    if (!number.country || costly.has(number.getType() ?? "")) throw new Problem("address-unsupported");
    return {
      channel: "sms",
      value: number.number,
      country: number.country,
      prefix: number.number.slice(0, -4),
    };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    if (error.message === "INVALID_COUNTRY") throw new Problem("address-unsupported");
    throw invalid("/address", "no such phone number");
  }
}

/** Enough for its owner to recognise, too little for anybody else. */
export function maskAddress(channel: Channel, value: string): string {
  if (channel === "email") return `${[...value][0]}•••${value.slice(value.lastIndexOf("@"))}`;
  return `${value.slice(0, 3)} ••• ${value.slice(-2)}`;
}
