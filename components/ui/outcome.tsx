// What came of a press, last on its card: nothing stands below that it could push away. Where that is out of sight, the
// page goes there.
import type { ReactNode } from "react";
import { classes } from "./classes";

const show = (box: HTMLDivElement | null) => box?.scrollIntoView({ block: "nearest" });

export function Outcome({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div ref={show} className={classes("scroll-mb-4", className)}>
      {children}
    </div>
  );
}
