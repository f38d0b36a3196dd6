// The outbox, live: the messages the app would have sent, on a phone and in a mail inbox, side by side or,
// where there is no room, one at a time.
"use client";
import Link from "next/link";
import { useId, useMemo, useState } from "react";
import { brand } from "@/lib/brand";
import type { Channel, KeptMessage } from "@/lib/contract";
import { type Locale, pagePath } from "@/messages/locales";
import { type Messages, type Translate, translator } from "@/messages/translator";
import { Logo } from "../logo";
import { buttonClasses } from "../ui/button";
import { classes } from "../ui/classes";
import { AlertIcon } from "../ui/icons";
import { Inbox } from "./inbox";
import { keyOf } from "./kept-message";
import { Phone } from "./phone";
import { DeviceSwitch } from "./switch";
import { type Connection, useOutbox } from "./use-outbox";

/** Ends where the window does, within reason. */
const tall = "h-[40rem] lg:h-[clamp(38rem,calc(100dvh-15rem),46rem)]";
const tallWhenWide = "xl:h-[clamp(38rem,calc(100dvh-15rem),46rem)]";

export function Outbox({
  locale,
  messages: texts,
  kept,
}: {
  locale: Locale;
  messages: Messages;
  /** What is there already, newest first. */
  kept: readonly KeptMessage[];
}) {
  const id = useId();
  const t = useMemo(() => translator(locale, texts), [locale, texts]);
  const { messages, arrived, latest, connection } = useOutbox(kept);
  const on = { sms: of(messages, "sms"), email: of(messages, "email") };

  /** Until somebody chooses, the device that received the newest message is shown. */
  const [chosen, choose] = useState<Channel>();
  const shown = chosen ?? messages[0]?.channel ?? "sms";
  const hidden = shown === "sms" ? "email" : "sms";
  /** The newest message of the hidden device when somebody turned away from it. */
  const [seen, see] = useState<string>();

  const show = (channel: Channel) => {
    if (channel === shown) return;
    see(newestKey(on[shown]));
    choose(channel);
  };

  return (
    <div className="flex min-h-dvh flex-col">
      <aside className="bg-caution-soft px-5 py-2.5">
        <p role="note" className="flex items-start justify-center gap-2 text-sm leading-snug">
          <AlertIcon className="mt-px size-[1.125rem] shrink-0 text-caution" />
          {t("outbox.note")}
        </p>
      </aside>
      <div className="mx-auto flex w-full max-w-7xl flex-1 flex-col px-4 pb-12 sm:px-8">
        <header className="flex items-center justify-between py-4">
          <Link href={pagePath(t.locale, "/")} className="rounded-inner text-brand">
            <Logo />
          </Link>
          <Link
            href={pagePath(t.locale, "/sign-up")}
            className={buttonClasses({ look: "secondary", size: "small" })}
          >
            {t("outbox.signUp")}
          </Link>
        </header>
        <main className="flex flex-1 flex-col">
          <div className="flex flex-col gap-2 pt-2 pb-4 lg:pb-7">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <h1 className="font-semibold text-3xl tracking-tight sm:text-4xl">{t("outbox.title")}</h1>
              <Live t={t} connection={connection} />
            </div>
            <p className="max-w-4xl text-muted leading-relaxed">{t("outbox.lead", { brand: brand.name })}</p>
          </div>
          <p aria-live="polite" className="sr-only">
            {latest && t("outbox.arrived", { channel: latest.channel, to: latest.to, code: latest.code })}
          </p>
          <DeviceSwitch
            t={t}
            shown={shown}
            counts={{ sms: on.sms.length, email: on.email.length }}
            news={chosen !== undefined && newestKey(on[hidden]) !== seen}
            onShow={show}
            className="mt-2 mb-5 lg:hidden"
          />
          <div className="grid items-start lg:grid-cols-[20.5rem_minmax(0,1fr)] lg:gap-10">
            <section
              aria-labelledby={`${id}-sms`}
              className={classes(tall, "lg:sticky lg:top-6", shown !== "sms" && "max-lg:hidden")}
            >
              <h2 id={`${id}-sms`} className="sr-only">
                {t("outbox.phone.name")}
              </h2>
              <Phone t={t} messages={on.sms} arrived={arrived} />
            </section>
            <section
              aria-labelledby={`${id}-email`}
              // Beside the phone and too narrow for two columns, it is as long as its mail.
              className={classes(
                on.email.length > 0 ? tallWhenWide : tall,
                shown !== "email" && "max-lg:hidden",
              )}
            >
              <h2 id={`${id}-email`} className="sr-only">
                {t("outbox.mail.name")}
              </h2>
              <Inbox t={t} messages={on.email} arrived={arrived} />
            </section>
          </div>
        </main>
      </div>
    </div>
  );
}

function Live({ t, connection }: { t: Translate; connection: Connection }) {
  return (
    <span
      className={classes(
        "inline-flex items-center gap-2 rounded-full px-3 py-1 font-medium text-sm transition",
        connection === "live" ? "bg-brand-soft text-brand-strong" : "bg-sunken text-muted",
      )}
    >
      <span
        className={classes("size-2 rounded-full bg-current", connection !== "lost" && "animate-breathe")}
      />
      {t(`outbox.connection.${connection}`)}
    </span>
  );
}

function of(messages: readonly KeptMessage[], channel: Channel): KeptMessage[] {
  return messages.filter((message) => message.channel === channel);
}

function newestKey([newest]: readonly KeptMessage[]): string | undefined {
  return newest && keyOf(newest);
}
