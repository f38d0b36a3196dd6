// The embedded store shows everything that a store must.
import { Redis } from "@upstash/redis";
import { describeLimits } from "../limits.contract";
import { describeStores } from "../stores.contract";
import { createEmbeddedEngine } from "./engine";

const open = async ({ now }: { now(): number }) => new Redis(await createEmbeddedEngine({ clock: now }));

describeLimits("the embedded store", open);
describeStores("the embedded store", open);
