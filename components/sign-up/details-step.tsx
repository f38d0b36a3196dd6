// Last step: a name and a password, both as the person likes.
"use client";
import type { UseFormReturn } from "react-hook-form";
import type { MessageKey, Translate } from "@/messages/translator";
import { PasswordField } from "../password-field";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { controlClasses, Field } from "../ui/field";
import type { Target, TimedRefusal } from "./journey";
import { StepHeading } from "./step-heading";

export interface DetailsForm {
  name: string;
  password: string;
}

/** What the rules make of it: empty means not given. */
export type Details = Partial<DetailsForm>;

export function DetailsStep({
  t,
  form,
  target,
  refusal,
  passwordLength,
  onDetails,
  onRestart,
}: {
  t: Translate;
  form: UseFormReturn<DetailsForm, unknown, Details>;
  target: Target;
  refusal: TimedRefusal | undefined;
  passwordLength: { min: number; max: number };
  onDetails: (details: Details) => Promise<void>;
  onRestart: () => void;
}) {
  const { errors, isSubmitting } = form.formState;
  const said = (message: string | undefined) => message && t(message as MessageKey, passwordLength);
  const { ref: nameRef, ...name } = form.register("name");
  const { ref: passwordRef, ...password } = form.register("password");
  const exists = refusal?.code === "account-exists";

  return (
    <form noValidate onSubmit={form.handleSubmit(onDetails)} className="flex flex-col gap-6">
      <StepHeading title={t("details.title")}>{t("details.lead", { address: target.address })}</StepHeading>

      {refusal && (
        <RefusalNotice
          t={t}
          refusal={refusal}
          channel={target.channel}
          action={
            exists && (
              <Button look="quiet" size="small" className="-ms-3.5" onClick={onRestart}>
                {t("details.otherAddress")}
              </Button>
            )
          }
        />
      )}
      {!exists && (
        <>
          {/* Tells password managers whose password this is. */}
          <input
            type="text"
            name="username"
            autoComplete="username"
            value={target.address}
            readOnly
            tabIndex={-1}
            aria-hidden="true"
            className="sr-only"
          />

          <div className="flex flex-col gap-5">
            <Field label={t("details.name")} note={t("details.optional")} error={said(errors.name?.message)}>
              {(control) => (
                <input
                  {...control}
                  {...name}
                  ref={nameRef}
                  type="text"
                  autoComplete="name"
                  enterKeyHint="next"
                  className={controlClasses()}
                />
              )}
            </Field>
            <PasswordField
              t={t}
              {...password}
              inputRef={passwordRef}
              note={t("details.optional")}
              hint={t("details.passwordHint")}
              value={form.watch("password")}
              known={[target.address, form.watch("name")].filter(Boolean)}
              minLength={passwordLength.min}
              error={said(errors.password?.message)}
            />
          </div>

          <Button type="submit" busy={isSubmitting}>
            {t("details.create")}
          </Button>
        </>
      )}
    </form>
  );
}
