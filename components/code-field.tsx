// One text input for the whole code (GOV.UK), so that typing, pasting, autofill and correction work as anywhere.
"use client";
import type { ChangeEvent, ClipboardEvent, Ref } from "react";
import { asciiDigits, findCode } from "./digits";
import { controlClasses, Field } from "./ui/field";

export function CodeField({
  label,
  length,
  value,
  onChange,
  onComplete,
  error,
  describedBy,
  readOnly,
  inputRef,
}: {
  label: string;
  length: number;
  value: string;
  onChange: (code: string) => void;
  /** The last missing digit has just arrived, or one of all was changed. */
  onComplete: (code: string) => void;
  error?: string;
  /** Id of the words that say where the code went. */
  describedBy?: string;
  readOnly?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}) {
  const take = (code: string) => {
    onChange(code);
    if (code.length === length && code !== value) onComplete(code);
  };

  const type = ({ target: input }: ChangeEvent<HTMLInputElement>) => {
    const place = input.selectionStart ?? input.value.length;
    const before = digitsOf(input.value.slice(0, place));
    const behind = digitsOf(input.value.slice(place));
    // One digit more in a full code takes the place of the one behind it, or has none at the end.
    const over = value.length === length && before.length + behind.length === length + 1;
    const code = over ? `${before}${behind.slice(1)}`.slice(0, length) : findCode(input.value, length);
    const atEnd = place === input.value.length;
    // Written here and not by React, so that the caret stays behind the digit it was behind.
    input.value = code;
    const after = atEnd ? code.length : Math.min(before.length, code.length);
    input.setSelectionRange(after, after);
    take(code);
  };

  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const code = findCode(event.clipboardData.getData("text"), length);
    // A whole code takes the place of whatever is there; a part of one goes where the caret is.
    if (code.length < length || readOnly) return;
    event.preventDefault();
    take(code);
  };

  return (
    <Field label={label} error={error} news={null}>
      {(control) => (
        <div className="relative">
          <input
            {...control}
            ref={inputRef}
            aria-describedby={
              [describedBy, control["aria-describedby"]].filter(Boolean).join(" ") || undefined
            }
            aria-required
            name="code"
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            autoCorrect="off"
            enterKeyHint="done"
            spellCheck={false}
            dir="ltr"
            value={value}
            readOnly={readOnly}
            onChange={type}
            onPaste={paste}
            className={controlClasses(
              "min-h-16 ps-[calc(1rem+0.4em)] text-center font-mono text-[1.75rem] tracking-[0.4em]",
            )}
          />
          {/* Not a placeholder: a screen reader would read six bullets. */}
          {value === "" && (
            <span
              aria-hidden="true"
              dir="ltr"
              className="pointer-events-none absolute inset-0 flex items-center justify-center ps-[0.4em] font-mono text-[1.75rem] text-edge/60 tracking-[0.4em]"
            >
              {"•".repeat(length)}
            </span>
          )}
        </div>
      )}
    </Field>
  );
}

const digitsOf = (text: string) => asciiDigits(text).replace(/\D/g, "");
