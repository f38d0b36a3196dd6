// The whole account on one card: who it is, how one gets in, where one is in, and the ways out.
"use client";
import { useEffect, useRef, useState } from "react";
import { api } from "@/lib/api-client";
import type { Account, Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Arrival } from "../ui/arrival";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Outcome } from "../ui/outcome";
import { StepHeading } from "../ui/step-heading";
import { useRefusal } from "../use-refusal";
import { Row } from "./row";
import { Section } from "./section";
import { Sessions } from "./sessions";
import type { Act } from "./use-account";
import type { View } from "./use-view";

export function Overview({
  t,
  account,
  act,
  session,
  news,
  left,
  onOpen,
  onLeave,
}: {
  t: Translate;
  account: Account;
  act: Act;
  /** Changes whenever the session does. */
  session: number;
  /** What has just happened. */
  news: string | undefined;
  /** The part that was just closed. */
  left: View | undefined;
  onOpen: (view: View) => void;
  /** Nobody is signed in any more. */
  onLeave: () => void;
}) {
  const buttons = useRef<Partial<Record<View, HTMLButtonElement | null>>>({});
  const { refusal, refuse, answer, busy, during } = useRefusal();
  /** Those that codes can go by; both until the server has said so. */
  const [channels, setChannels] = useState<readonly Channel[]>(["email", "sms"]);
  const { name, email, phone, hasPassword, createdAt } = account;
  const since = new Intl.DateTimeFormat(t.locale, { dateStyle: "long" }).format(new Date(createdAt));

  useEffect(() => {
    api.config().then(
      (config) => setChannels(config.channels),
      () => undefined,
    );
  }, []);

  useEffect(() => {
    if (left) buttons.current[left]?.focus();
  }, [left]);

  const signOut = () =>
    during(async () => {
      answer();
      try {
        await act(api.endSession);
        onLeave();
      } catch (error) {
        refuse(error);
      }
    });

  /** @param has whether there is something to change */
  const opener = (view: View, has: boolean, change: string, add: string) => (
    <Button
      ref={(button) => {
        buttons.current[view] = button;
      }}
      look="quiet"
      size="small"
      className="-me-3.5 shrink-0"
      aria-label={has ? change : add}
      onClick={() => onOpen(view)}
    >
      {t(has ? "account.edit" : "account.add")}
    </Button>
  );

  return (
    <Arrival still={!news}>
      <div className="flex flex-col gap-6">
        <StepHeading title={t("account.title", { name: name ?? "none" })}>
          {t("account.sinceDate", { date: since })}
        </StepHeading>
        {news && <Notice look="good">{news}</Notice>}

        <Section title={t("account.profile")}>
          <dl className="divide-y divide-line">
            <Row
              label={t("account.name")}
              action={opener("name", Boolean(name), t("account.changeName"), t("account.addName"))}
            >
              {name ?? t("account.none")}
            </Row>
            {(email || channels.includes("email")) && (
              <Row
                label={t("account.email")}
                action={
                  channels.includes("email") &&
                  opener("email", Boolean(email), t("account.changeEmail"), t("account.addEmail"))
                }
              >
                {email ?? t("account.none")}
              </Row>
            )}
            {(phone || channels.includes("sms")) && (
              <Row
                label={t("account.phone")}
                action={
                  channels.includes("sms") &&
                  opener("phone", Boolean(phone), t("account.changePhone"), t("account.addPhone"))
                }
              >
                {phone ?? t("account.none")}
              </Row>
            )}
            <Row
              label={t("account.password.title")}
              action={opener(
                "password",
                hasPassword,
                t("account.password.change"),
                t("account.password.add"),
              )}
            >
              {t(hasPassword ? "account.password.set" : "account.password.none")}
            </Row>
          </dl>
        </Section>

        <Sessions key={session} {...{ t, act, onLeave }} onEnd={answer} onRefused={refuse}>
          <Section title={t("account.delete.title")} lead={t("account.delete.short")}>
            <Button
              ref={(button) => {
                buttons.current.delete = button;
              }}
              look="quiet"
              size="small"
              className="-ms-3.5 self-start text-danger"
              onClick={() => onOpen("delete")}
            >
              {t("account.delete.start")}
            </Button>
          </Section>

          <Button look="secondary" busy={busy} onClick={() => void signOut()}>
            {t("account.signOut")}
          </Button>
          {refusal && (
            <Outcome>
              <RefusalNotice t={t} refusal={refusal} />
            </Outcome>
          )}
        </Sessions>
      </div>
    </Arrival>
  );
}
