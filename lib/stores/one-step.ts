// Work on several keys in one step, where the store can: a cluster refuses it when they lie on several nodes.

/** @returns does the work together, or apart from the first time on that the store has said that it cannot */
export function oneStep() {
  let spread = false;
  return <Result>(together: () => Promise<Result>, apart: () => Promise<Result>): Promise<Result> => {
    if (spread) return apart();
    return together().catch((error) => {
      // Refused before anything was done, by any cluster, also one that hides behind a single address.
      if (!(error instanceof Error && error.message.includes("CROSSSLOT"))) throw error;
      spread = true;
      return apart();
    });
  };
}
