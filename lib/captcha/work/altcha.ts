import "server-only";
// Proof of work as altcha-lib 2 does and checks it: PBKDF2, which browsers bring along at the speed of native code,
// so that an attacker's program is hardly faster. @see https://github.com/altcha-org/altcha-lib
import { verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { Work } from "../../ports";
import { poseWork } from "./pose";

export const altchaWork: Work = {
  pose: (counters) => poseWork(counters),
  async check({ challenge, secrets }, { counter, derivedKey }) {
    // Checked against the signed key: no derivation for whoever guesses.
    const solution = { counter, derivedKey };
    return (await verifySolution({ challenge, solution, deriveKey, ...secrets })).verified;
  },
};
