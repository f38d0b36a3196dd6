// What a phone or an inbox shows before its first message: why it is empty, and the way to fill it.
import type { ReactNode } from "react";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";
import { buttonClasses } from "../ui/button";

export function NothingYet({
  t,
  icon,
  title,
  text,
  link,
}: {
  t: Translate;
  icon: ReactNode;
  title: string;
  text: string;
  link: string;
}) {
  return (
    <div className="m-auto flex max-w-xs flex-col items-center gap-3 px-6 py-10 text-center">
      <span className="mb-1 grid size-14 place-items-center rounded-full bg-brand-soft text-brand">
        {icon}
      </span>
      <p className="font-semibold tracking-tight">{title}</p>
      <p className="text-muted text-sm leading-relaxed">{text}</p>
      {/* Another tab, so that this one can be seen receiving the code. */}
      <a
        href={pagePath(t.locale, "/sign-up")}
        target="_blank"
        rel="noopener"
        className={buttonClasses({ look: "secondary", size: "small" })}
      >
        {link}
        <span className="sr-only">{t("outbox.newTab")}</span>
      </a>
    </div>
  );
}
