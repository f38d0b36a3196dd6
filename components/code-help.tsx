// What to do when no code arrives. Waits behind its summary, and opens by itself, once, when it takes long.
"use client";
import { type ReactNode, useEffect, useState } from "react";
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { Button } from "./ui/button";
import { ChevronIcon } from "./ui/icons";

/** Seconds after which a code that has not been typed is late. */
const late = 20;

export function CodeHelp({
  t,
  channel,
  sentTo,
  waiting,
  otherChannel,
  onChange,
}: {
  t: Translate;
  channel: Channel;
  /** The masked address. */
  sentTo: string;
  /** The person waits: nothing is typed yet, and nothing else says what is wrong. */
  waiting: boolean;
  otherChannel: Channel | undefined;
  /** Back to the address, to mend it or to be reached by the other channel. */
  onChange: (channel?: Channel) => void;
}) {
  const [open, setOpen] = useState(false);
  const [isLate, setLate] = useState(false);
  const email = channel === "email";

  useEffect(() => {
    if (!waiting || isLate) return;
    const timer = setTimeout(() => {
      setLate(true);
      setOpen(true);
    }, late * 1000);
    return () => clearTimeout(timer);
  }, [waiting, isLate]);

  return (
    // As high as when it is open: what stands below is not moved when it opens by itself.
    <div className="min-h-36 sm:min-h-30">
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className="group text-sm">
        <summary className="-mx-1 flex min-h-8 list-none items-center gap-1 rounded-inner px-1 font-semibold text-muted transition hover:text-ink [&::-webkit-details-marker]:hidden">
          {t(isLate ? "code.lateTitle" : "code.helpTitle")}
          <ChevronIcon className="size-4 transition-transform group-open:rotate-180" />
        </summary>
        <p className="mt-1 text-muted leading-relaxed">
          {isLate
            ? withAddress(t(email ? "code.lateEmail" : "code.lateSms", { sentTo: "\n" }), sentTo)
            : t(email ? "code.helpEmail" : "code.helpSms")}
        </p>
        <div className="-ms-3.5 flex flex-wrap gap-x-2">
          {isLate && (
            <Button look="quiet" size="small" onClick={() => onChange()}>
              {t("code.change")}
            </Button>
          )}
          {otherChannel && (
            <Button look="quiet" size="small" onClick={() => onChange(otherChannel)}>
              {t(otherChannel === "email" ? "code.useEmail" : "code.useSms")}
            </Button>
          )}
        </div>
      </details>
      <p role="status" className="sr-only">
        {isLate && `${t("code.lateTitle")} ${t(email ? "code.lateEmail" : "code.lateSms", { sentTo })}`}
      </p>
    </div>
  );
}

/** The address set off, in its own direction inside right-to-left text. */
function withAddress(sentence: string, address: string): ReactNode {
  const [before, after] = sentence.split("\n");
  return (
    <>
      {before}
      <bdi className="font-semibold text-ink">{address}</bdi>
      {after}
    </>
  );
}
