// "Did you mean ada@gmail.com?" below an e-mail address: a question that never blocks, and one tap accepts it.
// Room for it is the field's to keep.
"use client";
import { useEffect, useState } from "react";
import type { Translate } from "@/messages/translator";

/** Milliseconds without a key after which somebody who is still at the field is asked. */
const pause = 800;

/** Mistakes are found behind the @: a long name before it would take more lines than there is room for. */
const shortened = (email: string) => email.replace(/^(.{8}).{3,}(?=@)/, "$1…");

export function EmailSuggestion({
  t,
  value,
  typing,
  onAccept,
}: {
  t: Translate;
  value: string;
  /** The person is still at the field. */
  typing: boolean;
  onAccept: (email: string) => void;
}) {
  /** What was meant, for the value it was found for. */
  const [found, setFound] = useState<{ value: string; likely: string | undefined }>();

  useEffect(() => {
    // A domain without its dot is not typed to its end yet.
    if (!(typing ? /@.+\../ : /@./).test(value)) return;
    const look = () =>
      import("./email-spelling").then(
        ({ likelyEmail }) => setFound({ value, likely: likelyEmail(value) }),
        () => undefined,
      );
    const timer = setTimeout(look, typing ? pause : 0);
    return () => clearTimeout(timer);
  }, [value, typing]);

  const likely = found?.value === value ? found.likely : undefined;
  const [before, after] = t("address.suggestion", { address: "\n" }).split("\n");
  return (
    <>
      {likely && (
        <p className="min-h-6 animate-arrive text-muted text-sm leading-6">
          {before}
          <button
            type="button"
            aria-label={t("address.useSuggestion", { address: likely })}
            onClick={() => onAccept(likely)}
            className="min-h-6 rounded-xs font-semibold text-brand underline decoration-brand/40 underline-offset-4 wrap-anywhere hover:decoration-brand"
          >
            <bdi>{shortened(likely)}</bdi>
          </button>
          {after}
        </p>
      )}
      <span role="status" className="sr-only">
        {likely && t("address.suggestion", { address: likely })}
      </span>
    </>
  );
}
