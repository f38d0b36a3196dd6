// The account of whoever is signed in, and the way out.
"use client";
import Link from "next/link";
import { useEffect, useMemo, useState } from "react";
import { ApiProblem, api } from "@/lib/api-client";
import type { Account } from "@/lib/contract";
import { type Locale, pagePath } from "@/messages/locales";
import { type Messages, type Translate, translator } from "@/messages/translator";
import type { Refusal } from "./problem-sentence";
import { RefusalNotice } from "./refusal-notice";
import { forgetSaved } from "./sign-up/saved-journey";
import { StepHeading } from "./sign-up/step-heading";
import { Button, buttonClasses } from "./ui/button";
import { CheckIcon } from "./ui/icons";
import { Spinner } from "./ui/spinner";

type View =
  | { phase: "loading" }
  | { phase: "signed-out" }
  | { phase: "signed-in"; account: Account; refusal?: Refusal }
  | { phase: "refused"; refusal: Refusal };

export function Welcome({
  locale,
  messages,
  account: known,
}: {
  locale: Locale;
  messages: Messages;
  /** Who is signed in, where the server knows already; else it is asked. */
  account?: Account;
}) {
  const t = useMemo(() => translator(locale, messages), [locale, messages]);
  const [view, setView] = useState<View>(
    known ? { phase: "signed-in", account: known } : { phase: "loading" },
  );
  const [leaving, setLeaving] = useState(false);

  const load = async () => {
    setView({ phase: "loading" });
    try {
      const { account } = await api.readSession();
      setView({ phase: "signed-in", account });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const signedOut = error.code === "unauthenticated";
      setView(signedOut ? { phase: "signed-out" } : { phase: "refused", refusal: error.problem });
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    if (!known) void load();
  }, []);

  const leave = async (account: Account) => {
    setLeaving(true);
    try {
      await api.endSession();
      forgetSaved();
      setView({ phase: "signed-out" });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setView({ phase: "signed-in", account, refusal: error.problem });
    }
    setLeaving(false);
  };

  if (view.phase === "loading") {
    return (
      <p role="status" className="flex min-h-64 items-center justify-center gap-3 text-muted">
        <Spinner />
        {t("welcome.loading")}
      </p>
    );
  }
  if (view.phase === "refused") {
    return (
      <RefusalNotice
        t={t}
        refusal={view.refusal}
        action={
          <Button look="quiet" size="small" className="-ms-3.5" onClick={() => void load()}>
            {t("welcome.tryAgain")}
          </Button>
        }
      />
    );
  }
  if (view.phase === "signed-out") {
    return (
      <div className="flex animate-arrive flex-col gap-6">
        <StepHeading title={t("welcome.signedOutTitle")}>{t("welcome.signedOutLead")}</StepHeading>
        <Link href={pagePath(locale, "/sign-up")} className={buttonClasses()}>
          {t("welcome.signUp")}
        </Link>
      </div>
    );
  }
  const { account, refusal } = view;
  return (
    <div className="flex animate-arrive flex-col gap-6">
      <span className="flex size-12 items-center justify-center rounded-full bg-brand-soft text-brand">
        <CheckIcon className="size-6" />
      </span>
      <StepHeading title={t("welcome.title", { name: account.name ?? "none" })}>
        {t("welcome.lead")}
      </StepHeading>
      {refusal && <RefusalNotice t={t} refusal={refusal} />}
      <dl className="divide-y divide-line border-line border-y text-sm">
        {rows(t, account).map(([label, value]) => (
          <div key={label} className="flex min-h-12 items-center justify-between gap-6 py-2">
            <dt className="text-muted">{label}</dt>
            <dd className="wrap-anywhere min-w-0 text-end font-medium">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <Button look="secondary" busy={leaving} onClick={() => void leave(account)}>
        {t("welcome.signOut")}
      </Button>
    </div>
  );
}

function rows(t: Translate, { email, phone, hasPassword, createdAt }: Account): [string, string][] {
  const since = new Intl.DateTimeFormat(t.locale, { dateStyle: "long" }).format(new Date(createdAt));
  return [
    ...(email ? [[t("welcome.email"), email] as [string, string]] : []),
    ...(phone ? [[t("welcome.phone"), phone] as [string, string]] : []),
    [t("welcome.password"), t(hasPassword ? "welcome.passwordSet" : "welcome.passwordNone")],
    [t("welcome.since"), since],
  ];
}
