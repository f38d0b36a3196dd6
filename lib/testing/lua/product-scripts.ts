// Every script of the product, as the stores send them.
import { keyring } from "../../keyring";
import { challenges } from "../../stores/challenges";
import { tallies } from "../../stores/deliveries";
import { createEmbeddedEngine } from "../../stores/embedded/engine";
import { limits } from "../../stores/limits";
import { onceWithin } from "../../stores/once-within";
import { probe } from "../../stores/probe";
import { openRedis, type Requester } from "../../stores/redis";
import { spentTokens } from "../../stores/spent-tokens";
import { limitTable } from "../../verification/policy";

/** Hands on to a store, and keeps the scripts that come by. */
export function listening(requester: Pick<Requester, "request">, heard: Set<string>): Requester {
  return {
    request(request) {
      for (const [name, code] of request.body as unknown[][]) if (name === "EVAL") heard.add(String(code));
      return requester.request(request);
    },
  };
}

/** Does everything that the stores have scripts for. */
export async function productScripts(): Promise<string[]> {
  const heard = new Set<string>();
  const clock = { now: () => Date.UTC(2026, 0, 1) };
  const redis = openRedis(listening(await createEmbeddedEngine({ clock: clock.now }), heard));
  const keys = keyring(["k".repeat(32)]);
  const limiting = limits(redis, limitTable, keys, clock);
  const ip = { subject: "ip", id: "203.0.113.7", rows: ["ip-requests-minute"] } as const;
  const address = { channel: "email", value: "ada@example.com", counted: "ada@example.com" } as const;
  await (await limiting.take(ip)).refund();
  await limiting.read(ip);
  await limiting.releaseCooldown(address, clock.now());

  const store = challenges(redis, keys, clock, limiting, limitTable["address-failures-day"]);
  const subject = { channel: "email", address: "ada@example.com", purpose: "sign-up", locale: "en" } as const;
  const codeOf = (digest: string) => ({ digest, expiresAt: clock.now() + 1000 });
  const [id, proof] = [keys.mint("abc"), { id: keys.mint("abc"), expiresAt: clock.now() + 1000 }];
  await store.put(id, { subject, failuresKey: "fg:failures:{abc}", code: codeOf("one") });
  await store.read(id);
  await store.addCode(id, codeOf("two"));
  await store.setDelivery(id, "one", "sent");
  await store.dropCode(id, "two");
  await store.attempt(id, { digest: "one", admission: ip, proof });

  const things = onceWithin<number>("puzzle", redis, keys, clock, limiting);
  const thing = keys.mint();
  await things.putWithin(ip, thing, 1, clock.now() + 1000);
  await things.takeWithin(ip, thing);

  await tallies(redis, clock).count("acme", "DE", "sent");
  await spentTokens("acme", redis, keys, { vendorSeconds: 1, verifiedSeconds: 1 }).take("token");
  await probe(redis, clock.now());
  return [...heard];
}
