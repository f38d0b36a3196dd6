// What every provider must show, whatever its vendor speaks: which outcome is which failure, that a signal
// ends the call, that connections are reused, and that no failure gives anything away.
import { setImmediate as immediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../ports";
import { type FailureReason, SendFailure } from "../send-failure";
import { leaks } from "../testing/leaks";
import { deserted, type HttpReply, type Mishap, type Vendor } from "../testing/vendors/vendor";
import type { ProviderModule } from "./define";

/** How this vendor refuses; null where it has no documented way to say so. */
export interface Refusals<Reply> {
  invalidNumber: Reply | null;
  blockedRecipient: Reply | null;
  numberThrottled: Reply | null;
  callsThrottled: Reply | null;
  outOfBalance: Reply | null;
  notApproved: Reply | null;
}

const reasons: Record<keyof Refusals<unknown>, [sentence: string, reason: FailureReason]> = {
  invalidNumber: ["a number that does not exist", "invalid-address"],
  blockedRecipient: ["a recipient who is blocked", "blocked"],
  numberThrottled: ["too many messages to one number", "throttled"],
  callsThrottled: ["too many calls", "throttled"],
  outOfBalance: ["an account that is out of balance", "misconfigured"],
  notApproved: ["a signature, template or sender that is not approved", "misconfigured"],
};

export interface ProviderCase<Reply = HttpReply> {
  module: ProviderModule;
  /** A vendor that takes the message only when everything is as the real one wants it. */
  start(): Promise<Vendor<Reply>>;
  /** Settings that this vendor knows, aimed at an origin (`http://127.0.0.1:port`). */
  settings(url: string): Record<string, string>;
  /** Replacements of settings that this vendor does not know: a wrong key. */
  wrongKey: Record<string, string> | ((url: string) => Record<string, string>);
  /** Names of settings without which the module must not start. */
  required: readonly string[];
  message?: Partial<Message>;
  /** What the vendor calls a message it took. */
  vendorId: string | RegExp;
  refusals: Refusals<Reply>;
  /** Refused with the status of a success, where the vendor does that. */
  refusedWith200: { reply: Reply; reason: FailureReason } | null;
  /** Refusals beyond those, by the vendor's own codes. */
  codes?: readonly (readonly [reply: Reply, reason: FailureReason, vendorCode?: string])[];
}

/** A message for tests, to the number that vendors use in their documents. */
export const exampleMessage: Message = {
  ...{ id: "3q2-7wAAAAAAAAAAAAAAAA", channel: "sms", to: "+8613900000000", country: "CN" },
  ...{ code: "482913", minutes: 5, purpose: "sign-up", locale: "en" },
  text: "482913 is your Firstgate code. It expires in 5 minutes.\n\n@example.com #482913",
};

export function describeProvider<Reply>(name: string, made: ProviderCase<Reply>) {
  describe(`the provider ${name}`, () => {
    const message: Message = { ...exampleMessage, ...made.message };
    let vendor: Vendor<Reply>;
    let closing: (() => Promise<void>)[];

    beforeEach(async () => {
      vendor = await made.start();
      closing = [() => vendor.close()];
    });
    afterEach(async () => {
      for (const close of closing.reverse()) await close();
    });

    function provider(overrides: Record<string, string> = {}, url = vendor.url) {
      const settings = made.module.settings.parse({ ...made.settings(url), ...overrides });
      const providing = made.module.create(settings);
      closing.push(async () => providing.close?.());
      return providing;
    }

    /** What a send failed with, after a look at whether it gives anything away. */
    async function failureOf(sending: Promise<unknown>, overrides: Record<string, string> = {}) {
      const failure = await sending.then(
        (accepted) => expect.fail(`accepted: ${JSON.stringify(accepted)}`),
        (error: unknown) => error,
      );
      expect(leaks(failure, secrets(overrides)), "what the failure gives away").toEqual([]);
      if (!(failure instanceof SendFailure)) throw failure;
      return failure;
    }

    function secrets(overrides: Record<string, string>) {
      const values = Object.entries({ ...made.settings(vendor.url), ...overrides });
      const keys = values.filter(([setting]) => /SECRET|KEY|TOKEN|SMTP_URL/.test(setting));
      const national = message.to.replace(/^\+(86|49|1)/, "");
      const carried = vendor.requests.flatMap(({ url, headers, body }) => [
        url.search.slice(1),
        body,
        String(headers.authorization ?? ""),
      ]);
      return [
        ...[message.code, message.to, message.to.slice(1), national, message.text, message.id],
        ...keys.map(([, value]) => value),
        ...carried,
      ].filter((secret) => secret !== "");
    }

    const never = () => new AbortController().signal;
    const send = (overrides: Record<string, string> = {}, url?: string) =>
      provider(overrides, url).send(message, never());

    it("has its message taken by a vendor that verifies everything", async () => {
      const { vendorId } = await send();
      expect(vendorId).toEqual(
        typeof made.vendorId === "string" ? made.vendorId : expect.stringMatching(made.vendorId),
      );
      expect(vendor.requests).toHaveLength(1);
    });

    for (const [key, [sentence, reason]] of Object.entries(reasons)) {
      const reply = made.refusals[key as keyof Refusals<Reply>];
      if (reply === null) continue;
      it(`takes ${sentence} for ${reason}`, async () => {
        vendor.next({ reply });
        expect(await failureOf(send())).toMatchObject({ reason });
      });
    }

    it("takes a key that the vendor does not know for misconfigured", async () => {
      const wrong = typeof made.wrongKey === "function" ? made.wrongKey(vendor.url) : made.wrongKey;
      expect(await failureOf(send(wrong), wrong)).toMatchObject({ reason: "misconfigured" });
    });

    const { refusedWith200 } = made;
    if (refusedWith200) {
      it("does not take the status of a success for a success", async () => {
        vendor.next({ reply: refusedWith200.reply });
        expect(await failureOf(send())).toMatchObject({ reason: refusedWith200.reason });
      });
    }

    for (const [reply, reason, vendorCode = ""] of made.codes ?? []) {
      it(`takes ${vendorCode || JSON.stringify(reply)} for ${reason}`, async () => {
        vendor.next({ reply });
        expect(await failureOf(send())).toMatchObject(vendorCode ? { reason, vendorCode } : { reason });
      });
    }

    const broken: [Mishap, string, FailureReason][] = [
      ["500", "an internal error of the vendor", "temporary"],
      ["rubbish", "an answer that makes no sense", "unknown"],
      ["reset", "a connection that breaks after the request was read", "unknown"],
    ];
    it.each(broken)("takes %s, %s, for %s", async (mishap, _, reason) => {
      vendor.next(mishap);
      expect(await failureOf(send())).toMatchObject({ reason });
      expect(vendor.requests, "one send is one request").toHaveLength(1);
    });

    it("takes a connection that is refused for temporary: nothing can have been sent", async () => {
      expect(await failureOf(send({}, await deserted()))).toMatchObject({ reason: "temporary" });
    });

    const late: [Mishap, string][] = [
      ["slow", "answers too late"],
      ["silent", "takes the request and falls silent"],
      ["half", "begins its answer and falls silent"],
    ];
    it.each(late)("gives up on a %s vendor, that %s, when the signal fires", async (mishap) => {
      vendor.next(mishap);
      const call = new AbortController();
      const arrived = vendor.arrival();
      const sending = provider().send(message, call.signal);
      // Handled from the start, so that it may fail while the request is awaited.
      const failed = failureOf(sending);
      await arrived;
      call.abort();
      expect(await failed).toMatchObject({ reason: "unknown" });
      await expect.poll(() => vendor.open, { message: "connections left open", interval: 5 }).toBe(0);
    });

    it("keeps its connection over several sends", async () => {
      const providing = provider();
      for (let sends = 0; sends < 3; sends += 1) {
        await providing.send(message, never());
        // A connection is free again a moment after its answer was read.
        await immediate();
      }
      expect(vendor.requests).toHaveLength(3);
      expect(vendor.connections).toBe(1);
    });

    it("names every missing setting at once, and shows no value", () => {
      const { success, error } = made.module.settings.safeParse({});
      expect(success).toBe(false);
      const named = error?.issues.map(({ path }) => String(path[0])) ?? [];
      expect([...new Set(named)].sort()).toEqual([...made.required].sort());
    });
  });
}
