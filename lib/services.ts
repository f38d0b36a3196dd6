import "server-only";
// Composition root: the only file that joins cores, stores and providers.
import pino from "pino";
import { type Accounts, accounts } from "./accounts";
import { noCaptcha, type PlannedPicture, type Slider, slider } from "./captcha";
import { planPuzzlePicture } from "./captcha/picture/draw";
import { composer } from "./compose";
import { dispatch } from "./dispatch";
import { type Env, env } from "./env";
import { keyring } from "./keyring";
import type { Clock, Log, Provider, Subject, Timers } from "./ports";
import { type Outbox, outbox } from "./providers/outbox";
import { accountStore } from "./stores/accounts";
import { challenges } from "./stores/challenges";
import { sentMessages, tallies } from "./stores/deliveries";
import { createEmbeddedEngine } from "./stores/embedded/engine";
import { limits } from "./stores/limits";
import { once } from "./stores/once";
import { passwords } from "./stores/passwords";
import { openRedis, type Requester } from "./stores/redis";
import { openSql, type Sql } from "./stores/sql";
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
  timers?: Timers;
  log?: Log;
  /** Wraps or replaces the store's requester, for example to count round trips. */
  requester?: (real: Requester) => Requester;
  providers?: readonly Provider[];
  /** Wraps the picture planner, for example to see its answers. */
  plan?: (real: Plan) => Plan;
}

type Plan = () => PlannedPicture;

/** What a process has one of: state, connections, messages kept. */
interface Resources {
  store: Requester;
  sql: Sql;
  outbox: Outbox;
}

async function openResources({ DATABASE_URL }: Env, clock: Clock): Promise<Resources> {
  const [store, sql] = await Promise.all([createEmbeddedEngine({ clock: clock.now }), openSql(DATABASE_URL)]);
  return { store, sql, outbox: outbox(clock) };
}

/** One JSON line per event; errors with their stack, which names code and never data. */
const jsonLog = (): Log => pino({ serializers: { error: pino.stdSerializers.err } });

function join(settings: Env, resources: Resources, substitutes: Substitutes): Services {
  const { clock = systemClock, log = jsonLog(), requester = (real: Requester) => real } = substitutes;
  const { plan = (real: Plan) => real, timers = systemTimers } = substitutes;
  const { sql } = resources;
  const keys = keyring(settings.APP_SECRET);
  const redis = openRedis(requester(resources.store));

  const limiting = limits(redis, settings.LIMITS, keys, clock);
  const sent = sentMessages(redis, keys);
  const tallying = tallies(redis, clock);
  const proofs = once<Subject>("proof", redis, keys, clock);
  const routes = { email: settings.EMAIL_ROUTES, sms: settings.SMS_ROUTES };
  const chosen = new Set([...routes.email.providers, ...routes.sms.providers]);
  const kept = chosen.has("outbox") ? resources.outbox : undefined;
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
      dispatch: dispatch({
        ...{ routes, providers, timers, log },
        ...{ hedgeMs: settings.HEDGE_MS, deadlineMs: settings.DEADLINE_MS },
        bounds: { inFlight: settings.DELIVERIES_AT_ONCE, waiting: settings.DELIVERIES_WAITING },
      }),
      compose: composer(settings.APP_URL),
      ...{ sent, tallies: tallying },
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

/** A set of services of its own, for tests. */
export async function createServices(settings: Env, substitutes: Substitutes = {}): Promise<Services> {
  return join(settings, await openResources(settings, substitutes.clock ?? systemClock), substitutes);
}

const systemTimers: Timers = {
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

const systemClock: Clock = { now: () => Date.now() };

// Next bundles this module more than once, and reloads it while developing: each copy joins services of its
// own over the same resources.
const shared = globalThis as { firstgateResources?: Promise<Resources> };
let joined: Promise<Services> | undefined;

/** The services of this process. */
export function services(): Promise<Services> {
  joined ??= joinShared().catch((error) => {
    // The next request tries again.
    joined = undefined;
    throw error;
  });
  return joined;
}

async function joinShared(): Promise<Services> {
  const settings = env();
  shared.firstgateResources ??= openResources(settings, systemClock).catch((error) => {
    delete shared.firstgateResources;
    throw error;
  });
  return join(settings, await shared.firstgateResources, {});
}
