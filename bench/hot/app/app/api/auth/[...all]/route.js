// The peer: better-auth with its email-otp plugin, as its documentation mounts it in Next. What could make it slow here
// and not elsewhere is taken away: codes lie in a Map, as its secondary storage; limits and telemetry are off, and
// nothing is delivered.
import { betterAuth } from "better-auth";
import { toNextJsHandler } from "better-auth/next-js";
import { emailOTP } from "better-auth/plugins";

const kept = new Map();

const auth = betterAuth({
  baseURL: process.env.BETTER_AUTH_URL,
  secret: "a-secret-of-benches-that-is-long-enough",
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  secondaryStorage: {
    get: async (key) => kept.get(key) ?? null,
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  },
  plugins: [emailOTP({ sendVerificationOTP: async () => {} })],
});

export const { GET, POST } = toNextJsHandler(auth);
