// The Web Worker that does a share of a proof of work, so that the page stays smooth.
import { handler } from "altcha-lib/workers/shared";
import { deriveKey } from "./derive-key";

handler({ deriveKey });
