// The title of a step and the sentence below it. Takes the focus where a step takes the place of another one.
import type { ReactNode } from "react";

export function StepHeading({
  title,
  children,
  id,
  level: Heading = "h1",
}: {
  title: string;
  children?: ReactNode;
  /** Of the sentence. */
  id?: string;
  /** Second where it stands in a dialog over a page that has a title of its own. */
  level?: "h1" | "h2";
}) {
  return (
    <div className="flex flex-col gap-2">
      <Heading
        tabIndex={-1}
        className="text-balance font-semibold text-[1.75rem] leading-heading tracking-tight outline-none"
      >
        {title}
      </Heading>
      {children && (
        <p id={id} className="text-muted leading-relaxed">
          {children}
        </p>
      )}
    </div>
  );
}
