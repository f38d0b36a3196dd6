// A paragraph of news inside a card: something went well, needs care, or went wrong.
import type { ReactNode } from "react";
import { classes } from "./classes";
import { AlertIcon, CheckIcon, InfoIcon } from "./icons";

const looks = {
  info: { box: "bg-sunken text-ink", icon: "text-muted", Icon: InfoIcon },
  good: { box: "bg-brand-soft text-ink", icon: "text-brand", Icon: CheckIcon },
  caution: { box: "bg-caution-soft text-ink", icon: "text-caution", Icon: AlertIcon },
  bad: { box: "bg-danger-soft text-ink", icon: "text-danger", Icon: AlertIcon },
} as const;

export function Notice({
  look = "info",
  children,
  action,
}: {
  look?: keyof typeof looks;
  children: ReactNode;
  /** A button or link that answers the news. */
  action?: ReactNode;
}) {
  const { box, icon, Icon } = looks[look];
  return (
    <div
      role={look === "bad" ? "alert" : "status"}
      className={classes(
        "flex animate-arrive gap-3 rounded-control px-4 py-3 text-sm leading-relaxed forced-colors:border",
        box,
      )}
    >
      <Icon className={classes("mt-0.5 size-[1.125rem] shrink-0", icon)} />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-1">
        <div>{children}</div>
        {action}
      </div>
    </div>
  );
}
