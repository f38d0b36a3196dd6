// The address as it is typed, and what the server says about it: which channels and countries it serves, and which
// captcha it asks for.
"use client";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type Resolver, useForm } from "react-hook-form";
import { api } from "@/lib/api-client";
import type { Channel, ConfigResponse } from "@/lib/contract";
import type { MessageKey } from "@/messages/translator";
import type { AddressDraft } from "../address-field";
import { loadCaptcha } from "../captcha-kinds";
import { guessCountry } from "../countries";
import { keepDraft, readDraft } from "../draft";
import type { Refusal } from "../problem-sentence";
import { painted } from "../ui/painted";
import { momentIn, secondsUntil } from "../use-seconds-left";
import { type AddressForm, rules } from "./address-step";
import type { Target } from "./journey";

/** Drawn until the server has said which channels it serves. */
const usualChannels: readonly Channel[] = ["email", "sms"];

/** Seconds for which the captcha counts as the one to show: a vendor may have gone down since, or come back. */
const captchaKeeps = 60;

const unreachable: MessageKey = "problems.unreachable";

export type TypedAddress = ReturnType<typeof useAddress>;

/** @param only the one channel that is asked for here */
export function useAddress(only?: Channel) {
  const [config, setConfig] = useState<ConfigResponse>();
  /** Until when the captcha of `config` is believed. */
  const captchaEndsAt = useRef(0);
  const form = useForm<AddressForm, unknown, Target>({
    defaultValues: { channel: only ?? "email", draft: { email: "", phone: { country: "", national: "" } } },
    resolver: async (...given) => {
      // The button answers before the address is looked at.
      const [found] = await Promise.all([rules(given[0].channel).catch(() => undefined), painted()]);
      if (!found) return { values: {}, errors: { draft: { type: "rules", message: unreachable } } };
      return (found.resolver as unknown as Resolver<AddressForm, unknown, Target>)(...given);
    },
  });

  /** Changes a part of what was typed. As a whole, because the field is controlled as a whole. */
  const type = (part: Partial<AddressDraft>) =>
    form.setValue("draft", { ...form.getValues("draft"), ...part });

  /** Writes a remembered number the way its own country does. Until then it stands there as E.164. */
  const writeAtHome = async (countries: readonly string[]) => {
    const { toDraft } = await import("../phone-numbers");
    const { national } = form.getValues("draft.phone");
    if (national.startsWith("+")) type({ phone: toDraft(national, countries) });
  };

  const load = async () => {
    const loaded = await api.config();
    const { channel, draft } = form.getValues();
    const { country, national } = draft.phone;
    if (!only && !loaded.channels.includes(channel)) form.setValue("channel", loaded.channels[0] ?? channel);
    if (!country) type({ phone: { country: guessCountry(navigator.languages, loaded.countries), national } });
    captchaEndsAt.current = momentIn(captchaKeeps);
    setConfig(loaded);
    if (national) void writeAtHome(loaded.countries).catch(() => undefined);
    return loaded;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once; asking for a captcha asks again if this fails
  useEffect(() => {
    load().catch(() => undefined);
    // An address that is asked for here alone has nothing to do with those of other pages.
    if (only) return;
    const kept = readDraft();
    // What is being typed is newer.
    if (kept && !form.getValues("draft.email"))
      form.reset({ channel: kept.channel, draft: { email: kept.email, phone: kept.phone } });
    const { unsubscribe } = form.watch(() => {
      const { channel, draft } = form.getValues();
      keepDraft({ channel, ...draft });
    });
    return unsubscribe;
  }, []);

  return {
    form,
    channels: only ? [only] : (config?.channels ?? usualChannels),
    countries: config?.countries ?? [],

    async remember({ channel, address }: Target) {
      form.setValue("channel", channel);
      if (channel === "email") return type({ email: address });
      type({ phone: { country: "", national: address } });
      if (config) await writeAtHome(config.countries);
    },

    forget: () =>
      form.reset({ ...form.getValues(), draft: { email: "", phone: { country: "", national: "" } } }),

    choose(channel: Channel) {
      form.clearErrors();
      // The other field has to be there before it gets the focus.
      flushSync(() => form.setValue("channel", channel));
      form.setFocus("draft");
    },

    /** Says beside the address what is wrong with it, if that is what was refused. */
    blame({ channel }: Target, code: Refusal["code"] | undefined): boolean {
      const invalid = channel === "email" ? "address.emailInvalid" : "address.phoneInvalid";
      const messages: Partial<Record<Refusal["code"], MessageKey>> = {
        "address-unsupported": "problems.address-unsupported",
        "invalid-request": invalid,
      };
      const message = code && messages[code];
      if (message) form.setError("draft", { message }, { shouldFocus: true });
      return message !== undefined;
    },

    /** Loads what will be needed once the address is there: its rules, and the captcha. */
    ahead() {
      void rules(form.getValues("channel")).catch(() => undefined);
      if (config && config.captcha.kind !== "off")
        void loadCaptcha(config.captcha.kind).catch(() => undefined);
    },

    /** The captcha to show. What is not there to be had anew is shown as it was. */
    async captcha() {
      if (!config) return (await load()).captcha;
      const fresh = secondsUntil(captchaEndsAt.current) > 0 ? config : await load().catch(() => config);
      return fresh.captcha;
    },

    /** It did not work: next time it may be another one. */
    doubtCaptcha() {
      captchaEndsAt.current = 0;
    },
  };
}
