// The address of one channel: an e-mail address or a phone number.
import type { Ref } from "react";
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { PhoneField } from "./phone-field";
import type { PhoneDraft } from "./phone-numbers";
import { controlClasses, Field } from "./ui/field";

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
  error,
  inputRef,
}: {
  t: Translate;
  channel: Channel;
  value: AddressDraft;
  onChange: (draft: AddressDraft) => void;
  countries: readonly string[];
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
  return (
    <Field label={t("address.emailLabel")} error={error}>
      {(control) => (
        <input
          {...control}
          ref={inputRef}
          type="email"
          name="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="send"
          dir="ltr"
          placeholder={t("address.emailExample")}
          value={value.email}
          onChange={(event) => onChange({ ...value, email: event.target.value })}
          className={controlClasses("rtl:text-end")}
        />
      )}
    </Field>
  );
}
