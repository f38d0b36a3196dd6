// The body of a phone around a screen: decoration, and a clock that is right.
import type { ReactNode } from "react";
import { classes } from "../ui/classes";
import { WallClock } from "./local-time";

const keys = [
  "start-[-3px] top-[7.5rem] h-8",
  "start-[-3px] top-[10.5rem] h-14",
  "end-[-3px] top-[9rem] h-20",
];

export function PhoneFrame({ locale, children }: { locale: string; children: ReactNode }) {
  return (
    <div className="relative mx-auto h-full w-full max-w-[22.5rem] lg:max-w-none">
      {keys.map((place) => (
        <span key={place} aria-hidden="true" className={classes("absolute w-2 rounded-sm bg-edge", place)} />
      ))}
      <div className="relative h-full rounded-[3.25rem] bg-panel-deep p-[0.6875rem] shadow-card dark:bg-panel ring-1 ring-edge/60 ring-inset">
        <div className="flex h-full flex-col overflow-hidden rounded-[2.6rem] bg-surface">
          <div
            aria-hidden="true"
            className="grid h-12 shrink-0 grid-cols-[1fr_auto_1fr] items-center px-6 font-semibold text-sm tabular-nums"
          >
            <WallClock locale={locale} />
            <span className="col-start-2 h-6 w-22 rounded-full bg-panel-deep" />
            <Reception />
          </div>
          {children}
          <div aria-hidden="true" className="flex h-7 shrink-0 items-center justify-center">
            <span className="h-1 w-28 rounded-full bg-ink/80" />
          </div>
        </div>
      </div>
    </div>
  );
}

function Reception() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 46 12"
      fill="currentColor"
      className="col-start-3 h-3 justify-self-end"
    >
      <rect x="0" y="8" width="3" height="4" rx="1" />
      <rect x="4.5" y="5.5" width="3" height="6.5" rx="1" />
      <rect x="9" y="3" width="3" height="9" rx="1" />
      <rect x="13.5" y="0.5" width="3" height="11.5" rx="1" />
      <rect
        x="22.5"
        y="1"
        width="20"
        height="10"
        rx="3"
        fill="none"
        stroke="currentColor"
        strokeOpacity="0.45"
      />
      <rect x="24" y="2.5" width="15" height="7" rx="1.75" />
      <path d="M44 4.25v3.5c.9-.3 1.5-1 1.5-1.75S44.900 4.550 44 4.250Z" fillOpacity="0.5" />
    </svg>
  );
}
