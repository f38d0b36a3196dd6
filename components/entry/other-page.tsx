// The way to another page at the door, below the first step. What was typed as an address comes along.
import Link from "next/link";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";

export function OtherPage({
  t,
  question,
  path,
  children,
}: {
  t: Translate;
  question: string;
  path: string;
  children: string;
}) {
  return (
    <p className="mt-6 flex flex-wrap items-center justify-center gap-x-2 border-line border-t pt-4 text-muted text-sm">
      {question}
      <Link
        href={pagePath(t.locale, path)}
        prefetch={false}
        className="inline-flex min-h-8 items-center rounded-xs font-semibold text-brand underline decoration-brand/40 underline-offset-4 transition hover:decoration-brand"
      >
        {children}
      </Link>
    </p>
  );
}
