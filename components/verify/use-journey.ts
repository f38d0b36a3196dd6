// Joins the journey to what surrounds it: the API, the browser's history (Back goes one step back), the storage
// that outlives a refresh, and the other tabs.
"use client";
import { useEffect, useRef, useState } from "react";
import { ApiProblem, api } from "@/lib/api-client";
import type { ChallengeResponse, Purpose } from "@/lib/contract";
import { placeInHistory, pushPlace, replacePlace } from "../history-place";
import { refusalIn } from "../use-refusal";
import { momentIn } from "../use-seconds-left";
import {
  advance,
  type Challenge,
  canVisit,
  type JourneyEvent,
  type Step,
  start,
  type Target,
} from "./journey";
import type { Keeper, SavedJourney } from "./saved-journey";

export function useJourney({
  purpose,
  locale,
  keeper,
  inHistory,
  onRemembered,
  onDoneElsewhere,
}: {
  purpose: Purpose;
  locale: string;
  /** What the journey outlives a refresh by. */
  keeper: Keeper;
  /** Whether Back leads one step back. */
  inHistory: boolean;
  /** A saved journey was found: its address belongs into the form. */
  onRemembered: (target: Target) => void;
  /** Another tab has come to the end of this journey. */
  onDoneElsewhere: () => void;
}) {
  const [journey, setJourney] = useState(start);
  // Answers arrive between renders: events are applied to what is current.
  const current = useRef(journey);
  // They also arrive when the person has left: history is another page's then.
  const here = useRef(false);
  // What has come to its end is not kept again.
  const over = useRef(false);

  const go = (...events: JourneyEvent[]) => {
    const before = current.current;
    const after = events.reduce(advance, before);
    if (after === before) return;
    current.current = after;
    setJourney(after);
    if (!over.current) keeper.save(after);
    if (inHistory && here.current) followInHistory(after.step);
  };

  const refuse = (error: unknown) => {
    const refusal = refusalIn(error);
    go({ type: "refused", refusal });
    return refusal;
  };

  /** Takes the proof that another tab has earned for the address of this one. */
  const adopt = (saved: SavedJourney | undefined) => {
    const { target } = current.current;
    if (!saved?.proof || (target && target.address !== saved.address)) return false;
    go({ type: "proven", ...proofOf(saved) });
    return true;
  };

  const actions = {
    /** Sends a first code. Says nothing when it worked, else why not. */
    async send(target: Target, captchaToken: string) {
      try {
        const answer = await api.createChallenge({ ...target, purpose, captchaToken, locale });
        go({ type: "challenged", target, challenge: momentsOf(answer) });
      } catch (error) {
        return refuse(error);
      }
    },

    async sendAgain() {
      const id = current.current.challenge?.challengeId;
      if (!id) return;
      try {
        go({ type: "described", challenge: momentsOf(await api.sendAgain(id)) }, { type: "answered" });
      } catch (error) {
        return refuse(error);
      }
    },

    /** Asks how the challenge is doing. No answer is no news. */
    async refresh() {
      const { step, challenge } = current.current;
      if (step !== "code" || !challenge) return;
      try {
        go({ type: "described", challenge: momentsOf(await api.readChallenge(challenge.challengeId)) });
      } catch (error) {
        const gone = error instanceof ApiProblem && error.code === "challenge-gone";
        // It may be gone because another tab has solved it.
        if (gone && !adopt(keeper.read())) refuse(error);
      }
    },

    async check(code: string) {
      const { challenge, target } = current.current;
      if (!challenge || !target) return;
      go({ type: "answered" });
      try {
        const { proof, expiresIn } = await api.attempt(challenge.challengeId, code);
        go({ type: "proven", target, proof: { value: proof, endsAt: momentIn(expiresIn) } });
      } catch (error) {
        return refuse(error);
      }
    },

    visit: (step: Step) => go({ type: "visited", step }),
    /** The person acts on a refusal: it has been read. */
    answer: () => go({ type: "answered" }),
    refuse,
    /** The proof has done its work. */
    finish() {
      over.current = true;
      keeper.forget();
    },
    restart() {
      keeper.forget();
      go({ type: "restarted" });
    },
    /** Asks once more after a saved journey that could not be looked up. */
    retry: () => restore("code"),
  };

  /** `stepHere` is the step at which the person was when the page was left. */
  async function restore(stepHere = inHistory ? placeInHistory().step : undefined) {
    const saved = keeper.read();
    if (!saved) return;
    const { channel, address, challengeId } = saved;
    const target: Target = { channel, address };
    onRemembered(target);
    // After Back and a refresh the person is still at the address.
    const stay: JourneyEvent[] = stepHere === "address" ? [{ type: "visited", step: "address" }] : [];
    if (saved.proof) return go({ type: "proven", ...proofOf(saved) }, ...stay);
    if (!challengeId) return;
    go({ type: "remembered", target }, ...stay);
    try {
      const challenge = momentsOf(await api.readChallenge(challengeId));
      go({ type: "challenged", target, challenge }, ...stay);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const refusal = error.problem;
      if (error.code !== "challenge-gone") return go({ type: "interrupted", refusal });
      // Somebody who comes back another day needs no word about a code of long ago.
      go({ type: "refused", refusal }, ...(stepHere === "code" ? [] : [{ type: "answered" } as const]));
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once; what it calls works on `current`
  useEffect(() => {
    here.current = true;
    void restore();
    const visible = () => {
      if (!document.hidden) void actions.refresh();
    };
    const back = () => {
      const { step = "address" } = placeInHistory();
      if (canVisit(current.current, step)) go({ type: "visited", step });
    };
    const unwatch = keeper.watch(() => {
      const saved = keeper.read();
      const { step } = current.current;
      if (saved && step === "code") adopt(saved);
      // Another tab has finished.
      if (!saved && step !== "address") {
        api.readSession().then(onDoneElsewhere, () => go({ type: "restarted" }));
      }
    });
    document.addEventListener("visibilitychange", visible);
    window.addEventListener("online", visible);
    if (inHistory) window.addEventListener("popstate", back);
    return () => {
      here.current = false;
      unwatch();
      document.removeEventListener("visibilitychange", visible);
      window.removeEventListener("online", visible);
      window.removeEventListener("popstate", back);
    };
  }, []);

  return { journey, ...actions };
}

function momentsOf({ expiresIn, resendIn, ...rest }: ChallengeResponse): Challenge {
  return { ...rest, endsAt: momentIn(expiresIn), sendAgainAt: momentIn(resendIn) };
}

function proofOf({ channel, address, proof = "", proofEndsAt = 0 }: SavedJourney) {
  const endsAt = momentIn((proofEndsAt - Date.now()) / 1000);
  return { target: { channel, address }, proof: { value: proof, endsAt } };
}

/**
 * The code and what follows its proof stand on an entry of their own, on top of the address; the latter takes the
 * place of the former, which is spent.
 */
function followInHistory(step: Step) {
  const { step: here, ...place } = placeInHistory();
  if (step === "restoring" || step === (here ?? "address")) return;
  if (step === "address") return history.back();
  if (here === "code" || here === "proven") return replacePlace({ ...place, step });
  replacePlace({ ...place, step: "address" });
  pushPlace({ ...place, step });
}
