// The captcha of a vendor: its widget gives a token to the browser, and the vendor tells us what it is worth. Taken
// on our side before the vendor is asked, so that of two requests with one token one at most goes on. Fails closed.
import type { Captcha, CaptchaVendor, Pass, SpentTokens } from "../ports";
import { invalid, Problem } from "../problem";
import { SendFailure } from "../send-failure";
import type { Vigil } from "./vigil";

export interface VendorParts {
  vendor: CaptchaVendor;
  spent: SpentTokens;
  vigil: Vigil;
}

export interface VendorCaptcha extends Captcha {
  /** Whether the vendor is down. Asks it now and then: where another captcha is shown, nobody brings it tokens. */
  isDown(): boolean;
}

/** No vendor's tokens have other characters; what does not look like one is nobody's reason to be slow or to fail. */
const shape = /^[\w.*+/=~:-]{1,2048}$/;

export function vendorCaptcha({ vendor, spent, vigil }: VendorParts): VendorCaptcha {
  const unavailable = () =>
    new Problem("unavailable", { down: ["captcha"], retryAfter: Math.max(1, vigil.retryAfter) });

  return {
    async redeem(token, { purpose }, admitted): Promise<Pass> {
      if (token === undefined) throw invalid("/captchaToken", "required");
      if (!shape.test(token)) throw new Problem("captcha-failed");
      const [taken, admission] = await Promise.allSettled([spent.take(token), admitted]);
      if (taken.status === "rejected") throw taken.reason;
      const state = taken.value;
      if (state === "spent") throw new Problem("captcha-failed");
      const verified = state === "new" ? undefined : state;
      // What cannot be given back stays spent.
      const giveBack = (verifiedFor = verified) => spent.giveBack(token, verifiedFor).catch(() => {});

      if (admission.status === "rejected") {
        await giveBack();
        throw admission.reason;
      }
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
