import "server-only";
// Composition root: the only file that joins cores, stores and providers.
import pino from "pino";
import { type Accounts, accounts } from "./accounts";
import { brand } from "./brand";
import { noCaptcha, type Pictures, type Slider, slider } from "./captcha";
import { type Browsers, browsers } from "./captcha/browsers";
import { captchaTokenLifetimeSeconds } from "./captcha/lifetimes";
import { preparePuzzle } from "./captcha/picture/prepare";
import { type DrawingThread, drawingThread } from "./captcha/picture/thread";
import { drawnAhead, mostDrawn, type Pool, pool } from "./captcha/pool";
import { risk } from "./captcha/risk";
import { takeover } from "./captcha/takeover";
import { vendorCaptcha } from "./captcha/vendor";
import { vigil } from "./captcha/vigil";
import { altchaWork } from "./captcha/work/altcha";
import { composer } from "./compose";
import type { ConfigResponse } from "./contract";
import { dispatch } from "./dispatch";
import { type Receipts, receipts } from "./dispatch/receipts";
import { type Env, env } from "./env";
import { type Admission, admission, type Turns, threadTurns } from "./http/admission";
import { keyring } from "./keyring";
import type {
  Captcha,
  CaptchaVendor,
  Clock,
  Compose,
  Dispatch,
  Keyring,
  Limits,
  Log,
  Passwords,
  Provider,
  ReceiptRequest,
  Risk,
  Subject,
  Tallies,
  Timers,
  Work,
} from "./ports";
import { withBreaker } from "./providers/breaker";
import { type Outbox, outbox } from "./providers/outbox";
import { sparing } from "./sparing-log";
import { accountStore } from "./stores/accounts";
import { challenges } from "./stores/challenges";
import { punctual } from "./stores/deadline";
import { sentMessages, tallies } from "./stores/deliveries";
import { createEmbeddedEngine } from "./stores/embedded/engine";
import { limits } from "./stores/limits";
import { once } from "./stores/once";
import { onceWithin } from "./stores/once-within";
import { passwords } from "./stores/passwords";
import { probe } from "./stores/probe";
import { openRedis, type Redis, type Requester } from "./stores/redis";
import { seen } from "./stores/seen";
import { spentTokens } from "./stores/spent-tokens";
import { openSql, type Sql } from "./stores/sql";
import type { Store } from "./stores/store";
import { upstash } from "./stores/upstash";
import { type Verification, verification } from "./verification";

export interface Services {
  env: Env;
  log: Log;
  admission: Admission;
  verification: Verification;
  accounts: Accounts;
  dispatch: Dispatch;
  compose: Compose;
  providers: ReadonlyMap<string, Provider>;
  pseudonym: Keyring["pseudonym"];
  /** As a send redeems its tokens. */
  captcha: Captcha;
  /** Absent when another captcha, or none, is chosen. Issues nothing while a vendor that goes before it is up. */
  slider?: Slider;
  /** Absent where the captcha is our own. */
  captchaVendor?: CaptchaVendor;
  browsers: Browsers;
  /** What a browser shows now. */
  shownCaptcha(): ConfigResponse["captcha"];
  /** Present while it is a provider. */
  outbox?: Outbox;
  /** What must answer for the service to be up. */
  parts: Record<"store" | "database", () => Promise<unknown>>;
  receiptPosts: ReadonlyMap<string, ReceiptPost>;
  tallies: Tallies;
  /** Begins to draw pictures ahead, where that is done: the first person need not wait for theirs. */
  drawAhead?(): void;
  close(): Promise<void>;
}

/** Where one vendor reports receipts. */
export interface ReceiptPost {
  /** For the vendor's console, or the vendor's call; absent while the public origin is not known. */
  url?: string;
  opensWith(secret: string): boolean;
  /** @throws Problem when the call is not the vendor's */
  take(request: Pick<ReceiptRequest, "headers" | "body">): Promise<void>;
  answer: { body: string; type: string };
}

/** What tests put in place of the real thing. */
export interface Substitutes {
  clock?: Clock;
  timers?: Timers;
  turns?: Turns;
  log?: Log;
  /** Wraps or replaces the store's requester, for example to count round trips. */
  requester?: (real: Requester) => Requester;
  providers?: readonly Provider[];
  /** Wraps who draws, for example to see the answers. */
  pictures?: (real: Pictures) => Pictures;
  /** Wraps the work of puzzles, for example to see it done. */
  work?: (real: Work) => Work;
  /** Wraps what a send redeems its token with, for example to give stronger passes. */
  captcha?: (real: Captcha) => Captcha;
  /** Wraps the judge of risk, for example to see what it hears. */
  risk?: (real: Risk) => Risk;
  /** Wraps the work of passwords, for example to count it. */
  passwords?: (real: Passwords) => Passwords;
}

/** What a process has one of: state, connections, messages kept. */
interface Resources {
  store: Store;
  sql: Sql;
  outbox: Outbox;
  risk: Risk;
  pictures: Artist;
  admission: Admission;
}

type Artist = Pictures & Pick<Partial<DrawingThread>, "close"> & Pick<Partial<Pool>, "fill">;

function drawsAhead({ mint }: Keyring): Artist {
  const { draw, close } = drawingThread(mostDrawn(drawnAhead));
  const some = (count: number) => Array.from({ length: count }, () => mint());
  return { ...pool((level, count) => draw(level, some(count)), drawnAhead, systemTimers), close };
}

async function openResources(
  settings: Env,
  clock: Clock,
  timers: Timers,
  turns: Turns,
  pictures: Artist,
): Promise<Resources> {
  const [store, sql] = await Promise.all([
    openStore(settings, clock, timers),
    openSql(settings.DATABASE_URL),
  ]);
  const judging = risk(settings.LIMITS, clock);
  return { store, sql, outbox: outbox(clock), risk: judging, pictures, admission: admission(turns) };
}

async function openStore(settings: Env, clock: Clock, timers: Timers): Promise<Store> {
  const { REDIS_URL, STORE_DEADLINE_MS, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN = "" } = settings;
  if (UPSTASH_REDIS_REST_URL)
    return upstash(UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN, STORE_DEADLINE_MS);
  if (REDIS_URL) {
    // Loaded where it is used: most processes of a fork have one store.
    const isCluster = REDIS_URL.nodes.length > 1 && !REDIS_URL.master;
    const open = isCluster
      ? (await import("./stores/redis-cluster")).redisCluster
      : (await import("./stores/redis-server")).redisServer;
    return open(REDIS_URL, punctual(timers, STORE_DEADLINE_MS));
  }
  const requester = await createEmbeddedEngine({ clock: clock.now });
  return { requester, close: async () => {} };
}

/**
 * One JSON line per event; errors with their stack, which names code and never data. Written at once: to write some at a
 * time would save a twentieth of a send, and lose what a process said last before it was killed.
 */
const jsonLog = (): Log => pino({ serializers: { error: pino.stdSerializers.err } });

function join(settings: Env, resources: Resources, substitutes: Substitutes): Services {
  const { clock = systemClock, requester = (real: Requester) => real } = substitutes;
  const log = sparing(substitutes.log ?? jsonLog(), clock);
  const { work = (real: Work) => real, timers = systemTimers } = substitutes;
  const { pictures = (real: Pictures) => real, captcha = (real: Captcha) => real } = substitutes;
  const { passwords: wrap = (real: Passwords) => real } = substitutes;
  const judging = substitutes.risk?.(resources.risk) ?? resources.risk;
  const { sql } = resources;
  const keys = keyring(settings.APP_SECRET);
  const redis = openRedis(requester(resources.store.requester));

  const limiting = limits(redis, settings.LIMITS, keys, clock);
  const challenging = challenges(redis, keys, clock, limiting, settings.LIMITS["address-failures-day"]);
  const sent = sentMessages(redis, keys, (provider) => posts.has(provider));
  const tallying = tallies(redis, clock);
  const proofs = once<Subject>("proof", redis, keys, clock);
  const routes = { email: settings.EMAIL_ROUTES, sms: settings.SMS_ROUTES };
  const named = new Set([...routes.email.providers, ...routes.sms.providers]);
  const kept = named.has("outbox") ? resources.outbox : undefined;
  const posts = receiptPosts(settings, keys, receipts({ sent, challenges: challenging, tallies: tallying }));
  const vendors = settings.chosen.map(({ module, settings: own }): Provider => {
    const url = posts.get(module.name)?.url;
    const { name, channels } = module;
    return withBreaker({ name, channels, ...module.create(own, url ? { receiptUrl: url } : {}) }, log);
  });
  const all = [...(kept ? [kept] : []), ...vendors, ...(substitutes.providers ?? [])];
  const providers = new Map(all.map((provider) => [provider.name, provider]));
  const puzzles = settings.CAPTCHA.includes("slider")
    ? slider({
        pictures: pictures(resources.pictures),
        work: work(altchaWork),
        puzzles: onceWithin("puzzle", redis, keys, clock, limiting),
        tokens: onceWithin("captcha-token", redis, keys, clock, limiting),
        ways: seen("way", redis, keys),
        limits: limiting,
        risk: judging,
        keyring: keys,
        clock,
      })
    : undefined;
  const captchas = chooseCaptcha(settings, puzzles, { redis, keys, clock, log, limits: limiting });
  const redeeming = captcha(captchas.captcha);

  const dispatching = dispatch({
    ...{ routes, providers, clock, timers, log },
    ...{ hedgeMs: settings.HEDGE_MS, deadlineMs: settings.DEADLINE_MS },
    bounds: { inFlight: settings.DELIVERIES_AT_ONCE, waiting: settings.DELIVERIES_WAITING },
  });
  const compose = composer(settings.APP_URL);

  return {
    env: settings,
    log,
    admission: resources.admission,
    dispatch: dispatching,
    compose,
    providers,
    pseudonym: keys.pseudonym,
    browsers: browsers(keys, clock),
    verification: verification({
      captcha: redeeming,
      challenges: challenging,
      limits: limiting,
      table: settings.LIMITS,
      keyring: keys,
      dispatch: dispatching,
      compose,
      ...{ sent, tallies: tallying, clock, timers, log },
      ...(settings.PRICES && { prices: settings.PRICES }),
      risk: judging,
    }),
    accounts: accounts({
      store: accountStore(sql),
      proofs,
      captcha: redeeming,
      limits: limiting,
      table: settings.LIMITS,
      passwords: wrap(passwords()),
      ourWords: [brand.name],
      keyring: keys,
      clock,
    }),
    ...captchas,
    ...(kept && { outbox: kept }),
    parts: {
      store: () => Promise.all([probe(redis, clock.now()), resources.store.check?.()]),
      database: () => sql.query("SELECT 1"),
    },
    receiptPosts: posts,
    tallies: tallying,
    ...(puzzles && resources.pictures.fill && { drawAhead: resources.pictures.fill }),
    close: async () => {
      const { store, pictures } = resources;
      await Promise.all([
        ...vendors.map((each) => each.close?.()),
        store.close(),
        sql.close(),
        pictures.close?.(),
      ]);
    },
  };
}

type CaptchaParts = Pick<Services, "captcha" | "slider" | "captchaVendor" | "shownCaptcha">;

/** The kind comes from the settings, and from our own judgement of a vendor: never from a request. */
function chooseCaptcha(
  { CAPTCHA, captchaVendor: chosen, APP_URL, DEADLINE_MS }: Env,
  own: Slider | undefined,
  {
    redis,
    keys,
    clock,
    log,
    limits,
  }: { redis: Redis; keys: Keyring; clock: Clock; log: Log; limits: Limits },
): CaptchaParts {
  if (!chosen) {
    const shown = { kind: CAPTCHA[0] ?? "slider" };
    return { captcha: own ?? noCaptcha(limits), ...(own && { slider: own }), shownCaptcha: () => shown };
  }
  const { name, siteKey, tokenSeconds, create } = chosen.module;
  const surroundings = { deadlineMs: DEADLINE_MS, host: APP_URL?.hostname, clock };
  const captchaVendor = { name, ...create(chosen.settings, surroundings) };
  const lifetimes = { vendorSeconds: tokenSeconds + 60, verifiedSeconds: captchaTokenLifetimeSeconds };
  const vendor = vendorCaptcha({
    vendor: captchaVendor,
    spent: spentTokens(name, redis, keys, lifetimes),
    vigil: vigil(name, clock, log),
    limits,
  });
  const shown = { kind: name, siteKey: siteKey(chosen.settings) };
  if (!own) return { captcha: vendor, captchaVendor, shownCaptcha: () => shown };
  return {
    ...takeover(vendor, own, keys),
    captchaVendor,
    shownCaptcha: () => (vendor.isDown() ? { kind: "slider" } : shown),
  };
}

function receiptPosts(
  { APP_URL, chosen }: Env,
  keys: Keyring,
  recording: Receipts,
): Map<string, ReceiptPost> {
  const posts = new Map<string, ReceiptPost>();
  for (const { module, settings } of chosen) {
    const { name, receipts: reader } = module;
    if (!reader) continue;
    const path = `/api/receipts/${name}/${keys.pseudonym("receipts", name)}`;
    // A vendor that signs what it calls signs the whole address: without the public origin nothing can be checked.
    const url = APP_URL && new URL(path, APP_URL).href;
    if (reader.signed && !url) continue;
    posts.set(name, {
      ...(url && { url }),
      opensWith: (secret) => keys.isPseudonym(secret, "receipts", name),
      take: async ({ headers, body }) =>
        recording.record(name, reader.read({ url: url ?? path, headers, body }, settings)),
      answer: reader.answer,
    });
  }
  return posts;
}

/** A set of services of its own, for tests. */
export async function createServices(settings: Env, substitutes: Substitutes = {}): Promise<Services> {
  const { clock = systemClock, timers = systemTimers, turns = threadTurns } = substitutes;
  // Each when it is asked for, and no thread.
  const { mint } = keyring(settings.APP_SECRET);
  const { pose } = substitutes.work?.(altchaWork) ?? altchaWork;
  const pictures: Pictures = { take: (level) => preparePuzzle(level, mint(), pose) };
  return join(settings, await openResources(settings, clock, timers, turns, pictures), substitutes);
}

const systemTimers: Timers = {
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

// As it is now: Next puts one of its own in its place, which asks what is rendered.
const systemClock: Clock = { now: Date.now };

// Next bundles this module more than once, and reloads it while developing: each copy joins services of its
// own over the same resources.
const shared = globalThis as {
  firstgateResources?: Promise<Resources>;
  firstgateServices?: Promise<Services>;
};
let joined: Promise<Services> | undefined;

/** The services of this process. */
export function services(): Promise<Services> {
  if (shared.firstgateServices) return shared.firstgateServices;
  joined ??= joinShared().catch((error) => {
    // The next request tries again.
    joined = undefined;
    throw error;
  });
  return joined;
}

/** Makes them those of Next's bundles, too: for the server that has Next inside it. */
export function shareServices(): Promise<Services> {
  shared.firstgateServices = services();
  return shared.firstgateServices;
}

export const areShared = (): boolean => shared.firstgateServices !== undefined;

async function joinShared(): Promise<Services> {
  const settings = env();
  shared.firstgateResources ??= openResources(
    settings,
    systemClock,
    systemTimers,
    threadTurns,
    drawsAhead(keyring(settings.APP_SECRET)),
  ).catch((error) => {
    delete shared.firstgateResources;
    throw error;
  });
  return join(settings, await shared.firstgateResources, {});
}
