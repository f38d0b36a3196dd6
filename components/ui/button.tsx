// Buttons, and links that look like them. A busy or waiting button stays focusable (aria-disabled), so that
// keyboard and screen reader keep their place.
import type { ComponentProps, MouseEvent } from "react";
import { classes } from "./classes";
import { Spinner } from "./spinner";

const looks = {
  primary:
    "bg-brand text-on-brand shadow-xs hover:not-aria-disabled:bg-brand-strong active:not-aria-disabled:scale-[0.99] aria-disabled:not-aria-busy:opacity-60",
  secondary: "bg-surface text-ink ring-1 ring-edge ring-inset hover:not-aria-disabled:bg-sunken",
  quiet: "text-brand hover:not-aria-disabled:bg-brand-soft aria-disabled:text-muted",
} as const;

const sizes = {
  regular: "min-h-12 px-5 text-base",
  small: "min-h-11 px-3.5 text-sm",
} as const;

interface Look {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
}

/** The classes of a button, for an element that is not one (a link). */
export function buttonClasses({ look = "primary", size = "regular" }: Look = {}, className?: string) {
  return classes(
    "relative inline-flex select-none items-center justify-center gap-2 rounded-control text-center font-semibold transition",
    "forced-colors:border aria-disabled:cursor-default",
    looks[look],
    sizes[size],
    className,
  );
}

export function Button({
  look,
  size,
  busy = false,
  waiting = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ComponentProps<"button"> &
  Look & {
    /** Something this button started is on its way. */
    busy?: boolean;
    /** It cannot be pressed yet. */
    waiting?: boolean;
  }) {
  const still = busy || waiting;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (still) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={still || undefined}
      aria-busy={busy || undefined}
      onClick={press}
      className={buttonClasses({ look, size }, className)}
    >
      {/* In the place of the words, which keep their room: nothing moves. */}
      {busy && <Spinner className="absolute" />}
      <span className={classes("inline-flex min-w-0 items-center justify-center gap-2", busy && "opacity-0")}>
        {children}
      </span>
    </button>
  );
}
