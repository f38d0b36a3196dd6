// Every backend shows everything that a store must.
import { afterAll, beforeAll, describe } from "vitest";
import { type Backend, backends } from "../testing/backends";
import { describeLimits } from "./limits.contract";
import { describeStores } from "./stores.contract";

describe.each(Object.entries(backends))("%s", (name, start) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.stop());

  describeLimits(name, (clock) => backend.open(clock));
  describeStores(name, (clock) => backend.open(clock));
});
