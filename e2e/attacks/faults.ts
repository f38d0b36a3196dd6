// Planted faults: defences switched off, one by one, in copies of the application that only attacks meet. Each is an
// expression of the source and what stands there instead while its name is in `globalThis.planted` (plant.ts). Data
// only: vitest.config.ts reads this file, too.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source.

/** What stands once in a file, and what takes its place. */
export interface Change {
  file: string;
  code: string;
  instead: string;
}

const change = (file: string, code: string, instead: string): Change => ({ file, code, instead });

/** In the scripts that run in the store. */
const lua = (...edits: readonly (readonly [code: string, instead: string])[]): Change => ({
  file: "lib/stores/script.ts",
  code: 'redis.ask("EVALSHA", sha, ...values)',
  instead: `redis.ask("EVAL", ${JSON.stringify(edits)}.reduce((text, edit) => text.replace(...edit), source), ...values)`,
});

/** As long as a store that is some way off takes: what is not one step has something between. */
const aMoment = "await new Promise((resolve) => setTimeout(resolve, 60))";

const refuseNobody = [
  "if window.need > 0 and window.taken + window.need > window.max then full = 1 end",
  "",
] as const;
const neverDestroy = ["if attempts >= allowed then", "if false then"] as const;
const neverConsume = ["redis.call('DEL', KEYS[1])\n  redis.call('SET'", "redis.call('SET'"] as const;

/** Reads what is left, and only then counts. */
const checkThenCount = change(
  "lib/stores/limits.ts",
  "() => takeTogether(demands)",
  `async () => (await Promise.all(
    demands.map(async (demand) => {
      for (const { name, remaining } of await readWindows(redis, keyOf(demand), planOf(demand).rows, clock))
        if (remaining < 1) throw refusalOf(name, 60);
    }),
  ),
  ${aMoment},
  await takeTogether(demands))`,
);

const unlimited = change(
  "lib/stores/limits.ts",
  "response as WindowsResponse",
  "(globalThis.unlimited ? { ...response, success: true, refusedBy: undefined } : response) as WindowsResponse",
);

/** Before a request is answered. */
const first = (what: string) =>
  change(
    "lib/testing/loopback.ts",
    "calls.serve(incoming, outgoing)",
    `((${what}), calls.serve(incoming, outgoing))`,
  );

const believed = change(
  "lib/http/body.ts",
  "schema.safeParse(json, { reportInput: false })",
  "{ success: true, data: json }",
);

const inserted = "await store.insert(account, session, sessions.digestOf(caller.sessionToken))";

/** Accounts are known before anything is proven. */
const lookUp = (instead: string) => [
  change(
    "lib/accounts/create.ts",
    inserted,
    `(${inserted}) && Boolean((globalThis.known ??= new Set()).add(subject.address))`,
  ),
  change("lib/verification/index.ts", "dispatch.routeTo(address).length === 0", instead),
];

const judged = "await refuseWeak(password, ownerOf(subject, name), parts)";
const counted = "limits.take(...demands)";
const entered = "await store.findByAddress(address.channel, address.value)";
const usedOnce = 'await redis.ask("GETDEL", keyOf(id))';
const usedWithin = "await take(redis, [keyOf(id), key], [clock.now(), rows])";
const lookedUp = `await (async (key) => {
  const found = await redis.ask("GET", key);
  ${aMoment};
  await redis.ask("DEL", key);
  return found;
})(keyOf(id))`;
const takenOnce = "take(redis, [keyOf(token)], [vendorSeconds * 1000])";
const redeemed = "captcha.redeem(request.captchaToken, bearer, admission(ip))";
const started = `await services.verification.start({
      ...body,
      locale,
      ip,
      browser: browser?.id,
    })`;
const refused = "{ type: `/problems#${code}`, title, status, code, ...members }";
const clients = `{ subject: "ip", id: ip, rows: ofClient }`;

export const faults = {
  // Guessing
  "wrong codes do not end a challenge": [lua(neverDestroy)],
  "attempts are checked before they are counted": [
    lua(neverDestroy, neverConsume),
    change(
      "lib/verification/index.ts",
      "challenges.attempt",
      `((await challenges.read(id))?.attempts ?? 3) >= 3
        ? async () => ({ kind: "gone" })
        : async (...attempt) => (${aMoment}, challenges.attempt(...attempt))`,
    ),
  ],
  "a right code does not end its challenge": [lua(neverConsume)],
  "wrong codes are counted per challenge only": [
    lua(["put(found[3], look(found[3], ARGV[6], now), now)", ""]),
  ],
  "the count of wrong codes is not asked": [
    change("lib/verification/index.ts", `["address-failures-day"]`, "[]"),
  ],
  "a code sent again resets the attempts": [
    lua(["redis.call('HINCRBY', KEYS[1], 'sends', 1)", "redis.call('HSET', KEYS[1], 'attempts', 0)"]),
  ],

  // The captcha
  "what was used once stays": [
    change("lib/stores/once.ts", usedOnce, 'await redis.ask("GET", keyOf(id))'),
    lua(["redis.call('GETDEL', KEYS[1])", "redis.call('GET', KEYS[1])"]),
  ],
  "what is used once is looked up, then removed": [
    change("lib/stores/once.ts", usedOnce, lookedUp),
    change("lib/stores/once-within.ts", usedWithin, `[0, ${lookedUp}]`),
  ],
  "a captcha token is good for every purpose": [
    change("lib/captcha/index.ts", "earned.purpose !== purpose", "false"),
  ],
  "a token that is not known is believed": [
    change(
      "lib/captcha/index.ts",
      "await tokens.takeWithin(admission, token)",
      "(await tokens.takeWithin(admission, token)) ?? { value: { purpose, level: 1, ip }, restore: async () => {} }",
    ),
  ],
  "a send without a token is believed": [
    change(
      "lib/verification/index.ts",
      redeemed,
      `request.captchaToken
        ? ${redeemed}
        : Promise.resolve({ restore: async () => {} })`,
    ),
  ],
  "a request may choose its captcha": [
    believed,
    change(
      "lib/verification/index.ts",
      redeemed,
      `request.captchaType === "none"
        ? Promise.resolve({ restore: async () => {} })
        : ${redeemed}`,
    ),
  ],
  "a wrong solution leaves the puzzle": [
    change(
      "lib/captcha/index.ts",
      "await isRight(puzzle, solution)",
      `(await isRight(puzzle, solution)) ||
        (await puzzles.put(puzzleId, puzzle, inSeconds(puzzleLifetimeSeconds)), false)`,
    ),
  ],
  "a captcha token is good for every browser": [
    change("lib/captcha/index.ts", "(earned.browser !== undefined && earned.browser !== browser)", "false"),
  ],
  "a captcha token is good for every address": [
    change(
      "lib/captcha/index.ts",
      "(earned.address !== undefined && earned.address !== address.value)",
      "false",
    ),
  ],
  "no work has to be done": [
    change("lib/captcha/index.ts", "!done || clock.now() < solvableAt - clockSlackMs", "false"),
    change("lib/captcha/index.ts", "await work.check(posed, done)", "true"),
  ],
  "a vendor's token is not noted": [
    change("lib/stores/spent-tokens.ts", takenOnce, `Promise.resolve("new")`),
  ],
  "a vendor's token is looked up, then noted": [
    change(
      "lib/stores/spent-tokens.ts",
      takenOnce,
      `(async (key) => {
        const found = await redis.ask("GET", key);
        ${aMoment};
        await redis.ask("SET", key, "spent");
        return found ?? "new";
      })(keyOf(token))`,
    ),
  ],
  "the way without a picture takes no time": [
    change("lib/captcha/index.ts", "!done || clock.now() < solvableAt - clockSlackMs", "!done"),
  ],
  "work does not grow": [change("lib/captcha/effort.ts", "steps * times", "steps * (picture ? 1 : times)")],
  "puzzles make nobody suspicious": [
    change("lib/captcha/risk.ts", "share >= attackingShare ? 3 : share >= suspiciousShare ? 2 : 1", "1"),
  ],
  "what makes no sense costs no attempt": [
    change("lib/http/route.ts", "onUnreadable?.(new Call(request, context, undefined))", "undefined"),
  ],
  "a way is believed again": [change("lib/captcha/index.ts", "fits && isNew", "fits")],
  "only the place is judged": [
    change("lib/captcha/judge.ts", "humanWay(track, position, ground)", "true"),
    change("lib/captcha/index.ts", "fits && isNew", "fits"),
  ],
  "the client's clock is believed": [
    change("lib/captcha/judge.ts", "took > seconds * 1000 + clockSlackMs", "false"),
  ],
  "a puzzle tells its answer": [
    change("lib/captcha/picture/prepare.ts", "JSON.stringify(shown)", "JSON.stringify({ ...shown, answer })"),
  ],
  "a refusal tells how far off it was": [
    change("lib/http/refusal.ts", refused, refused.replace("...members", "...members, distance: 3")),
  ],
  "a picture is shown again": [
    change(
      "lib/captcha/index.ts",
      "await pictures.take(level)",
      "await (globalThis.drawn ??= pictures.take(level))",
    ),
  ],

  // Sending
  "limits count, but refuse nobody": [lua(refuseNobody)],
  "limits are checked, then counted": [lua(refuseNobody), checkThenCount],
  "sends of one challenge are not kept apart": [
    lua(refuseNobody, [
      "if ARGV[6] ~= '1' and delivery == 'queued' and age < tonumber(ARGV[4]) then return 'busy' end",
      "",
    ]),
    checkThenCount,
  ],
  "every mailbox of an inbox is counted by itself": [
    change("lib/address.ts", "inboxOf(local, domain)", "value"),
  ],
  "capitals make another mailbox": [
    change(
      "lib/address.ts",
      "text.slice(0, Math.max(at, 0)).toLowerCase()",
      "text.slice(0, Math.max(at, 0))",
    ),
  ],
  "compatibility forms are other letters": [
    change(
      "lib/address.ts",
      `text.replace(unseen, "").normalize("NFKC").trim()`,
      `text.replace(unseen, "").trim()`,
    ),
  ],
  "every spelling is a number of its own": [
    change(
      "lib/address.ts",
      `channel === "email" ? parseEmail(plain) : parsePhone(plain)`,
      `channel === "email" ? parseEmail(plain) : { ...parsePhone(plain), counted: text }`,
    ),
  ],
  "limits of an address are counted per client": [
    change(
      "lib/verification/index.ts",
      "windowsOf(address)",
      "windowsOf({ ...address, counted: ip + address.counted })",
    ),
  ],
  "only the cooldown holds an address": [
    change(
      "lib/verification/index.ts",
      `["address-cooldown", "address-hour", "address-day"]`,
      `["address-cooldown"]`,
    ),
  ],
  "a client is counted per address": [
    change("lib/verification/index.ts", clients, clients.replace("id: ip", "id: ip + address.value")),
  ],
  "no limit knows prefixes": [
    change(
      "lib/verification/bills.ts",
      "address[shape.subject]",
      `shape.subject === "prefix" ? undefined : address[shape.subject]`,
    ),
  ],
  "no limit knows countries": [
    change(
      "lib/verification/bills.ts",
      "address[shape.subject]",
      `shape.subject === "country" ? undefined : address[shape.subject]`,
    ),
  ],
  "nobody counts the codes that nobody enters": [
    change("lib/verification/bills.ts", "areaOfCode(address)", "areaOfRepetition(address)"),
  ],
  "nobody counts money": [change("lib/verification/bills.ts", "dearest(address)", "undefined")],
  "no share is kept for countries that verify": [
    change(
      "lib/verification/bills.ts",
      "cost === undefined ? ceilings.ofMessages : ceilings.ofMoney",
      "cost === undefined ? { all: ['sends-day'], shares: ['sends-day'] } : { ...ceilings.ofMoney, shares: ceilings.ofMoney.all }",
    ),
  ],
  "no country is seen to verify": [
    change(
      "lib/verification/standing.ts",
      `sum("verified") >= Math.max(proving.verified, proving.share * sum("sent"))`,
      "false",
    ),
  ],
  "every kind of number is served": [change("lib/address.ts", `costly.has(type)`, "false")],
  "no limit knows the day": [
    change(
      "lib/verification/bills.ts",
      `{ subject: "all", id: "sends", rows: proven ? all : shares }`,
      `{ subject: "all", id: address.value, rows: proven ? all : shares }`,
    ),
  ],

  // The client's address
  "X-Forwarded-For is believed without a proxy": [
    change("lib/http/client.ts", "trustedProxies === 0 || forwarded === null", "forwarded === null"),
  ],
  "the leftmost address counts": [
    change("lib/http/client.ts", "blockOf(chain.at(-trustedProxies))", "blockOf(chain.find(Boolean))"),
  ],
  "header lines that were cut off are not missed": [
    change("lib/http/peer.ts", "request.rawHeaders.length >= 2 * mostHeaderLines", "false"),
  ],
  "neighbours are strangers to each other": [change("lib/verification/index.ts", "networkOf(ip)", "ip")],
  "every IPv6 address is another client": [
    change(
      "lib/http/client.ts",
      "`${a.toString(16)}:${b.toString(16)}:${c.toString(16)}:${d.toString(16)}::/64`",
      "ip",
    ),
  ],
  "an IPv4 address inside IPv6 is another one": [
    change("lib/http/client.ts", "mappings.some(wraps)", "false"),
  ],
  "what is no address counts as one": [
    change(
      "lib/http/client.ts",
      "blockOf(chain.at(-trustedProxies))",
      "(blockOf(chain.at(-trustedProxies)) ?? forwarded)",
    ),
  ],
  "all clients are one": [
    change("lib/verification/index.ts", clients, clients.replace("id: ip", `id: "everybody"`)),
  ],

  // Learning
  "addresses with an account are refused": lookUp(
    "globalThis.known?.has(address.value) || dispatch.routeTo(address).length === 0",
  ),
  "addresses with an account have fewer sends left": [
    ...lookUp("dispatch.routeTo(address).length === 0"),
    change(
      "lib/verification/index.ts",
      "codePolicy.sends - sends",
      "globalThis.known?.has(subject.address) ? 1 : codePolicy.sends - sends",
    ),
  ],
  "addresses with an account are looked up first": lookUp(
    `(globalThis.known?.has(address.value) && (await new Promise((resolve) => setTimeout(resolve, 80)))) ||
      dispatch.routeTo(address).length === 0`,
  ),
  "strangers are told exact seconds": [
    change(
      "lib/verification/index.ts",
      `vague(error, table, (row) => row.startsWith("ip-") || (holder && row.startsWith("address-")))`,
      "error",
    ),
  ],
  "ids that are not ours are refused in another way": [
    change(
      "lib/stores/challenges.ts",
      "!keyring.knows(id)",
      `(() => {
        if (!keyring.knows(id)) throw Object.assign(new Error(), { name: "Problem", code: "not-found", members: {} });
      })()`,
    ),
  ],

  // Locking out
  "too many wrong codes end every challenge of the address": [
    lua([
      "if not live then return { 'gone' } end",
      "if not live or look(found[3], ARGV[6], now)[1].taken >= 10 then return { 'gone' } end",
    ]),
  ],
  "a new challenge voids those before it": [
    change(
      "lib/stores/challenges.ts",
      "await put(redis, [keyOf(id)], args)",
      `globalThis.newest?.[failuresKey] && (await redis.ask("DEL", globalThis.newest[failuresKey])),
      await put(redis, [((globalThis.newest ??= {})[failuresKey] = keyOf(id))], args)`,
    ),
  ],
  "an address names its challenge": [
    change(
      "lib/http/handlers/challenges.ts",
      started,
      `${started}.then((sent) => {
        (globalThis.challengeOf ??= {})[body.address] = sent.challenge.challengeId;
        return sent;
      })`,
    ),
    change(
      "lib/http/handlers/challenges.ts",
      "services.verification.attempt(id, body.code, ip)",
      "services.verification.attempt(globalThis.challengeOf?.[id] ?? id, body.code, ip)",
    ),
  ],
  "work for an address opens nothing": [
    change("lib/captcha/index.ts", "earned.address !== undefined && earned.level >= strongFrom", "false"),
  ],
  "nobody is asked for more work, nor may ask": [
    change("lib/captcha/risk.ts", "remaining < 1 ? 2 : 1", "1"),
    change("lib/captcha/index.ts", "strong && known < strongFrom ? strongFrom : known", "known"),
  ],
  "a refused send begins the cooldown anew": [
    lua([
      "if full == 0 then put(KEYS[i], subjects[i], now) end",
      `for _, window in ipairs(subjects[i]) do
        if full == 1 and window.name == 'address-cooldown' then
          redis.call('HSET', KEYS[i], window.name, string.format('1:%.0f', now + window.length))
        end
      end
      if full == 0 then put(KEYS[i], subjects[i], now) end`,
    ]),
  ],

  // The wire
  "Origin is not looked at": [change("lib/http/origin.ts", `request.headers.get("origin")`, "null")],
  "Sec-Fetch-Site is not looked at": [
    change("lib/http/origin.ts", `request.headers.get("sec-fetch-site")`, "null"),
  ],
  "a body of any type is read as JSON": [
    change("lib/http/body.ts", "!/^application\\/json\\s*(;|$)/i.test(type)", "false"),
  ],
  "the Host header says who we are": [
    change(
      "lib/http/origin.ts",
      `publicUrl || from?.host !== request.headers.get("host")`,
      `from?.host !== request.headers.get("host")`,
    ),
  ],
  "the length that a body announces is all that is looked at": [
    change("lib/http/body.ts", "length > maxBytes", "false"),
  ],
  "a body is walked to its ground": [
    change(
      "lib/http/body.ts",
      "JSON.parse(text)",
      `(function walk(value, depth = 0) {
        if (depth > 1000) return null.deep;
        for (const each of Object.values(value ?? {})) if (typeof each === "object") walk(each, depth + 1);
        return value;
      })(JSON.parse(text))`,
    ),
    change(
      "lib/http/body.ts",
      `invalid("", "not JSON")`,
      `new RangeError("Maximum call stack size exceeded")`,
    ),
  ],
  "members that nobody knows are dropped": [
    change(
      "lib/http/body.ts",
      "schema.safeParse(json, { reportInput: false })",
      "schema.safeParse(Object.fromEntries(Object.entries(json).filter(([name]) => name in schema.shape && Object.hasOwn(schema.shape, name))))",
    ),
  ],
  "a mailbox may hold anything": [
    change(
      "lib/address.ts",
      "/^[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local)",
      "true",
    ),
  ],
  "a body is taken as it is": [believed],
  "limits stand in front, by path": [
    change(
      "lib/testing/loopback.ts",
      "match(method, pathname)",
      `((plain) => {
        globalThis.unlimited = plain !== pathname;
        return match(method, plain);
      })(decodeURIComponent(pathname).toLowerCase().replace(/\\/+/g, "/").replace(/(.)\\/$/, "$1"))`,
    ),
    unlimited,
  ],
  "a request may say that it was checked already": [
    first(`globalThis.unlimited = "x-middleware-subrequest" in incoming.headers`),
    unlimited,
  ],
  "messages name the host that was asked": [
    first(`globalThis.host = incoming.headers.host`),
    change(
      "lib/compose.ts",
      'origin?.protocol === "https:" ? `${text}\\n\\n@${origin.hostname} #${code}` : text',
      "`${text}\\n\\n@${globalThis.host} #${code}`",
    ),
  ],
  "pages may be framed": [
    change(
      "next.config.ts",
      `{ key: "X-Frame-Options", value: "DENY" }`,
      `{ key: "X-Frame", value: "DENY" }`,
    ),
    change("lib/http/content-policy.ts", '`${written.join("; ")}; ${dataPolicy}`', `written.join("; ")`),
  ],
  "a page runs whatever stands in it": [
    change(
      "lib/http/content-policy.ts",
      "[\"'self'\", ...(nonce ? [`'nonce-${nonce}'`] : []), ...scripts]",
      `["'self'", "'unsafe-inline'"]`,
    ),
  ],
  "browsers may guess types": [change("next.config.ts", `"nosniff"`, `"guess"`)],
  "what does not decode is an error of ours": [
    change("lib/http/introduce.ts", "!isReadable(request)", "false"),
  ],

  // Sessions and proofs
  "signing out only clears the cookie": [
    change("lib/accounts/sessions.ts", "await store.deleteSession(digest)", "undefined"),
  ],
  "a session is not looked up": [
    change(
      "lib/accounts/sessions.ts",
      "digest && (await store.findBySession(digest, clock.now()))",
      `{
        account: { id: "1", email: null, phone: null, name: null, passwordHash: null, createdAt: 0 },
        session: { lastSeenAt: clock.now() },
      }`,
    ),
  ],
  "a sign-up keeps the session that the browser brought": [
    change(
      "lib/http/handlers/accounts.ts",
      "sessionCookie.set(env, sessionToken)",
      "sessionCookie.set(env, sessionCookie.read(env, globalThis.cookies) ?? sessionToken)",
    ),
    first(`globalThis.cookies = incoming.headers.cookie ?? null`),
  ],
  "scripts may read the cookie": [change("lib/http/cookie.ts", `"HttpOnly"`, `"Priority=High"`)],
  "other sites may send the cookie": [
    change("lib/http/cookie.ts", "`SameSite=${sameSite}`", `"SameSite=None"`),
  ],
  "the cookie travels in the clear": [
    change("lib/http/cookie.ts", `APP_URL ? APP_URL.protocol === "https:" : production && !demo`, "false"),
  ],
  "a proof is not taken, and addresses may repeat": [
    change(
      "lib/accounts/proofs.ts",
      "await proofs.take(proof)",
      "{ value: await proofs.read(proof), restore: async () => {} }",
    ),
  ],
  "the account call believes an address": [
    believed,
    change(
      "lib/accounts/create.ts",
      "{ id, ...ownerOf(subject, name), passwordHash }",
      "{ id, ...ownerOf(subject, name), ...(request.email && { email: request.email }), passwordHash }",
    ),
  ],
  "a proof is good for every purpose": [
    change("lib/accounts/proofs.ts", "!subject || !purposes.includes(subject.purpose)", "!subject"),
  ],
  "a proof is taken before the password is judged": [
    change("lib/accounts/create.ts", judged, `(await parts.proofs.take(proof), ${judged})`),
  ],
  "common passwords are taken": [change("lib/accounts/create.ts", judged, "undefined")],

  // Accounts
  "guesses at passwords are not counted": [
    change("lib/accounts/guesses.ts", counted, "Promise.resolve({ refund: async () => {} })"),
  ],
  "guesses at passwords are counted by address only": [
    change(
      "lib/accounts/guesses.ts",
      `{ subject: "ip", id: ip, rows: ["ip-guesses-hour"] }`,
      `{ subject: "ip", id: ip, rows: [] }`,
    ),
  ],
  "strangers' guesses count for the owner's browser": [
    change("lib/accounts/sign-in.ts", "known.idFor(caller.knownTo, account ?? nobody)", "undefined"),
  ],
  "a password is compared only where there is one": [
    change(
      "lib/accounts/sign-in.ts",
      "passwords.verify(password, passwordHash)",
      "passwordHash === null ? Promise.resolve(false) : passwords.verify(password, passwordHash)",
    ),
  ],
  "a sign-in says that nobody has the address": [
    change(
      "lib/accounts/sign-in.ts",
      entered,
      `(${entered}) ?? (await Promise.reject(new Problem("account-exists")))`,
    ),
  ],
  "a session's id ends it for everybody": [
    change(
      "lib/accounts/sessions.ts",
      `keyring.pseudonym("session-id", digest)`,
      `((id) => (globalThis.ids ??= new Map()).set(id, digest) && id)(keyring.pseudonym("session-id", digest))`,
    ),
    change(
      "lib/accounts/sessions.ts",
      `all.find((each) => keyring.isPseudonym(id, "session-id", each.digest))`,
      "{ digest: globalThis.ids?.get(id) }",
    ),
  ],
  "a session stays fresh": [
    change("lib/accounts/sessions.ts", "clock.now() < createdAt + freshSeconds * 1000", "true"),
  ],
  "the current password is not asked for": [
    change("lib/accounts/change-password.ts", "await confirm(held, currentPassword)", "undefined"),
  ],
  "a new password leaves the sessions": [
    change(
      "lib/stores/accounts.ts",
      "[`DELETE FROM sessions WHERE account_id = $1 AND ${written}`, [accountId, passwordHash]]",
      `["SELECT 1", []]`,
    ),
  ],
  "any address may end an account": [
    change(
      "lib/accounts/profile.ts",
      `address !== (channel === "email" ? account.email : account.phone)`,
      "false",
    ),
  ],

  // Leaks
  "codes are stored in clear": [
    change("lib/verification/codes.ts", `keyring.digest("code", id, code)`, "code"),
  ],
  "addresses are hashed without a key": [
    change(
      "lib/stores/limits.ts",
      "keyring.pseudonym(subject, id)",
      `process.getBuiltinModule("node:crypto").createHash("sha256").update(id).digest("base64url").slice(0, 22)`,
    ),
  ],
  "the log names who was refused": [
    change("lib/verification/about.ts", `keyring.pseudonym("log", value)`, "value"),
  ],
  "the log names clients": [change("lib/http/route.ts", `ip && pseudonym("log", "client", ip)`, "ip")],
  "the outbox is open to everybody": [
    change("lib/services.ts", `named.has("outbox") ? resources.outbox : undefined`, "resources.outbox"),
  ],
  "vendors' reports are believed": [
    change("lib/http/handlers/receipts.ts", "post?.opensWith(secret)", "post"),
    change("lib/providers/twilio.ts", "isTwilioSigned(signature, TWILIO_AUTH_TOKEN, url, [...form])", "true"),
  ],
  "refusals tell where they were thrown": [
    change("lib/http/refusal.ts", refused, refused.replace("...members", "...members, stack: problem.stack")),
  ],
} as const satisfies Record<string, readonly Change[]>;

export type FaultName = keyof typeof faults;
