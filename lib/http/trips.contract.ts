// Store round trips, counted where they leave: a request of the Requester is one trip. On a cluster its commands
// travel to their nodes side by side.
import { expect, it } from "vitest";
import { type Application, startApplication } from "../testing/application";
import type { Backend } from "../testing/backends";
import { cheapPasswords } from "../testing/passwords";
import { watchSlider } from "../testing/slider";

/** Trips until the answer, without what follows it. */
async function counting(settings: Record<string, string>) {
  let trips = 0;
  const slider = watchSlider();
  const app = await startApplication(
    { ...settings, CAPTCHA: "slider" },
    {
      requester: (real) => ({
        request: (request) => {
          trips += 1;
          return real.request(request);
        },
      }),
      ...slider.substitutes,
      ...cheapPasswords().substitutes,
    },
  );
  const trip = async (...call: Parameters<Application["call"]>) => {
    const before = trips;
    const reply = await app.call(...call);
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
    return { body: reply.body, trips: trips - before };
  };
  const earn = async (purpose: string) => {
    const puzzle = await trip("POST", "/api/captcha/puzzles", { purpose });
    const solution = slider.solution();
    const solved = await trip("POST", `/api/captcha/puzzles/${puzzle.body.puzzleId}/solutions`, solution);
    return { puzzle, solved, captchaToken: solved.body.captchaToken };
  };
  const password = "violet tram canal";
  const journey = async (address: string) => {
    const { puzzle, solved, captchaToken } = await earn("sign-up");
    const request = { channel: "email", address, purpose: "sign-up", captchaToken };
    const send = await trip("POST", "/api/challenges", request);
    await app.settle();
    const path = `/api/challenges/${send.body.challengeId}`;
    app.clock.advance(60);
    const again = await trip("POST", `${path}/sends`, {});
    await app.settle();
    const attempt = await trip("POST", `${path}/attempts`, { code: app.codeFor(address) });
    const account = await trip("POST", "/api/accounts", { proof: attempt.body.proof, password });
    const other = await earn("sign-in");
    const entered = { address, password, captchaToken: other.captchaToken };
    const signIn = await trip("POST", "/api/session", entered);
    return {
      puzzle: puzzle.trips,
      solution: solved.trips,
      send: send.trips,
      again: again.trips,
      attempt: attempt.trips,
      account: account.trips,
      signIn: signIn.trips,
    };
  };
  return { app, journey, total: () => trips };
}

interface Trips {
  /** Two, where one step can span an address, a client and the whole; three on a cluster. */
  send: number;
  /** One, where one step can span a challenge and a client; two on a cluster, whose limit goes ahead. */
  attempt: number;
}

export function describeTrips(name: string, { send, attempt }: Trips, place: () => Promise<Backend>) {
  it(`a send takes ${send} round trips on ${name}, an attempt ${attempt}, an account two, a sign-in by password one more than a send, a puzzle one and its solution two`, async () => {
    const backend = await place();
    const { app, journey, total } = await counting(backend.settings);
    // The first journeys teach every node of the store its scripts.
    for (let count = 0; count < 20; count += 1) await journey(`first-${count}@example.com`);
    const before = { counted: total(), arrived: backend.requests?.() ?? 0 };
    expect(await journey("second@example.com")).toEqual({
      puzzle: 1,
      solution: 2,
      send,
      again: send,
      attempt,
      account: 2,
      signIn: send + 1,
    });
    // Where requests can be counted on the other side, nothing else has arrived there.
    const { requests = () => total() - before.counted } = backend;
    expect(requests() - before.arrived).toBe(total() - before.counted);
    await app.close();
  });
}
