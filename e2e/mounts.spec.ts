// Calls are served in two ways, by Next and by our own server beside it: the same requests are put to both, and the
// answers compared, in status, headers and body.
import { table } from "@/lib/http/table";
import { call } from "./attacks/attack";
import { expect, test } from "./fixtures";
import { type Answer, answersIn, rawly } from "./raw";
import { type Server, spawnServer, untilReady } from "./server";

/** All in which the two may differ, and why. */
const accidents: Record<string, string> = {
  date: "tells the second",
  vary: "names what Next's router asks for pages by, and calls are never stored",
  "content-length": "is said where the whole answer is at hand, which Next never knows",
  "transfer-encoding": "is how Next does without",
};

/** What differs between any two answers of this kind. */
const ofTheMoment =
  /("(?:challengeId|proof|id|createdAt|lastSeenAt|startedAt|expiresIn|resendIn|retryAfter)":)(?:"[^"]*"|\d+)|((?:session|known|browser)=)[^;]{20,}|("retry-after":"|;t=)\d+|[\w+/]{22}==/g;

const lines = (...each: string[]) => each.map((line) => `${line}\r\n`).join("");
const json = "Content-Type: application/json";
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

function bytes(line: string, headers: string[] = [], body?: string): string {
  const length =
    body === undefined || headers.some((each) => /^(transfer-encoding|content-length):/i.test(each));
  const own = [
    "Host: localhost",
    "Connection: close",
    ...(length ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  return `${lines(`${line} HTTP/1.1`, ...own, ...headers)}\r\n${body ?? ""}`;
}

/** Every path under every method. */
const everything = [...Object.keys(table).map((key) => key.split(" ")[1] ?? ""), "/api/nothing"].flatMap(
  (pattern) => {
    const path = pattern.replace("[id]", "x").replace("[...id]", "x/y");
    return [
      ...["GET", "HEAD", "OPTIONS", "PROPFIND"].map((method) => bytes(`${method} ${path}`)),
      ...["POST", "PUT", "PATCH", "DELETE"].map((method) => bytes(`${method} ${path}`, [json], "{}")),
    ];
  },
);

const asked = JSON.stringify({ channel: "email", address: "ada", purpose: "sign-up" });
const bodies: [string[], string][] = [
  [[json], asked],
  [[json], asked.replace("}", ',"more":1,"__proto__":{"x":1}}')],
  [[json], asked.slice(1)],
  [[json], '"\ud800"'],
  [[json], "null"],
  [["Content-Type: application/json; charset=utf-8"], asked],
  [["Content-Type: text/plain"], asked],
  [[], asked],
  [[json, "Content-Type: text/plain"], asked],
  [[json], " ".repeat(8193)],
  [[json, "Content-Length: 9000"], ""],
  [[json, "Transfer-Encoding: chunked"], chunked(asked)],
  [[json, "Transfer-Encoding: chunked"], chunked(" ".repeat(9000))],
  [[json, "Origin: https://evil.example"], asked],
  [[json, "Origin: http://localhost"], asked],
  [[json, "Origin: http://localhost", "Sec-Fetch-Site: cross-site"], asked],
  [[json, "Sec-Fetch-Site: same-site"], asked],
  [[json, "X-Forwarded-For: 1.2.3.4", "X-Forwarded-For: 5.6.7.8"], asked],
  [[json, ...Array<string>(1100).fill("a: b")], asked],
];

const targets = [
  ...[
    "/api",
    "/api/",
    "/api/health/",
    "/api//health",
    "//api/health",
    "/API/health",
    "/api/Health",
    "/api/./health",
  ],
  ...[
    "/api/x/../health",
    "/api/..",
    "/api/.",
    "/api/%68ealth",
    "/%61pi/health",
    "/api%2Fhealth",
    "/api\\health",
  ],
  ...[
    "/api/challenges/a%2Fb",
    "/api/challenges/%E0%A4%A",
    "/api/challenges/%00",
    "/api/challenges/%2e%2e/health",
  ],
  ...[
    "/api/challenges/..",
    "/api/challenges/...",
    "/api/challenges/x.rsc",
    "/api/challenges/x;y=1",
    "/api/health;x",
  ],
  ...[
    "/api/challenges/[id]",
    "/api/challenges/x@y:z",
    "/api/health?x=1",
    "/api/health?",
    "/api/health#x",
    "*",
  ],
  ...[
    "/api/health?x=/../",
    "http://localhost/api/health",
    "http://[::1/",
    "localhost:80",
    "/api/challenges/x/",
  ],
  ...[
    "/api/receipts/a/b/c",
    "/api/receipts",
    "/api/receipts/a%2Fb",
    "/api/he|lth",
    "/api/challenges/ü",
    "/api/unreadable",
  ],
];

/**
 * Left out: what Node answers before it asks anybody (no Host), which says what is announced to it, and a header RSC,
 * by which Next's router asks for pages: at a call Next sends it elsewhere first, and we answer.
 */
const wire = [
  ...new Set(everything),
  ...bodies.map(([headers, body]) => bytes("POST /api/challenges", headers, body)),
  ...targets.flatMap((target) => [bytes(`GET ${target}`), bytes(`POST ${target}`, [json], "{}")]),
  ...["TRACE", "QUERY", "TRACK", "CONNECT"].map((method) => bytes(`${method} /api/health`)),
  bytes("GET /api/session", ["Cookie: session=x", "Cookie: known=y; session=z"]),
  bytes("GET /api/health", ["Next-Action: x", "X-Middleware-Subrequest: proxy", "Expect: 100-continue"]),
  bytes("GET /api/health").replace("HTTP/1.1", "HTTP/1.0"),
  // Kept open: what was refused unread is not taken for the next request.
  `${lines("POST /api/challenges HTTP/1.1", "Host: localhost", json, "Content-Length: 20000")}\r\n${" ".repeat(20_000)}` +
    bytes("GET /api/config"),
];

test.describe("On both mounts", () => {
  // One pair of servers for all of them.
  test.describe.configure({ mode: "serial" });
  let servers: Server[] = [];
  test.beforeAll(async () => {
    const given = {
      ...{ DEMO: "1", CAPTCHA: "off", APP_URL: "https://firstgate.example" },
      LIMITS: "ip-requests-minute=1000000/60",
    };
    servers = await Promise.all([spawnServer(given), spawnServer(given, "next start")]);
    await Promise.all(servers.map(untilReady));
  });
  test.afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });

  const onBoth = <Told>(play: (server: Server) => Promise<Told>) => Promise.all(servers.map(play));

  test("every call is answered alike, and so is what is none", async () => {
    const [own = [], next = []] = await onBoth(async ({ port }) => {
      const told: string[] = [];
      // Several at a time, as from people who come at once.
      for (let from = 0; from < wire.length; from += 16) {
        const some = wire.slice(from, from + 16).map(async (request) => {
          const line = request.slice(0, request.indexOf("\r\n"));
          return outline(line, answersIn(await rawly(port, request), line.split(" ")[0] ?? ""));
        });
        told.push(...(await Promise.all(some)));
      }
      return told;
    });
    expect(own).toEqual(next);
    const statuses = new Set(own.map((each) => Number(/\n(\d+)/.exec(each)?.[1])));
    expect([...statuses]).toEqual(expect.arrayContaining([200, 204, 308, 400, 401, 403, 404, 405, 410, 413]));
  });

  test("a journey goes alike, from the address to the end of the session", async () => {
    const [own, next] = await onBoth(async (server) => {
      const told: string[] = [];
      let cookie = "";
      const ask = async (method: string, path: string, body?: unknown) => {
        const reply = await call(server, method, path, { body, cookie, ip: "" });
        const headers = Object.entries(reply.headers).map(([name, value]) => [name, [value].flat().join()]);
        const answer = { status: reply.status, headers: Object.fromEntries(headers), body: reply.text };
        told.push(outline(`${method} ${path.replace(/[\w-]{22,}/, "…")}`, [answer]));
        return reply;
      };
      const address = "ada@example.com";
      const request = { channel: "email", address, purpose: "sign-up" };
      const path = `/api/challenges/${(await ask("POST", "/api/challenges", request)).body.challengeId}`;
      // Until then it is "queued" for some and "sent" for others.
      await expect.poll(async () => (await call(server, "GET", path)).body.delivery).toBe("sent");
      await ask("GET", path);
      await ask("POST", `${path}/sends`, {});
      const { messages } = (await call(server, "GET", "/api/outbox")).body;
      expect(messages).toHaveLength(1);
      const [{ code }] = messages;
      await ask("POST", `${path}/attempts`, { code: code === "000000" ? "000001" : "000000" });
      const { body, cookies } = await ask("POST", `${path}/attempts`, { code });
      const { proof } = body;
      cookie = cookies;
      await ask("POST", "/api/accounts", { proof, password: "password" });
      cookie = (await ask("POST", "/api/accounts", { proof, password: "seven winds over Ararat" })).cookies;
      await ask("GET", "/api/session");
      await ask("PATCH", "/api/account", { name: "Ada" });
      const { sessions } = (await ask("GET", "/api/account/sessions")).body;
      await ask("DELETE", "/api/account/sessions", { keepThis: true });
      await ask("DELETE", `/api/account/sessions/${sessions[0].id}`, {});
      await ask("DELETE", "/api/session", {});
      return told;
    });
    expect(own).toEqual(next);
    expect(own?.map((each) => /\n(\d+)/.exec(each)?.[1]).join(" ")).toBe(
      "202 200 429 422 201 422 201 200 200 200 204 204 204",
    );
  });

  test("a stream of events begins alike", async () => {
    const stream = (method: string) => bytes(`${method} /api/outbox`, ["Accept: text/event-stream"]);
    const hasBegun = (text: string) => text.includes("listening\n\n\r\n");
    const [own, next] = await onBoth(async ({ port }) => [
      outline("HEAD", answersIn(await rawly(port, stream("HEAD")), "HEAD")),
      outline("GET", answersIn(await rawly(port, stream("GET"), hasBegun), "GET")),
    ]);
    expect(own).toEqual(next);
    expect(own?.[1]).toContain("text/event-stream");
  });
});

/** An answer without what is about this moment, and without accidents. */
function outline(line: string, answers: Answer[]): string {
  const told = answers.map(({ status, headers, body }) => {
    const said = Object.entries(headers)
      .filter(([name]) => !(name in accidents))
      .sort();
    return `${status} ${JSON.stringify(Object.fromEntries(said))} ${body}`.replace(ofTheMoment, "$1$2$3…");
  });
  return [line, ...told].join("\n");
}
