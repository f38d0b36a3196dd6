// Several processes on one port, on a Redis and a PostgreSQL that they share: nobody outside notices that they are
// several, that one of them ends, or which of them was told to stop.
import { newIp, newNumber, readChallenge } from "./client";
import { expect, limits, test } from "./instances";
import { rawly } from "./raw";
import { spawnServer } from "./server";

test("Two processes serve as one, also when one of them ends", async ({ shared }) => {
  await shared.start();
  const settings = { ...shared.settings(), EMAIL_ROUTES: "off", CAPTCHA: "off", LIMITS: limits() };
  const server = await spawnServer(settings, "npm start -- --workers 2");
  /** As their lines in the log name them. */
  const processes = () => new Set(server.output().match(/(?<="pid":)\d+/g));
  const numbers: string[] = [];
  /** On connections of their own, so that they are spread over all. */
  const send = () =>
    Promise.all(
      Array.from({ length: 8 }, async () => {
        const number = newNumber();
        const body = JSON.stringify({ channel: "sms", address: number, purpose: "sign-up" });
        const head = ["POST /api/challenges HTTP/1.1", "Host: localhost", "Content-Type: application/json"];
        head.push(`X-Forwarded-For: ${newIp()}`, `Content-Length: ${body.length}`, "Connection: close");
        const answer = await rawly(server.port, `${head.join("\r\n")}\r\n\r\n${body}`);
        expect(answer).toMatch(/^HTTP\/1.1 202 /);
        numbers.push(number);
        return /(?<="challengeId":")[^"]+/.exec(answer)?.[0] ?? "";
      }),
    );
  try {
    await expect.poll(server.output).toMatch(/listens on http:\/\/localhost:\d+, in 2 processes/);
    const [id = ""] = await send();
    await expect.poll(() => processes().size).toBe(2);

    process.kill(Number([...processes()][0]), "SIGKILL");
    await expect.poll(server.output).toContain("A worker has ended (SIGKILL)");
    await expect(async () => {
      await send();
      expect(processes().size).toBe(3);
    }).toPass({ intervals: [100] });
    expect((await readChallenge(server, id)).status).toBe(200);

    await send();
    server.process.kill("SIGTERM");
    expect(await server.exited).toBe(0);
    // Of what was accepted by the one that was killed, a part may be lost.
    for (const number of numbers.slice(-8)) expect(shared.texts.codesTo(number)).toHaveLength(1);
  } finally {
    await server.stop();
  }
});
