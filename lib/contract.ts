// The wire as zod schemas, shared by browser, server and anybody who writes a client.
// Durations are seconds. Requests refuse unknown members, so that a typing mistake is seen.
import { z } from "zod";
import { problems } from "./problem";

export const channels = ["email", "sms"] as const;
export const purposes = ["sign-up", "sign-in", "reset-password", "change-address", "delete-account"] as const;
export const deliveries = ["queued", "sent", "delivered", "failed"] as const;
export const captchaKinds = ["slider", "turnstile", "yidun", "off"] as const;
export const codeLength = 6;
export const passwordLength = { min: 8, max: 128 } as const;

export type Channel = (typeof channels)[number];
export type Purpose = (typeof purposes)[number];
export type Delivery = (typeof deliveries)[number];
export type CaptchaKind = (typeof captchaKinds)[number];

/** Codes are ASCII digits; a page turns other digits into these before it sends them. */
export const code = z.string().regex(new RegExp(`^[0-9]{${codeLength}}$`), `${codeLength} digits`);
const token = z.string().min(1).max(2048);
const locale = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, "a language tag");

/** A number, or anything a person would write as one. The server makes it canonical. */
export const address = z.string().min(3).max(254);
export const emailAddress = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/u);
/** Letters of any script; no control characters, which have no place in a name. */
export const personName = z
  .string()
  .trim()
  .max(80)
  .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u, "control characters");

export const configResponse = z.object({
  channels: z.array(z.enum(channels)),
  /** What is asked for now: while a vendor is down, the slider may stand in for it. */
  captcha: z.object({
    kind: z.enum(captchaKinds),
    /** Names us to the vendor's widget. */
    siteKey: z.string().optional(),
  }),
  /** ISO 3166-1 alpha-2 codes of the countries that receive SMS. */
  countries: z.array(z.string()),
  codeLength: z.number(),
  locales: z.array(z.string()),
});

/** What the browser computes beside the sliding: a challenge of altcha-lib 2, PBKDF2/SHA-256 (altcha.org). */
export const workChallenge = z.object({
  parameters: z.object({
    algorithm: z.literal("PBKDF2/SHA-256"),
    nonce: z.string(),
    salt: z.string(),
    /** Iterations of each derivation. */
    cost: z.number(),
    keyLength: z.number(),
    /** What the right counter's key begins with, in hex. Counters are tried from 0 on. */
    keyPrefix: z.string(),
    keySignature: z.string(),
  }),
  signature: z.string(),
});
const workSolution = z.strictObject({
  counter: z.number().int().min(0).max(0xffffffff),
  derivedKey: z.string().regex(/^([0-9a-f]{2}){16,64}$/, "hex"),
  /** Milliseconds it took, where the client says so. */
  time: z.number().optional(),
});

export const puzzleRequest = z
  .strictObject({
    purpose: z.enum(purposes),
    /** Where the code is to go, if that is known already: the captcha token serves no other address then. */
    channel: z.enum(channels).optional(),
    address: address.optional(),
    /** False asks for more work in place of a picture, for whoever cannot see it or drag. */
    picture: z.boolean().optional(),
    /** True asks for as much work as of a suspect: the token opens an address whose hour others have used up. */
    strong: z.boolean().optional(),
  })
  .refine(({ channel, address }) => !channel === !address, {
    path: ["address"],
    message: "comes with its channel",
  })
  .refine(({ strong, address }) => !strong || address !== undefined, {
    path: ["address"],
    message: "required with strong",
  });
const puzzle = z.object({ puzzleId: z.string(), expiresIn: z.number(), work: workChallenge });
export const puzzleResponse = puzzle.extend({
  width: z.number(),
  height: z.number(),
  /** Data URL. */
  background: z.string(),
  /** Data URL. */
  piece: z.string(),
  pieceWidth: z.number(),
  pieceHeight: z.number(),
  /** Where the piece's left top corner travels, in picture pixels. */
  path: z.array(z.tuple([z.number(), z.number()])),
});
/** A puzzle without a picture. */
export const workResponse = puzzle.extend({
  /** Not before: what nobody has to look at takes its time. */
  solvableIn: z.number(),
});

/** No screen is that far from a picture's corner. */
const coordinate = z.number().min(-100_000).max(100_000);

export const solutionRequest = z
  .strictObject({
    /** Distance travelled along `path`, in picture pixels. With `track`: neither where there is no picture. */
    position: z.number().min(0).max(10_000).optional(),
    /** The way there: milliseconds since the first touch, and the pointer's place in picture pixels. */
    track: z
      .array(z.tuple([z.number().min(0).max(600_000), coordinate, coordinate]))
      .max(1000)
      .optional(),
    work: workSolution.optional(),
  })
  .superRefine(({ position, track, work }, context) => {
    const given = { position, track };
    for (const [name, value] of Object.entries(given)) {
      const other = name === "position" ? track : position;
      if (value === undefined && (other !== undefined || !work))
        context.addIssue({ code: "custom", path: [name], message: "required" });
    }
  });
export const solutionResponse = z.object({ captchaToken: z.string(), expiresIn: z.number() });

export const challengeRequest = z.strictObject({
  channel: z.enum(channels),
  address,
  purpose: z.enum(purposes),
  /** Left out only where `GET /api/config` says that the captcha is off. */
  captchaToken: token.optional(),
  locale: locale.optional(),
});
export const challengeResponse = z.object({
  challengeId: z.string(),
  channel: z.enum(channels),
  /** The address, masked. */
  sentTo: z.string(),
  codeLength: z.number(),
  expiresIn: z.number(),
  resendIn: z.number(),
  sendsLeft: z.number(),
  delivery: z.enum(deliveries),
});
export const challengeStatus = challengeResponse.extend({ attemptsLeft: z.number() });

export const sendRequest = z.strictObject({});

export const attemptRequest = z.strictObject({ code });
export const attemptResponse = z.object({ proof: z.string(), expiresIn: z.number() });

/** Length is judged by the server as `weak-password`; here only what no password can be. */
const newPassword = z.string().max(1024);
const enteredPassword = z.string().min(1).max(1024);

export const accountRequest = z.strictObject({
  proof: token,
  password: newPassword.optional(),
  name: personName.optional(),
});
export const account = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** E.164. */
  phone: z.string().nullable(),
  hasPassword: z.boolean(),
  createdAt: z.string(),
});
export const accountResponse = z.object({ account });

/** Signs in by a proof, or by an address and its password. */
export const sessionRequest = z
  .strictObject({
    proof: token.optional(),
    address: address.optional(),
    password: enteredPassword.optional(),
    /** Left out only where `GET /api/config` says that the captcha is off. */
    captchaToken: token.optional(),
  })
  .superRefine(({ proof, ...typed }, context) => {
    const { address, password } = typed;
    for (const [name, value] of Object.entries(proof === undefined ? { address, password } : {}))
      if (value === undefined) context.addIssue({ code: "custom", path: [name], message: "required" });
    for (const [name, value] of Object.entries(proof === undefined ? {} : typed))
      if (value !== undefined)
        context.addIssue({ code: "custom", path: [name], message: "does not go with a proof" });
  });

export const nameRequest = z.strictObject({ name: personName.nullable() });

/** With a proof of purpose reset-password; or in a session, with the password so far where there is one. */
export const passwordRequest = z
  .strictObject({
    proof: token.optional(),
    password: newPassword,
    currentPassword: enteredPassword.optional(),
  })
  .refine(({ proof, currentPassword }) => proof === undefined || currentPassword === undefined, {
    path: ["currentPassword"],
    message: "does not go with a proof",
  });

/** A proof of purpose change-address, or delete-account. */
export const proofRequest = z.strictObject({ proof: token });

export const session = z.object({
  /** Names it in this list and in the call that ends it; opens nothing. */
  id: z.string(),
  /** Whether it is the caller's own. */
  current: z.boolean(),
  /** "Chrome", "Safari": as far as the client told. */
  browser: z.string().nullable(),
  /** "Android", "Windows". */
  system: z.string().nullable(),
  /** ISO 3166-1 alpha-2, of the sign-in. */
  country: z.string().nullable(),
  createdAt: z.string(),
  /** To the hour. */
  lastSeenAt: z.string(),
});
/** Newest first. */
export const sessionsResponse = z.object({ sessions: z.array(session) });
export const endSessionsRequest = z.strictObject({
  /** Ends the others only. */
  keepThis: z.boolean().optional(),
});

export const healthResponse = z.object({
  status: z.literal("up"),
  parts: z.record(z.string(), z.literal("up")),
});

/** What the outbox kept, where there is one (`GET /api/outbox`). */
export const keptMessage = z.object({
  /** Counts up while the server runs. */
  sequence: z.number(),
  /** ISO 8601. */
  sentAt: z.string(),
  channel: z.enum(channels),
  to: z.string(),
  code: z.string(),
  locale: z.string(),
  text: z.string(),
  subject: z.string().optional(),
  html: z.string().optional(),
});
export const outboxResponse = z.object({ messages: z.array(keptMessage) });

/** A refusal, `application/problem+json` (RFC 9457). */
export const problemResponse = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(Object.keys(problems) as [keyof typeof problems]),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  retryAfter: z.number().optional(),
  limit: z.string().optional(),
  attemptsLeft: z.number().optional(),
  requestId: z.string().optional(),
  down: z.array(z.string()).optional(),
});

export type ConfigResponse = z.infer<typeof configResponse>;
export type PuzzleRequest = z.infer<typeof puzzleRequest>;
export type PuzzleResponse = z.infer<typeof puzzleResponse>;
export type WorkResponse = z.infer<typeof workResponse>;
export type WorkChallenge = z.infer<typeof workChallenge>;
export type WorkSolution = z.infer<typeof workSolution>;
export type Solution = z.infer<typeof solutionRequest>;
export type Track = NonNullable<Solution["track"]>;
export type SolutionResponse = z.infer<typeof solutionResponse>;
export type ChallengeRequest = z.infer<typeof challengeRequest>;
export type ChallengeResponse = z.infer<typeof challengeResponse>;
export type ChallengeStatus = z.infer<typeof challengeStatus>;
export type AttemptResponse = z.infer<typeof attemptResponse>;
export type AccountRequest = z.infer<typeof accountRequest>;
export type Account = z.infer<typeof account>;
export type AccountResponse = z.infer<typeof accountResponse>;
export type Session = z.infer<typeof session>;
export type SessionsResponse = z.infer<typeof sessionsResponse>;
export type KeptMessage = z.infer<typeof keptMessage>;
export type ProblemResponse = z.infer<typeof problemResponse>;
