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

/** Whatever a vendor of whom nothing is known answers in JSON. */
const reply = z.unknown();

export const gateway = defineProvider({
  name: "gateway",
  channels: ["sms"],
  settings,
  create(given) {
    const fill = filler(given.GATEWAY_BODY);
    const fixed = {
      appKey: given.GATEWAY_APP_KEY ?? "",
      appSecret: given.GATEWAY_APP_SECRET ?? "",
      templateId: given.GATEWAY_TEMPLATE_ID ?? "",
    };
    return {
      async send(message, signal) {
        const { status, text } = await callVendor(given.GATEWAY_URL, {
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: JSON.stringify(fill({ ...fixed, ...partsOf(message) })),
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

type Fill = (values: Record<Placeholder, string>) => Json;

/**
 * Taken apart once, filled in for every message. Inside parsed strings only, once each: no value can break out of its
 * place or be expanded again.
 */
function filler(template: Json): Fill {
  if (typeof template === "string") {
    // Every other piece is a name.
    const pieces = template.split(placeholder);
    return (values) => pieces.map((piece, at) => (at % 2 ? values[piece as Placeholder] : piece)).join("");
  }
  if (Array.isArray(template)) {
    const items = template.map(filler);
    return (values) => items.map((fill) => fill(values));
  }
  if (typeof template !== "object" || template === null) return () => template;
  const members = Object.entries(template).map(([key, value]) => [key, filler(value)] as const);
  return (values) => Object.fromEntries(members.map(([key, fill]) => [key, fill(values)]));
}

/** The names that a template wants filled in. */
function namesIn(template: Json): string[] {
  if (typeof template === "string") return [...template.matchAll(placeholder)].map(([, name = ""]) => name);
  return typeof template === "object" && template !== null ? Object.values(template).flatMap(namesIn) : [];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
