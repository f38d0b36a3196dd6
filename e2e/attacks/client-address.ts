// The client's address: forged, hidden, spelt in other ways, or changed within what belongs to one household.
import {
  type Attack,
  call,
  expectStatus,
  having,
  newIp,
  type Reply,
  raw,
  result,
  type Target,
  tally,
} from "./attack";
import { newMailbox, send } from "./sign-up";

const from = (at: Target, ip: string, headers: Record<string, string | string[]> = {}): Promise<Reply> =>
  send(at, newMailbox(), {}, { ip, headers, once: true });

/** Uses up what a client may send. */
async function exhaust(at: Target, ip: string): Promise<void> {
  for (let nth = 0; nth < 20; nth++) if ((await from(at, ip)).status === 429) return;
  throw new Error("nothing limits this client");
}

/** Whether anything went out after the limit, with one of these in place of the address. */
async function passes(at: Target, ip: string, others: readonly (string | string[])[]) {
  await exhaust(at, ip);
  const replies = [];
  for (const other of others) replies.push(await from(at, "", { "x-forwarded-for": other }));
  return result(having(replies, 202) > 0, tally(replies));
}

export const clientAddress: readonly Attack[] = [
  {
    name: "forges headers that proxies write, where there is no proxy",
    from: "vercel/next.js #66305: X-Forwarded-For is the client's own word",
    on: "direct",
    last: true,
    faults: ["X-Forwarded-For is believed without a proxy"],
    async run(at) {
      const ask = (headers = {}) => call(at, "GET", "/api/challenges/nobody", { ip: "", headers });
      const served = async () => (await ask()).status !== 429;
      for (let asked = 0; await served(); asked++)
        if (asked > 90) throw new Error("nothing limits this client");
      const names = ["x-forwarded-for", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip"];
      const headers = [
        ...names.map((name) => ({ [name]: newIp() })),
        ...["127.0.0.1", "::1", "localhost", "unknown"].map((ip) => ({ "x-forwarded-for": ip })),
        { forwarded: `for=${newIp()}` },
        { "x-forwarded-for": [newIp(), newIp()] },
        { "x-peer": newIp() },
      ];
      const replies = [];
      for (const each of headers) replies.push(await ask(each));
      return result(having(replies, 429) < replies.length, tally(replies));
    },
  },
  {
    name: "writes other addresses left of its own",
    from: "vercel/next.js #66305: the leftmost X-Forwarded-For",
    on: "tight",
    faults: ["the leftmost address counts"],
    run(at) {
      const ip = newIp();
      return passes(at, ip, [`${newIp()}, ${ip}`, `${newIp()},${newIp()},${ip}`, `unknown, , ${ip}`]);
    },
  },
  {
    name: "sends headers of its own above the proxy's",
    from: "vercel/next.js #66305: the leftmost X-Forwarded-For",
    on: "tight",
    faults: ["the leftmost address counts"],
    run(at) {
      const ip = newIp();
      return passes(at, ip, [
        [newIp(), ip],
        [newIp(), "", "junk, ", ip],
        ["", ip],
      ]);
    },
  },
  {
    name: "pushes the proxy's header out with a thousand others",
    from: "CWE-348",
    on: "tight",
    faults: ["header lines that were cut off are not missed"],
    async run(at) {
      const ip = newIp();
      await exhaust(at, ip);
      const body = { channel: "email", address: newMailbox(), purpose: "sign-up", captchaToken: "off" };
      const lines = [`X-Forwarded-For: ${newIp()}`, ...Array(1100).fill("a:b"), `X-Forwarded-For: ${ip}`];
      const status = await raw(at, "POST /api/challenges", lines, JSON.stringify(body));
      return result(status === 202, `it was answered with ${status}`);
    },
  },
  {
    name: "changes its address within one /64",
    from: "express-rate-limit #502: IPv6 counted address by address",
    on: "tight",
    faults: ["every IPv6 address is another client"],
    run(at) {
      const block = `2001:db8:${(clients++ % 0xffff).toString(16)}:7`;
      return passes(at, `${block}::1`, [`${block}::2`, `${block}:dead:beef:0:1`, `[${block}::3]:443`]);
    },
  },
  {
    name: "writes its IPv4 address as IPv6",
    from: "better-auth #7300: IPv4-mapped addresses are other clients",
    on: "tight",
    faults: ["an IPv4 address inside IPv6 is another one"],
    run(at) {
      const ip = newIp();
      const [a = 0, b = 0, c = 0, d = 0] = ip.split(".").map(Number);
      const hex = [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(":");
      const spellings = [`::ffff:${ip}`, `::ffff:${hex}`, `[::FFFF:${ip}]:443`, `0:0:0:0:0:ffff:${hex}`];
      return passes(at, ip, [...spellings, `64:ff9b::${ip}`, `${ip}:8080`, `"${ip}"`]);
    },
  },
  {
    name: "comes as nobody, each time another",
    from: "CWE-348",
    on: "tight",
    faults: ["what is no address counts as one"],
    async run(at) {
      const names = ["unknown", "junk", "_hidden", "999.1.1.1", "1.2.3", "", "a, b", "::gg"];
      const replies = [];
      for (const name of names)
        replies.push(await from(at, "", { "x-forwarded-for": `${newIp()}, ${name}` }));
      for (const alone of ["junk", "", `${newIp()},`])
        replies.push(await from(at, "", { "x-forwarded-for": alone }));
      // What stands left of an address is nobody's reason to refuse whoever comes from there.
      expectStatus(await from(at, "", { "x-forwarded-for": ["junk", newIp()] }), 202);
      return result(having(replies, 202) > 0, tally(replies));
    },
  },
];

let clients = Math.floor(Math.random() * 0xffff);
