// One text input for the whole code (GOV.UK), so that typing, pasting, autofill and correction work as anywhere.
import type { Ref } from "react";
import { findCode } from "./digits";
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
  /** The last missing digit has just arrived. */
  onComplete: (code: string) => void;
  error?: string;
  /** Id of the words that say where the code went. */
  describedBy?: string;
  readOnly?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}) {
  const take = (text: string) => {
    const code = findCode(text, length);
    onChange(code);
    if (code.length === length && code !== value) onComplete(code);
  };
  return (
    <Field label={label} error={error}>
      {(control) => (
        <input
          {...control}
          ref={inputRef}
          aria-describedby={[describedBy, control["aria-describedby"]].filter(Boolean).join(" ") || undefined}
          name="code"
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          enterKeyHint="done"
          spellCheck={false}
          dir="ltr"
          value={value}
          readOnly={readOnly}
          onChange={(event) => take(event.target.value)}
          placeholder={"•".repeat(length)}
          className={controlClasses(
            "min-h-16 ps-[calc(1rem+0.4em)] text-center font-mono text-[1.75rem] tracking-[0.4em] placeholder:text-edge/60",
          )}
        />
      )}
    </Field>
  );
}
