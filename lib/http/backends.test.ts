// The whole application on every backend: what happens once happens once, in as many round trips as ever.
import { afterAll, beforeAll, describe } from "vitest";
import { type Backend, backends } from "../testing/backends";
import { describeOnce } from "./once.contract";
import { describeTrips } from "./trips.contract";

describe.each(Object.entries(backends))("%s", (name, start) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.stop());

  const empty = async () => {
    await backend.flush();
    return backend;
  };
  describeOnce(name, async () => (await empty()).settings);
  describeTrips(name, empty);
});
