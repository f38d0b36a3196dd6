// What every part of this bench stands on: the load, a vendor, a store of choice, and our server on them.
import { join } from "node:path";
import { ownFolder } from "@/lib/testing/servers/processes";
import { startRedis } from "@/lib/testing/servers/redis";
import { endWithUs, startVendors, throughGateway } from "../processes";
import { keepToLastCore } from "./cores";
import { loader } from "./measure";
import { type Mount, startOwn } from "./servers";

export const backends = ["embedded", "redis"] as const;
export type Backend = (typeof backends)[number];

const vendorLatencyMs = 20;

/** Only those that many different people use up together: every row is looked at and counted all the same. */
const sharedRows = ["prefix-hour", "country-hour", "sends-day"];

/** For LIMITS; other rows follow these. */
export const manyPeople = sharedRows.map((row) => `${row}=100000000/86400`).join();

export async function setStage() {
  keepToLastCore();
  // Everything that is started ends with us.
  process.setMaxListeners(0);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  const [load, vendor] = [loader(), await startVendors(vendorLatencyMs)];
  endWithUs(load.child, vendor.child);
  const told = async (what: string) => (await fetch(`http://127.0.0.1:${vendor.ports[0]}/${what}`)).json();

  /** Our server over a store that nobody else uses. @param settings beyond those that every part needs */
  async function own(mount: Mount, backend: Backend, settings: Record<string, string>) {
    const redis = backend === "redis" ? await startRedis() : undefined;
    const server = await startOwn(mount, {
      ...{ CAPTCHA: "slider", TRUSTED_PROXIES: "1", ...(redis && { REDIS_URL: redis.url }) },
      DATABASE_URL: `file:${join(ownFolder("bench").path, "accounts.db")}`,
      LIMITS: manyPeople,
      ...throughGateway(vendor.ports[0]),
      ...settings,
    });
    return {
      ...server,
      async stop() {
        await server.stop();
        await redis?.stop();
      },
    };
  }

  return {
    measure: load.measure,
    own,
    /** The newest code of each number. */
    codes: (): Promise<Record<string, string>> => told("codes"),
    /** How many numbers have a code. */
    delivered: (): Promise<number> => told("count"),
    async stop() {
      load.stop();
      await vendor.stop();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof setStage>>;
