// The addresses of an account, to which a code can go.
import type { Account } from "@/lib/contract";
import type { Draft } from "../draft";
import type { Target } from "../verify/journey";

export function ownAddresses({ email, phone }: Account): Target[] {
  return [
    ...(email ? [{ channel: "email", address: email } as const] : []),
    ...(phone ? [{ channel: "sms", address: phone } as const] : []),
  ];
}

/** One of them as it would be typed on another page. */
export const draftOf = ({ email, phone }: Account): Draft => ({
  channel: email || !phone ? "email" : "sms",
  email: email ?? "",
  phone: { country: "", national: phone ?? "" },
});
