// The outbox as a mail program: a list of mails, and the one that is open. Until somebody chooses, the newest is.
import { useId, useState } from "react";
import type { KeptMessage } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { classes } from "../ui/classes";
import { MailIcon } from "../ui/icons";
import { CopyCode } from "./copy-code";
import { keyOf } from "./kept-message";
import { LocalTime } from "./local-time";
import { Mail } from "./mail";
import { NothingYet } from "./nothing-yet";

export function Inbox({
  t,
  messages,
  arrived,
}: {
  t: Translate;
  /** Mails, newest first. */
  messages: readonly KeptMessage[];
  arrived: ReadonlySet<string>;
}) {
  const reader = useId();
  /** Absent while the newest is to be shown, whichever that is. */
  const [chosen, choose] = useState<string>();
  const newest = messages[0];
  const open = messages.find((message) => keyOf(message) === chosen) ?? newest;

  return (
    <div className="@container flex h-full min-h-0 flex-col overflow-hidden rounded-card bg-surface shadow-card ring-1 ring-line">
      <header className="flex items-center gap-2.5 border-line border-b px-5 py-3.5">
        <MailIcon className="size-5 text-brand" />
        <span className="font-semibold tracking-tight">{t("outbox.mail.inbox")}</span>
        {messages.length > 0 && (
          <span className="ms-auto text-muted text-sm tabular-nums">
            {t("outbox.mail.count", { count: messages.length })}
          </span>
        )}
      </header>
      {open ? (
        <div className="flex min-h-0 flex-1 @2xl:flex-row flex-col">
          <ul
            aria-label={t("outbox.mail.list")}
            className="@2xl:max-h-none max-h-[13.75rem] @2xl:w-72 shrink-0 overflow-y-auto overscroll-contain @2xl:border-e border-line @max-2xl:border-b"
          >
            {messages.map((message) => (
              <Row
                key={keyOf(message)}
                t={t}
                message={message}
                fresh={arrived.has(keyOf(message))}
                open={message === open}
                reader={reader}
                onOpen={() => choose(message === newest ? undefined : keyOf(message))}
              />
            ))}
          </ul>
          <Mail key={keyOf(open)} id={reader} t={t} message={open} fresh={arrived.has(keyOf(open))} />
        </div>
      ) : (
        <NothingYet
          t={t}
          icon={<MailIcon className="size-7" />}
          title={t("outbox.mail.empty")}
          text={t("outbox.mail.emptyText")}
          link={t("outbox.mail.signUp")}
        />
      )}
    </div>
  );
}

function Row({
  t,
  message,
  fresh,
  open,
  reader,
  onOpen,
}: {
  t: Translate;
  message: KeptMessage;
  fresh: boolean;
  open: boolean;
  reader: string;
  onOpen: () => void;
}) {
  return (
    <li
      className={classes(
        "relative flex items-center gap-1 border-line border-s-[3px] border-b ps-4 pe-2 transition @max-2xl:last:border-b-0",
        open ? "border-s-brand bg-brand-soft" : "border-s-transparent hover:bg-sunken",
        fresh && "animate-[sheet_420ms_var(--ease-calm)]",
      )}
    >
      <button
        type="button"
        aria-current={open || undefined}
        aria-controls={reader}
        onClick={onOpen}
        // Its area is the whole row; the copy button lies above it.
        className="flex min-w-0 flex-1 flex-col gap-0.5 py-3 text-start after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-brand focus-visible:after:-outline-offset-2"
      >
        <span dir="ltr" className="w-full truncate font-semibold text-sm rtl:text-right">
          {message.to}
        </span>
        <span lang={message.locale} className="w-full truncate text-sm">
          <bdi>{message.subject}</bdi>
        </span>
        <LocalTime iso={message.sentAt} locale={t.locale} className="text-muted text-xs tabular-nums" />
      </button>
      <CopyCode t={t} code={message.code} compact className="relative shrink-0" />
    </li>
  );
}
