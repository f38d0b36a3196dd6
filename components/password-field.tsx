// A password: can be looked at, says that Caps Lock is on, and lets password managers do their work. A new one also
// says how hard it is to guess.
"use client";
import {
  type InputHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useId,
  useState,
} from "react";
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
  minLength,
  error,
  inputRef,
  ...input
}: {
  t: Translate;
  label: string;
  /** Small words after the label, e.g. "optional": without them it is required. */
  note?: ReactNode;
  hint?: ReactNode;
  /** A current one is remembered, and nobody judges it. */
  kind?: "new" | "current";
  value: string;
  /** What others know of the person: no new password may be made of it. */
  known?: string[];
  /** Of a new password: said before it is an error. */
  minLength?: number;
  error?: string;
  inputRef?: Ref<HTMLInputElement>;
} & Pick<InputHTMLAttributes<HTMLInputElement>, "name" | "onChange" | "onBlur" | "enterKeyHint">) {
  const chosen = kind === "new";
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const [judge, setJudge] = useState<Judge>();
  const wordsId = useId();
  const strength = chosen && value && judge ? judge.strengthOf(value, known) : undefined;
  const short = chosen && minLength !== undefined && value.length < minLength;
  const level = value && short ? 0 : strength;
  const words = capsLock
    ? t("password.capsLock")
    : short
      ? t("password.tooShort", { min: minLength })
      : strength !== undefined && t("password.strength", { level: t(`password.level${strength}`) });

  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));

  const said = (
    <p
      id={wordsId}
      role="status"
      className={classes("text-muted text-sm", chosen ? "min-w-40 text-end empty:min-w-0" : "empty:absolute")}
    >
      {/* Other words of another width: they come, and do not move there. */}
      {words && <span key={words}>{words}</span>}
    </p>
  );

  return (
    <Field label={label} note={note} hint={hint} error={error} room="large" news={!chosen && said}>
      {(control) => (
        <div className="flex flex-col gap-2">
          <div className="relative">
            <input
              enterKeyHint="done"
              {...control}
              {...input}
              ref={inputRef}
              aria-describedby={[control["aria-describedby"], wordsId].filter(Boolean).join(" ")}
              aria-required={!note}
              type={shown ? "text" : "password"}
              autoComplete={chosen ? "new-password" : "current-password"}
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              // Also where it is shown: a password is written from left to right.
              dir="ltr"
              value={value}
              onKeyDown={watchCapsLock}
              onKeyUp={watchCapsLock}
              onFocus={() => {
                if (chosen && !judge) void import("./password-strength").then(setJudge, () => undefined);
              }}
              className={controlClasses("pr-14 rtl:text-end")}
            />
            <button
              type="button"
              // One name and a state: "Show password, pressed".
              aria-label={t("password.show")}
              aria-pressed={shown}
              title={t(shown ? "password.hide" : "password.show")}
              onClick={() => setShown(!shown)}
              className="absolute top-0.5 right-0.5 flex size-11 items-center justify-center rounded-control text-muted transition hover:text-ink"
            >
              {shown ? <EyeOffIcon className="size-5" /> : <EyeIcon className="size-5" />}
            </button>
          </div>
          {chosen && (
            <div className="flex min-h-5 items-center gap-3">
              <Meter level={level} begun={value !== ""} />
              {said}
            </div>
          )}
        </div>
      )}
    </Field>
  );
}

/** The strength as bars, for eyes; the words beside it say the same. */
function Meter({ level, begun }: { level: number | undefined; begun: boolean }) {
  return (
    <div aria-hidden="true" className="flex flex-1 gap-1">
      {([1, 2, 3, 4] as const).map((step) => {
        const filled = level !== undefined && (level >= step || (step === 1 && begun));
        return (
          <span
            key={step}
            className={classes(
              "h-1 flex-1 rounded-full transition-colors forced-colors:border",
              !filled ? "bg-line" : level < 2 ? "bg-danger" : level < 3 ? "bg-caution" : "bg-brand",
              filled && "forced-colors:bg-[CanvasText]",
            )}
          />
        );
      })}
    </div>
  );
}
