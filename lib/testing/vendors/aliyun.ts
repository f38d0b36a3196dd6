// Aliyun as its documents describe it: the ACS3 signature is taken apart and computed again, then the window of
// time, the nonce and the parameters of each action. Nothing here comes from the product's own signer.
import { createHash, createHmac } from "node:crypto";
import type { HttpReply, VendorRequest } from "./vendor";

export interface AliyunAccount {
  keyId: string;
  secret: string;
  signName: string;
  templateCode: string;
}

const actions = ["SendSms", "SendMessageToGlobe", "SendSmsVerifyCode", "QuerySendDetails"] as const;
type Action = (typeof actions)[number];
type Parameters = Map<string, string>;

/** Refusals of the gateway and of the products; the sentence repeats the parameters, as vendors' do. */
export const aliyunRefusal = (Code: string, status = 200, said = "phone 13900000000, 482913"): HttpReply => ({
  status,
  body: { Code, Message: `refused: ${said}`, RequestId: "819BE656-D2E0-4858-8B21-B2E477085AAF" },
});

/** How the international API says the same. */
export const globeRefusal = (ResponseCode: string): HttpReply => ({
  status: 200,
  body: { ResponseCode, ResponseDescription: "refused: 4915123456789", RequestId: "F655A8D5-B967-440B" },
});

export function aliyunVendor(account: AliyunAccount) {
  const nonces = new Set<string>();
  return (request: VendorRequest): HttpReply => {
    const parameters = parametersOf(request);
    const refuse = (code: string, status = 400) => aliyunRefusal(code, status, request.url.search);
    const header = (name: string) => String(request.headers[name] ?? "");

    if (request.method !== "POST" || request.url.pathname !== "/")
      return refuse("InvalidAction.NotFound", 404);
    if (request.body !== "") return refuse("InvalidParameter.Body");
    const authorization = header("authorization");
    const stated =
      /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
        authorization,
      );
    if (!stated) return refuse("IncompleteSignature");
    const [, keyId = "", signedHeaders = "", signature = ""] = stated;
    if (keyId !== account.keyId) return refuse("InvalidAccessKeyId.NotFound", 404);

    // Everything that has to be signed is; which other headers are, the request says itself.
    const names = signedHeaders.split(";");
    const due = Object.keys(request.headers).filter((name) => /^(host|content-type|x-acs-.*)$/.test(name));
    if (due.some((name) => !names.includes(name))) return refuse("SignatureDoesNotMatch");
    if (header("host") !== request.url.host) return refuse("SignatureDoesNotMatch");
    if (header("x-acs-content-sha256") !== hash(request.body)) return refuse("SignatureDoesNotMatch");
    let canonical = `${request.method}\n${request.url.pathname}\n${queryOf(parameters)}\n`;
    for (const name of names.toSorted()) canonical += `${name}:${header(name).trim()}\n`;
    canonical += `\n${names.toSorted().join(";")}\n${hash(request.body)}`;
    const right = createHmac("sha256", account.secret).update(`ACS3-HMAC-SHA256\n${hash(canonical)}`);
    if (right.digest("hex") !== signature) return refuse("SignatureDoesNotMatch");

    const date = header("x-acs-date");
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date)) return refuse("InvalidTimeStamp.Format");
    if (Math.abs(Date.parse(date) - Date.now()) > 15 * 60_000) return refuse("InvalidTimeStamp.Expired");
    const nonce = header("x-acs-signature-nonce");
    if (nonce.length < 16 || nonces.has(nonce)) return refuse("SignatureNonceUsed");
    nonces.add(nonce);

    const action = actions.find((name) => name === header("x-acs-action"));
    if (!action) return refuse("InvalidAction.NotFound", 404);
    const version = action === "SendMessageToGlobe" ? "2018-05-01" : "2017-05-25";
    if (header("x-acs-version") !== version) return refuse("InvalidVersion");
    const unknown = [...parameters.keys()].some((name) => !products[action].takes.includes(name));
    if (unknown) return refuse("isv.INVALID_PARAMETERS");
    return products[action].answer(parameters, account);
  };
}

const products: Record<
  Action,
  { takes: string[]; answer: (parameters: Parameters, account: AliyunAccount) => HttpReply }
> = {
  SendSms: {
    takes: ["PhoneNumbers", "SignName", "TemplateCode", "TemplateParam", "OutId", "SmsUpExtendCode"],
    answer: (parameters, account) => {
      const fault =
        faultOfTemplate(parameters, account, ["code"]) ??
        (/^((\+|00)?86)?1\d{10}$/.test(parameters.get("PhoneNumbers") ?? "")
          ? undefined
          : "isv.MOBILE_NUMBER_ILLEGAL");
      if (fault) return aliyunRefusal(fault);
      return ok({ Code: "OK", Message: "OK", BizId: "900619746936498440^0", RequestId: "F655A8D5" });
    },
  },
  SendSmsVerifyCode: {
    takes: [
      ...["PhoneNumber", "SignName", "TemplateCode", "TemplateParam", "CountryCode", "SchemeName"],
      ...["CodeLength", "CodeType", "ValidTime", "Interval", "DuplicatePolicy", "ReturnVerifyCode"],
      ...["AutoRetry", "OutId", "SmsUpExtendCode"],
    ],
    answer: (parameters, account) => {
      const fault =
        faultOfTemplate(parameters, account, ["code", "min"]) ??
        (/^1\d{10}$/.test(parameters.get("PhoneNumber") ?? "") ? undefined : "isv.MOBILE_NUMBER_ILLEGAL");
      if (fault) return { ...aliyunRefusal(fault), body: { Code: fault, Success: false } };
      const Model = {
        BizId: "112231421412414124123^4",
        OutId: parameters.get("OutId"),
        RequestId: "a3671ccf",
      };
      return ok({ Code: "OK", Success: true, Message: "OK", Model });
    },
  },
  SendMessageToGlobe: {
    takes: ["To", "From", "Message", "Type", "TaskId", "ValidityPeriod", "ChannelId"],
    answer: (parameters) => {
      const to = parameters.get("To") ?? "";
      if (!/^[1-9]\d{6,14}$/.test(to) || to.startsWith("86")) return globeRefusal("MOBILE_NUMBER_ILLEGAL");
      if (!parameters.get("Message")) return globeRefusal("CONTENT_MISSING_PARAMETERS");
      const number = /^[1-9]\d*$/.test(parameters.get("ValidityPeriod") ?? "1");
      const type = ["OTP", "NOTIFY", "MKT"].includes(parameters.get("Type") ?? "OTP");
      if (!number || !type) return globeRefusal("INVALID_PARAMETERS");
      const detail = { Country: "Germany", Region: "Germany", Carrier: "Telekom" };
      return ok({
        ...{ ResponseCode: "OK", ResponseDescription: "OK", MessageId: "123456789098765432", To: to },
        ...{ From: "", Segments: "1", NumberDetail: detail, RequestId: "F655A8D5" },
      });
    },
  },
  QuerySendDetails: {
    takes: ["PhoneNumber", "BizId", "SendDate", "PageSize", "CurrentPage"],
    answer: (parameters) => {
      const right =
        /^\d{11,}$/.test(parameters.get("PhoneNumber") ?? "") &&
        parameters.get("SendDate") === beijing.format().replaceAll("-", "") &&
        Number(parameters.get("PageSize")) >= 1 &&
        Number(parameters.get("PageSize")) <= 50 &&
        Number(parameters.get("CurrentPage")) >= 1;
      if (!right) return aliyunRefusal("isv.INVALID_PARAMETERS");
      return ok({ Code: "OK", Message: "OK", TotalCount: "0", SmsSendDetailDTOs: { SmsSendDetailDTO: [] } });
    },
  },
};

const beijing = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });

function faultOfTemplate(parameters: Parameters, account: AliyunAccount, variables: string[]) {
  if (parameters.get("SignName") !== account.signName) return "isv.SMS_SIGNATURE_ILLEGAL";
  if (parameters.get("TemplateCode") !== account.templateCode) return "isv.SMS_TEMPLATE_ILLEGAL";
  let values: Record<string, unknown>;
  try {
    values = JSON.parse(parameters.get("TemplateParam") ?? "");
  } catch {
    return "isv.INVALID_JSON_PARAM";
  }
  if (variables.some((name) => typeof values[name] !== "string")) return "isv.TEMPLATE_MISSING_PARAMETERS";
  if (!/^\w{4,6}$/.test(String(values.code))) return "isv.PARAM_LENGTH_LIMIT";
  return undefined;
}

/** What was sent, decoded by the letter: here a plus sign is a plus sign. */
function parametersOf({ url }: VendorRequest): Parameters {
  const pairs = url.search.slice(1).split("&").filter(Boolean);
  return new Map(pairs.map((pair) => pair.split("=").map(decodeURIComponent) as [string, string]));
}

/** Encoded anew byte by byte, as RFC 3986 has it. */
function queryOf(parameters: Parameters): string {
  const encoded = (text: string) =>
    [...Buffer.from(text)]
      .map((byte) => {
        const character = String.fromCharCode(byte);
        return /[A-Za-z0-9._~-]/.test(character)
          ? character
          : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
      })
      .join("");
  return [...parameters.keys()]
    .sort()
    .map((name) => `${encoded(name)}=${encoded(parameters.get(name) ?? "")}`)
    .join("&");
}

const ok = (body: unknown): HttpReply => ({ status: 200, body });
const hash = (text: string) => createHash("sha256").update(text).digest("hex");
