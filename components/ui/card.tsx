// The one raised surface of a page.
import type { ComponentProps } from "react";
import { classes } from "./classes";

export function Card({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      {...rest}
      className={classes(
        "rounded-card bg-surface p-6 shadow-card ring-1 ring-line sm:p-10 forced-colors:border",
        className,
      )}
    />
  );
}
