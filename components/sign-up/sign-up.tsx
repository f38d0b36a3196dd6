// The sign-up: draws the step at which the journey is, and keeps what is typed in every step.
"use client";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type Resolver, useForm } from "react-hook-form";
import { api } from "@/lib/api-client";
import type { Channel, ConfigResponse } from "@/lib/contract";
import { openToWork } from "@/lib/open-to-work";
import { type MessageKey, type Messages, translator } from "@/messages/translator";
import type { AddressDraft } from "../address-field";
import { CaptchaDialog, type ShownCaptcha } from "../captcha-dialog";
import { loadCaptcha } from "../captcha-kinds";
import { guessCountry } from "../countries";
import type { Refusal } from "../problem-sentence";
import { Spinner } from "../ui/spinner";
import { momentIn, secondsUntil } from "../use-seconds-left";
import { type AddressForm, AddressStep, rules } from "./address-step";
import { CodeStep } from "./code-step";
import { type Details, type DetailsForm, DetailsStep } from "./details-step";
import type { Target } from "./journey";
import { Progress } from "./progress";
import { useJourney } from "./use-journey";

/** Drawn until the server has said which channels it serves. */
const usualChannels: readonly Channel[] = ["email", "sms"];

/** Seconds for which the captcha counts as the one to show: a vendor may have gone down since, or come back. */
const captchaKeeps = 60;
/** How many more checks are asked for in a row. One is enough, unless another instance of the server answers. */
const mostMore = 2;
/** Refusals after which it may be another one. */
const captchaDoubts = new Set<string | undefined>(["unavailable", "captcha-failed", "not-found"]);

export function SignUp({
  locale,
  messages,
  passwordLength,
}: {
  locale: string;
  messages: Messages;
  passwordLength: { min: number; max: number };
}) {
  const t = useMemo(() => translator(locale, messages), [locale, messages]);
  const router = useRouter();
  const [config, setConfig] = useState<ConfigResponse>();
  /** The captcha is open for this address; `more`: how often the server wanted one more. */
  const [asking, setAsking] = useState<{ target: Target; captcha: ShownCaptcha; more: number }>();
  /** Until when the captcha of `config` is believed. */
  const captchaEndsAt = useRef(0);

  const addressForm = useForm<AddressForm, unknown, Target>({
    defaultValues: { channel: "email", draft: { email: "", phone: { country: "", national: "" } } },
    resolver: async (...given) => {
      const { resolver } = await rules(given[0].channel);
      return (resolver as unknown as Resolver<AddressForm, unknown, Target>)(...given);
    },
  });
  const detailsForm = useForm<DetailsForm, unknown, Details>({
    defaultValues: { name: "", password: "" },
    resolver: async (...given) => (await import("./details-rules")).resolver(...given),
  });

  const { journey, ...go } = useJourney({
    locale,
    onRemembered: (target) => void remember(target),
    onSignedIn: () => router.replace("/welcome"),
  });

  const channels = config?.channels ?? usualChannels;
  const countries = config?.countries ?? [];

  /** Changes a part of what was typed. As a whole, because the field is controlled as a whole. */
  const type = (part: Partial<AddressDraft>) =>
    addressForm.setValue("draft", { ...addressForm.getValues("draft"), ...part });

  async function remember({ channel, address }: Target) {
    addressForm.setValue("channel", channel);
    if (channel === "email") return type({ email: address });
    type({ phone: { country: "", national: address } });
    if (config) await writeAtHome(config.countries);
  }

  /** Writes a remembered number the way its own country does. Until then it stands there as E.164. */
  const writeAtHome = async (countries: readonly string[]) => {
    const { toDraft } = await import("../phone-numbers");
    const { national } = addressForm.getValues("draft.phone");
    if (national.startsWith("+")) type({ phone: toDraft(national, countries) });
  };

  const loadConfig = async () => {
    const loaded = await api.config();
    const { channel, draft } = addressForm.getValues();
    const { country, national } = draft.phone;
    if (!loaded.channels.includes(channel)) addressForm.setValue("channel", loaded.channels[0] ?? channel);
    if (!country) type({ phone: { country: guessCountry(navigator.languages, loaded.countries), national } });
    captchaEndsAt.current = momentIn(captchaKeeps);
    setConfig(loaded);
    if (national) void writeAtHome(loaded.countries).catch(() => undefined);
    return loaded;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once; getting a code asks again if this fails
  useEffect(() => {
    loadConfig().catch(() => undefined);
  }, []);

  const getCode = async (target: Target) => {
    const { challenge, target: before } = journey;
    const same = before?.channel === target.channel && before.address === target.address;
    // The server would refuse another send this early; the code that is out already still works.
    if (challenge && same && secondsUntil(challenge.sendAgainAt) > 0 && secondsUntil(challenge.endsAt) > 0) {
      return go.visit("code");
    }
    await ask(target);
  };

  const ask = async (target: Target, more = 0) => {
    go.answer();
    try {
      const { kind, siteKey } = await captchaToShow();
      if (kind === "off") await send(target, "off");
      else setAsking({ target, captcha: { kind, siteKey, Captcha: await loadCaptcha(kind) }, more });
    } catch (error) {
      go.refuse(error);
    }
  };

  const captchaToShow = async () => {
    if (!config) return (await loadConfig()).captcha;
    // What is not there to be had anew is shown as it was.
    const fresh = secondsUntil(captchaEndsAt.current) > 0 ? config : await loadConfig().catch(() => config);
    return fresh.captcha;
  };

  const send = async (target: Target, captchaToken: string) => {
    const refusal = await go.send(target, captchaToken);
    if (captchaDoubts.has(refusal?.code)) captchaEndsAt.current = 0;
    if (asking && asking.more < mostMore && openToWork.has(refusal?.limit)) {
      return ask(target, asking.more + 1);
    }
    leaveCaptcha(target, refusal);
  };

  const leaveCaptcha = ({ channel }: Target, refusal?: Refusal) => {
    // Closed before the focus moves, since a closing dialog hands the focus back.
    flushSync(() => setAsking(undefined));
    if (refusal?.code === "address-unsupported") blame("problems.address-unsupported");
    if (refusal?.code === "invalid-request") {
      blame(channel === "email" ? "address.emailInvalid" : "address.phoneInvalid");
    }
  };

  const sendAgain = async () => {
    const refusal = await go.sendAgain();
    // Not within this challenge any more: a new one, for which the server wants to see a captcha.
    if (journey.target && openToWork.has(refusal?.limit)) await ask(journey.target, 1);
    return refusal;
  };

  /** Says beside the address what is wrong with it. */
  const blame = (message: MessageKey) => {
    go.answer();
    addressForm.setError("draft", { message }, { shouldFocus: true });
  };

  const createAccount = async (details: Details) => {
    const refusal = await go.createAccount(details);
    if (refusal?.code !== "weak-password") return;
    go.answer();
    const message: MessageKey = "problems.weak-password";
    detailsForm.setError("password", { message }, { shouldFocus: true });
  };

  const changeAddress = (channel?: Channel) => {
    if (channel) addressForm.setValue("channel", channel);
    go.visit("address");
  };

  const changeChannel = (channel: Channel) => {
    go.answer();
    addressForm.clearErrors();
    // The other field has to be there before it gets the focus.
    flushSync(() => addressForm.setValue("channel", channel));
    addressForm.setFocus("draft");
  };

  const restart = () => {
    addressForm.reset({
      ...addressForm.getValues(),
      draft: { email: "", phone: { country: "", national: "" } },
    });
    go.restart();
  };

  const { step, challenge, proof, target, refusal } = journey;
  return (
    <>
      <Progress t={t} step={step} />
      {/* A new key lets every step arrive anew. */}
      <div key={step} className={step === "address" && !target ? undefined : "animate-arrive"}>
        {step === "restoring" && (
          <p role="status" className="flex min-h-80 items-center justify-center gap-3 text-muted">
            <Spinner />
            {t("verify.restoring")}
          </p>
        )}
        {step === "address" && (
          <AddressStep
            t={t}
            form={addressForm}
            channels={channels}
            countries={countries}
            journey={journey}
            busy={asking !== undefined}
            onAddress={getCode}
            onChannel={changeChannel}
            onVisit={go.visit}
            onRetry={journey.unsettled ? () => void go.retry() : undefined}
          />
        )}
        {step === "code" && challenge && (
          <CodeStep
            key={challenge.challengeId}
            t={t}
            challenge={challenge}
            refusal={refusal}
            otherChannel={channels.find((each) => each !== challenge.channel)}
            onCode={go.check}
            onSendAgain={sendAgain}
            onRefresh={go.refresh}
            onChange={changeAddress}
          />
        )}
        {step === "details" && proof && target && (
          <DetailsStep
            t={t}
            form={detailsForm}
            target={target}
            refusal={refusal}
            passwordLength={passwordLength}
            onDetails={createAccount}
            onRestart={restart}
          />
        )}
      </div>
      {asking && (
        <CaptchaDialog
          t={t}
          captcha={asking.captcha}
          more={asking.more}
          purpose="sign-up"
          target={asking.target}
          onSolved={(captchaToken) => void send(asking.target, captchaToken)}
          onAddressRefused={(refusal) => leaveCaptcha(asking.target, refusal)}
          onClose={() => {
            // Perhaps because it did not work: next time it may be another one.
            captchaEndsAt.current = 0;
            setAsking(undefined);
          }}
        />
      )}
    </>
  );
}
