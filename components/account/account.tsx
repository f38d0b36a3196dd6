// The account of whoever is signed in: the whole of it, or the part that is being changed.
"use client";
import Link from "next/link";
import { useEffect, useMemo, useState } from "react";
import type { Account as AccountData } from "@/lib/contract";
import { type Locale, pagePath } from "@/messages/locales";
import { type MessageKey, type Messages, type Translate, translator } from "@/messages/translator";
import { ConnectionNotice } from "../connection-notice";
import { late } from "../late";
import { RefusalNotice } from "../refusal-notice";
import { Arrival } from "../ui/arrival";
import { Button, buttonClasses } from "../ui/button";
import { ArrowIcon } from "../ui/icons";
import { Loading } from "../ui/loading";
import { Sheet } from "../ui/sheet";
import { StepHeading } from "../ui/step-heading";
import { type News, takeNews } from "./news";
import { Overview } from "./overview";
import { useAccount } from "./use-account";
import { useView, type View } from "./use-view";

const NameView = late(async () => (await import("./name-view")).NameView);
const AddressView = late(async () => (await import("./address-view")).AddressView);
const PasswordView = late(async () => (await import("./password-view")).PasswordView);
const DeleteView = late(async () => (await import("./delete-view")).DeleteView);
const Confirm = late(async () => (await import("./confirm")).Confirm);

const sentences: Record<News, MessageKey> = {
  created: "account.created",
  hadAccount: "account.hadAccount",
  passwordChanged: "account.passwordChanged",
};

export function Account({ locale, messages }: { locale: Locale; messages: Messages }) {
  const t = useMemo(() => translator(locale, messages), [locale, messages]);
  const { state, session, confirming, act, leave, load, retry, take, renewed } = useAccount();
  const { view, open, close } = useView();
  const [news, setNews] = useState<string>();
  /** The part that was open last: its button gets the focus back. */
  const [left, setLeft] = useState<View>();
  if (view && view !== left) setLeft(view);

  useEffect(() => {
    const brought = takeNews();
    if (brought) setNews(t(sentences[brought]));
  }, [t]);

  if (state.phase === "loading") return <Loading>{t("account.loading")}</Loading>;
  if (state.phase === "signed-out") return <SignedOut t={t} />;
  if (state.phase === "deleted") return <Deleted t={t} />;
  if (state.phase === "refused") {
    return (
      <RefusalNotice
        t={t}
        refusal={state.refusal}
        action={
          <Button look="quiet" size="small" className="-ms-3.5" onClick={retry}>
            {t("account.tryAgain")}
          </Button>
        }
      />
    );
  }

  const { account } = state;
  const finish = (changed: AccountData, words: string) => {
    take(changed);
    setNews(words);
    close();
  };
  const part = { t, account, act };
  return (
    <>
      <ConnectionNotice t={t} />
      <div hidden={view !== undefined}>
        <Overview
          {...part}
          key={account.id}
          session={session}
          news={news}
          left={view ? undefined : left}
          onOpen={(next) => {
            setNews(undefined);
            open(next);
          }}
          onLeave={() => leave("signed-out")}
        />
      </div>
      {view && (
        <>
          <Button look="quiet" size="small" className="-ms-3.5 -mt-3 mb-3" onClick={close}>
            <ArrowIcon className="size-4 rotate-180 rtl:rotate-0" />
            {t("account.back")}
          </Button>
          {view === "name" && (
            <NameView {...part} onChanged={(changed) => finish(changed, t("account.saved"))} />
          )}
          {(view === "email" || view === "phone") && (
            <AddressView
              {...part}
              key={`${view} ${account.id}`}
              channel={view === "email" ? "email" : "sms"}
              onChanged={finish}
              onDoneElsewhere={() => {
                close();
                void load();
              }}
            />
          )}
          {view === "password" && (
            <PasswordView
              {...part}
              onChanged={(changed) => {
                renewed();
                finish(changed, t("account.passwordChanged"));
              }}
            />
          )}
          {view === "delete" && <DeleteView {...part} onDeleted={() => leave("deleted")} onClose={close} />}
        </>
      )}
      {confirming && (
        <Sheet
          title={t("account.confirm.title")}
          closeLabel={t("account.cancel")}
          onClose={() => confirming(false)}
          className="sm:w-[26rem]"
        >
          <Confirm t={t} account={account} onConfirmed={() => confirming(true)} />
        </Sheet>
      )}
    </>
  );
}

function SignedOut({ t }: { t: Translate }) {
  return (
    <Arrival>
      <div className="flex flex-col gap-6">
        <StepHeading title={t("account.signedOutTitle")}>{t("account.signedOutLead")}</StepHeading>
        <div className="flex flex-col gap-2">
          <Link href={pagePath(t.locale, "/sign-in")} prefetch={false} className={buttonClasses()}>
            {t("account.signIn")}
          </Link>
          <Link
            href={pagePath(t.locale, "/sign-up")}
            prefetch={false}
            className={buttonClasses({ look: "quiet" })}
          >
            {t("account.signUp")}
          </Link>
        </div>
      </div>
    </Arrival>
  );
}

function Deleted({ t }: { t: Translate }) {
  return (
    <Arrival>
      <div className="flex flex-col gap-6">
        <StepHeading title={t("account.delete.done")}>{t("account.delete.doneLead")}</StepHeading>
        <Link
          href={pagePath(t.locale, "/sign-up")}
          prefetch={false}
          className={buttonClasses({ look: "secondary" })}
        >
          {t("account.signUp")}
        </Link>
      </div>
    </Arrival>
  );
}
