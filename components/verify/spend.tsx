// Does with a proof what it was earned for as soon as it is there, and once more where that was refused.
"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { ApiProblem } from "@/lib/api-client";
import type { ProblemCode } from "@/lib/problem";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Loading } from "../ui/loading";
import type { Proven } from "./verify";

export function Spend<Result>({
  t,
  proven,
  spend,
  onDone,
  expected,
  children,
}: {
  t: Translate;
  proven: Proven;
  spend: (proof: string) => Promise<Result>;
  onDone: (result: Result) => void;
  /** A refusal that is an answer like another: what is shown then is handed in. */
  expected?: ProblemCode;
  children?: ReactNode;
}) {
  const [met, setMet] = useState(false);
  const begun = useRef(false);

  const begin = async () => {
    proven.answer();
    try {
      const result = await spend(proven.proof);
      proven.finish();
      onDone(result);
    } catch (error) {
      if (error instanceof ApiProblem && error.code === expected) setMet(true);
      else proven.refuse(error);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, since a proof is good once
  useEffect(() => {
    if (!begun.current) void begin();
    begun.current = true;
  }, []);

  if (met) return children;
  if (!proven.refusal) return <Loading>{t("verify.moment")}</Loading>;
  return (
    <RefusalNotice
      t={t}
      refusal={proven.refusal}
      channel={proven.target.channel}
      action={
        <Button look="quiet" size="small" className="-ms-3.5" onClick={() => void begin()}>
          {t("verify.tryAgain")}
        </Button>
      }
    />
  );
}
