// Label, hint and error around one control, tied together for assistive technology (epic-stack's Field).
// The control is drawn by the child, which spreads the props it is handed.
import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import { AlertIcon } from "./icons";

export interface ControlProps {
  id: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
}

/** Room for what is said after a while, taken in part from the gap to what follows: it moves nothing. */
const rooms = {
  none: "contents",
  /** Two lines on a phone and one elsewhere. */
  small: "-mb-4 flex min-h-12 flex-col gap-1 sm:min-h-6",
  /** One more. */
  large: "-mb-4 flex min-h-15 flex-col gap-1 sm:min-h-10",
} as const;

/** Classes of a text control; 16 px text, so that phones do not zoom on focus. */
export function controlClasses(className?: string) {
  return classes(
    "block min-h-12 w-full rounded-control bg-surface px-4 text-base text-ink ring-1 ring-edge ring-inset transition forced-colors:border",
    "placeholder:text-muted hover:ring-ink/60 focus:outline-2 focus:outline-brand focus:-outline-offset-2",
    "aria-invalid:ring-danger aria-invalid:focus:outline-danger",
    className,
  );
}

export function Field({
  label,
  note,
  hint,
  error,
  news,
  room = news === undefined ? "none" : "small",
  children,
}: {
  label: ReactNode;
  /** Small words after the label, e.g. "optional". */
  note?: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** What may be said below the control later on. Room is kept for it, and for the error, even while it is null. */
  news?: ReactNode;
  room?: keyof typeof rooms;
  children: (control: ControlProps) => ReactNode;
}) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3 text-sm">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {note && <span className="text-muted">{note}</span>}
      </div>
      {children({
        id,
        "aria-invalid": error ? true : undefined,
        "aria-describedby": describedBy || undefined,
      })}
      <div className={rooms[room]}>
        {hint && (
          // An error takes its place.
          <p id={`${id}-hint`} className={classes("text-muted text-sm", error ? "sr-only" : undefined)}>
            {hint}
          </p>
        )}
        {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
        {news}
      </div>
    </div>
  );
}

/** What is wrong with one control, said when it appears. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex animate-arrive items-start gap-1.5 text-danger text-sm">
      <AlertIcon className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
