// The journey: which step follows which event.
import { describe, expect, it } from "vitest";
import { advance, type Challenge, canVisit, type JourneyEvent, start, type Target } from "./journey";

const target: Target = { channel: "email", address: "jane@example.com" };
const challenge: Challenge = {
  challengeId: "challenge-1",
  channel: "email",
  sentTo: "j•••@example.com",
  codeLength: 6,
  endsAt: 300_000,
  sendAgainAt: 60_000,
  sendsLeft: 4,
  delivery: "queued",
};
const proof = { value: "proof", endsAt: 600_000 };
const challenged: JourneyEvent = { type: "challenged", target, challenge };
const proven: JourneyEvent = { type: "proven", target, proof };
const follow = (...events: JourneyEvent[]) => events.reduce(advance, start);

describe("a journey", () => {
  it("goes from address to code to what follows the proof", () => {
    expect(follow().step).toBe("address");
    expect(follow(challenged).step).toBe("code");
    expect(follow(challenged, proven).step).toBe("proven");
  });

  it("keeps the code that is out when the person goes back to the address", () => {
    const journey = follow(challenged, { type: "visited", step: "address" });

    expect(journey.step).toBe("address");
    expect(journey.target).toEqual(target);
    expect(canVisit(journey, "code")).toBe(true);
    expect(advance(journey, { type: "visited", step: "code" }).step).toBe("code");
  });

  it("never goes to a step it has nothing for", () => {
    expect(follow({ type: "visited", step: "code" }).step).toBe("address");
    expect(follow(challenged, { type: "visited", step: "proven" }).step).toBe("code");
    expect(follow(challenged, proven, { type: "visited", step: "code" }).step).toBe("proven");
  });

  it.each(["challenge-gone", "proof-gone"] as const)("starts over with the same address after %s", (code) => {
    const journey = follow(challenged, { type: "refused", refusal: { code } });

    expect(journey).toEqual({ step: "address", target, refusal: { code } });
  });

  it.each(["code-incorrect", "unreachable", "rate-limited", "internal"] as const)(
    "stays where it is after %s, and says so until it is answered",
    (code) => {
      const journey = follow(challenged, { type: "refused", refusal: { code } });
      expect(journey.step).toBe("code");
      expect(journey.challenge).toBe(challenge);
      expect(journey.refusal?.code).toBe(code);

      expect(advance(journey, { type: "answered" }).refusal).toBeUndefined();
    },
  );

  it("ignores news of a challenge that was left behind", () => {
    const old = { ...challenge, challengeId: "challenge-0", sendsLeft: 0 };

    expect(follow(challenged, { type: "described", challenge: old }).challenge).toBe(challenge);
  });

  it("does not settle a saved journey that could not be asked after", () => {
    const refusal = { code: "unreachable" } as const;
    const journey = follow({ type: "remembered", target }, { type: "interrupted", refusal });

    expect(journey).toEqual({ step: "address", target, unsettled: true, refusal });
    expect(advance(journey, challenged).unsettled).toBeUndefined();
  });
});
