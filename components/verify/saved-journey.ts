// What outlives a refresh and is shared by the tabs of a browser: which address, which challenge, which proof.
// Never a code or a password. Anything unreadable counts as nothing saved. Every journey is kept under its own name.
import type { Channel } from "@/lib/contract";
import type { Journey } from "./journey";

const prefix = "firstgate.journey.";

export interface SavedJourney {
  channel: Channel;
  address: string;
  challengeId?: string;
  proof?: string;
  /** By this browser's clock, which wrote it and alone reads it: a wrong clock does no harm. */
  proofEndsAt?: number;
}

export interface Keeper {
  read(): SavedJourney | undefined;
  save(journey: Journey): void;
  forget(): void;
  /** Calls back when another tab has saved or forgotten the journey. */
  watch(changed: () => void): () => void;
}

/** Keeps the journey of a name. A full or forbidden storage is no reason to stop. */
export function keeperOf(name: string): Keeper {
  const key = prefix + name;
  return {
    read() {
      try {
        return parse(JSON.parse(localStorage.getItem(key) ?? "null"));
      } catch {
        return undefined;
      }
    },

    save({ target, challenge, proof, unsettled }) {
      if (!target || unsettled) return;
      const saved: SavedJourney = { ...target, challengeId: challenge?.challengeId };
      if (proof) {
        saved.proof = proof.value;
        saved.proofEndsAt = Date.now() + (proof.endsAt - performance.now());
      }
      try {
        localStorage.setItem(key, JSON.stringify(saved));
      } catch {}
    },

    forget() {
      try {
        localStorage.removeItem(key);
      } catch {}
    },

    watch(changed) {
      const listen = (event: StorageEvent) => {
        if (event.key === key || event.key === null) changed();
      };
      window.addEventListener("storage", listen);
      return () => window.removeEventListener("storage", listen);
    },
  };
}

/** For a journey that ends with the page. */
export const keepsNothing: Keeper = {
  read: () => undefined,
  save: () => undefined,
  forget: () => undefined,
  watch: () => () => undefined,
};

/** Forgets every journey: whoever comes next may be somebody else. */
export function forgetAll() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix)) localStorage.removeItem(key);
    }
  } catch {}
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
