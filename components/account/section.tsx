// A part of the account under a heading of its own.
import { type ReactNode, useId } from "react";

export function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1 border-line border-t pt-6">
      <h2 id={id} className="font-semibold text-lg leading-7 tracking-tight">
        {title}
      </h2>
      {lead && <p className="text-muted text-sm leading-relaxed">{lead}</p>}
      {children}
    </section>
  );
}
