// Takes the code of one message to the clipboard with one tap, and says that it did.
import { useEffect, useState } from "react";
import type { Translate } from "@/messages/translator";
import { buttonClasses } from "../ui/button";
import { classes } from "../ui/classes";
import { CheckIcon, CopyIcon } from "../ui/icons";

/** How long "Copied" stays. */
const newsMs = 2000;

export function CopyCode({
  t,
  code,
  compact = false,
  className,
}: {
  t: Translate;
  code: string;
  /** Only its icon is drawn. */
  compact?: boolean;
  className?: string;
}) {
  const [outcome, setOutcome] = useState<"copied" | "copyFailed">();

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), newsMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  const Icon = outcome === "copied" ? CheckIcon : CopyIcon;
  return (
    <>
      <button
        type="button"
        aria-label={`${t("outbox.copyCode")} ${code}`}
        title={compact ? t("outbox.copyCode") : undefined}
        onClick={() =>
          copy(code).then(
            () => setOutcome("copied"),
            () => setOutcome("copyFailed"),
          )
        }
        className={buttonClasses(
          { look: "quiet", size: "small" },
          classes(compact ? "w-11 px-0" : "bg-brand-soft hover:text-brand-strong", className),
        )}
      >
        <Icon
          key={outcome}
          className={classes("size-[1.125rem]", outcome === "copied" && "animate-arrive")}
        />
        {!compact && t(outcome ? `outbox.${outcome}` : "outbox.copyCode")}
      </button>
      <span role="status" className="sr-only">
        {outcome && t(`outbox.${outcome}`)}
      </span>
    </>
  );
}

async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without TLS, as on a phone that looks at a developer's machine, browsers only know the old way.
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.style.position = "fixed";
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!copied) throw new Error("The browser refused to copy");
}
