// What must hold for the application while its store is away, whatever the store: refusals within a second, nothing
// sent that nobody counted, health that says what is down, and recovery by itself.
import { expect, onTestFinished } from "vitest";
import type { Substitutes } from "../services";
import { type Application, type Reply, startApplication } from "./application";

/** Where a busy machine takes longer than a second, it may try again. Elections among servers take their time, too. */
export const patiently = { retry: 2, timeout: 60_000 };

const open: { stop(): Promise<void> }[] = [];
export const kept = async <Server extends { stop(): Promise<void> }>(starting: Promise<Server>) =>
  keep(await starting);

/** Until the test has ended; then all stop together, because one may wait for another that hangs. */
function keep<Server extends { stop(): Promise<void> }>(server: Server): Server {
  if (open.length === 0)
    onTestFinished(async () => {
      await Promise.all(open.splice(0).map((each) => each.stop()));
    });
  open.push(server);
  return server;
}

/** Time is real here: deadlines are what this is about. */
export async function start(
  settings: Record<string, string>,
  substitutes?: Substitutes,
): Promise<Application> {
  const app = await startApplication(settings, { clock: { now: () => Date.now() }, ...substitutes });
  keep({ stop: () => app.close() });
  return app;
}

export const request = (address: string) => ({
  channel: "email",
  address,
  purpose: "sign-up",
  captchaToken: "off",
});
export const post = (app: Application, address: string) =>
  app.call("POST", "/api/challenges", request(address));

export async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await new Promise((later) => setTimeout(later, 20));
}

export async function withinSecond(asking: Promise<Reply>): Promise<Reply> {
  const began = performance.now();
  const reply = await asking;
  expect(performance.now() - began).toBeLessThan(1000);
  return reply;
}

/** Sends, attempts and health, each within a second; nothing is sent, and no fault is ours. */
export async function expectRefusals(app: Application, challengeId: string) {
  const sent = app.services.outbox?.messages().length;
  const attempt = { code: "000000" };
  const replies = await Promise.all([
    withinSecond(post(app, "ada@example.com")),
    withinSecond(app.call("POST", `/api/challenges/${challengeId}/attempts`, attempt)),
    withinSecond(app.call("POST", `/api/challenges/${challengeId}/sends`, {})),
    withinSecond(app.call("POST", "/api/captcha/puzzles", { purpose: "sign-up" })),
  ]);
  for (const { status, body } of replies.slice(0, 3)) {
    expect([status, body.code]).toEqual([503, "unavailable"]);
    expect(body.retryAfter).toBeGreaterThan(0);
  }
  const health = await withinSecond(app.call("GET", "/api/health"));
  expect([health.status, health.body.down]).toEqual([503, ["store"]]);
  // What needs no store still answers.
  expect((await app.call("GET", "/api/config")).status).toBe(200);
  expect((await app.call("GET", "/api/session")).status).toBe(401);
  await app.settle();
  expect(app.services.outbox?.messages()).toHaveLength(sent ?? 0);
  expect(app.logged.join("\n")).not.toMatch(/"internal"|example\.com/);
}

/** Well again within two seconds: also for whoever asked while it was down. */
export async function expectRecovery(app: Application, address = "ada@example.com") {
  const returned = performance.now();
  for (;;) {
    const { status, body } = await post(app, address);
    if (status === 202) break;
    expect(performance.now() - returned, JSON.stringify(body)).toBeLessThan(2000);
    await new Promise((next) => setTimeout(next, 50));
  }
  await app.settle();
  expect(app.services.outbox?.messages().filter(({ to }) => to === address)).toHaveLength(1);
  expect((await app.call("GET", "/api/health")).status).toBe(200);
}
