// Confirms that it is still the same person: by the password, or by a code to an address of the account. Signs in
// once more, which makes the session fresh.
"use client";
import { type FormEvent, useEffect, useState } from "react";
import { api } from "@/lib/api-client";
import type { Account } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { usePassword } from "../sign-in/use-password";
import { Button } from "../ui/button";
import { Username } from "../username";
import type { Target } from "../verify/journey";
import { Spend } from "../verify/spend";
import { type TypedAddress, useAddress } from "../verify/use-address";
import { Verify } from "../verify/verify";
import { ownAddresses } from "./own-addresses";

export function Confirm({
  t,
  account,
  onConfirmed,
}: {
  t: Translate;
  account: Account;
  onConfirmed: () => void;
}) {
  const targets = ownAddresses(account);
  const typed = useAddress(targets[0]?.channel ?? "email");
  const [byPassword, setByPassword] = useState(account.hasPassword);
  const [first] = targets;

  return (
    <div className="flex flex-col gap-4">
      {byPassword && first ? (
        <ByPassword t={t} target={first} typed={typed} onConfirmed={onConfirmed} />
      ) : (
        <Verify t={t} purpose="sign-in" lead={t("account.confirm.lead")} typed={typed} own={targets}>
          {(proven) => <Spend t={t} proven={proven} spend={api.signIn} onDone={onConfirmed} />}
        </Verify>
      )}
      {account.hasPassword && (
        <Button look="quiet" onClick={() => setByPassword(!byPassword)}>
          {t(byPassword ? "verify.useCode" : "verify.usePassword")}
        </Button>
      )}
    </div>
  );
}

function ByPassword({
  t,
  target,
  typed,
  onConfirmed,
}: {
  t: Translate;
  target: Target;
  typed: TypedAddress;
  onConfirmed: () => void;
}) {
  const { field, focus, enter, busy, dialog, refusal } = usePassword({
    t,
    typed,
    wrong: t("account.password.wrong"),
    onSignedIn: onConfirmed,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it arrives
  useEffect(focus, []);

  return (
    <>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!busy) void enter(target);
        }}
        className="flex flex-col gap-4"
      >
        <p className="text-muted leading-relaxed">{t("account.confirm.lead")}</p>
        {refusal && <RefusalNotice t={t} refusal={refusal} />}
        <Username value={target.address} />
        {field}
        <Button type="submit" busy={busy}>
          {t("account.confirm.submit")}
        </Button>
      </form>
      {dialog}
    </>
  );
}
