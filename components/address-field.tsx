// The address of one channel: an e-mail address or a phone number.
import { type FocusEvent, type Ref, useImperativeHandle, useRef, useState } from "react";
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { EmailSuggestion } from "./email-suggestion";
import { PhoneField } from "./phone-field";
import type { PhoneDraft } from "./phone-numbers";
import { controlClasses, Field } from "./ui/field";
import { useTypedEarly } from "./ui/use-typed-early";

/** What was typed for each channel; changing the channel forgets neither. */
export interface AddressDraft {
  email: string;
  phone: PhoneDraft;
}

export function AddressField({
  t,
  channel,
  value,
  onChange,
  countries,
  autoComplete = "email",
  error,
  inputRef,
}: {
  t: Translate;
  channel: Channel;
  value: AddressDraft;
  onChange: (draft: AddressDraft) => void;
  countries: readonly string[];
  /** What the browser may fill in for an e-mail address: "username" where a password stands beside it. */
  autoComplete?: "email" | "username";
  error?: string;
  inputRef?: Ref<HTMLInputElement>;
}) {
  if (channel === "sms") {
    return (
      <PhoneField
        t={t}
        value={value.phone}
        onChange={(phone) => onChange({ ...value, phone })}
        countries={countries}
        error={error}
        inputRef={inputRef}
      />
    );
  }
  const type = (email: string) => onChange({ ...value, email });
  return <EmailField {...{ t, autoComplete, error, inputRef }} value={value.email} onChange={type} />;
}

function EmailField({
  t,
  value,
  onChange,
  autoComplete,
  error,
  inputRef,
}: {
  t: Translate;
  value: string;
  onChange: (email: string) => void;
  autoComplete: string;
  error?: string;
  inputRef?: Ref<HTMLInputElement>;
}) {
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(inputRef, () => input.current as HTMLInputElement, []);
  useTypedEarly(input, value, onChange);
  const [focused, setFocused] = useState(false);

  const leave = ({ target }: FocusEvent<HTMLInputElement>) => {
    setFocused(false);
    if (!target.value) return;
    import("./email-spelling").then(
      ({ tidyEmail }) => {
        const tidy = tidyEmail(target.value);
        if (tidy !== target.value) onChange(tidy);
      },
      () => undefined,
    );
  };

  return (
    <Field
      label={t("address.emailLabel")}
      error={error}
      news={
        <EmailSuggestion
          t={t}
          value={value}
          typing={focused}
          onAccept={(email) => {
            onChange(email);
            input.current?.focus();
          }}
        />
      }
    >
      {(control) => (
        <input
          {...control}
          ref={input}
          type="email"
          name="email"
          inputMode="email"
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="send"
          aria-required
          dir="ltr"
          placeholder={t("address.emailExample")}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onFocus={() => setFocused(true)}
          onBlur={leave}
          className={controlClasses("rtl:text-end")}
        />
      )}
    </Field>
  );
}
