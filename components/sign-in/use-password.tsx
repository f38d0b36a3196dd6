// The password beside an address: its field, and the sign-in by both, behind the captcha.
import { useRef, useState } from "react";
import { api } from "@/lib/api-client";
import type { Translate } from "@/messages/translator";
import { PasswordField } from "../password-field";
import { useRefusal } from "../use-refusal";
import type { Target } from "../verify/journey";
import type { TypedAddress } from "../verify/use-address";
import { useCaptcha } from "../verify/use-captcha";

export function usePassword({
  t,
  typed,
  wrong,
  blameAddress,
  onSignedIn,
}: {
  t: Translate;
  typed: TypedAddress;
  /** What is said beside the field when the password does not open the account. */
  wrong: string;
  /** Says beside the address what is wrong with it, where there is a field for it. */
  blameAddress?: TypedAddress["blame"];
  onSignedIn: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const { refusal, refuse, answer, busy, during } = useRefusal();

  const blame = (words: string) => {
    answer();
    setError(words);
    input.current?.focus();
  };

  const { ask, asking, dialog } = useCaptcha({
    t,
    purpose: "sign-in",
    typed,
    onAsk: answer,
    async send({ address }, captchaToken) {
      try {
        await api.signInWithPassword({ address, password, captchaToken });
        onSignedIn();
      } catch (thrown) {
        return refuse(thrown);
      }
    },
    onFailed: refuse,
    onEnd(target, refused) {
      if (blameAddress?.(target, refused?.code)) return answer();
      if (refused?.code === "unauthenticated") blame(wrong);
    },
  });

  return {
    field: (
      <PasswordField
        t={t}
        kind="current"
        name="password"
        label={t("password.label")}
        value={password}
        error={error}
        inputRef={input}
        onChange={(event) => {
          setPassword(event.target.value);
          setError(undefined);
        }}
      />
    ),
    focus: () => input.current?.focus(),
    async enter(target: Target) {
      setError(undefined);
      if (password === "") return blame(t("password.missing"));
      await during(() => ask(target));
    },
    busy: busy || asking,
    /** The captcha, while it is open. */
    dialog,
    refusal,
    answer,
  };
}
