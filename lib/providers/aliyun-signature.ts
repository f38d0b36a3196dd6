import "server-only";
// What all calls to Aliyun share: the signature ACS3-HMAC-SHA256, the request it belongs to, and the codes of
// the gateway in front of every product. Own code, because the vendor's SDK puts whole URLs into its errors.
import { createHash, createHmac, randomUUID } from "node:crypto";
import { SendFailure } from "../send-failure";
import { type FailureTable, reasonFor } from "./failure-table";
import { callVendor, type VendorReply } from "./vendor-call";

export interface AliyunKey {
  id: string;
  secret: string;
}

export interface AliyunCall {
  /** The origin of the product. */
  url: URL;
  action: string;
  version: string;
  parameters: Record<string, string>;
  key: AliyunKey;
}

/** Parameters travel in the query of a POST with an empty body, as the vendor's own SDK sends them. */
export function callAliyun(call: AliyunCall, signal: AbortSignal): Promise<VendorReply> {
  const query = canonicalQuery(call.parameters);
  const { host, ...headers } = signedHeaders(call, query, Date.now(), randomUUID());
  // The client writes the host itself, from the URL that the signed one is from.
  return callVendor(new URL(`/?${query}`, call.url), { headers, signal });
}

/** All headers of a call, signature included. @param nonce never used before with this key */
export function signedHeaders(
  { url, action, version, key }: Omit<AliyunCall, "parameters">,
  query: string,
  now: number,
  nonce: string,
) {
  const payloadHash = sha256("");
  const headers = {
    host: url.host,
    "x-acs-action": action,
    "x-acs-content-sha256": payloadHash,
    // The format has no milliseconds.
    "x-acs-date": new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
    "x-acs-signature-nonce": nonce,
    "x-acs-version": version,
  };
  return {
    ...headers,
    authorization: authorization({ method: "POST", path: "/", query, headers, payloadHash }, key),
  };
}

/**
 * The Authorization header over all the headers that are handed in, which have lower-case names.
 *
 * @see "V3版本请求体&签名机制" (Request syntax and signature method V3), help.aliyun.com
 */
export function authorization(
  request: {
    method: string;
    path: string;
    query: string;
    headers: Record<string, string>;
    payloadHash: string;
  },
  key: AliyunKey,
): string {
  const headers = Object.entries(request.headers).sort(byName);
  const signed = headers.map(([name]) => name).join(";");
  const canonical = [
    request.method,
    request.path,
    request.query,
    // Every header line ends with a line break of its own, which leaves an empty line after the last.
    ...headers.map(([name, value]) => `${name}:${value.trim()}`),
    "",
    signed,
    request.payloadHash,
  ].join("\n");
  const signature = createHmac("sha256", key.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest("hex");
  return `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${signed},Signature=${signature}`;
}

/** Sorted by name and encoded as RFC 3986 has it: these very characters are sent and signed. */
export function canonicalQuery(parameters: Record<string, string>): string {
  return Object.entries(parameters)
    .sort(byName)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

/**
 * @param status counts only for a code that no table lists
 * @param codes what the product's own codes mean
 * @see "管控OpenAPI的客户端公用错误码", help.aliyun.com: codes of the gateway
 */
export function aliyunFailure(code: string, status: number, codes: FailureTable): SendFailure {
  return new SendFailure(reasonFor(code, status, codes, gatewayCodes), code);
}

const gatewayCodes: FailureTable = {
  throttled: ["Throttling", "Throttling.*"],
  misconfigured: [
    ...["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive", "InvalidAccessKeyId*"],
    "SignatureDoesNotMatch",
    // Our clock is more than 15 minutes wrong.
    ...["InvalidTimeStamp.Expired", "InvalidTimeStamp*"],
    // Families that are about the account and what it had approved, never about one number.
    ...["isv.SIGN*", "isv.SMS_SIGN*", "isv.TEMPLATE*", "isv.SMS_TEMPLATE*", "isv.PRODUCT*", "isv.ACCOUNT*"],
  ],
  temporary: ["InternalError*", "ServiceUnavailable*", "isp.SYSTEM_ERROR"],
  // Somebody on the way repeated our request, and the first of the two may have gone out.
  unknown: ["SignatureNonceUsed"],
};

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

// By code points, not by the rules of a language.
const byName = ([one]: [string, string], [other]: [string, string]) => (one < other ? -1 : 1);

const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
