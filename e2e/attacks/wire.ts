// The wire: other sites' pages, bodies that are too large, too deep or of another kind, line breaks, other spellings
// of a path, and headers that frameworks and links believe.
import {
  type Attack,
  call,
  having,
  newIp,
  post,
  type Reply,
  raw,
  result,
  type Target,
  tally,
  type Ways,
} from "./attack";
import { newMailbox, newNumber, prove, send, start } from "./sign-up";

const asked = (address: string, more: object = {}) => ({
  ...{ channel: "email", address, purpose: "sign-up", captchaToken: "off" },
  ...more,
});

/** Whether any of these requests sends something. */
async function sends(at: Target, ways: readonly Ways[], path = "/api/challenges") {
  const replies: Reply[] = [];
  for (const each of ways) replies.push(await call(at, "POST", path, { body: asked(newMailbox()), ...each }));
  return result(having(replies, 202) > 0, tally(replies));
}

const withHeaders = (...headers: Record<string, string>[]): Ways[] =>
  headers.map((each) => ({ headers: each }));

/** Up to the limit of a client, which is then to be got round. */
async function exhaust(at: Target, ip: string) {
  for (let nth = 0; nth < 20; nth++) if ((await send(at, newMailbox(), {}, { ip })).status === 429) return;
  throw new Error("nothing limits this client");
}

export const wire: readonly Attack[] = [
  {
    name: "posts from a page of another site",
    from: "CWE-352",
    on: "open",
    faults: ["Origin is not looked at"],
    async run(at) {
      const { host } = new URL(at.origin);
      const origins = ["https://evil.example", `http://evil.example:${new URL(at.origin).port}`, "null"];
      origins.push(`http://${host}.evil.example`, `http://evil.example/${host}`, "http://[::1", "file://");
      return sends(at, withHeaders(...origins.map((origin) => ({ origin }))));
    },
  },
  {
    name: "posts from a page whose browser leaves Origin out",
    from: "CWE-352",
    on: "open",
    faults: ["Sec-Fetch-Site is not looked at"],
    run: (at) =>
      sends(at, withHeaders({ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" })),
  },
  {
    name: "posts a form of another site as plain text",
    from: "moling #42: text/plain; GHSA-2234-fmw7-43wr (hono): no type at all",
    on: "open",
    faults: ["a body of any type is read as JSON"],
    run(at) {
      const types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", undefined];
      const all = [...types, "text/plain; application/json", "text/plain;charset=application/json"];
      return sends(
        at,
        all.map((type) => ({ headers: { "content-type": type } })),
      );
    },
  },
  {
    name: "rebinds a name of its own to the server and posts from there",
    from: "CWE-350",
    on: "strict",
    faults: ["the Host header says who we are"],
    async run(at) {
      const headers = {
        host: "evil.example",
        origin: "https://evil.example",
        "sec-fetch-site": "same-origin",
      };
      const { status, code } = await post(at, "/api/captcha/puzzles", { purpose: "sign-up" }, { headers });
      return result(status !== 403, `it was answered with ${code ?? status}`);
    },
  },
  {
    name: "sends bodies that are larger than any request",
    from: "CWE-770",
    on: "open",
    faults: ["the length that a body announces is all that is looked at"],
    run: (at) => {
      const padded = () => JSON.stringify(asked(newMailbox())) + " ".repeat(20_000);
      return sends(at, [{ raw: padded() }, { raw: padded(), headers: { "transfer-encoding": "chunked" } }]);
    },
  },
  {
    name: "sends bodies that are deeper than a stack",
    from: "CWE-674",
    on: "open",
    faults: ["a body is walked to its ground"],
    async run(at) {
      const deep = ["[".repeat(4000), `${"[".repeat(4000)}${"]".repeat(4000)}`, '{"a":'.repeat(1500)];
      const replies: Reply[] = [];
      for (const path of ["/api/challenges", "/api/accounts", "/api/captcha/puzzles"])
        for (const body of deep) replies.push(await call(at, "POST", path, { raw: body }));
      return result(
        replies.some(({ status }) => status >= 500),
        tally(replies),
      );
    },
  },
  {
    name: "names members as prototypes do",
    from: "CWE-1321",
    on: "open",
    faults: ["members that nobody knows are dropped"],
    async run(at) {
      const names = ["__proto__", "constructor", "prototype", "\\u005f_proto__"];
      const raws = names.map((name) => {
        const body = JSON.stringify(asked(newMailbox()));
        return `${body.slice(0, -1)},"${name}":{"prototype":{"demo":true},"demo":true}}`;
      });
      return sends(
        at,
        raws.map((body) => ({ raw: body })),
      );
    },
  },
  {
    name: "breaks lines in addresses, to add recipients and headers",
    from: "CVE-2021-23400 (nodemailer): line breaks in an address",
    on: "open",
    faults: ["a mailbox may hold anything"],
    run: (at) =>
      sends(
        at,
        [
          "\r\nBcc: eve@example.com\r\nx",
          "\n",
          "\u2028x",
          "\u0000",
          ">,<eve@example.com>,<",
          "%0d%0a\r\n",
        ].map((broken) => ({ body: asked(newMailbox().replace("@", `${broken}@`)) })),
      ),
  },
  {
    name: "breaks lines in what else it may write",
    from: "CWE-93",
    on: "open",
    faults: ["a body is taken as it is"],
    async run(at) {
      const broken = "\r\nSet-Cookie: session=evil\r\n";
      const replies = [
        await post(at, "/api/accounts", { proof: await prove(at), name: `Ada${broken}` }),
        await post(at, "/api/accounts", { proof: await prove(at), name: "Ada\u2028Bcc: eve@example.com" }),
        await send(at, newMailbox(), { more: { locale: `en${broken}` } }),
        await send(at, newMailbox(), { more: { purpose: `sign-up${broken}` } }),
        await send(at, newMailbox(), { more: { channel: `email${broken}` } }),
      ];
      const planted = replies.some(({ rawHeaders }) => rawHeaders.join().includes("evil"));
      const taken = replies.filter(({ status }) => status !== 400);
      return result(planted || taken.length > 0, tally(replies));
    },
  },
  {
    name: "spells a path in other ways, past the limit on it",
    from: "CWE-41, CWE-436",
    on: "tight",
    faults: ["limits stand in front, by path"],
    async run(at) {
      const ip = newIp();
      await exhaust(at, ip);
      const aliases = [
        ...[
          "//api/challenges",
          "/api//challenges",
          "/api/challenges/",
          "/api/challenges//",
          "/API/challenges",
        ],
        ...[
          "/api/Challenges",
          "/%61pi/challenges",
          "/api/%63hallenges",
          "/api/./challenges",
          "/api%2Fchallenges",
        ],
        ...["/api/x/../challenges", "/api/%2e/challenges", "/api\\challenges", "/api/challenges?x=1"],
        ...["/api/challenges;x", "/api/challenges%00", "/api/challenges.json", "/en/api/challenges"],
        ...[
          "/_next/data/x/api/challenges.json",
          "/api/challenges/route",
          "/api/challenges%20",
          "/api/challenges#x",
        ],
        ...["/api/%2563hallenges", "/api/challenges%2F", "/api/challenges/%2e", "/api/x/..;/challenges"],
        ...[
          "/api/challenges/..%2Fchallenges",
          "/api/challenges.rsc",
          "/api/challenges%0a",
          "/api/challengeſ",
        ],
      ];
      // As they are: not every path is one that Node's client would send.
      const ask = (path: string) =>
        raw(at, `POST ${path}`, [`X-Forwarded-For: ${ip}`], JSON.stringify(asked(newMailbox())));
      const answers: string[] = [];
      for (const path of aliases) answers.push(`${await ask(path)} for ${path}`);
      const wrong = answers.filter((answer) => !/^[34]/.test(answer));
      return result(wrong.length > 0, wrong.join(", ") || `${answers.length} are refused or sent elsewhere`);
    },
  },
  {
    name: "claims to be a request of the framework's own, past the limits",
    from: "CVE-2025-29927 (Next.js): x-middleware-subrequest",
    on: "tight",
    faults: ["a request may say that it was checked already"],
    async run(at) {
      const ip = newIp();
      await exhaust(at, ip);
      const names = ["middleware", "src/middleware", "pages/_middleware", "proxy", "src/proxy"];
      const values = names.flatMap((name) => [name, Array(5).fill(name).join(":")]);
      const headers: Record<string, string>[] = [
        ...values.map((value) => ({ "x-middleware-subrequest": value })),
        ...["x-middleware-prefetch", "x-nextjs-data", "x-prerender-revalidate", "next-action", "rsc"].map(
          (name) => ({ [name]: "1" }),
        ),
        { "x-middleware-rewrite": "/api/health" },
        { "x-http-method-override": "GET" },
        { "x-original-url": "/api/health", "x-rewrite-url": "/api/health" },
      ];
      const past = await sends(
        at,
        withHeaders(...headers).map((each) => ({ ...each, ip })),
      );
      // Some servers let a client name another path, or another method.
      const elsewhere = [
        "x-original-url",
        "x-rewrite-url",
        "x-matched-path",
        "x-invoke-path",
        "x-nextjs-data",
      ];
      const named = await sends(
        at,
        withHeaders(...elsewhere.map((name) => ({ [name]: "/api/challenges" }))),
        "/api/health",
      );
      const deletes = { "x-http-method-override": "DELETE", "x-method-override": "DELETE" };
      const { status } = await call(at, "GET", "/api/session", { headers: deletes });
      const what = `${past.what}; ${named.what}; ${status} for the session`;
      return result(past.succeeded || named.succeeded || status !== 401, what);
    },
  },
  {
    name: "asks under a host of its own, to have it written into the message",
    from: "hackathon-starter #1326: links made from the Host header",
    on: "open",
    faults: ["messages name the host that was asked"],
    async run(at) {
      const told: string[] = [];
      for (const headers of [
        { host: "evil.example" },
        { "accept-language": "evil.example,de;q=evil.example", referer: "https://evil.example/" },
        { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
        { forwarded: 'host="evil.example";proto=https' },
      ]) {
        const address = newNumber();
        const body = { ...asked(address), channel: "sms" };
        await call(at, "POST", "/api/challenges", { body, headers });
        await start(at, newMailbox());
        for (const { text } of await at.messagesTo(address)) told.push(text);
      }
      const planted = told.find((text) => text.includes("evil"));
      return result(
        planted !== undefined || told.length === 0,
        planted ?? `${told.length} messages, all our own`,
      );
    },
  },
  {
    name: "frames the page, and reads files as what they are not",
    from: "CWE-1021, CWE-430",
    on: "open",
    faults: ["pages may be framed", "browsers may guess types"],
    async run(at) {
      const missing = new Set<string>();
      for (const path of ["/sign-up", "/api/health", "/nothing"]) {
        const { headers } = await call(at, "GET", path);
        const policy = String(headers["content-security-policy"]);
        if (headers["x-frame-options"] !== "DENY" && !policy.includes("frame-ancestors 'none'"))
          missing.add(`${path} may be framed`);
        if (headers["x-content-type-options"] !== "nosniff") missing.add(`${path} may be sniffed`);
      }
      return result(missing.size > 0, [...missing].join(", ") || "every answer forbids it");
    },
  },
  {
    name: "has a script of its own run by a page",
    from: "CWE-79",
    on: "open",
    faults: ["a page runs whatever stands in it"],
    async run(at) {
      const open = new Set<string>();
      for (const path of ["/sign-up", "/nothing", "/%3Cscript%3E"]) {
        const policy = String((await call(at, "GET", path)).headers["content-security-policy"]);
        const scripts = /(?:^|; )script-src ([^;]+)/.exec(policy)?.[1]?.split(" ") ?? ["everything"];
        const known = /^'(self|none|strict-dynamic|nonce-[\w+/=]{22,}|sha256-[\w+/=]+)'$/;
        for (const source of scripts) if (!known.test(source)) open.add(`${path} runs ${source}`);
        if (!policy.includes("base-uri 'none'")) open.add(`${path} may be moved`);
      }
      return result(open.size > 0, [...open].join(", ") || "only scripts that are known run");
    },
  },
  {
    name: "makes the server break on requests that nobody makes",
    from: "CWE-755",
    on: "open",
    faults: ["what does not decode is an error of ours"],
    async run(at) {
      const statuses: number[] = [];
      for (const line of ["POST /api/challenges/%E0%A4%A/attempts", "POST /api/challenges/%00/sends"])
        statuses.push(await raw(at, line, [], "{}"));
      return result(
        statuses.some((status) => !(status < 500)),
        `it was answered with ${statuses.join(", ")}`,
      );
    },
  },
];
