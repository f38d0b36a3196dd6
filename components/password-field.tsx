// A password: can be looked at, says how hard it is to guess where it is new, and lets password managers do their
// work.
"use client";
import { type InputHTMLAttributes, type Ref, useState } from "react";
import type { Translate } from "@/messages/translator";
import { classes } from "./ui/classes";
import { controlClasses, Field } from "./ui/field";
import { EyeIcon, EyeOffIcon } from "./ui/icons";

type Judge = typeof import("./password-strength");

export function PasswordField({
  t,
  label,
  note,
  hint,
  kind = "new",
  value,
  known = [],
  minLength = 0,
  error,
  inputRef,
  ...input
}: {
  t: Translate;
  label: string;
  note?: string;
  hint?: string;
  /** A current one is remembered, and nobody judges it. */
  kind?: "new" | "current";
  value: string;
  /** What others know of the person: no password may be made of it. */
  known?: string[];
  minLength?: number;
  error?: string;
  inputRef?: Ref<HTMLInputElement>;
} & Pick<InputHTMLAttributes<HTMLInputElement>, "name" | "onChange" | "onBlur">) {
  const [shown, setShown] = useState(false);
  const [judge, setJudge] = useState<Judge>();
  const strength = value && judge ? judge.strengthOf(value, known) : undefined;
  const short = value.length > 0 && value.length < minLength;
  const level = short ? 0 : strength;
  const words = short
    ? t("password.tooShort", { min: minLength })
    : strength !== undefined && t("password.strength", { level: t(`password.level${strength}`) });

  return (
    <Field label={label} note={note} hint={hint} error={error}>
      {(control) => (
        <div className="flex flex-col gap-2">
          <div className="relative">
            <input
              {...control}
              {...input}
              ref={inputRef}
              type={shown ? "text" : "password"}
              autoComplete={kind === "current" ? "current-password" : "new-password"}
              autoCapitalize="none"
              spellCheck={false}
              value={value}
              onFocus={() => {
                if (!judge && kind === "new")
                  void import("./password-strength").then(setJudge, () => undefined);
              }}
              className={controlClasses("pe-14")}
            />
            <button
              type="button"
              aria-label={t(shown ? "password.hide" : "password.show")}
              onClick={() => setShown(!shown)}
              className="absolute end-0.5 top-0.5 flex size-11 items-center justify-center rounded-control text-muted transition hover:text-ink"
            >
              {shown ? <EyeOffIcon className="size-5" /> : <EyeIcon className="size-5" />}
            </button>
          </div>
          {kind === "new" && (
            <div className="flex items-center gap-3">
              <div aria-hidden="true" className="flex flex-1 gap-1">
                {([1, 2, 3, 4] as const).map((step) => (
                  <span
                    key={step}
                    className={classes(
                      "h-1 flex-1 rounded-full transition-colors",
                      level === undefined || (level < step && !(step === 1 && value))
                        ? "bg-line"
                        : level < 2
                          ? "bg-danger"
                          : level < 3
                            ? "bg-caution"
                            : "bg-brand",
                    )}
                  />
                ))}
              </div>
              <p role="status" className="min-h-5 min-w-40 text-end text-muted text-sm empty:min-w-0">
                {words}
              </p>
            </div>
          )}
        </div>
      )}
    </Field>
  );
}
