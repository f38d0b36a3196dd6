// A proof of work that takes no time, as altcha-lib posed it, and its solution.
import type { WorkChallenge } from "@/lib/contract";

export const tinyWork: WorkChallenge = {
  parameters: {
    algorithm: "PBKDF2/SHA-256",
    cost: 2,
    keyLength: 32,
    keyPrefix: "3ef9cc54d99605fe55d3bb0832406e69",
    keySignature: "dd06f440d96242ce78f5541de481e0526bb0c02c0811a112cc89aeb81890dba6",
    nonce: "e98825611940de2deb0f45d338a50704",
    salt: "e23036cfb43ffe56dd8af626f09aa582",
  },
  signature: "9c3185394ad2b748d537b8539552eb343dde4553f1aec2d0b98b96b4b31d4437",
};

export const tinySolution = {
  counter: 5,
  derivedKey: "3ef9cc54d99605fe55d3bb0832406e69707bb585b759f08308d84f52670a987f",
};
