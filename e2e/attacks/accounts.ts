// Accounts: passwords guessed, owners kept out by guesses, people looked for, and sessions that were found or stolen.
import {
  type Attack,
  atOnce,
  call,
  expectStatus,
  having,
  newIp,
  post,
  type Reply,
  result,
  type Target,
  tally,
} from "./attack";
import { newMailbox, prove, readSession, signUp } from "./sign-up";

const password = "Violet-Tram-91-Canal";

/** Somebody who has a password, and a browser that keeps cookies. */
async function owner(at: Target) {
  const address = newMailbox("ada");
  const proof = await prove(at, address);
  const { cookies, cookie } = expectStatus(await post(at, "/api/accounts", { proof, password }), 201);
  return { address, cookies, cookie };
}

const enter = (at: Target, address: string, typed: string, more: { ip?: string; cookie?: string } = {}) =>
  post(at, "/api/session", { address, password: typed, captchaToken: "off" }, more);

const judged = (replies: readonly Reply[], most: number) =>
  result(having(replies, 401) > most, `${having(replies, 401)} were judged, of ${most}: ${tally(replies)}`);

export const accounts: readonly Attack[] = [
  {
    name: "guesses the password of one address from many networks, at once",
    from: "CWE-307, CWE-367",
    on: "tight",
    faults: ["guesses at passwords are not counted", "limits are checked, then counted"],
    async run(at) {
      const address = newMailbox();
      return judged(await atOnce(8, (nth) => enter(at, address, `${password}${nth}`)), 4);
    },
  },
  {
    name: "tries one stolen password at many addresses from one network",
    from: "CWE-307: password spraying and stuffing",
    on: "tight",
    faults: ["guesses at passwords are counted by address only"],
    async run(at) {
      const ip = newIp();
      return judged(await atOnce(8, () => enter(at, newMailbox(), password, { ip })), 5);
    },
  },
  {
    name: "uses up the guesses at an address, to keep its owner out",
    from: "CWE-645; dub: failures counted by e-mail lock its owner out",
    on: "tight",
    faults: ["strangers' guesses count for the owner's browser"],
    async run(at) {
      const { address, cookies } = await owner(at);
      await atOnce(5, () => enter(at, address, "Wrong-Tram-91-Canal"));
      const { status, code } = await enter(at, address, password, { cookie: cookies });
      return result(status !== 201, `the owner is answered with ${code ?? status}`);
    },
  },
  {
    name: "signs in with a wrong password, to learn who has an account",
    from: "CWE-204, CWE-208",
    on: "open",
    faults: ["a sign-in says that nobody has the address", "a password is compared only where there is one"],
    async run(at) {
      const times = { known: [] as number[], unknown: [] as number[] };
      const seen = new Set<string>();
      for (let nth = 0; nth < 5; nth++) {
        const { address } = await owner(at);
        for (const [kind, each] of Object.entries({ known: address, unknown: newMailbox() })) {
          const from = performance.now();
          const { status, text, rawHeaders } = await enter(at, each, "Wrong-Tram-91-Canal");
          times[kind as keyof typeof times].push(performance.now() - from);
          seen.add([status, rawHeaders.filter((_, at) => at % 2 === 0), text].join(" | "));
        }
      }
      const [known = 0, unknown = 0] = [times.known, times.unknown].map(
        (all) => all.sort((a, b) => a - b)[2],
      );
      const took = `${known.toFixed()} and ${unknown.toFixed()} ms`;
      return result(seen.size > 1 || known > 3 * unknown, `${seen.size} kinds of answers, in ${took}`);
    },
  },
  {
    name: "ends a session of somebody else by its id",
    from: "CWE-639",
    on: "open",
    faults: ["a session's id ends it for everybody"],
    async run(at) {
      const [{ cookie }, eve] = [await signUp(at), await signUp(at)];
      const { body } = await call(at, "GET", "/api/account/sessions", { cookie });
      const path = `/api/account/sessions/${body.sessions[0].id}`;
      await call(at, "DELETE", path, { body: {}, cookie: eve.cookie });
      const { status } = await readSession(at, cookie);
      return result(status !== 200, `the owner is answered with ${status}`);
    },
  },
  {
    name: "takes an account over with a stolen cookie, by an address of its own",
    from: "CWE-306; OWASP ASVS 5.0 7.5.1",
    on: "open",
    patient: true,
    faults: ["a session stays fresh"],
    async run(at) {
      const { cookie } = await signUp(at);
      await at.wait(900);
      const proof = await prove(at, newMailbox(), { purpose: "change-address" });
      const reply = await call(at, "PUT", "/api/account/addresses", { body: { proof }, cookie });
      return result(reply.status === 200, `it is answered with ${reply.code ?? reply.status}`);
    },
  },
  {
    name: "takes an account over with a stolen cookie, by a password of its own",
    from: "CWE-620",
    on: "open",
    faults: ["the current password is not asked for"],
    async run(at) {
      const { cookie } = await owner(at);
      const put = (more: object) =>
        call(at, "PUT", "/api/account/password", { body: { password: "Another-Tram-92", ...more }, cookie });
      const replies = [await put({}), await put({ currentPassword: "Wrong-Tram-91-Canal" })];
      return result(having(replies, 200) > 0, tally(replies));
    },
  },
  {
    name: "keeps a stolen session after its owner has set another password",
    from: "CWE-613",
    on: "open",
    faults: ["a new password leaves the sessions"],
    async run(at) {
      const { address, cookie: stolen } = await owner(at);
      const { cookie } = expectStatus(await enter(at, address, password), 201);
      const body = { password: "Another-Tram-92", currentPassword: password };
      expectStatus(await call(at, "PUT", "/api/account/password", { body, cookie }), 200);
      const { status } = await readSession(at, stolen);
      return result(status === 200, `it was answered with ${status}`);
    },
  },
  {
    name: "deletes an account with a stolen cookie and a code of its own",
    from: "CWE-639",
    on: "open",
    faults: ["any address may end an account"],
    async run(at) {
      const { cookie } = await signUp(at);
      const proof = await prove(at, newMailbox(), { purpose: "delete-account" });
      await call(at, "DELETE", "/api/account", { body: { proof }, cookie });
      const { status } = await readSession(at, cookie);
      return result(status !== 200, `the owner is answered with ${status}`);
    },
  },
];
