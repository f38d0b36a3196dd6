// The sign-up in one picture, played once: a piece slides into its gap, a code arrives, the door is open. Drawn with
// colours of the panel it stands on; without motion it shows the end.
import type { CSSProperties } from "react";
import { classes } from "../ui/classes";
import { CheckIcon } from "../ui/icons";

const digits = [..."482913"];

/** A piece of a puzzle in a square of 44, with a knob above and one to the right. */
const piece =
  "M4 12h9a5.5 5.5 0 1 1 10 0h9a2 2 0 0 1 2 2v7a5.5 5.5 0 1 1 0 10v9a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V14a2 2 0 0 1 2-2z";

export function JourneyPicture({ className }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      // As the puzzle and the code themselves: from left to right in every language.
      dir="ltr"
      className={classes("drawn flex w-full max-w-[19rem] flex-col gap-3", className)}
    >
      <div className="overflow-hidden rounded-control bg-surface p-2.5 shadow-card ring-1 ring-line">
        <svg aria-hidden="true" viewBox="0 0 280 120" className="w-full rounded-inner">
          <rect width="280" height="120" fill="var(--brand-soft)" />
          <circle cx="226" cy="30" r="15" fill="var(--brand)" opacity="0.35" />
          <path d="M0 92 62 44l46 34 50-46 68 58 54-34v74H0z" fill="var(--brand)" opacity="0.28" />
          <path d="M0 108 84 70l60 34 72-30 64 26v20H0z" fill="var(--brand)" opacity="0.4" />
          <path transform="translate(186 40)" d={piece} fill="var(--ink)" opacity="0.35" />
          <g className="play-piece">
            <path
              transform="translate(186 40)"
              d={piece}
              fill="var(--brand)"
              stroke="var(--surface)"
              strokeWidth="2"
            />
          </g>
        </svg>
        <div className="mt-2.5 h-7 overflow-hidden rounded-full bg-sunken p-1">
          <div className="h-full overflow-hidden rounded-full">
            <div className="play-rail relative h-full rounded-full bg-brand">
              <span className="absolute inset-y-0 right-0 flex w-9 items-center justify-center rounded-full bg-surface shadow-thumb ring-1 ring-line">
                <CheckIcon className="size-3.5 text-brand" />
              </span>
            </div>
          </div>
        </div>
      </div>
      <div className="flex items-center gap-3 rounded-control bg-surface p-3 shadow-card ring-1 ring-line">
        <span className="flex flex-1 justify-center gap-2 font-mono font-semibold text-ink text-xl">
          {digits.map((digit, place) => (
            <span
              key={digit}
              className="play-digit flex h-10 w-7 items-center justify-center rounded-inner bg-sunken"
              style={{ "--wait": `${2.1 + place * 0.16}s` } as CSSProperties}
            >
              {digit}
            </span>
          ))}
        </span>
        <span className="play-done flex size-9 shrink-0 items-center justify-center rounded-full bg-brand text-on-brand">
          <CheckIcon className="size-5" />
        </span>
      </div>
    </div>
  );
}
