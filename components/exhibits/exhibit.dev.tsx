// One state of a component under its name, and the shelf that holds all of one component.
import type { ReactNode } from "react";

export function Shelf({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="flex flex-col gap-6">
      <h2 className="border-line border-b pb-2 font-mono font-semibold text-lg">{name}</h2>
      <div className="grid items-start gap-6 md:grid-cols-2 lg:grid-cols-3">{children}</div>
    </section>
  );
}

export function Exhibit({ state, children }: { state: string; children: ReactNode }) {
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      <figcaption className="text-muted text-sm">{state}</figcaption>
      <div className="rounded-card bg-surface p-6 shadow-card ring-1 ring-line">{children}</div>
    </figure>
  );
}
