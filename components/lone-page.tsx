// A page that has one thing to say, and a way on: nothing is here, or something broke.
import type { ReactNode } from "react";
import { Logo } from "./logo";
import { Card } from "./ui/card";
import { StepHeading } from "./ui/step-heading";

export function LonePage({
  title,
  lead,
  children,
  footer,
}: {
  title: string;
  lead: string;
  /** The ways on. */
  children: ReactNode;
  footer?: ReactNode;
}) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[30rem] flex-col justify-center gap-6 px-4 py-10">
      <Logo className="text-brand" />
      <Card className="flex flex-col gap-6">
        <StepHeading title={title}>{lead}</StepHeading>
        <div className="flex flex-wrap gap-x-2 gap-y-3">{children}</div>
      </Card>
      {footer}
    </main>
  );
}
