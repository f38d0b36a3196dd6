// What outlives a refresh and is shared by the tabs of a browser: which address, which challenge, which proof.
// Never a code or a password. Anything unreadable counts as nothing saved.
import type { Channel } from "@/lib/contract";
import type { Journey } from "./journey";

const key = "firstgate.sign-up";

export interface SavedJourney {
  channel: Channel;
  address: string;
  challengeId?: string;
  proof?: string;
  /** By this browser's clock, which wrote it and alone reads it: a wrong clock does no harm. */
  proofEndsAt?: number;
}

export function readSaved(): SavedJourney | undefined {
  try {
    return parse(JSON.parse(localStorage.getItem(key) ?? "null"));
  } catch {
    return undefined;
  }
}

/** Keeps what the journey would need after a refresh. A full or forbidden storage is no reason to stop. */
export function save({ target, challenge, proof, unsettled }: Journey) {
  if (!target || unsettled) return;
  const saved: SavedJourney = { ...target, challengeId: challenge?.challengeId };
  if (proof) {
    saved.proof = proof.value;
    saved.proofEndsAt = Date.now() + (proof.endsAt - performance.now());
  }
  try {
    localStorage.setItem(key, JSON.stringify(saved));
  } catch {}
}

export function forgetSaved() {
  try {
    localStorage.removeItem(key);
  } catch {}
}

/** Calls back when another tab has saved or forgotten a journey. */
export function watchSaved(changed: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === key || event.key === null) changed();
  };
  window.addEventListener("storage", listen);
  return () => window.removeEventListener("storage", listen);
}

function parse(value: unknown): SavedJourney | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { channel, address, challengeId, proof, proofEndsAt } = value as Record<string, unknown>;
  if (channel !== "email" && channel !== "sms") return undefined;
  if (typeof address !== "string") return undefined;
  return {
    channel,
    address,
    challengeId: typeof challengeId === "string" ? challengeId : undefined,
    ...(typeof proof === "string" && typeof proofEndsAt === "number" && proofEndsAt > Date.now()
      ? { proof, proofEndsAt }
      : {}),
  };
}
