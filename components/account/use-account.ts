// Whose account it is, asked again whenever the page comes back into view, and what is done to it in that person's
// name: a session that has ended leads out, one that is stale is renewed first.
"use client";
import { useEffect, useRef, useState } from "react";
import { ApiProblem, api } from "@/lib/api-client";
import type { Account } from "@/lib/contract";
import { forgetDraft } from "../draft";
import { refusalIn, type TimedRefusal } from "../use-refusal";
import { forgetAll } from "../verify/saved-journey";

type State =
  | { phase: "loading" }
  | { phase: "refused"; refusal: TimedRefusal }
  | { phase: "signed-out" }
  | { phase: "deleted" }
  | { phase: "signed-in"; account: Account };

/** Carries something out for whoever is signed in. */
export type Act = <T>(call: () => Promise<T>) => Promise<T>;

const codeOf = (error: unknown) => (error instanceof ApiProblem ? error.code : undefined);

export function useAccount() {
  const [state, setState] = useState<State>({ phase: "loading" });
  /** Somebody has to confirm that it is them; called with whether they did. */
  const [confirming, setConfirming] = useState<(done: boolean) => void>();
  /** Changes whenever the session does. */
  const [session, setSession] = useState(0);
  const phase = useRef(state.phase);
  phase.current = state.phase;
  /** Counts what was asked and done: an answer that is older than the last of it is no news. */
  const latest = useRef(0);

  const load = async () => {
    latest.current += 1;
    const asked = latest.current;
    try {
      const { account } = await api.readSession();
      if (asked === latest.current) setState({ phase: "signed-in", account });
    } catch (error) {
      if (asked !== latest.current) return;
      // Ended from elsewhere: on a borrowed computer, perhaps.
      if (codeOf(error) === "unauthenticated" && phase.current === "signed-in") leave("signed-out");
      else if (codeOf(error) === "unauthenticated") setState({ phase: "signed-out" });
      // No answer is no news to whoever sees the account already.
      else if (phase.current !== "signed-in") setState({ phase: "refused", refusal: refusalIn(error) });
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    void load();
    const back = () => {
      if (!document.hidden && phase.current !== "deleted") void load();
    };
    const restored = ({ persisted }: PageTransitionEvent) => {
      if (persisted) back();
    };
    document.addEventListener("visibilitychange", back);
    window.addEventListener("pageshow", restored);
    return () => {
      document.removeEventListener("visibilitychange", back);
      window.removeEventListener("pageshow", restored);
    };
  }, []);

  const confirm = async () => {
    const done = await new Promise<boolean>((settle) => setConfirming(() => settle));
    setConfirming(undefined);
    if (done) setSession((count) => count + 1);
    return done;
  };

  const act: Act = async (call) => {
    try {
      return await call();
    } catch (error) {
      if (codeOf(error) === "unauthenticated") leave("signed-out");
      if (codeOf(error) !== "session-stale" || !(await confirm())) throw error;
      return await call();
    }
  };

  /** Nothing of this person stays in the browser. */
  const leave = (phase: "signed-out" | "deleted") => {
    latest.current += 1;
    forgetAll();
    forgetDraft();
    setState({ phase });
  };

  return {
    state,
    session,
    confirming,
    act,
    leave,
    /** Looks once more whose account it is, and how it is. */
    load,
    retry() {
      setState({ phase: "loading" });
      void load();
    },
    /** Takes the account as the server has left it. */
    take(account: Account) {
      latest.current += 1;
      setState({ phase: "signed-in", account });
    },
    renewed: () => setSession((count) => count + 1),
  };
}
