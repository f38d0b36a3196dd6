// First step: by which channel, to which address.
"use client";
import { useRef } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import type { Channel } from "@/lib/contract";
import type { MessageKey, Translate } from "@/messages/translator";
import { type AddressDraft, AddressField } from "../address-field";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { MailIcon, PhoneIcon } from "../ui/icons";
import { Notice } from "../ui/notice";
import type { Journey, Target } from "./journey";
import { lastsLong, OtherChannelButton } from "./other-channel";
import { StepHeading } from "./step-heading";

export interface AddressForm {
  channel: Channel;
  draft: AddressDraft;
}

const tabs: Record<Channel, { Icon: typeof MailIcon; name: MessageKey }> = {
  email: { Icon: MailIcon, name: "address.email" },
  sms: { Icon: PhoneIcon, name: "address.sms" },
};

export function AddressStep({
  t,
  form,
  channels,
  countries,
  journey,
  busy,
  onAddress,
  onChannel,
  onVisit,
  onRetry,
}: {
  t: Translate;
  form: UseFormReturn<AddressForm, unknown, Target>;
  channels: readonly Channel[];
  countries: readonly string[];
  journey: Journey;
  busy: boolean;
  onAddress: (target: Target) => Promise<void>;
  /** The person would rather be reached that way. */
  onChannel: (channel: Channel) => void;
  onVisit: (step: "code" | "details") => void;
  /** Asks the server once more whether a saved journey goes on; only when that had failed. */
  onRetry?: () => void;
}) {
  const buttons = useRef<Partial<Record<Channel, HTMLButtonElement | null>>>({});
  const channel = form.watch("channel");
  const { refusal, challenge, proof, target } = journey;
  const other = channels.find((each) => each !== channel);
  const said = form.formState.errors.draft as { message?: string } | undefined;
  const error = said?.message && t(said.message as MessageKey, { channel });

  const choose = (next: Channel) => {
    form.setValue("channel", next);
    form.clearErrors();
  };

  return (
    <form
      noValidate
      onSubmit={form.handleSubmit(onAddress)}
      // The rules arrive while the address is typed.
      onFocus={() => void rules(channel).catch(() => undefined)}
      className="flex flex-col gap-6"
    >
      <StepHeading title={t("signUp.title")}>{t("signUp.lead")}</StepHeading>

      {refusal && (
        <RefusalNotice
          t={t}
          refusal={refusal}
          channel={channel}
          action={
            onRetry ? (
              <Button look="quiet" size="small" className="-ms-3.5" onClick={onRetry}>
                {t("verify.tryAgain")}
              </Button>
            ) : (
              other && lastsLong(refusal) && <OtherChannelButton t={t} channel={other} onChoose={onChannel} />
            )
          }
        />
      )}
      {proof && target && (
        <Notice
          look="good"
          action={
            <Button look="quiet" size="small" className="-ms-3.5" onClick={() => onVisit("details")}>
              {t("verify.continue")}
            </Button>
          }
        >
          {t("verify.proven", { address: target.address })}
        </Notice>
      )}

      <div className="flex flex-col gap-4">
        {channels.length > 1 && (
          <div
            role="tablist"
            aria-label={t("address.channel")}
            className="grid grid-cols-2 gap-1 rounded-control bg-sunken p-1"
          >
            {channels.map((each, index) => {
              const { Icon, name } = tabs[each];
              return (
                <button
                  key={each}
                  ref={(tab) => {
                    buttons.current[each] = tab;
                  }}
                  type="button"
                  role="tab"
                  id={`tab-${each}`}
                  aria-selected={each === channel}
                  aria-controls="address-panel"
                  tabIndex={each === channel ? 0 : -1}
                  onClick={() => choose(each)}
                  onKeyDown={(event) => {
                    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
                    const other = channels[(index + 1) % channels.length] ?? each;
                    choose(other);
                    buttons.current[other]?.focus();
                  }}
                  className="flex min-h-11 items-center justify-center gap-2 rounded-[calc(var(--radius-control)-0.25rem)] font-semibold text-muted text-sm transition hover:text-ink aria-selected:bg-raised aria-selected:text-ink aria-selected:shadow-sm aria-selected:ring-1 aria-selected:ring-line forced-colors:aria-selected:border-2"
                >
                  <Icon className="size-[1.125rem]" />
                  {t(name)}
                </button>
              );
            })}
          </div>
        )}
        <div
          {...(channels.length > 1 && {
            role: "tabpanel",
            id: "address-panel",
            "aria-labelledby": `tab-${channel}`,
          })}
        >
          <Controller
            control={form.control}
            name="draft"
            render={({ field }) => (
              <AddressField
                t={t}
                channel={channel}
                value={field.value}
                onChange={field.onChange}
                inputRef={field.ref}
                countries={countries}
                error={error}
              />
            )}
          />
        </div>
      </div>

      <div className="flex flex-col gap-2">
        <Button type="submit" busy={busy || form.formState.isSubmitting}>
          {t("verify.getCode")}
        </Button>
        {challenge && (
          <Button look="quiet" onClick={() => onVisit("code")}>
            {t("verify.haveCode")}
          </Button>
        )}
      </div>
    </form>
  );
}

/** The rules of a channel: loaded on first need, with zod and, for phones, the metadata of numbers. */
export function rules(channel: Channel) {
  return channel === "email" ? import("./email-rules") : import("./phone-rules");
}
