import "server-only";
// What a captcha vendor's module is. All of them have one anatomy, from top to bottom: documents, settings, reply,
// vendor. Add one: a file here, a line in index.ts and in the contract's list of kinds, a component for browsers.
import type { z } from "zod";
import type { CaptchaKind } from "../../contract";
import type { BrowserSources } from "../../http/content-policy";
import type { CaptchaVendor, Clock } from "../../ports";
import { readReply, type VendorReply } from "../../providers/vendor-call";
import { SendFailure } from "../../send-failure";

export type CaptchaVendorName = Exclude<CaptchaKind, "slider" | "off">;

export interface Surroundings {
  /** How long the vendor may take for an answer. */
  deadlineMs: number;
  /** The host of the public origin, when it is known. */
  host?: string | undefined;
  clock: Clock;
}

export interface CaptchaVendorModule<Settings extends z.ZodObject = z.ZodObject> {
  name: CaptchaVendorName;
  /** An object whose keys are names of settings; parsed only when the vendor is chosen. */
  settings: Settings;
  /** What the vendor's widget loads in browsers. The Content-Security-Policy allows it where the vendor is chosen. */
  sources: BrowserSources;
  /** What names us to the vendor's widget in browsers. */
  siteKey(settings: z.infer<Settings>): string;
  /** Names of settings that hold keys which the vendor published for tests. */
  testKeys?(settings: z.infer<Settings>): string[];
  /** After so many seconds the vendor itself refuses a token. */
  tokenSeconds: number;
  create(settings: z.infer<Settings>, surroundings: Surroundings): Pick<CaptchaVendor, "verify" | "check">;
}

export function defineCaptchaVendor<Settings extends z.ZodObject>(module: CaptchaVendorModule<Settings>) {
  return module;
}

/**
 * The vendor's verdict, whatever its status. What was refused in words that are not its own may have been refused for
 * this one token, by a firewall in front of it: that is no sign that the vendor is down.
 * @throws SendFailure
 */
export function readVerdict<Schema extends z.ZodType>(schema: Schema, reply: VendorReply): z.infer<Schema> {
  try {
    return readReply(schema, reply);
  } catch (failure) {
    const { reason, vendorCode } = failure as SendFailure;
    if (reason === "misconfigured" && reply.status >= 400) throw new SendFailure("blocked", vendorCode);
    throw failure;
  }
}
