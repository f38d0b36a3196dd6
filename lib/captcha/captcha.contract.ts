// What every kind of captcha must show, through the wire: what a right token is worth, and what no other thing is.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Purpose } from "../contract";
import type { Application, Reply } from "../testing/application";

export interface CaptchaCase {
  app: Application;
  /** A token as a person's browser gets it. */
  earn(purpose: Purpose): Promise<string>;
  /** Whoever judges the tokens falls away, the store or the vendor. */
  fail(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param made a token that nobody earned, in the shape of ours
 * @param judged what is said of tokens in no such shape: those of a vendor that is down, nobody can judge
 */
export function describeCaptcha(
  name: string,
  start: () => Promise<CaptchaCase>,
  { made, judged = "captcha-failed" }: { made: string; judged?: "captcha-failed" | "unavailable" },
) {
  describe(`the captcha ${name}`, () => {
    let captcha: CaptchaCase;
    beforeEach(async () => {
      captcha = await start();
    });
    afterEach(() => captcha.close());

    let people = 0;
    const send = (captchaToken?: string, purpose: Purpose = "sign-up"): Promise<Reply> =>
      captcha.app.call("POST", "/api/challenges", {
        ...{ channel: "email", address: `person${++people}@example.com`, purpose },
        ...(captchaToken !== undefined && { captchaToken }),
      });
    const sent = async () => {
      await captcha.app.settle();
      return captcha.app.services.outbox?.messages().length;
    };

    it("sells one send for a right token", async () => {
      const token = await captcha.earn("sign-up");
      expect((await send(token)).status).toBe(202);
      expect(await send(token)).toMatchObject({ status: 403, body: { code: "captcha-failed" } });
      expect(await sent()).toBe(1);
    });

    it("sells one of twenty simultaneous sends for a right token", async () => {
      const token = await captcha.earn("sign-up");
      const replies = await Promise.all(Array.from({ length: 20 }, () => send(token)));
      expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
      expect(replies.filter(({ body }) => body.code === "captcha-failed")).toHaveLength(19);
      expect(await sent()).toBe(1);
    });

    it("takes a token for the purpose that it was earned for only", async () => {
      expect((await send(await captcha.earn("sign-in"))).body.code).toBe("captcha-failed");
      expect((await send(await captcha.earn("sign-in"), "sign-in")).status).toBe(202);
      expect(await sent()).toBe(1);
    });

    it.each(["made-up", "off", "x".repeat(2048)])("refuses what nobody earned: %.40s", async (token) => {
      expect((await send(token)).body.code).toBe(judged);
      expect((await send(made)).body.code).toBe("captcha-failed");
      expect(await sent()).toBe(0);
    });

    it("says so when there is no token", async () => {
      const { status, body } = await send();
      expect([status, body.errors]).toEqual([400, [{ pointer: "/captchaToken", detail: "required" }]]);
    });

    it("sends nothing while nobody can judge, and says that it is not the person's fault", async () => {
      const token = await captcha.earn("sign-up");
      await captcha.fail();
      const { status, body, headers } = await send(token);
      expect([status, body.code]).toEqual([503, "unavailable"]);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await sent()).toBe(0);
    });

    it("logs no token", async () => {
      const token = await captcha.earn("sign-up");
      await send(token);
      await captcha.fail();
      await send(token);
      await send(`${token}x`);
      expect(captcha.app.logged.join()).not.toContain(token);
    });
  });
}
