// Yidun's second check as its documents describe it: the signature is computed again from the form that arrived, and
// a token passes once.
import { createHash } from "node:crypto";
import type { HttpReply, VendorRequest } from "./vendor";

export interface YidunAccount {
  captchaId: string;
  secretId: string;
  secretKey: string;
  now(): number;
}

export const yidunError = (error: number, msg = "about somebody's token"): HttpReply => ({
  status: 200,
  body: { error, msg, result: false },
});

export function yidunVendor({ captchaId, secretId, secretKey, now }: YidunAccount) {
  const tokens = new Map<string, string>();
  let issued = 0;
  return {
    /** A token as the widget would hand it to the page. */
    solve({ extraData = "" } = {}): string {
      issued += 1;
      const token = `CN31_${"Yy.-_*09".repeat(30)}${issued}`;
      tokens.set(token, extraData);
      return token;
    },
    answer({ method, url, headers, body }: VendorRequest): HttpReply {
      if (method !== "POST" || url.pathname !== "/api/v2/verify" || url.search !== "")
        return { status: 404, body: "<html>not here</html>" };
      if (headers["content-type"] !== "application/x-www-form-urlencoded") return yidunError(419);
      const { signature, ...form } = Object.fromEntries(new URLSearchParams(body));
      const names = Object.keys(form).sort();
      const wanted = "captchaId nonce secretId timestamp user validate version";
      if (names.join(" ") !== wanted || form.version !== "v2" || form.secretId !== secretId)
        return yidunError(419);
      let text = "";
      for (const name of names) text += `${name}${form[name]}`;
      if (
        signature !==
        createHash("md5")
          .update(text + secretKey)
          .digest("hex")
      )
        return yidunError(415);
      if (form.captchaId !== captchaId || !/^\w{1,32}$/.test(form.nonce ?? "")) return yidunError(419);
      if (!/^\d{13}$/.test(form.timestamp ?? "") || Math.abs(now() - Number(form.timestamp)) > 60_000)
        return yidunError(419);
      const extraData = tokens.get(form.validate ?? "");
      const result = extraData !== undefined;
      tokens.delete(form.validate ?? "");
      return {
        status: 200,
        body: {
          ...{ error: 0, msg: "success", result, phone: "", extraData: extraData ?? "", captchaType: 2 },
          ...{ token: "", sdkReduce: false },
        },
      };
    },
  };
}
