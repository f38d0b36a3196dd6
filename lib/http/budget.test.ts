// Store round trips, counted where they leave: a request of the Requester is one trip.
import { expect, it } from "vitest";
import { type Application, startApplication } from "../testing/application";

/** Trips until the answer, without what follows it. */
async function counting() {
  let trips = 0;
  let answer = 0;
  const app = await startApplication(
    { CAPTCHA: "slider" },
    {
      requester: (real) => ({
        request: (request) => {
          trips += 1;
          return real.request(request);
        },
      }),
      plan: (real) => () => {
        const planned = real();
        answer = planned.answer;
        return planned;
      },
    },
  );
  const trip = async (...call: Parameters<Application["call"]>) => {
    const before = trips;
    const reply = await app.call(...call);
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
    return { body: reply.body, trips: trips - before };
  };
  const journey = async (address: string) => {
    const puzzle = await trip("POST", "/api/captcha/puzzles", { purpose: "sign-up" });
    const solution = {
      position: answer,
      track: [
        [0, 0, 0],
        [900, answer, 0],
      ],
    };
    const solved = await trip("POST", `/api/captcha/puzzles/${puzzle.body.puzzleId}/solutions`, solution);
    const { captchaToken } = solved.body;
    const request = { channel: "email", address, purpose: "sign-up", captchaToken };
    const send = await trip("POST", "/api/challenges", request);
    await app.settle();
    const path = `/api/challenges/${send.body.challengeId}`;
    app.clock.advance(60);
    const again = await trip("POST", `${path}/sends`, {});
    await app.settle();
    const attempt = await trip("POST", `${path}/attempts`, { code: app.codeFor(address) });
    const account = await trip("POST", "/api/accounts", { proof: attempt.body.proof });
    return {
      puzzle: puzzle.trips,
      solution: solved.trips,
      send: send.trips,
      again: again.trips,
      attempt: attempt.trips,
      account: account.trips,
    };
  };
  return { app, journey };
}

it("a send takes two round trips, an attempt two, a puzzle one", async () => {
  const { app, journey } = await counting();
  // The first journey teaches the store its scripts.
  await journey("first@example.com");
  expect(await journey("second@example.com")).toEqual({
    puzzle: 1,
    solution: 3,
    send: 2,
    again: 2,
    attempt: 2,
    account: 3,
  });
  await app.close();
});
