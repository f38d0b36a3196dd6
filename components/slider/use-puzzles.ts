// The puzzles of one captcha, one after the other: issued, renewed before they run out, solved or replaced.
// Each brings work, which begins when it arrives and ends with it.
import { useEffect, useRef, useState } from "react";
import { ApiProblem, api } from "@/lib/api-client";
import type { PuzzleResponse, Track } from "@/lib/contract";
import type { CaptchaProps } from "../captcha-kinds";
import type { Refusal } from "../problem-sentence";
import { momentIn, secondsUntil } from "../use-seconds-left";
import { type BeginWork, beginWork, type Work } from "../work/begin";
import { refusesAddress } from "./refuses-address";

/** A new puzzle comes this many seconds before the old one ends, so that none ends under the finger. */
const renewEarly = 3;
/** Milliseconds of waiting for the work after which the person is told why. */
const patience = 2000;

/** Why there is a new one, in words. */
type Said = "hint" | "again" | "stillAgain" | "expired";

export type View =
  | { phase: "loading"; puzzle?: PuzzleResponse; said: Said }
  | {
      /** "working": the piece is placed, and its work is not done yet. */
      phase: "ready" | "checking" | "working" | "solved";
      puzzle: PuzzleResponse;
      endsAt: number;
      said: Said;
    }
  | { phase: "refused"; puzzle?: PuzzleResponse; refusal: Refusal };

export function usePuzzles({
  purpose,
  target,
  strong,
  begin = beginWork,
  held,
  onIssued,
  onFailed,
  onSolved,
  onAddressRefused,
}: Pick<CaptchaProps, "purpose" | "target" | "strong" | "onSolved" | "onAddressRefused"> & {
  begin?: BeginWork;
  /** Whether the piece is on its way just now. */
  held: () => boolean;
  onIssued: () => void;
  /** The solution was not right. Another puzzle is on its way. */
  onFailed: () => void;
}) {
  const [view, setView] = useState<View>({ phase: "loading", said: "hint" });
  /** Counts what was asked for: only the last of it is shown. */
  const orderRef = useRef(0);
  const workRef = useRef<Work>(undefined);
  const failuresRef = useRef(0);

  const abandon = () => {
    workRef.current?.stop();
    return ++orderRef.current;
  };

  const issue = async (said: Said) => {
    const order = abandon();
    setView((now) => ({ phase: "loading", puzzle: now.puzzle, said }));
    try {
      const puzzle = await api.issuePuzzle({ purpose, ...target, ...(strong && { strong }) });
      if (order !== orderRef.current) return;
      workRef.current = begin(puzzle.work);
      setView({ phase: "ready", puzzle, endsAt: momentIn(puzzle.expiresIn - renewEarly), said });
      onIssued();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (order !== orderRef.current) return;
      if (onAddressRefused && refusesAddress(error.problem)) return onAddressRefused(error.problem);
      setView((now) => ({ phase: "refused", puzzle: now.puzzle, refusal: error.problem }));
    }
  };

  /** Takes the piece to be in its place. Work that is not done yet is waited for. */
  const solve = async (position: number, track: Track) => {
    if (view.phase !== "ready" || !workRef.current) return;
    const order = orderRef.current;
    setView({ ...view, phase: "checking" });
    const late = setTimeout(() => {
      if (order === orderRef.current) setView({ ...view, phase: "working" });
    }, patience);
    try {
      const work = await workRef.current.solution.finally(() => clearTimeout(late));
      if (order !== orderRef.current) return;
      const { captchaToken } = await api.solvePuzzle(view.puzzle.puzzleId, { position, track, work });
      // Closed while it was checked: the person has changed their mind.
      if (order !== orderRef.current) return;
      setView({ ...view, phase: "solved" });
      onSolved(captchaToken);
    } catch (error) {
      if (order !== orderRef.current) return;
      if (!(error instanceof ApiProblem)) throw error;
      if (error.code !== "captcha-failed") {
        return setView({ phase: "refused", puzzle: view.puzzle, refusal: error.problem });
      }
      onFailed();
      await issue(++failuresRef.current > 1 ? "stillAgain" : "again");
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first puzzle comes once
  useEffect(() => {
    void issue("hint");
    return () => void abandon();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a timer per puzzle, and only while it waits
  useEffect(() => {
    if (view.phase !== "ready") return;
    let timer: ReturnType<typeof setTimeout>;
    const renew = () => {
      const later = secondsUntil(view.endsAt);
      // Nobody looks, or the piece is on its way: not now.
      if (later === 0 && !document.hidden && !held()) void issue("expired");
      else timer = setTimeout(renew, Math.max(1, later) * 1000);
    };
    timer = setTimeout(renew, secondsUntil(view.endsAt) * 1000);
    return () => clearTimeout(timer);
  }, [view]);

  return { view, renew: () => issue("hint"), solve };
}
