import "server-only";
// Any aggregator with a JSON POST call: AppKey, AppSecret and TemplateId, a body made from a template, and one
// field of the reply that marks a success. What such a vendor says beyond that is unknown, so little is
// concluded from it; one with a documented API is better served by a file of its own.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Message } from "../ports";
import { SendFailure } from "../send-failure";
import { defineProvider } from "./define";
import { reasonOfStatus } from "./status-reason";
import { callVendor, parseReply, vendorUrl } from "./vendor-call";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const placeholders = ["appKey", "appSecret", "templateId", "phone", "code", "minutes", "text"] as const;
type Placeholder = (typeof placeholders)[number];

const defaultBody = JSON.stringify({
  ...{ appKey: "{appKey}", appSecret: "{appSecret}", templateId: "{templateId}" },
  ...{ phone: "{phone}", code: "{code}", minutes: "{minutes}" },
});

const bodyTemplate = z
  .string()
  .default(defaultBody)
  .transform((text, context): Json => {
    const template = parsed(text);
    if (typeof template !== "object" || template === null) {
      context.addIssue("a JSON object or list");
      return z.NEVER;
    }
    const unknown = namesIn(template).filter((name) => !placeholders.includes(name as Placeholder));
    if (unknown.length > 0) {
      context.addIssue(`only ${placeholders.map((name) => `{${name}}`).join(" ")} can be filled in`);
    }
    return template;
  });

const success = z
  .string()
  .regex(/^[^=]+=.*$/, "field=value, where the field may be a path such as data.status")
  .transform((text) => {
    const [, path = "", value = ""] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    return { path: path.trim().split("."), value: value.trim() };
  });

const credentials = {
  GATEWAY_APP_KEY: "appKey",
  GATEWAY_APP_SECRET: "appSecret",
  GATEWAY_TEMPLATE_ID: "templateId",
} as const;

const settings = (Object.keys(credentials) as (keyof typeof credentials)[]).reduce(
  (object, name) =>
    // Not every aggregator has all three: those are needed that the body speaks of.
    object.refine(
      (given) => given[name] || !namesIn(given.GATEWAY_BODY ?? defaultBody).includes(credentials[name]),
      { path: [name], message: "missing; the body needs it", when: () => true },
    ),
  z.object({
    /** The whole URL of the call. */
    GATEWAY_URL: vendorUrl(""),
    GATEWAY_APP_KEY: z.string().optional(),
    GATEWAY_APP_SECRET: z.string().optional(),
    GATEWAY_TEMPLATE_ID: z.string().optional(),
    GATEWAY_BODY: bodyTemplate,
    GATEWAY_SUCCESS: success.optional(),
  }),
);

const reply = z.json();

export const gateway = defineProvider({
  name: "gateway",
  channels: ["sms"],
  settings,
  create(given) {
    const fixed = {
      appKey: given.GATEWAY_APP_KEY ?? "",
      appSecret: given.GATEWAY_APP_SECRET ?? "",
      templateId: given.GATEWAY_TEMPLATE_ID ?? "",
    };
    return {
      async send(message, signal) {
        const { status, text } = await callVendor(given.GATEWAY_URL, {
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: JSON.stringify(fill(given.GATEWAY_BODY, { ...fixed, ...partsOf(message) })),
          signal,
        });
        if (status < 200 || status > 299) throw new SendFailure(reasonOfStatus(status), status);
        if (given.GATEWAY_SUCCESS) judge(text, given.GATEWAY_SUCCESS, message);
        // Where its id would be is unknown, and there are no receipts to join with it.
        return { vendorId: randomUUID() };
      },
    };
  },
});

const partsOf = ({ to, code, minutes, text }: Message) => ({
  phone: to,
  code,
  minutes: String(minutes),
  text,
});

/**
 * @throws SendFailure `blocked` when the field says something else: a refusal for a reason that only this
 * vendor knows, perhaps about this one number, so the next one is asked. Without the field, nobody knows what
 * happened: `unknown`.
 */
function judge(text: string, { path, value }: z.infer<typeof success>, message: Message) {
  let found: Json | undefined = parseReply(reply, text) as Json;
  for (const key of path) {
    found =
      typeof found === "object" && found !== null && Object.hasOwn(found, key)
        ? (found as Record<string, Json>)[key]
        : undefined;
  }
  if (found === undefined) throw new SendFailure("unknown", "unreadable-reply");
  if (String(found) === value) return;
  // Whatever the field is, it may repeat what it was asked.
  const repeats = [message.code, message.to.slice(-8)].some((part) => String(found).includes(part));
  throw new SendFailure("blocked", repeats ? "" : String(found));
}

const placeholder = /\{(\w+)\}/g;

/** Inside parsed strings only, once each: no value can break out of its place or be expanded again. */
function fill(template: Json, values: Record<Placeholder, string>): Json {
  return mapTexts(template, (text) =>
    text.replace(placeholder, (as, name: string) => values[name as Placeholder] ?? as),
  );
}

/** The names that a template wants filled in. */
function namesIn(template: Json): string[] {
  const names: string[] = [];
  mapTexts(template, (text) => {
    for (const [, name = ""] of text.matchAll(placeholder)) names.push(name);
    return text;
  });
  return names;
}

function mapTexts(json: Json, map: (text: string) => string): Json {
  if (typeof json === "string") return map(json);
  if (Array.isArray(json)) return json.map((each) => mapTexts(each, map));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, mapTexts(value, map)]));
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
