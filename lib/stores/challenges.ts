import "server-only";
// Challenges in Redis: one hash per challenge, one script per step.
// Fields: subject (sealed), failures (key), attempts, and the codes "1" (newest), "2" and "3", each
// "digest:expiresAt:delivery:provider". "1" and "2" are valid; "3" only waits in case "1" is taken back.
import type { Delivery } from "../contract";
import type { Challenges, Clock, Keyring, StoredCode, Subject } from "../ports";
import { codePolicy, deliveryPatienceSeconds, type Row } from "../verification/policy";
import type { StoredLimits } from "./limits";
import { handedOn } from "./once";
import { onceKey } from "./once-key";
import { oneStep } from "./one-step";
import type { Redis } from "./redis";
import { remembered } from "./remembered";
import { isNumber, script } from "./script";
import { unseal } from "./sealed";
import { rowsText, windowsLua } from "./windows";

/** In place of a digest; no digest reads like it. */
const voided = "void";

/** Times in the store come from the clock port; the key's own lifetime only sweeps up, a little later. */
const sweepMs = 5000;

const put = script(
  `
redis.call('HSET', KEYS[1], 'subject', ARGV[1], 'failures', ARGV[2], 'attempts', 0, 'sends', 1, '1', ARGV[3])
return redis.call('PEXPIRE', KEYS[1], ARGV[4])`,
  isNumber,
);

const read = script<(string | number | null)[]>(
  `return redis.call('HMGET', KEYS[1], 'subject', 'failures', 'attempts', 'sends', '1')`,
  (reply) => Array.isArray(reply) && reply.length === 5,
);

// ARGV: now, code, its lifetime, how long a code may be on its way in ms, codes allowed, and '1' if the limits are
// granted.
// Without "busy", simultaneous sends would push each other's codes out before all but one take theirs back.
const addCode = script<"added" | "busy" | "gone" | "spent">(
  `
local codes = redis.call('HMGET', KEYS[1], '1', '2', 'sends')
if not codes[1] then return 'gone' end
if tonumber(codes[3]) >= tonumber(ARGV[5]) then return 'spent' end
local now, lifetime = tonumber(ARGV[1]), tonumber(ARGV[3])
local expires, delivery = string.match(codes[1], ':(%d+):(%a+):')
local age = now + lifetime - tonumber(expires)
if ARGV[6] ~= '1' and delivery == 'queued' and age < tonumber(ARGV[4]) then return 'busy' end
if codes[2] then redis.call('HSET', KEYS[1], '3', codes[2]) end
redis.call('HSET', KEYS[1], '2', codes[1], '1', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'sends', 1)
redis.call('PEXPIRE', KEYS[1], lifetime + ${sweepMs})
return 'added'`,
  (reply) => ["added", "busy", "gone", "spent"].includes(String(reply)),
);

const dropCode = script(
  `
local codes = redis.call('HMGET', KEYS[1], '1', '2', '3')
local kept, found = {}, false
for i = 1, 3 do
  if codes[i] and string.match(codes[i], '^[^:]+') == ARGV[1] then
    found = true
  elseif codes[i] then
    kept[#kept + 1] = codes[i]
  end
end
if not found or #kept == 0 then return 0 end
redis.call('HDEL', KEYS[1], '1', '2', '3')
redis.call('HINCRBY', KEYS[1], 'sends', -1)
for i = 1, #kept do redis.call('HSET', KEYS[1], tostring(i), kept[i]) end
return 1`,
  isNumber,
);

// ARGV: digest, delivery, provider, and the digest that it has from now on.
const setDelivery = script<number>(
  `
local rank, moved = { queued = 0, sent = 1, delivered = 2, failed = 2 }, 0
local codes = redis.call('HMGET', KEYS[1], '1', '2', '3')
for i = 1, 3 do
  local digest, expires, delivery, provider = string.match(codes[i] or '', '^([^:]+):(%d+):(%a+):(.*)$')
  if digest == ARGV[1] and rank[ARGV[2]] > rank[delivery] then
    if ARGV[3] ~= '' then provider = ARGV[3] end
    redis.call('HSET', KEYS[1], tostring(i), table.concat({ ARGV[4], expires, ARGV[2], provider }, ':'))
    moved = 1
  end
end
return moved`,
  isNumber,
);

// KEYS: challenge, proof, and where one step reaches them the windows that admit the attempt.
// ARGV: now, attempts allowed, digest, the proof's front, its lifetime, the failures row, the rows that admit.
// The key of the failures is known to the challenge alone, and it has the challenge's hash tag.
const attempt = script<["refused", ...number[]] | ["gone"] | ["right" | "wrong", string, string | number]>(
  `${windowsLua}
local now, allowed = tonumber(ARGV[1]), tonumber(ARGV[2])
local full, taken = take(3, 7, now)
if full == 1 then return { 'refused', unpack(taken) } end
local found = redis.call('HMGET', KEYS[1], 'attempts', 'subject', 'failures', '1', '2')
if not found[1] then return { 'gone' } end
local live, right = false, nil
for i = 4, 5 do
  local digest, expires, provider = string.match(found[i] or '', '^([^:]+):(%d+):%a+:(.*)$')
  if digest and tonumber(expires) > now then
    live = true
    if digest == ARGV[3] and digest ~= '${voided}' then right = provider end
  end
end
if not live then return { 'gone' } end
if right then
  redis.call('DEL', KEYS[1])
  redis.call('SET', KEYS[2], ARGV[4] .. '.' .. found[2], 'PX', ARGV[5])
  return { 'right', found[2], right }
end
put(found[3], look(found[3], ARGV[6], now), now)
local attempts = tonumber(found[1]) + 1
if attempts >= allowed then
  redis.call('DEL', KEYS[1])
else
  redis.call('HSET', KEYS[1], 'attempts', attempts)
end
return { 'wrong', found[2], allowed - attempts }`,
  (reply) => Array.isArray(reply) && ["refused", "gone", "right", "wrong"].includes(reply[0]),
);

export function challenges(
  redis: Redis,
  keyring: Keyring,
  clock: Clock,
  limits: StoredLimits,
  failuresRow: Row,
): Challenges {
  const inOneStep = oneStep();
  const failure = rowsText([{ name: "address-failures-day", ...failuresRow, need: 0, cost: 1 }]);
  /** A send asks for it twice. */
  const keyOf = remembered((id) => `fg:challenge:{${id.slice(0, 3)}}${keyring.digest("challenge", id)}`);
  const textOf = (code: StoredCode) => `${code.digest}:${code.expiresAt}:queued:`;
  const lifetime = (expiresAt: number) => Math.max(1, expiresAt - clock.now()) + sweepMs;

  return {
    async put(id, { subject, failuresKey, code }) {
      const args = [keyring.seal(id, subject), failuresKey, textOf(code), lifetime(code.expiresAt)];
      await put(redis, [keyOf(id)], args);
    },

    async drop(id) {
      await redis.ask("DEL", keyOf(id));
    },

    async read(id) {
      if (!keyring.knows(id)) return undefined;
      const [subject, failuresKey, attempts, sends, code] = await read(redis, [keyOf(id)], []);
      const [digest = "", expiresAt, delivery] = String(code).split(":");
      if (!subject || Number(expiresAt) <= clock.now()) return undefined;
      return {
        subject: unseal<Subject>(keyring, id, subject),
        failuresKey: String(failuresKey),
        attempts: Number(attempts),
        sends: Number(sends),
        code: { digest, expiresAt: Number(expiresAt) },
        delivery: delivery as Delivery,
      };
    },

    async addCode(id, code, granted = false) {
      const now = clock.now();
      const args = [
        now,
        textOf(code),
        code.expiresAt - now,
        deliveryPatienceSeconds * 1000,
        codePolicy.sends,
        granted ? 1 : 0,
      ];
      return addCode(redis, [keyOf(id)], args);
    },

    async dropCode(id, digest) {
      await dropCode(redis, [keyOf(id)], [digest]);
    },

    async setDelivery(id, digest, delivery, provider = "") {
      return (await setDelivery(redis, [keyOf(id)], [digest, delivery, provider, digest])) === 1;
    },

    async voidCode(id, digest) {
      return (await setDelivery(redis, [keyOf(id)], [digest, "failed", "", voided])) === 1;
    },

    async attempt(id, { digest, admission, proof }) {
      const now = clock.now();
      const keys = [keyOf(id), onceKey("proof", proof.id, keyring)];
      const front = handedOn(keyring, proof.id, id, proof.expiresAt);
      const args = [now, codePolicy.attempts, digest, front, proof.expiresAt - now, failure];
      const { key, rows, refusal } = limits.taking(admission);
      const [kind, ...told] = await inOneStep(
        () => attempt(redis, [...keys, key], [...args, rows]),
        async () => {
          await limits.take(admission);
          return attempt(redis, keys, args);
        },
      );
      if (kind === "refused") throw refusal(told as number[]);
      if (kind === "gone") return { kind };
      const [sealed, more] = told;
      const subject = unseal<Subject>(keyring, id, sealed);
      return kind === "right"
        ? { kind, subject, provider: String(more) }
        : { kind, subject, attemptsLeft: Number(more) };
    },
  };
}
