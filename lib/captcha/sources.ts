// What a content security policy has to allow for the chosen captcha, and for no other.
import type { CaptchaKind } from "../contract";

export type SourceDirective = "script-src" | "frame-src" | "style-src" | "img-src" | "connect-src";

type Sources = Partial<Record<SourceDirective, readonly string[]>>;

/** @see https://developers.cloudflare.com/turnstile/reference/content-security-policy/ */
const turnstile: Sources = {
  "script-src": ["https://challenges.cloudflare.com"],
  "frame-src": ["https://challenges.cloudflare.com"],
};

/**
 * The vendor documents hosts and no policy: its scripts, its calls (which are scripts, too), and its pictures, each
 * with the host that steps in. Whether its widget writes styles into the page, as it seems to, is not known for sure.
 */
const yidunStatic = ["https://cstaticdun.126.net", "https://cstatic.dun.163yun.com"];
const yidunCalls = ["https://c.dun.163.com", "https://c.dun.163yun.com"];
const yidun: Sources = {
  "script-src": [...yidunStatic, ...yidunCalls],
  "connect-src": yidunCalls,
  "style-src": yidunStatic,
  "img-src": [...yidunStatic, "https://necaptcha.nosdn.127.net", "https://nos.netease.com"],
};

const sources: Record<CaptchaKind, Sources> = { turnstile, yidun, slider: {}, off: {} };

/** @param kinds as the setting CAPTCHA names them */
export function captchaSources(kinds: readonly CaptchaKind[], directive: SourceDirective): string[] {
  return kinds.flatMap((kind) => sources[kind][directive] ?? []);
}
