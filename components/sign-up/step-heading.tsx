// The title of a step and the sentence below it.
import type { ReactNode } from "react";

export function StepHeading({ title, children, id }: { title: string; children?: ReactNode; id?: string }) {
  return (
    <div className="flex flex-col gap-2">
      <h1 className="text-balance font-semibold text-[1.75rem] leading-9 tracking-tight">{title}</h1>
      {children && (
        <p id={id} className="text-muted leading-relaxed">
          {children}
        </p>
      )}
    </div>
  );
}
