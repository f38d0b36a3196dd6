// The journey of one person to a proven address, as named steps and the events that move between them. Pure.
// What was typed lives in the forms; where the journey is kept between visits, in saved-journey.ts.
import type { ChallengeResponse, Channel } from "@/lib/contract";
import type { TimedRefusal } from "../use-refusal";

/** "restoring": the server is being asked whether a saved journey goes on. */
export type Step = "restoring" | "address" | "code" | "proven";

/** The address that is being proven. */
export interface Target {
  channel: Channel;
  /** As the server was told: an e-mail address or E.164. */
  address: string;
}

/** A challenge as the server last described it, its durations turned into moments (`momentIn`). */
export interface Challenge extends Omit<ChallengeResponse, "expiresIn" | "resendIn"> {
  endsAt: number;
  sendAgainAt: number;
}

export interface Proof {
  value: string;
  endsAt: number;
}

export interface Journey {
  step: Step;
  target?: Target;
  challenge?: Challenge;
  proof?: Proof;
  /** A saved journey was found, and the server has not said yet whether it goes on. */
  unsettled?: true;
  /** Why the journey is where it is, when that was not the person's own wish. */
  refusal?: TimedRefusal;
}

export type JourneyEvent =
  | { type: "remembered"; target: Target }
  | { type: "interrupted"; refusal: TimedRefusal }
  | { type: "challenged"; target: Target; challenge: Challenge }
  | { type: "described"; challenge: Challenge }
  | { type: "proven"; target: Target; proof: Proof }
  | { type: "refused"; refusal: TimedRefusal }
  | { type: "answered" }
  | { type: "visited"; step: Step }
  | { type: "restarted" };

export const start: Journey = { step: "address" };

export function advance(journey: Journey, event: JourneyEvent): Journey {
  switch (event.type) {
    case "remembered":
      return { step: "restoring", target: event.target, unsettled: true };

    case "interrupted":
      return { ...journey, step: "address", refusal: event.refusal };

    case "challenged":
      return { step: "code", target: event.target, challenge: event.challenge };

    case "described":
      // News of a challenge that was left behind is no news.
      if (event.challenge.challengeId !== journey.challenge?.challengeId) return journey;
      return { ...journey, challenge: event.challenge };

    case "proven":
      // The challenge is spent with its proof.
      return { step: "proven", target: event.target, proof: event.proof };

    case "refused":
      return refuse(journey, event.refusal);

    case "answered":
      return journey.refusal ? { ...journey, refusal: undefined } : journey;

    case "visited":
      if (event.step === journey.step || !canVisit(journey, event.step)) return journey;
      return { ...journey, step: event.step, refusal: undefined };

    case "restarted":
      return start;
  }
}

/** Whether the journey holds what a step needs. */
export function canVisit(journey: Journey, step: Step): boolean {
  if (step === "code") return journey.challenge !== undefined;
  if (step === "proven") return journey.proof !== undefined;
  return step === "address";
}

/** A refusal is told where the person can answer it. */
function refuse(journey: Journey, refusal: TimedRefusal): Journey {
  const { target } = journey;
  switch (refusal.code) {
    case "challenge-gone":
    case "proof-gone":
      return { step: "address", target, refusal };
    default:
      return { ...journey, refusal };
  }
}
