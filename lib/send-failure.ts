// Why a provider did not get a message accepted. One small set for all vendors.

/** `unknown`: it may have been sent all the same. */
export type FailureReason =
  /** No vendor can deliver to this address: asking another one would only cost. */
  | "invalid-address"
  /** This vendor will not deliver to it: opted out, blacklisted, filtered; or for a cause that we do not know. */
  | "blocked"
  /** Not now: too many messages, for this address or in all; or its mail server puts us off. */
  | "throttled"
  /** Credentials, balance, signature, template, permission: an operator has to act. Never about one message. */
  | "misconfigured"
  /** The vendor or the way to it is down; nothing was sent. Never about one message. */
  | "temporary"
  | "unknown";

/** Why a call is given up when another provider has taken the message: no fault of the one that is stopped. */
export const takenElsewhere = "taken-elsewhere";

export class SendFailure extends Error {
  // Known by its name: Next loads this module more than once.
  static override readonly [Symbol.hasInstance] = (thrown: unknown) =>
    thrown instanceof Error && thrown.name === "SendFailure";
  override readonly name = "SendFailure";
  /** The vendor's own code, when it looks like one. Its sentences may repeat the number or the code. */
  readonly vendorCode: string;

  constructor(
    readonly reason: FailureReason,
    vendorCode: string | number = "",
  ) {
    super(reason);
    this.vendorCode = /^[\w.:-]{1,64}$/.test(String(vendorCode)) ? String(vendorCode) : "";
  }
}
