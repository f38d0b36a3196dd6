import "server-only";
// NetEase Yidun (网易易盾) behaviour captcha. The vendor's own example passes whoever it cannot ask; this refuses them.
// A token is bound to a purpose as far as its page said one: what the vendor itself vouches for is that it works once.
//
// @see https://support.dun.163.com/documents/15588062143475712?docId=69218161355051008
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { purposes } from "../../contract";
import { callVendor, vendorUrl } from "../../providers/vendor-call";
import { SendFailure } from "../../send-failure";
import { defineCaptchaVendor, readVerdict } from "./define";
import { yidunSignature } from "./yidun-signature";

const settings = z.object({
  YIDUN_CAPTCHA_ID: z.string().min(1),
  YIDUN_SECRET_ID: z.string().min(1),
  YIDUN_SECRET_KEY: z.string().min(1),
  YIDUN_URL: vendorUrl("https://c.dun.163.com"),
});

const reply = z.object({
  error: z.number(),
  result: z.boolean().optional(),
  /** What the page gave to the widget. */
  extraData: z.string().nullish().catch(undefined),
});

/** Names that nobody but the vendor has a share in; the second of each kind stands in for the first. */
const own = ["https://*.dun.163.com", "https://*.dun.163yun.com"];
const files = ["https://cstaticdun.126.net", "https://cstaticdun1.126.net", "https://acstatic-dun.126.net"];
const pictures = [
  ...["https://necaptcha.nosdn.127.net", "https://necaptcha1.nosdn.127.net"],
  ...["https://necaptcha-nosdn.126.net", "https://nos.netease.com"],
];

export const yidun = defineCaptchaVendor({
  name: "yidun",
  settings,
  // The vendor publishes no list: these are the names in its loader and its answers. The widget brings its looks in
  // elements of its own making.
  sources: {
    "script-src": [...own, ...files],
    "style-src": ["'unsafe-inline'", ...files],
    "img-src": [...own, ...files, ...pictures],
    "connect-src": own,
    "media-src": pictures,
  },
  siteKey: ({ YIDUN_CAPTCHA_ID }) => YIDUN_CAPTCHA_ID,
  // The longest that the console offers, and its default.
  tokenSeconds: 1200,
  create({ YIDUN_CAPTCHA_ID, YIDUN_SECRET_ID, YIDUN_SECRET_KEY, YIDUN_URL }, { deadlineMs, clock }) {
    async function ask(validate: string) {
      const form = {
        ...{ captchaId: YIDUN_CAPTCHA_ID, validate, user: "", secretId: YIDUN_SECRET_ID, version: "v2" },
        ...{ timestamp: String(clock.now()), nonce: randomUUID().replaceAll("-", "") },
      };
      const signature = yidunSignature(form, YIDUN_SECRET_KEY);
      const answer = await callVendor(new URL("/api/v2/verify", YIDUN_URL), {
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ ...form, signature }).toString(),
        // One try: a token passes once, so an answer that was lost does not come again.
        signal: AbortSignal.timeout(deadlineMs),
      });
      const verdict = readVerdict(reply, answer);
      const fault = faults[verdict.error];
      if (fault) throw new SendFailure(fault, verdict.error);
      return verdict;
    }
    return {
      async verify(token, purpose) {
        if (isFallback(token)) return false;
        const { error, result, extraData } = await ask(token);
        const earnedFor = purposes.find((each) => each === extraData) ?? purpose;
        return error === 0 && result === true && earnedFor === purpose;
      },
      async check() {
        await ask("probe");
      },
    };
  },
});

/**
 * The vendor's script for bad days gives every browser this one constant in place of a token, by its SHA-256. It is
 * public, so it proves nothing, whatever the vendor answers to it.
 */
const isFallback = (token: string) =>
  createHash("sha256").update(token).digest("hex") ===
  "b2faf1c00bdf20079f5cc439d824623ff102d01b8d4770d7a9b2a8415aa19178";

/** What is not about the token: our signature; too many calls a second. Every other error refuses it. */
const faults: Partial<Record<number, "misconfigured" | "throttled">> = {
  415: "misconfigured",
  430: "throttled",
};
