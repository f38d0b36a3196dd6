import "server-only";
// Composition root: the only file that joins cores, stores and providers.
import { Redis, type UpstashRequest } from "@upstash/redis";
import pino from "pino";
import { type Accounts, accounts } from "./accounts";
import { noCaptcha, type PlannedPicture, type Slider, slider } from "./captcha";
import { planPuzzlePicture } from "./captcha/picture/draw";
import { composer } from "./compose";
import { dispatch } from "./dispatch";
import { type Env, env } from "./env";
import { keyring } from "./keyring";
import type { Clock, Log, Provider, Subject } from "./ports";
import { Outage } from "./problem";
import { type Outbox, outbox } from "./providers/outbox";
import { accountStore } from "./stores/accounts";
import { challenges } from "./stores/challenges";
import { createEmbeddedEngine } from "./stores/embedded/engine";
import { limits } from "./stores/limits";
import { once } from "./stores/once";
import { passwords } from "./stores/passwords";
import { openSql } from "./stores/sql";
import { type Verification, verification } from "./verification";

export interface Services {
  env: Env;
  log: Log;
  verification: Verification;
  accounts: Accounts;
  /** Absent when another captcha, or none, is chosen. */
  slider?: Slider;
  /** Present while it is a provider. */
  outbox?: Outbox;
  /** What must answer for the service to be up. */
  parts: Record<"store" | "database", () => Promise<unknown>>;
  close(): Promise<void>;
}

/** What tests put in place of the real thing. */
export interface Substitutes {
  clock?: Clock;
  log?: Log;
  /** Wraps or replaces the store's requester, for example to count round trips. */
  requester?: (real: Requester) => Requester;
  providers?: readonly Provider[];
  /** Wraps the picture planner, for example to see its answers. */
  plan?: (real: Plan) => Plan;
}

type Plan = () => PlannedPicture;

type Requester = Extract<ConstructorParameters<typeof Redis>[0], { request: unknown }>;

/** Commands that are issued in one turn of the event loop travel as one request. */
class PipeliningRedis extends Redis {
  pipelining(): Redis {
    return this.autoPipeline();
  }
}

/** One JSON line per event; errors with their stack, which names code and never data. */
const jsonLog = (): Log => pino({ serializers: { error: pino.stdSerializers.err } });

/** A store that does not answer is an outage, not a bug. */
function reportingOutages(real: Requester): Requester {
  return {
    request: <Result>(request: UpstashRequest) =>
      real.request<Result>(request).catch((error: unknown) => {
        throw error instanceof Error && error.name === "UpstashError" ? error : new Outage("store", error);
      }),
  };
}

export async function createServices(settings: Env, substitutes: Substitutes = {}): Promise<Services> {
  const { clock = { now: Date.now }, log = jsonLog(), requester = (real: Requester) => real } = substitutes;
  const { plan = (real: Plan) => real } = substitutes;
  const keys = keyring(settings.APP_SECRET);
  const engine = await createEmbeddedEngine({ clock: () => clock.now() });
  const redis = new PipeliningRedis(reportingOutages(requester(engine))).pipelining();
  const sql = await openSql(settings.DATABASE_URL);

  const limiting = limits(redis, settings.LIMITS, keys, clock);
  const proofs = once<Subject>("proof", redis, keys, clock);
  const routes = { email: settings.EMAIL_ROUTES, sms: settings.SMS_ROUTES };
  const chosen = new Set([...routes.email.providers, ...routes.sms.providers]);
  const kept = chosen.has("outbox") ? outbox(clock) : undefined;
  const providers = new Map(
    [...(kept ? [kept] : []), ...(substitutes.providers ?? [])].map((provider) => [provider.name, provider]),
  );
  const puzzles =
    settings.CAPTCHA === "slider"
      ? slider({
          plan: plan(planPuzzlePicture),
          puzzles: once("puzzle", redis, keys, clock),
          tokens: once("captcha-token", redis, keys, clock),
          limits: limiting,
          keyring: keys,
          clock,
        })
      : undefined;

  return {
    env: settings,
    log,
    verification: verification({
      captcha: puzzles ?? noCaptcha,
      challenges: challenges(redis, keys, clock, settings.LIMITS["address-failures-day"]),
      limits: limiting,
      keyring: keys,
      dispatch: dispatch({ routes, providers, deadlineMs: settings.DEADLINE_MS, log }),
      compose: composer(settings.APP_URL),
      clock,
    }),
    accounts: accounts({
      store: accountStore(sql),
      proofs,
      limits: limiting,
      passwords,
      keyring: keys,
      clock,
    }),
    ...(puzzles && { slider: puzzles }),
    ...(kept && { outbox: kept }),
    parts: { store: () => redis.ping(), database: () => sql.query("SELECT 1") },
    close: () => sql.close(),
  };
}

const shared = globalThis as { firstgateServices?: Promise<Services> };

/** The one set of services of this process: Next bundles this module more than once, and reloads it. */
export function services(): Promise<Services> {
  shared.firstgateServices ??= createServices(env());
  return shared.firstgateServices;
}
