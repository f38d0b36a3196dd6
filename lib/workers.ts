// How many processes serve on one machine: one for each core, where nothing that they must share is inside of one.
import { parseArgs } from "node:util";
import { type Env, SettingsError } from "./env";

type Settings = Pick<
  Env,
  "REDIS_URL" | "UPSTASH_REDIS_REST_URL" | "DATABASE_URL" | "EMAIL_ROUTES" | "SMS_ROUTES"
>;

export interface Workers {
  count: number;
  /** Why it is one, where more were wanted. */
  alone?: string;
}

/**
 * @param args of the command line: `--workers 4`
 * @param cores what is wanted where nobody says
 * @throws SettingsError when the arguments make no sense
 */
export function workers(args: string[], settings: Settings, cores: number): Workers {
  const { values } = parseArgs({ args, options: { workers: { type: "string" } }, strict: false });
  const { workers: given = String(cores), ...unknown } = values;
  const wanted = typeof given === "string" ? Number(given) : Number.NaN;
  if (!Number.isInteger(wanted) || wanted < 1 || Object.keys(unknown).length > 0)
    throw new SettingsError(["npm start takes --workers and a whole number from 1 on, and nothing else"]);
  const reason = insideOfOne(settings);
  return wanted > 1 && reason ? { count: 1, alone: reason } : { count: wanted };
}

function insideOfOne(settings: Settings): string | undefined {
  const { REDIS_URL, UPSTASH_REDIS_REST_URL, DATABASE_URL, EMAIL_ROUTES, SMS_ROUTES } = settings;
  const inside = [
    !REDIS_URL && !UPSTASH_REDIS_REST_URL && "the store",
    DATABASE_URL.startsWith("file:") && "the database",
    [EMAIL_ROUTES, SMS_ROUTES].some(({ providers }) => providers.includes("outbox")) && "the outbox",
  ].filter((part) => part !== false);
  return inside.length > 0 ? `${inside.join(", ")} would not be shared` : undefined;
}

/**
 * How long nobody takes the place of a worker that has ended: the first one is replaced at once, but what ends as soon
 * as it begins must not keep a machine busy.
 * @param lives how long each of those lived that have ended, in milliseconds, the last one at the end
 */
export function pauseMs(lives: readonly number[]): number {
  const brief = lives.length - 1 - lives.findLastIndex((ms) => ms >= 60_000);
  return brief < 2 ? 0 : Math.min(30_000, 1000 * 2 ** (brief - 2));
}
