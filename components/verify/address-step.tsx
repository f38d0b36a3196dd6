// First step: by which channel, to which address.
"use client";
import type { ReactNode } from "react";
import { Controller } from "react-hook-form";
import { whenOnline } from "@/lib/connection";
import type { Channel } from "@/lib/contract";
import type { MessageKey, Translate } from "@/messages/translator";
import { type AddressDraft, AddressField } from "../address-field";
import { Button } from "../ui/button";
import { StepHeading } from "../ui/step-heading";
import { ChannelTabs, channelPanel } from "./channel-tabs";
import type { Journey, Target } from "./journey";
import type { TypedAddress } from "./use-address";
import { useWhereItStands } from "./where-it-stands";

export interface AddressForm {
  channel: Channel;
  draft: AddressDraft;
}

export function AddressStep({
  t,
  title,
  lead,
  typed,
  journey,
  busy,
  submit,
  autoComplete,
  onAddress,
  onChannel,
  onVisit,
  onRetry,
  children,
  otherWay,
  footer,
}: {
  t: Translate;
  title: string;
  lead: string;
  typed: TypedAddress;
  journey: Journey;
  busy: boolean;
  /** What the button says. */
  submit: string;
  autoComplete?: "email" | "username";
  onAddress: (target: Target) => Promise<void>;
  /** The person would rather be reached that way. */
  onChannel: (channel: Channel) => void;
  onVisit?: (step: "code" | "proven") => void;
  onRetry?: () => void;
  /** Fields below the address. */
  children?: ReactNode;
  /** A button below the first one. */
  otherWay?: ReactNode;
  /** Below the form. */
  footer?: ReactNode;
}) {
  const { form, channels, countries } = typed;
  const channel = form.watch("channel");
  const said = form.formState.errors.draft as { message?: string } | undefined;
  const error = said?.message && t(said.message as MessageKey, { channel });

  const otherChannel = channels.find((each) => each !== channel);
  const { above, outcome } = useWhereItStands({ t, journey, channel, otherChannel, onChannel, onRetry }, () =>
    onVisit?.("proven"),
  );

  const send = form.handleSubmit(onAddress);
  return (
    <>
      <form
        noValidate
        onSubmit={send}
        // Pressed before the scripts have come: React keeps that until they have. The browser's own way would write the
        // address into the address bar, and into logs.
        action={() => send()}
        // They arrive while the address is typed.
        onFocus={typed.ahead}
        className="flex flex-col gap-6"
      >
        <StepHeading title={title}>{lead}</StepHeading>
        {above}
        <div className="flex flex-col gap-4">
          {channels.length > 1 && (
            <ChannelTabs
              t={t}
              channels={channels}
              channel={channel}
              onChoose={(next) => {
                form.setValue("channel", next);
                form.clearErrors();
              }}
            />
          )}
          <div {...(channels.length > 1 && channelPanel(channel))}>
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
                  autoComplete={autoComplete}
                  error={error}
                />
              )}
            />
          </div>
          {children}
        </div>
        <div className="flex flex-col gap-2">
          <Button type="submit" busy={busy || form.formState.isSubmitting}>
            {submit}
          </Button>
          {journey.challenge && (
            <Button look="quiet" onClick={() => onVisit?.("code")}>
              {t("verify.haveCode")}
            </Button>
          )}
          {otherWay}
        </div>
      </form>
      {footer}
      {outcome}
    </>
  );
}

/** The rules of a channel: loaded on first need, with zod and, for phones, the metadata of numbers. */
export function rules(channel: Channel) {
  return channel === "email"
    ? whenOnline(() => import("./email-rules"))
    : whenOnline(() => import("./phone-rules"));
}
