// A part of a page that is loaded when it is needed. Where the line breaks it says so, and can be asked for again.
"use client";
import { type ComponentType, useEffect, useState } from "react";
import { whenOnline } from "@/lib/connection";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "./refusal-notice";
import { Arrival } from "./ui/arrival";
import { Button } from "./ui/button";
import { Loading } from "./ui/loading";

export function late<Props extends { t: Translate }>(load: () => Promise<ComponentType<Props>>) {
  let Part: ComponentType<Props> | undefined;
  const fetchPart = async () => {
    Part ??= await whenOnline(load);
  };

  function Late(props: Props) {
    const [state, setState] = useState<"loading" | "here" | "failed">("loading");
    const fetchNow = () => {
      setState("loading");
      fetchPart().then(
        () => setState("here"),
        () => setState("failed"),
      );
    };
    // biome-ignore lint/correctness/useExhaustiveDependencies: once
    useEffect(() => {
      // It may have come since this was drawn: then it has to be drawn again.
      if (Part) setState("here");
      else fetchNow();
    }, []);

    const { t } = props;
    if (Part) {
      return (
        <Arrival>
          <Part {...props} />
        </Arrival>
      );
    }
    if (state !== "failed") return <Loading>{t("verify.moment")}</Loading>;
    return (
      <RefusalNotice
        t={t}
        refusal={{ code: "unreachable" }}
        action={
          <Button look="quiet" size="small" className="-ms-3.5" onClick={fetchNow}>
            {t("verify.tryAgain")}
          </Button>
        }
      />
    );
  }

  /** Loads it before it is needed. */
  return Object.assign(Late, { ahead: () => void fetchPart().catch(() => undefined) });
}
