// A phone number: its country, and the number in that country's own spelling, formatted as it is typed.
"use client";
import { type ChangeEvent, type Ref, useEffect, useMemo, useState } from "react";
import type { Translate } from "@/messages/translator";
import { flag, flagsAreDrawn, namedCountries } from "./countries";
import { asciiDigits } from "./digits";
import type { PhoneDraft } from "./phone-numbers";
import { controlClasses, Field } from "./ui/field";
import { ChevronIcon } from "./ui/icons";

type Numbers = typeof import("./phone-numbers");

export function PhoneField({
  t,
  value,
  onChange,
  onBlur,
  countries,
  error,
  inputRef,
}: {
  t: Translate;
  value: PhoneDraft;
  onChange: (draft: PhoneDraft) => void;
  onBlur?: () => void;
  /** ISO codes that can be chosen. */
  countries: readonly string[];
  error?: string;
  inputRef?: Ref<HTMLInputElement>;
}) {
  const numbers = useNumbers();
  const [flags] = useState(flagsAreDrawn);
  const options = useMemo(() => namedCountries(t.locale, countries), [t.locale, countries]);
  const dialCode = numbers?.dialCode(value.country) ?? "";

  const type = (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.target;
    if (!numbers) return onChange({ ...value, national: input.value });
    const pasted = Math.abs(input.value.length - value.national.length) > 2;
    const caret = input.selectionStart ?? input.value.length;
    const atEnd = caret === input.value.length;
    const deleting = (event.nativeEvent as InputEvent).inputType?.startsWith("delete") ?? false;
    const before = signs(input.value.slice(0, caret));
    const draft = numbers.readPhone(input.value, value.country, countries, pasted && !deleting);
    // Written here and not by React, so that the caret stays behind the digit it was behind.
    input.value = draft.national;
    const after = atEnd && !deleting ? draft.national.length : placeAfter(draft.national, before);
    input.setSelectionRange(after, after);
    onChange(draft);
  };

  const readAgain = () => {
    if (!numbers || !value.national) return;
    const draft = numbers.readPhone(value.national, value.country, countries, true);
    if (draft.national !== value.national || draft.country !== value.country) onChange(draft);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed before the rules were here
  useEffect(readAgain, [numbers]);

  const leave = () => {
    readAgain();
    onBlur?.();
  };

  return (
    <Field label={t("address.phoneLabel")} error={error} news={null}>
      {(control) => (
        // A number is written from left to right in every language.
        <div dir="ltr" className="flex flex-wrap gap-2">
          <div className="relative shrink-0">
            <select
              aria-label={t("address.countryLabel")}
              autoComplete="tel-country-code"
              value={value.country}
              onChange={(event) => onChange({ ...value, country: event.target.value })}
              className="peer absolute inset-0 size-full cursor-pointer appearance-none opacity-0"
            >
              {options.map(({ country, name }) => (
                <option key={country} value={country}>
                  {numbers
                    ? t("address.country", { country: name, dialCode: numbers.dialCode(country) })
                    : name}
                </option>
              ))}
            </select>
            <div
              aria-hidden="true"
              className={controlClasses(
                // One width for every country, before and after its code is known: stronger than a control's own.
                "pointer-events-none flex w-28! items-center gap-1.5 px-2.5! peer-hover:ring-ink/60 peer-focus-visible:outline-2 peer-focus-visible:outline-brand peer-focus-visible:-outline-offset-2",
              )}
            >
              <span className={flags ? "text-lg leading-none" : "font-semibold text-sm"}>
                {flags ? flag(value.country) : value.country}
              </span>
              <span className="flex-1 text-muted tabular-nums">{dialCode}</span>
              <ChevronIcon className="size-4 shrink-0 text-muted" />
            </div>
          </div>
          <input
            {...control}
            ref={inputRef}
            type="tel"
            name="tel"
            inputMode="tel"
            autoComplete="tel"
            enterKeyHint="send"
            aria-required
            value={value.national}
            onChange={type}
            onBlur={leave}
            // On the narrowest screens, or with large letters, a number has a line of its own.
            className={controlClasses("min-w-[9.5rem] flex-1 basis-0 tabular-nums")}
          />
        </div>
      )}
    </Field>
  );
}

/** The number rules, once they are here; the field works without them until then. */
function useNumbers(): Numbers | undefined {
  const [numbers, setNumbers] = useState<Numbers>();
  useEffect(() => {
    const load = () => import("./phone-numbers").then(setNumbers, () => undefined);
    void load();
    // A phone that was in a tunnel tries again.
    window.addEventListener("online", load);
    return () => window.removeEventListener("online", load);
  }, []);
  return numbers;
}

/** Digits and the plus: what formatting never adds or takes away. */
function signs(text: string): number {
  return asciiDigits(text).replace(/[^\d+]/g, "").length;
}

function placeAfter(text: string, count: number): number {
  let place = 0;
  for (let seen = 0; place < text.length && seen < count; place++) {
    if (/[\d+]/.test(text.charAt(place))) seen++;
  }
  return place;
}
