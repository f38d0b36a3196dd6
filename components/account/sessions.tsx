// Where one is signed in: every device with its place, and ways to sign out of one, of all others, of all.
"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { api } from "@/lib/api-client";
import type { Session } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Spinner } from "../ui/spinner";
import { useRefusal } from "../use-refusal";
import { Section } from "./section";
import type { Act } from "./use-account";

/** A button and the words that take its place: as wide and as high as the larger of both. */
const action =
  "grid min-h-11 shrink-0 items-center justify-items-end *:[grid-area:1/1] after:invisible after:text-sm after:[grid-area:1/1] after:content-[attr(data-else)]";

export function Sessions({
  t,
  act,
  onEnd,
  onRefused,
  onLeave,
  children,
}: {
  t: Translate;
  act: Act;
  /** The person ends something. */
  onEnd: () => void;
  /** It could not be ended. */
  onRefused: (error: unknown) => void;
  onLeave: () => void;
  /** What stands below, once it is known how long the list is. */
  children: ReactNode;
}) {
  const [sessions, setSessions] = useState<readonly Session[]>();
  /** Ids of what was ended here. Each stays in its place: a list that gets shorter moves what is below. */
  const [over, setOver] = useState<readonly string[]>([]);
  const [done, setDone] = useState<string>();
  /** Which button is at work: a session's id, "others" or "all". */
  const [ending, setEnding] = useState<string>();
  const list = useRef<HTMLUListElement>(null);
  const { refusal, refuse, answer } = useRefusal();

  const load = async () => {
    answer();
    try {
      const { sessions: all } = await act(api.readSessions);
      // This device first: it tells which ones are the others.
      setSessions([...all].sort((one, other) => Number(other.current) - Number(one.current)));
    } catch (error) {
      refuse(error);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => void load(), []);

  const end = async (which: string, call: () => Promise<void>, finish: () => void) => {
    if (ending) return;
    onEnd();
    setDone(undefined);
    setEnding(which);
    try {
      await act(call);
      finish();
    } catch (error) {
      onRefused(error);
    }
    setEnding(undefined);
  };

  const strike = (ended: readonly Session[], words: string) => {
    setOver((before) => [...before, ...ended.map(({ id }) => id)]);
    setDone(words);
    // The button is gone with its device.
    list.current?.focus();
  };

  const others = sessions?.filter(({ current, id }) => !current && !over.includes(id)) ?? [];
  const endOne = (session: Session) =>
    end(
      session.id,
      () => api.endSessionOf(session.id),
      () => strike([session], t("account.sessions.ended", { device: deviceName(t, session) })),
    );
  const endOthers = () =>
    end(
      "others",
      () => api.endSessions({ keepThis: true }),
      () => strike(others, t("account.sessions.othersEnded")),
    );

  const now = sessions?.find(({ current }) => current)?.lastSeenAt;
  return (
    <>
      <Section title={t("account.sessions.title")} lead={t("account.sessions.lead")}>
        {!sessions && !refusal && (
          <p role="status" className="flex min-h-14 items-center gap-3 text-muted text-sm">
            <Spinner />
            {t("account.loading")}
          </p>
        )}
        {sessions && (
          <ul ref={list} tabIndex={-1} className="divide-y divide-line outline-none">
            {sessions.map((session) => {
              const device = deviceName(t, session);
              return (
                <li key={session.id} className="flex min-h-16 items-center justify-between gap-4 py-2.5">
                  <div className="flex min-w-0 flex-col">
                    <span className="wrap-anywhere font-medium">
                      <bdi>{device}</bdi>
                    </span>
                    <span className="text-muted text-sm">
                      {[
                        placeName(t, session),
                        session.current
                          ? t("account.sessions.thisDevice")
                          : t("account.sessions.active", { ago: ago(t, session.lastSeenAt, now) }),
                      ]
                        .filter(Boolean)
                        .join(" · ")}
                    </span>
                  </div>
                  {!session.current && (
                    <div data-else={t("account.sessions.over")} className={action}>
                      {over.includes(session.id) ? (
                        <span className="text-muted text-sm">{t("account.sessions.over")}</span>
                      ) : (
                        <Button
                          look="quiet"
                          size="small"
                          className="-me-3.5"
                          aria-label={t("account.sessions.endLabel", { device })}
                          busy={ending === session.id}
                          onClick={() => void endOne(session)}
                        >
                          {t("account.sessions.end")}
                        </Button>
                      )}
                    </div>
                  )}
                </li>
              );
            })}
          </ul>
        )}
        <p role="status" className="sr-only">
          {done}
        </p>
        {refusal && (
          <RefusalNotice
            t={t}
            refusal={refusal}
            action={
              <Button look="quiet" size="small" className="-ms-3.5" onClick={() => void load()}>
                {t("account.tryAgain")}
              </Button>
            }
          />
        )}
        {sessions && sessions.length > 1 && (
          <div className="-mx-3.5 flex flex-wrap">
            <Button
              look="quiet"
              size="small"
              busy={ending === "others"}
              waiting={others.length === 0}
              onClick={() => void endOthers()}
            >
              {t("account.sessions.endOthers")}
            </Button>
            <Button
              look="quiet"
              size="small"
              busy={ending === "all"}
              onClick={() => void end("all", () => api.endSessions(), onLeave)}
            >
              {t("account.sessions.endAll")}
            </Button>
          </div>
        )}
      </Section>
      {(sessions || refusal) && children}
    </>
  );
}

function deviceName(t: Translate, { browser, system }: Session): string {
  if (browser && system) return t("account.sessions.device", { browser, system });
  return browser ?? system ?? t("account.sessions.unknownDevice");
}

function placeName(t: Translate, { country }: Session): string | undefined {
  return country ? new Intl.DisplayNames([t.locale], { type: "region" }).of(country) : undefined;
}

/**
 * "3 hours ago", "yesterday". Measured against the server's own words about this device, which is here now: the clock
 * of a browser may be wrong.
 */
function ago(t: Translate, lastSeenAt: string, now = lastSeenAt): string {
  const relative = new Intl.RelativeTimeFormat(t.locale, { numeric: "auto" });
  // Never none: it is written down to the hour, and "this hour" reads oddly in most languages.
  const hours = Math.max(1, Math.round((Date.parse(now) - Date.parse(lastSeenAt)) / 3_600_000));
  return hours < 24 ? relative.format(-hours, "hour") : relative.format(-Math.floor(hours / 24), "day");
}
