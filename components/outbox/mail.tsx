// One opened mail: who, when, and its HTML in a frame that can do nothing.
import { brand } from "@/lib/brand";
import type { KeptMessage } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { Mark } from "../logo";
import { classes } from "../ui/classes";
import { CopyCode } from "./copy-code";
import { LocalTime } from "./local-time";

export function Mail({
  t,
  id,
  message,
  fresh,
}: {
  t: Translate;
  id: string;
  message: KeptMessage;
  fresh: boolean;
}) {
  const { subject = "", to, sentAt, code, html, text, locale } = message;
  return (
    <article
      id={id}
      aria-labelledby={`${id}-subject`}
      className={classes("flex min-h-0 min-w-0 flex-1 flex-col", fresh && "animate-arrive")}
    >
      <header className="flex flex-col gap-3 px-5 py-4">
        <h3 id={`${id}-subject`} lang={locale} className="font-semibold text-lg leading-snug tracking-tight">
          <bdi>{subject}</bdi>
        </h3>
        <div className="flex flex-wrap items-center gap-3">
          <span className="grid size-10 shrink-0 place-items-center rounded-full bg-brand text-on-brand">
            <Mark className="size-5" />
          </span>
          <div className="min-w-0 flex-1 basis-44 text-sm leading-snug">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{brand.name}</span>
              <LocalTime iso={sentAt} locale={t.locale} className="text-muted text-xs tabular-nums" />
            </p>
            <p className="flex gap-1 text-muted">
              <span>{t("outbox.mail.to")}</span>
              <span dir="ltr" className="min-w-0 truncate">
                {to}
              </span>
            </p>
          </div>
          <CopyCode t={t} code={code} className="@max-md:w-full" />
        </div>
      </header>
      {html ? (
        <iframe
          title={t("outbox.mail.frame", { subject })}
          srcDoc={html}
          // Nothing is allowed: no script, no form, no way to reach this page.
          sandbox=""
          className="min-h-[27rem] w-full flex-1 border-line border-t"
        />
      ) : (
        <p lang={locale} dir="auto" className="flex-1 whitespace-pre-line border-line border-t px-5 py-5">
          {text}
        </p>
      )}
    </article>
  );
}
