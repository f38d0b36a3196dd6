// The outbox as a phone: text messages as bubbles, grouped by the number they went to, newest at the bottom.
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { brand } from "@/lib/brand";
import type { KeptMessage } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { Mark } from "../logo";
import { classes } from "../ui/classes";
import { PhoneIcon } from "../ui/icons";
import { CopyCode } from "./copy-code";
import { byNumber, keyOf } from "./kept-message";
import { LocalTime } from "./local-time";
import { NothingYet } from "./nothing-yet";
import { PhoneFrame } from "./phone-frame";

export function Phone({
  t,
  messages,
  arrived,
}: {
  t: Translate;
  /** Text messages, newest first. */
  messages: readonly KeptMessage[];
  arrived: ReadonlySet<string>;
}) {
  return (
    <PhoneFrame locale={t.locale}>
      <header className="flex flex-col items-center gap-1 border-line border-b pb-3">
        <span className="grid size-11 place-items-center rounded-full bg-brand text-on-brand">
          <Mark className="size-5" />
        </span>
        <span className="font-medium text-sm">{brand.name}</span>
      </header>
      {/* Reversed, so that it opens at its end and stays there when something is added, without a script. */}
      <div className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain">
        {messages.length === 0 ? (
          <NothingYet
            t={t}
            icon={<PhoneIcon className="size-7" />}
            title={t("outbox.phone.empty")}
            text={t("outbox.phone.emptyText")}
            link={t("outbox.phone.signUp")}
          />
        ) : (
          <div className="mb-auto flex flex-col gap-4 px-4 pb-4">
            {byNumber(messages).map(([number, group]) => (
              <section key={number} aria-labelledby={`to-${number}`} className="flex flex-col gap-2">
                <h3
                  id={`to-${number}`}
                  className="sticky top-0 z-10 -mx-4 bg-surface py-2.5 text-center font-normal text-muted text-xs"
                >
                  {t("outbox.phone.to")}{" "}
                  <bdi dir="ltr" className="font-medium text-ink tabular-nums">
                    {spelled(number)}
                  </bdi>
                </h3>
                <ol className="flex flex-col gap-5">
                  {group.map((message) => (
                    <Bubble
                      key={keyOf(message)}
                      t={t}
                      message={message}
                      fresh={arrived.has(keyOf(message))}
                    />
                  ))}
                </ol>
              </section>
            ))}
          </div>
        )}
      </div>
    </PhoneFrame>
  );
}

function Bubble({ t, message, fresh }: { t: Translate; message: KeptMessage; fresh: boolean }) {
  const { text, code, locale, sentAt } = message;
  const at = text.indexOf(code);
  return (
    <li
      className={classes(
        "flex flex-col items-start gap-2",
        fresh && "animate-[sheet_420ms_var(--ease-calm)]",
      )}
    >
      <div className="max-w-[92%] rounded-[1.25rem] rounded-es-md bg-sunken px-4 py-2.5">
        {/* The text runs its own way; the bubble's corner points the page's way. */}
        <p lang={locale} dir="auto" className="whitespace-pre-line break-words text-[0.9375rem] leading-snug">
          {text.slice(0, Math.max(at, 0))}
          {at >= 0 && <strong className="font-bold text-brand tabular-nums">{code}</strong>}
          {text.slice(at >= 0 ? at + code.length : 0)}
        </p>
      </div>
      <div className="flex items-center gap-3">
        <CopyCode t={t} code={code} className="rounded-full!" />
        <LocalTime iso={sentAt} locale={t.locale} className="text-muted text-xs tabular-nums" />
      </div>
    </li>
  );
}

/** +49 1512 3456789 */
function spelled(number: string): string {
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}
