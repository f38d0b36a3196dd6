// Deletes the account: a code to one of its addresses, and then one more question.
"use client";
import { useState } from "react";
import { api } from "@/lib/api-client";
import type { Account } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Outcome } from "../ui/outcome";
import { StepHeading } from "../ui/step-heading";
import { useAddress } from "../verify/use-address";
import { type Proven, Verify } from "../verify/verify";
import { ownAddresses } from "./own-addresses";
import type { Act } from "./use-account";

export function DeleteView({
  t,
  account,
  act,
  onDeleted,
  onClose,
}: {
  t: Translate;
  account: Account;
  act: Act;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const targets = ownAddresses(account);
  const typed = useAddress(targets[0]?.channel ?? "email");
  return (
    <Verify
      t={t}
      purpose="delete-account"
      title={t("account.delete.title")}
      lead={t("account.delete.lead")}
      typed={typed}
      own={targets}
      keptAs={`delete-account.${account.id}`}
    >
      {(proven) => <LastQuestion t={t} proven={proven} act={act} onDeleted={onDeleted} onClose={onClose} />}
    </Verify>
  );
}

function LastQuestion({
  t,
  proven,
  act,
  onDeleted,
  onClose,
}: {
  t: Translate;
  proven: Proven;
  act: Act;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const [busy, setBusy] = useState(false);
  const { refusal, target } = proven;

  const remove = async () => {
    setBusy(true);
    proven.answer();
    try {
      await act(() => api.deleteAccount(proven.proof));
      proven.finish();
      return onDeleted();
    } catch (error) {
      proven.refuse(error);
    }
    setBusy(false);
  };

  return (
    <div className="flex flex-col gap-6">
      <StepHeading title={t("account.delete.sureTitle")}>{t("account.delete.sureLead")}</StepHeading>
      <div className="flex flex-col gap-2">
        <Button look="secondary" className="text-danger" busy={busy} onClick={() => void remove()}>
          {t("account.delete.confirm")}
        </Button>
        <Button
          look="quiet"
          // What is on its way cannot be called back.
          waiting={busy}
          onClick={() => {
            onClose();
            proven.finish();
          }}
        >
          {t("account.delete.keep")}
        </Button>
      </div>
      {refusal && (
        <Outcome>
          <RefusalNotice t={t} refusal={refusal} channel={target.channel} />
        </Outcome>
      )}
    </div>
  );
}
