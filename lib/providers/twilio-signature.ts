import "server-only";
// How Twilio signs what it calls: HMAC-SHA1 under the account's primary auth token.
//
// @see https://www.twilio.com/docs/usage/webhooks/webhooks-security
import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * @param url exactly as Twilio was given it, query included
 * @param parameters of a form body, in any order; none for a JSON body, whose digest is in the query
 */
export function twilioSignature(
  authToken: string,
  url: string,
  parameters: readonly [string, string][],
): string {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of parameters) values.set(name, (values.get(name) ?? new Set()).add(value));
  const text = [...values.keys()].sort().map((name) =>
    [...(values.get(name) ?? [])]
      .sort()
      .map((value) => name + value)
      .join(""),
  );
  return createHmac("sha1", authToken)
    .update(url + text.join(""))
    .digest("base64");
}

/** Some of Twilio's products sign the default port, some do not. */
export function isTwilioSigned(
  signature: string,
  authToken: string,
  url: string,
  parameters: readonly [string, string][],
): boolean {
  const { protocol, host, port, pathname, search } = new URL(url);
  const defaultPort = protocol === "https:" ? "443" : "80";
  const spellings = [url, ...(port ? [] : [`${protocol}//${host}:${defaultPort}${pathname}${search}`])];
  return spellings.some((spelling) => {
    const [given, ours] = [
      Buffer.from(signature),
      Buffer.from(twilioSignature(authToken, spelling, parameters)),
    ];
    return given.length === ours.length && timingSafeEqual(given, ours);
  });
}
