// The way without seeing or dragging: the device works a little harder, time passes, and it submits by itself.
import { useEffect, useRef, useState } from "react";
import { ApiProblem, api } from "@/lib/api-client";
import type { CaptchaProps } from "../captcha-kinds";
import { problemSentence, type Refusal } from "../problem-sentence";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import { ShieldCheckIcon, ShieldIcon } from "../ui/icons";
import { momentIn } from "../use-seconds-left";
import { type BeginWork, beginWork, type Work } from "../work/begin";
import { refusesAddress } from "./refuses-address";
import { WorkProgress } from "./work-progress";

type View =
  | { phase: "starting" | "working" | "checking" | "solved"; refusal?: undefined }
  | { phase: "refused"; refusal: Refusal };

export function WorkWay({
  t,
  purpose,
  target,
  strong,
  begin = beginWork,
  onSolved,
  onAddressRefused,
  onOther,
}: CaptchaProps & {
  begin?: BeginWork;
  /** The person would rather have the picture. */
  onOther: () => void;
}) {
  const [view, setView] = useState<View>({ phase: "starting" });
  /** Not before `readyAt` can it be solved: `seconds` in all. */
  const [wait, setWait] = useState({ seconds: 0, readyAt: 0 });
  const sectionRef = useRef<HTMLElement>(null);
  /** Counts what was asked for: only the last of it matters. */
  const orderRef = useRef(0);
  const workRef = useRef<Work>(undefined);
  const { phase, refusal } = view;

  const abandon = () => {
    workRef.current?.stop();
    return ++orderRef.current;
  };

  const verify = async () => {
    const order = abandon();
    const left = () => order !== orderRef.current;
    setView({ phase: "starting" });
    // The button that was pressed is gone: the keyboard goes on from here.
    sectionRef.current?.focus({ preventScroll: true });
    try {
      const { puzzleId, solvableIn, ...puzzle } = await api.issueWork({
        purpose,
        ...target,
        ...(strong && { strong }),
      });
      if (left()) return;
      const readyAt = momentIn(solvableIn);
      workRef.current = begin(puzzle.work);
      setWait({ seconds: Math.ceil(solvableIn), readyAt });
      setView({ phase: "working" });
      const work = await workRef.current.solution;
      // An early solution would be refused, and the puzzle with it.
      while (!left() && performance.now() < readyAt) {
        await new Promise((resolve) => setTimeout(resolve, readyAt - performance.now()));
      }
      if (left()) return;
      setView({ phase: "checking" });
      const { captchaToken } = await api.solvePuzzle(puzzleId, { work });
      if (left()) return;
      setView({ phase: "solved" });
      onSolved(captchaToken);
    } catch (error) {
      if (left()) return;
      if (!(error instanceof ApiProblem)) throw error;
      if (onAddressRefused && refusesAddress(error.problem)) return onAddressRefused(error.problem);
      setView({ phase: "refused", refusal: error.problem });
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: it starts by itself, once
  useEffect(() => {
    void verify();
    return () => void abandon();
  }, []);

  return (
    <div className="@container">
      <section
        ref={sectionRef}
        tabIndex={-1}
        aria-label={t("captcha.work.title")}
        // As high as the way with the picture: nothing jumps, and a second click hits nothing.
        className="flex min-h-[calc(62.5cqw+10.75rem)] flex-col items-center justify-center gap-4 rounded-inner bg-sunken p-5 text-center outline-none"
      >
        <span className="flex size-14 items-center justify-center rounded-full bg-brand-soft text-brand">
          {phase === "solved" ? <ShieldCheckIcon className="size-7" /> : <ShieldIcon className="size-7" />}
        </span>
        <p className="max-w-72 text-balance text-sm leading-relaxed">{t("captcha.work.lead")}</p>
        {!refusal && <WorkProgress t={t} phase={phase} waits={wait.seconds} readyAt={wait.readyAt} />}
        {/* Sparing: that it has begun, that it is done, or why it is not. The seconds are for eyes. */}
        <p role="status" className={classes("text-balance text-sm", refusal ? "text-danger" : "sr-only")}>
          {refusal
            ? problemSentence(t, refusal)
            : phase === "working" || phase === "checking"
              ? t("captcha.work.begun", { seconds: wait.seconds })
              : phase === "solved" && t("captcha.work.solved")}
        </p>
        {refusal && (
          <Button look="secondary" size="small" onClick={() => void verify()}>
            {t("captcha.work.retry")}
          </Button>
        )}
        <Button
          look="quiet"
          size="small"
          waiting={phase === "checking" || phase === "solved"}
          onClick={onOther}
        >
          {t("captcha.work.usePicture")}
        </Button>
      </section>
    </div>
  );
}
