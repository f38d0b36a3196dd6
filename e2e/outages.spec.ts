// A production server whose store or database goes away and comes back.
import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { type PostgresServer, startPostgres } from "@/lib/testing/servers/postgres";
import { freePort, ownFolder } from "@/lib/testing/servers/processes";
import { type RedisServer, startRedis } from "@/lib/testing/servers/redis";
import { expect, readCode, type Server, test } from "./fixtures";

let redis: RedisServer;
let postgres: PostgresServer;
test.beforeAll(async () => {
  [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
});
test.afterAll(async () => {
  await Promise.all([redis.stop(), postgres.stop()]);
});

const open = { DEMO: "1", CAPTCHA: "off", LIMITS: "ip-sends-day=1000/86400" };

async function call(server: Server, method: string, path: string, body?: unknown) {
  const began = performance.now();
  const response = await fetch(`${server.origin}/api${path}`, {
    method,
    ...(body !== undefined && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  const ms = performance.now() - began;
  return {
    status: response.status,
    body: text && JSON.parse(text),
    cookie: response.headers.get("set-cookie"),
    ms,
  };
}

const send = (server: Server, address: string) =>
  call(server, "POST", "/challenges", { channel: "email", address, purpose: "sign-up" });

async function withinSecond(asked: ReturnType<typeof call>) {
  const reply = await asked;
  expect(reply.ms).toBeLessThan(1000);
  return reply;
}

async function expectDown(server: Server, ...parts: string[]) {
  const { status, body } = await withinSecond(call(server, "GET", "/health"));
  expect([status, body.down]).toEqual([503, parts]);
}

/** Settings of a server on this Redis and a database of its own. */
const onBoth = async () => ({
  ...open,
  REDIS_URL: redis.url,
  DATABASE_URL: await postgres.createDatabase(),
});

/** From the return of a part until everything works. */
const recovery = { timeout: 2000, intervals: [50] };

/** Pages that need no store, and one that is missing. */
async function expectPages(server: Server) {
  for (const [path, status] of [
    ["/", 200],
    ["/sign-up", 200],
    ["/account", 200],
    ["/api/config", 200],
    ["/nowhere", 404],
  ] as const) {
    expect((await fetch(server.origin + path)).status, path).toBe(status);
  }
}

for (const { how, leave, come } of [
  { how: "hangs", leave: async () => redis.pause(), come: async () => redis.resume() },
  { how: "is gone", leave: () => redis.kill(), come: () => redis.restart() },
]) {
  test(`While the store ${how}, pages answer, sends are refused within a second, and nothing is sent`, async ({
    startServer,
    request,
    email,
  }) => {
    const server = await startServer(await onBoth());
    await server.opened;
    expect((await call(server, "GET", "/health")).status).toBe(200);
    await leave();
    const { status, body } = await withinSecond(send(server, email));
    expect([status, body.code]).toEqual([503, "unavailable"]);
    await expectDown(server, "store");
    await expectPages(server);
    const outbox = await request.get(`${server.origin}/api/outbox`);
    expect((await outbox.json()).messages).toEqual([]);
    await come();
    await expect(async () => expect((await send(server, email)).status).toBe(202)).toPass(recovery);
    expect((await call(server, "GET", "/health")).status).toBe(200);
  });
}

for (const { how, leave, come } of [
  { how: "hangs", leave: async () => postgres.pause(), come: async () => postgres.resume() },
  { how: "is gone", leave: () => postgres.kill(), come: () => postgres.restart() },
]) {
  test(`While the database ${how}, codes are sent and checked, and a proof waits for its return`, async ({
    startServer,
    request,
    email,
  }) => {
    const server = await startServer(await onBoth());
    await server.opened;
    // The tables are there before the database goes.
    await expect(async () => expect((await call(server, "GET", "/health")).status).toBe(200)).toPass({
      intervals: [50],
    });
    await leave();
    const { body: challenge, ...sent } = await send(server, email);
    expect(sent.status).toBe(202);
    const code = await readCode(request, email, server.origin);
    const { body: earned } = await call(server, "POST", `/challenges/${challenge.challengeId}/attempts`, {
      code,
    });
    const account = { proof: earned.proof, password: "a plain but long password" };
    for (let count = 0; count < 3; count += 1) {
      const refused = await withinSecond(call(server, "POST", "/accounts", account));
      expect([refused.status, refused.body.code]).toEqual([503, "unavailable"]);
    }
    await expectDown(server, "database");
    await expectPages(server);
    await come();
    let created = await call(server, "POST", "/accounts", account);
    await expect(async () => {
      if (created.status === 503) created = await call(server, "POST", "/accounts", account);
      expect(created.status, JSON.stringify(created.body)).toBe(201);
    }).toPass(recovery);
    const cookie = created.cookie?.split(";")[0] ?? "";
    const session = await fetch(`${server.origin}/api/session`, { headers: { cookie } });
    expect((await session.json()).account.email).toBe(email);
  });
}

test("A server starts without its store and its database, says so, and serves once they have come", async ({
  startServer,
  email,
}) => {
  const url = await postgres.createDatabase();
  await Promise.all([redis.kill(), postgres.kill()]);
  const server = await startServer({ ...open, REDIS_URL: redis.url, DATABASE_URL: url });
  expect(await server.opened).toBe(true);
  await expectDown(server, "store", "database");
  await expectPages(server);
  await Promise.all([redis.restart(), postgres.restart()]);
  await expect(async () => expect((await call(server, "GET", "/health")).status).toBe(200)).toPass(recovery);
  expect((await send(server, email)).status).toBe(202);
});

test("A store behind TLS is trusted by its certificate only", async ({ startServer }) => {
  const folder = ownFolder("tls");
  const [key, certificate] = [join(folder.path, "key.pem"), join(folder.path, "certificate.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  execFileSync(
    "openssl",
    ["req", "-x509", ...curve, "-nodes", "-keyout", key, "-out", certificate, ...subject],
    {
      stdio: "ignore",
    },
  );
  chmodSync(key, 0o600);
  const port = await freePort();
  const secured = await startRedis([
    ...["--tls-port", String(port), "--tls-auth-clients", "no"],
    ...["--tls-key-file", key, "--tls-cert-file", certificate, "--tls-ca-cert-file", certificate],
  ]);
  const settings = { ...open, REDIS_URL: `rediss://localhost:${port}`, DATABASE_URL: "file::memory:" };
  const [stranger, friend] = await Promise.all([
    startServer(settings),
    startServer({ ...settings, NODE_EXTRA_CA_CERTS: certificate }),
  ]);
  await Promise.all([stranger.opened, friend.opened]);
  await expectDown(stranger, "store");
  expect((await call(friend, "GET", "/health")).status).toBe(200);
  await secured.stop();
  folder.remove();
});
