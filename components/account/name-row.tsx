// The name, changed where it stands.
"use client";
import { type FormEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { api } from "@/lib/api-client";
import type { Account } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { controlClasses, Field } from "../ui/field";
import { useRefusal } from "../use-refusal";
import { Row } from "./row";
import type { Act } from "./use-account";

export function NameRow({
  t,
  name,
  act,
  onChange,
}: {
  t: Translate;
  name: string | null;
  act: Act;
  onChange: (account: Account) => void;
}) {
  const [typed, setTyped] = useState<string>();
  const [saved, setSaved] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const { refusal, refuse, answer, busy, during } = useRefusal();
  const invalid = refusal?.code === "invalid-request";

  const open = () => {
    setSaved(false);
    flushSync(() => setTyped(name ?? ""));
    input.current?.focus();
    input.current?.select();
  };

  const close = () => {
    answer();
    flushSync(() => setTyped(undefined));
    opener.current?.focus();
  };

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    void during(async () => {
      answer();
      try {
        const { account } = await act(() => api.changeName(typed?.trim() || null));
        onChange(account);
        close();
        setSaved(true);
      } catch (error) {
        refuse(error);
        input.current?.focus();
      }
    });
  };

  if (typed === undefined) {
    return (
      <Row
        label={t("account.name")}
        action={
          <>
            <span role="status" className="sr-only">
              {saved && t("account.saved")}
            </span>
            <Button
              ref={opener}
              look="quiet"
              size="small"
              className="-me-3.5 shrink-0"
              aria-label={t(name ? "account.changeName" : "account.addName")}
              onClick={open}
            >
              {t(name ? "account.edit" : "account.add")}
            </Button>
          </>
        }
      >
        {name ?? t("account.none")}
      </Row>
    );
  }
  return (
    <div className="py-2.5">
      <dt className="sr-only">{t("account.name")}</dt>
      <dd>
        <form noValidate onSubmit={save} className="flex flex-col gap-3">
          <Field label={t("account.name")} error={invalid && t("details.nameInvalid")}>
            {(control) => (
              <input
                {...control}
                ref={input}
                type="text"
                name="name"
                autoComplete="name"
                enterKeyHint="done"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                className={controlClasses()}
              />
            )}
          </Field>
          {refusal && !invalid && <RefusalNotice t={t} refusal={refusal} />}
          <div className="flex gap-2">
            <Button type="submit" size="small" busy={busy}>
              {t("account.save")}
            </Button>
            <Button look="quiet" size="small" onClick={close}>
              {t("account.cancel")}
            </Button>
          </div>
        </form>
      </dd>
    </div>
  );
}
