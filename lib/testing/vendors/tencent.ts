// Tencent Cloud SMS as its documents describe it: the TC3 signature is computed again from the bytes that
// arrived, then the window of time, the headers and the body. Nothing here comes from the product's own signer.
import { createHash, createHmac } from "node:crypto";
import type { HttpReply, VendorRequest } from "./vendor";

export interface TencentAccount {
  secretId: string;
  secretKey: string;
  appId: string;
  signName: string;
  templateId: string;
}

/** Of the whole call. */
export const tencentError = (Code: string): HttpReply => ({
  status: 200,
  body: { Response: { Error: { Code, Message: "refused: +8613900000000, 482913" }, RequestId: "a0aabda6" } },
});

/** Of one number; the call went well. */
export const tencentStatus = (Code: string, SerialNo = ""): HttpReply => ({
  status: 200,
  body: {
    Response: {
      SendStatusSet: [
        {
          ...{ SerialNo, PhoneNumber: "+8613900000000", Fee: Code === "Ok" ? 1 : 0, SessionContext: "" },
          ...{ Code, Message: "about +8613900000000", IsoCode: "CN" },
        },
      ],
      RequestId: "a0aabda6-cf91-4f3e-a81f-9198114a2279",
    },
  },
});

export function tencentVendor(account: TencentAccount) {
  return (request: VendorRequest): HttpReply => {
    const header = (name: string) => String(request.headers[name] ?? "");
    if (request.method !== "POST" || request.url.pathname !== "/" || request.url.search !== "") {
      return tencentError("InvalidParameter");
    }
    const pattern =
      /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/(\w+)\/tc3_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/;
    const stated = pattern.exec(header("authorization"));
    if (!stated) return tencentError("AuthFailure.SignatureFailure");
    const [, id = "", day = "", service = "", signedHeaders = "", signature] = stated;
    if (id !== account.secretId) return tencentError("AuthFailure.SecretIdNotFound");

    const seconds = Number(header("x-tc-timestamp"));
    if (!/^\d{10}$/.test(header("x-tc-timestamp")) || Math.abs(seconds - Date.now() / 1000) > 300) {
      return tencentError("AuthFailure.SignatureExpire");
    }
    if (day !== new Date(seconds * 1000).toISOString().slice(0, 10) || service !== "sms") {
      return tencentError("AuthFailure.SignatureFailure");
    }
    const names = signedHeaders.split(";");
    if (!names.includes("content-type") || !names.includes("host")) {
      return tencentError("AuthFailure.SignatureFailure");
    }
    let canonical = "POST\n/\n\n";
    for (const name of [...names].sort()) canonical += `${name}:${header(name).trim().toLowerCase()}\n`;
    canonical += `\n${signedHeaders}\n${hash(request.body)}`;
    const text = `TC3-HMAC-SHA256\n${header("x-tc-timestamp")}\n${day}/${service}/tc3_request\n${hash(canonical)}`;
    let key: string | Buffer = `TC3${account.secretKey}`;
    for (const part of [day, service, "tc3_request", text]) {
      key = createHmac("sha256", key).update(part).digest();
    }
    if (key.toString("hex") !== signature) return tencentError("AuthFailure.SignatureFailure");

    if (header("content-type") !== "application/json") return tencentError("InvalidParameter");
    if (header("x-tc-action") !== "SendSms") return tencentError("InvalidAction");
    if (header("x-tc-version") !== "2021-01-11") return tencentError("NoSuchVersion");
    if (!/^ap-[a-z]+$/.test(header("x-tc-region"))) return tencentError("UnsupportedRegion");
    return answer(JSON.parse(request.body), account);
  };
}

function answer(body: Record<string, unknown>, account: TencentAccount): HttpReply {
  const known = ["PhoneNumberSet", "SmsSdkAppId", "TemplateId", "SignName", "TemplateParamSet"];
  const optional = ["SessionContext", "ExtendCode", "SenderId"];
  if (Object.keys(body).some((name) => ![...known, ...optional].includes(name))) {
    return tencentError("UnknownParameter");
  }
  if (body.SmsSdkAppId !== account.appId) return tencentError("InvalidParameterValue.SdkAppIdNotExist");
  const numbers = Array.isArray(body.PhoneNumberSet) ? body.PhoneNumberSet : [];
  if (numbers.length === 0) return tencentError("MissingParameter.EmptyPhoneNumberSet");
  if (body.SignName !== account.signName) {
    return tencentStatus("FailedOperation.SignatureIncorrectOrUnapproved");
  }
  if (body.TemplateId !== account.templateId) {
    return tencentStatus("FailedOperation.TemplateIncorrectOrUnapproved");
  }
  const values = Array.isArray(body.TemplateParamSet) ? body.TemplateParamSet : [];
  if (values.length !== 2 || values.some((value) => typeof value !== "string" || !/^\d{1,6}$/.test(value))) {
    return tencentStatus("InvalidParameterValue.TemplateParameterFormatError");
  }
  if (Buffer.byteLength(String(body.SessionContext ?? "")) >= 512) return tencentError("InvalidParameter");
  if (!/^\+[1-9]\d{6,14}$/.test(numbers[0])) {
    return tencentStatus("InvalidParameterValue.IncorrectPhoneNumber");
  }
  return tencentStatus("Ok", "2026:-5821350310471428013");
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
