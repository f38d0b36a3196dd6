// CodeField, AddressField, PasswordField and SendCodeButton in all of their states.
import { useState } from "react";
import type { Translate } from "@/messages/translator";
import { AddressField } from "../address-field";
import { CodeField } from "../code-field";
import { PasswordField } from "../password-field";
import { SendCodeButton } from "../send-code-button";
import { momentIn } from "../use-seconds-left";
import { Exhibit, Shelf } from "./exhibit.dev";

const countries = ["GB", "US", "DE", "JP", "CN", "BR", "IN", "SA"];

export function FieldExhibits({ t }: { t: Translate }) {
  return (
    <>
      <Shelf name="CodeField">
        <Exhibit state="empty">
          <Code t={t} />
        </Exhibit>
        <Exhibit state="in part">
          <Code t={t} first="482" />
        </Exhibit>
        <Exhibit state="complete, being checked">
          <Code t={t} first="482913" readOnly />
        </Exhibit>
        <Exhibit state="not right">
          <Code t={t} first="482913" error={t("problems.code-incorrect", { attempts: 2 })} />
        </Exhibit>
        <Exhibit state="eight digits">
          <Code t={t} length={8} first="48291377" />
        </Exhibit>
      </Shelf>
      <Shelf name="AddressField">
        <Exhibit state="e-mail, empty">
          <Address t={t} channel="email" />
        </Exhibit>
        <Exhibit state="e-mail, a slip of the finger">
          <Address t={t} channel="email" email="ada@gmial.com" />
        </Exhibit>
        <Exhibit state="e-mail, not complete">
          <Address t={t} channel="email" email="ada@" error={t("address.emailInvalid")} />
        </Exhibit>
        <Exhibit state="phone, empty">
          <Address t={t} channel="sms" />
        </Exhibit>
        <Exhibit state="phone">
          <Address t={t} channel="sms" national="7700 900123" />
        </Exhibit>
        <Exhibit state="phone, not complete">
          <Address t={t} channel="sms" national="7700" error={t("address.phoneInvalid")} />
        </Exhibit>
      </Shelf>
      <Shelf name="PasswordField">
        <Exhibit state="new, optional">
          <Password t={t} />
        </Exhibit>
        <Exhibit state="new, short (focus it for its strength)">
          <Password t={t} first="seven" />
        </Exhibit>
        <Exhibit state="new, easy to guess">
          <Password t={t} first="password123" error={t("problems.weak-password")} />
        </Exhibit>
        <Exhibit state="new, strong">
          <Password t={t} first="seven winds over Ararat" />
        </Exhibit>
        <Exhibit state="current">
          <Password t={t} kind="current" first="seven winds" />
        </Exhibit>
        <Exhibit state="current, missing">
          <Password t={t} kind="current" error={t("password.missing")} />
        </Exhibit>
      </Shelf>
      <Shelf name="SendCodeButton">
        <Exhibit state="can send">
          <SendCodeButton t={t} readyAt={0} onSend={rest} />
        </Exhibit>
        <Exhibit state="has to wait">
          <Waiting t={t} />
        </Exhibit>
        <Exhibit state="sends (press it)">
          <SendCodeButton t={t} readyAt={0} onSend={() => new Promise(() => undefined)} />
        </Exhibit>
      </Shelf>
    </>
  );
}

const rest = () => Promise.resolve();

function Code({
  t,
  first = "",
  length = 6,
  ...rest
}: {
  t: Translate;
  first?: string;
  length?: number;
  error?: string;
  readOnly?: boolean;
}) {
  const [value, setValue] = useState(first);
  return (
    <CodeField
      label={t("code.label")}
      value={value}
      onChange={setValue}
      onComplete={() => undefined}
      {...{ length }}
      {...rest}
    />
  );
}

function Address({
  t,
  channel,
  email = "",
  national = "",
  error,
}: {
  t: Translate;
  channel: "email" | "sms";
  email?: string;
  national?: string;
  error?: string;
}) {
  const [draft, setDraft] = useState({ email, phone: { country: "GB", national } });
  return <AddressField {...{ t, channel, countries, error }} value={draft} onChange={setDraft} />;
}

function Password({
  t,
  kind = "new",
  first = "",
  error,
}: {
  t: Translate;
  kind?: "new" | "current";
  first?: string;
  error?: string;
}) {
  const [value, setValue] = useState(first);
  return (
    <PasswordField
      {...{ t, kind, value, error }}
      label={t(kind === "new" ? "password.new" : "password.current")}
      minLength={8}
      onChange={(event) => setValue(event.target.value)}
    />
  );
}

function Waiting({ t }: { t: Translate }) {
  const [readyAt] = useState(() => momentIn(60));
  return <SendCodeButton t={t} readyAt={readyAt} onSend={rest} />;
}
