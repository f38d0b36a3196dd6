// Last step of whoever is new: a name and a password, both as the person likes.
"use client";
import { type RefObject, useEffect } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/lib/api-client";
import { passwordLength } from "@/lib/contract";
import type { MessageKey, Translate } from "@/messages/translator";
import { PasswordField } from "../password-field";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { controlClasses, Field } from "../ui/field";
import { Outcome } from "../ui/outcome";
import { StepHeading } from "../ui/step-heading";
import { Username } from "../username";
import type { Proven } from "../verify/verify";
import { resolver } from "./details-rules";

export interface DetailsForm {
  name: string;
  password: string;
}

/** What the rules make of it: empty means not given. */
type Details = Partial<DetailsForm>;

export function DetailsStep({
  t,
  proven: { target, proof, refusal, ...proven },
  surprise,
  typed,
  onCreated,
}: {
  t: Translate;
  proven: Proven;
  /** The person did not come to create an account. */
  surprise: boolean;
  /** What was typed here before the person went back, and is to be kept until the next time. */
  typed: RefObject<DetailsForm>;
  onCreated: () => void;
}) {
  const form = useForm<DetailsForm, unknown, Details>({
    defaultValues: typed.current,
    resolver,
  });
  useEffect(
    () => () => {
      typed.current = form.getValues();
    },
    [form, typed],
  );
  const { errors, isSubmitting } = form.formState;
  const said = (message: string | undefined) => message && t(message as MessageKey, passwordLength);
  const { ref: nameRef, ...name } = form.register("name");
  const { ref: passwordRef, ...password } = form.register("password");
  const exists = refusal?.code === "account-exists";

  const create = async (details: Details) => {
    proven.answer();
    try {
      await api.createAccount({ ...details, proof });
    } catch (error) {
      if (proven.refuse(error).code !== "weak-password") return;
      proven.answer();
      const message: MessageKey = "problems.weak-password";
      return form.setError("password", { message }, { shouldFocus: true });
    }
    proven.finish();
    onCreated();
    // Busy until the next page is here.
    await new Promise(() => undefined);
  };

  return (
    <form noValidate onSubmit={form.handleSubmit(create)} className="flex flex-col gap-6">
      <StepHeading title={t("details.title")}>
        {t(surprise ? "details.newHere" : "details.lead", { address: target.address })}
      </StepHeading>

      {!exists && (
        <>
          <Username value={target.address} />
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
              label={t("password.label")}
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
          {surprise && (
            <Button look="quiet" onClick={proven.restart}>
              {t("details.otherAddress")}
            </Button>
          )}
        </>
      )}
      {refusal && (
        <Outcome>
          <RefusalNotice
            t={t}
            refusal={refusal}
            channel={target.channel}
            action={
              exists && (
                <Button look="quiet" size="small" className="-ms-3.5" onClick={proven.restart}>
                  {t("details.otherAddress")}
                </Button>
              )
            }
          />
        </Outcome>
      )}
    </form>
  );
}
