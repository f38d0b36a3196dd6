// The captcha of a vendor: its widget gives a token to the browser, and the vendor tells us what it is worth. Taken
// on our side before the vendor is asked, so that of two requests with one token one at most goes on. Fails closed.
import type { Captcha, CaptchaVendor, Limits, Pass, SpentTokens } from "../ports";
import { invalid, Problem } from "../problem";
import { SendFailure } from "../send-failure";
import type { Vigil } from "./vigil";

export interface VendorParts {
  vendor: CaptchaVendor;
  spent: SpentTokens;
  vigil: Vigil;
  limits: Limits;
}

export interface VendorCaptcha extends Captcha {
  /** Whether the vendor is down. Asks it now and then: where another captcha is shown, nobody brings it tokens. */
  isDown(): boolean;
}

/** No vendor's tokens have other characters; what does not look like one is nobody's reason to be slow or to fail. */
const shape = /^[\w.*+/=~:-]{1,2048}$/;

export function vendorCaptcha({ vendor, spent, vigil, limits }: VendorParts): VendorCaptcha {
  const unavailable = () =>
    new Problem("unavailable", { down: ["captcha"], retryAfter: Math.max(1, vigil.retryAfter) });

  return {
    async redeem(token, { purpose }, admission): Promise<Pass> {
      if (token === undefined || !shape.test(token)) {
        await limits.take(admission);
        throw token === undefined ? invalid("/captchaToken", "required") : new Problem("captcha-failed");
      }
      const [taken, admitted] = await Promise.allSettled([spent.take(token), limits.take(admission)]);
      if (taken.status === "rejected") throw admitted.status === "rejected" ? admitted.reason : taken.reason;
      const state = taken.value;
      const verified = state === "new" || state === "spent" ? undefined : state;
      // What cannot be given back stays spent.
      const giveBack = (verifiedFor = verified) => spent.giveBack(token, verifiedFor).catch(() => {});

      if (admitted.status === "rejected") {
        if (state !== "spent") await giveBack();
        throw admitted.reason;
      }
      if (state === "spent") throw new Problem("captcha-failed");
      if (verified && verified !== purpose) throw new Problem("captcha-failed");
      if (!verified) {
        if (!vigil.mayAsk()) {
          await giveBack();
          throw unavailable();
        }
        const right = await vigil
          .watch(() => vendor.verify(token, purpose))
          .catch(async (error: unknown) => {
            await giveBack();
            throw error instanceof SendFailure ? unavailable() : error;
          });
        if (!right) throw new Problem("captcha-failed");
      }
      return { restore: () => spent.giveBack(token, purpose) };
    },

    isDown() {
      if (vigil.down && vigil.mayAsk()) void vigil.watch(() => vendor.check()).catch(() => {});
      return vigil.down;
    },
  };
}
