// How far the sign-up is: three short bars, and the same in words for those who do not see them.
import type { Translate } from "@/messages/translator";
import { classes } from "../ui/classes";
import type { Step } from "./journey";

const numbers: Record<Step, number> = { restoring: 1, address: 1, code: 2, details: 3 };
const steps = [1, 2, 3];

export function Progress({ t, step }: { t: Translate; step: Step }) {
  const number = numbers[step];
  return (
    <div className="mb-6 flex gap-1.5">
      <span className="sr-only">{t("verify.progress", { step: number, steps: steps.length })}</span>
      {steps.map((each) => (
        <span
          key={each}
          aria-hidden="true"
          className={classes(
            "h-1 w-8 rounded-full transition-colors",
            each <= number ? "bg-brand" : "bg-line",
          )}
        />
      ))}
    </div>
  );
}
