// The code out of a text message, without typing: where the browser has WebOTP, it asks the person and hands the
// code over. The message names our origin in its last line (`lib/compose.ts`).
import { useEffect, useRef } from "react";

interface OtpCredential extends Credential {
  code: string;
}

/** Listens while `active`: on the code step of a text message, until there is a code. */
export function useWebOtp(active: boolean, onCode: (code: string) => void) {
  const latest = useRef(onCode);
  useEffect(() => {
    latest.current = onCode;
  });

  useEffect(() => {
    if (!active || !("OTPCredential" in window)) return;
    const ends = new AbortController();
    const ask = { otp: { transport: ["sms"] }, signal: ends.signal } as CredentialRequestOptions;
    navigator.credentials.get(ask).then(
      (credential) => {
        if (credential && !ends.signal.aborted) latest.current((credential as OtpCredential).code);
      },
      // Refused, withdrawn or forbidden: the person types the code.
      () => undefined,
    );
    return () => ends.abort();
  }, [active]);
}
