// Adds an address to the account or changes one: the new one is proven first.
"use client";
import { api } from "@/lib/api-client";
import type { Account, Channel } from "@/lib/contract";
import type { MessageKey, Translate } from "@/messages/translator";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Spend } from "../verify/spend";
import { useAddress } from "../verify/use-address";
import { Verify } from "../verify/verify";
import type { Act } from "./use-account";

const titles: Record<Channel, { add: MessageKey; change: MessageKey }> = {
  email: { add: "account.addEmail", change: "account.changeEmail" },
  sms: { add: "account.addPhone", change: "account.changePhone" },
};

export function AddressView({
  t,
  account,
  act,
  channel,
  onChanged,
  onDoneElsewhere,
}: {
  t: Translate;
  account: Account;
  act: Act;
  channel: Channel;
  onChanged: (account: Account, words: string) => void;
  onDoneElsewhere: () => void;
}) {
  const typed = useAddress(channel);
  const has = channel === "email" ? account.email : account.phone;
  return (
    <Verify
      t={t}
      purpose="change-address"
      title={t(titles[channel][has ? "change" : "add"])}
      lead={t("account.addressLead")}
      typed={typed}
      // What is proven for one account is nobody else's, whoever signs in here next.
      keptAs={`change-address.${channel}.${account.id}`}
      onDoneElsewhere={onDoneElsewhere}
    >
      {(proven) => {
        const { address } = proven.target;
        return (
          <Spend
            t={t}
            proven={proven}
            spend={(proof) => act(() => api.changeAddress(proof))}
            onDone={({ account: changed }) => onChanged(changed, t("account.addressChanged", { address }))}
            expected="account-exists"
          >
            <Notice
              look="caution"
              action={
                <Button look="quiet" size="small" className="-ms-3.5" onClick={proven.restart}>
                  {t("details.otherAddress")}
                </Button>
              }
            >
              {t("account.addressTaken", { address })}
            </Notice>
          </Spend>
        );
      }}
    </Verify>
  );
}
