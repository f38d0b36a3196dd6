// Buttons, notices, refusals and the bare field.
import { useState } from "react";
import type { ProblemCode } from "@/lib/problem";
import type { Translate } from "@/messages/translator";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { controlClasses, Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { momentIn } from "../use-seconds-left";
import { Exhibit, Shelf } from "./exhibit.dev";

const looks = ["primary", "secondary", "quiet"] as const;
const notices = ["info", "good", "caution", "bad"] as const;
const codes: (ProblemCode | "unreachable")[] = [
  ...(["account-exists", "address-unsupported", "captcha-failed", "challenge-gone"] as const),
  ...(["internal", "proof-gone", "unauthenticated", "unreachable"] as const),
];

export function ControlExhibits({ t }: { t: Translate }) {
  const [readyAt] = useState(() => momentIn(90));
  return (
    <>
      <Shelf name="Button">
        {looks.map((look) => (
          <Exhibit key={look} state={look}>
            <div className="flex flex-wrap items-center gap-3">
              <Button look={look}>Continue</Button>
              <Button look={look} size="small">
                Small
              </Button>
              <Button look={look} busy>
                Busy
              </Button>
              <Button look={look} waiting>
                Waiting
              </Button>
            </div>
          </Exhibit>
        ))}
      </Shelf>
      <Shelf name="Notice">
        {notices.map((look) => (
          <Exhibit key={look} state={look}>
            <Notice
              look={look}
              action={
                <Button look="quiet" size="small" className="-ms-3.5">
                  Answer
                </Button>
              }
            >
              Something that has to be said in a sentence, or in one and a half.
            </Notice>
          </Exhibit>
        ))}
      </Shelf>
      <Shelf name="RefusalNotice">
        <Exhibit state="with a wait that goes down">
          <RefusalNotice
            t={t}
            refusal={{ code: "rate-limited", limit: "address-hour", readyAt, retryAfter: 90 }}
          />
        </Exhibit>
        {codes.map((code) => (
          <Exhibit key={code} state={code}>
            <RefusalNotice t={t} channel="email" refusal={{ code }} />
          </Exhibit>
        ))}
      </Shelf>
      <Shelf name="Field">
        <Exhibit state="with a note and a hint">
          <Field label="Name" note="optional" hint="As you would like to be called.">
            {(control) => <input {...control} className={controlClasses()} />}
          </Field>
        </Exhibit>
        <Exhibit state="with an error">
          <Field label="Name" error="This is longer than a name can be.">
            {(control) => <input {...control} defaultValue="Ada" className={controlClasses()} />}
          </Field>
        </Exhibit>
      </Shelf>
    </>
  );
}
