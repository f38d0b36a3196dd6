// How far the journey is: short bars, and the same in words for those who do not see them.
import type { Translate } from "@/messages/translator";
import { classes } from "../ui/classes";
import type { Step } from "./journey";

const numbers: Record<Step, number> = { restoring: 1, address: 1, code: 2, proven: 3 };

export function Progress({ t, step, steps }: { t: Translate; step: Step; steps: number }) {
  const number = numbers[step];
  return (
    <div className="mb-6 flex gap-1.5">
      <span className="sr-only">{t("verify.progress", { step: number, steps })}</span>
      {Array.from({ length: steps }, (_, index) => index + 1).map((each) => (
        <span
          key={each}
          aria-hidden="true"
          className={classes(
            "h-1 w-8 rounded-full transition-colors forced-colors:border",
            each <= number ? "bg-brand forced-colors:bg-[CanvasText]" : "bg-line",
          )}
        />
      ))}
    </div>
  );
}
