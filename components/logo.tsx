// The mark and the name.
import { brand } from "@/lib/brand";
import { classes } from "./ui/classes";

export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" fill="currentColor" className={classes("size-7", className)}>
      <path d={brand.logo} />
    </svg>
  );
}

export function Logo({ className }: { className?: string }) {
  return (
    <span
      className={classes("inline-flex items-center gap-2.5 font-semibold text-lg tracking-tight", className)}
    >
      <Mark />
      {brand.name}
    </span>
  );
}
