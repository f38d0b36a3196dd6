// Sessions and proofs: forged, planted, kept after the sign-out, used twice, or burnt before their time.
import { type Attack, atOnce, call, expectStatus, having, post, result, tally } from "./attack";
import { newMailbox, prove, readSession, signUp } from "./sign-up";

const password = "Violet-Tram-91-Canal";

export const session: readonly Attack[] = [
  {
    name: "uses a session's cookie after its owner has signed out",
    from: "citizenos-api #220: signing out only clears the cookie",
    on: "open",
    faults: ["signing out only clears the cookie"],
    async run(at) {
      const { cookie } = await signUp(at);
      expectStatus(await readSession(at, cookie), 200);
      await call(at, "DELETE", "/api/session", { body: {}, cookie });
      const { status } = await readSession(at, cookie);
      return result(status === 200, `it was answered with ${status}`);
    },
  },
  {
    name: "makes session cookies up",
    from: "CWE-330, CWE-565",
    on: "open",
    faults: ["a session is not looked up"],
    async run(at) {
      const { cookie, body } = await signUp(at);
      const [name, token = ""] = cookie.split("=");
      const tokens = [
        body.account.id,
        `${token.slice(0, 6)}${"A".repeat(22)}`,
        token.toLowerCase(),
        "admin",
        "1",
      ];
      tokens.push(token.slice(0, -1), `${token}=`, `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`);
      const replies = await Promise.all(tokens.map((each) => readSession(at, `${name}=${each}`)));
      return result(having(replies, 200) > 0, tally(replies));
    },
  },
  {
    name: "plants a session before the sign-up, to share it afterwards",
    from: "ZoneMinder #2471: a session's id outlives the sign-in",
    on: "open",
    faults: ["a sign-up keeps the session that the browser brought"],
    async run(at) {
      const planted = await signUp(at);
      const owner = await signUp(at, newMailbox("ada"), { cookie: planted.cookie });
      const { body } = await readSession(at, planted.cookie);
      return result(
        owner.cookie === planted.cookie || body.account?.id === owner.body.account.id,
        "the owner has a session of its own",
      );
    },
  },
  {
    name: "reads the cookie in a script, on another site or on a neighbour's host",
    from: "CWE-1004, CWE-614, CWE-1275",
    on: "strict",
    faults: [
      "scripts may read the cookie",
      "the cookie travels in the clear",
      "other sites may send the cookie",
    ],
    async run(at) {
      const { headers } = await signUp(at);
      const [cookie = ""] = headers["set-cookie"] ?? [];
      const wanted = [
        /^__Host-/,
        /; *HttpOnly/i,
        /; *Secure/i,
        /; *SameSite=(Lax|Strict)/i,
        /; *Path=\/(;|$)/,
      ];
      const missing = [...wanted.filter((each) => !each.test(cookie)).map(String)];
      if (/; *Domain=/i.test(cookie)) missing.push("a domain");
      return result(missing.length > 0, `the cookie lacks ${missing.join(", ") || "nothing"}`);
    },
  },
  {
    name: "plants a cookie under a name that a neighbour's host may set",
    from: "CWE-784, RFC 6265bis: __Host-",
    on: "strict",
    faults: ["the cookie travels in the clear"],
    async run(at) {
      const { cookie } = await signUp(at);
      const token = cookie.slice(cookie.indexOf("=") + 1);
      expectStatus(await readSession(at, cookie), 200);
      const names = ["session", "__host-session", "x__Host-session", "__Secure-session"];
      const replies = await Promise.all(names.map((name) => readSession(at, `${name}=${token}`)));
      return result(having(replies, 200) > 0, tally(replies));
    },
  },
  {
    name: "makes twenty accounts of one proof at once",
    from: "CWE-367",
    on: "open",
    faults: ["a proof is not taken, and addresses may repeat"],
    async run(at) {
      const proof = await prove(at);
      const replies = await atOnce(20, () => post(at, "/api/accounts", { proof }));
      return result(having(replies, 201) > 1, tally(replies));
    },
  },
  {
    name: "uses a proof again for a session",
    from: "CWE-294",
    on: "open",
    faults: ["a proof is not taken, and addresses may repeat"],
    async run(at) {
      const proof = await prove(at);
      expectStatus(await post(at, "/api/accounts", { proof }), 201);
      const { status, code } = await post(at, "/api/accounts", { proof });
      return result(status === 201, `it was answered with ${code ?? status}`);
    },
  },
  {
    name: "swaps the address that a proof is for",
    from: "CWE-639",
    on: "open",
    faults: ["the account call believes an address"],
    async run(at) {
      const victim = newMailbox("ada");
      const members = ["address", "email", "to", "sentTo"];
      const made = [];
      for (const member of members)
        made.push(await post(at, "/api/accounts", { proof: await prove(at), [member]: victim }));
      const stolen = made.some(({ body }) => body?.account?.email === victim);
      return result(stolen, tally(made));
    },
  },
  {
    name: "uses a proof for something that it was not earned for",
    from: "CWE-863",
    on: "tight",
    faults: ["a proof is good for every purpose"],
    async run(at) {
      const misuses = [
        ["reset-password", "POST", "/api/session", {}],
        ["change-address", "POST", "/api/session", {}],
        ["delete-account", "PUT", "/api/account/password", { password }],
        ["sign-in", "PUT", "/api/account/password", { password }],
        ["sign-in", "DELETE", "/api/account", {}],
        ["sign-up", "PUT", "/api/account/addresses", {}],
        ["reset-password", "POST", "/api/accounts", {}],
      ] as const;
      const owners = await Promise.all(
        misuses
          .map(() => newMailbox("ada"))
          .map(async (address) => ({ address, ...(await signUp(at, address)) })),
      );
      await at.wait(1.1);
      const replies = await Promise.all(
        misuses.map(async ([purpose, method, path, more], nth) => {
          const { address = "", cookie = "" } = owners[nth] ?? {};
          // An account is made of a proof of nobody's address.
          const proof = await prove(at, path === "/api/accounts" ? newMailbox() : address, { purpose });
          return call(at, method, path, { body: { proof, ...more }, cookie });
        }),
      );
      return result(
        replies.some(({ status }) => status < 300),
        tally(replies),
      );
    },
  },
  {
    name: "burns somebody's proof with a weak password",
    from: "CWE-841",
    on: "open",
    faults: ["a proof is taken before the password is judged"],
    async run(at) {
      const proof = await prove(at);
      for (const weak of ["password", "1", "x".repeat(1000)])
        await post(at, "/api/accounts", { proof, password: weak });
      const { status, code } = await post(at, "/api/accounts", { proof, password });
      return result(status !== 201, `the owner is answered with ${code ?? status}`);
    },
  },
  {
    name: "chooses a password that everybody tries first",
    from: "CWE-521",
    on: "open",
    faults: ["common passwords are taken"],
    async run(at) {
      const proof = await prove(at);
      const replies = [];
      for (const weak of ["password1", "12345678", "qwertyui", "short"])
        replies.push(await post(at, "/api/accounts", { proof, password: weak }));
      return result(having(replies, 201) > 0, tally(replies));
    },
  },
];
