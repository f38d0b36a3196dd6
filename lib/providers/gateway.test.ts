import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gatewayReply, gatewayVendor } from "../testing/vendors/gateway";
import { type HttpReply, startVendor, type Vendor } from "../testing/vendors/vendor";
import { gateway } from "./gateway";
import { describeProvider, exampleMessage } from "./provider.contract";

const account = { appKey: "test-app-key", appSecret: "test-app-secret-of-gateway", templateId: "T-1" };
const settings = (url: string) => ({
  ...{ GATEWAY_URL: `${url}/sms/v2/send`, GATEWAY_SUCCESS: "data.code=0" },
  ...{ GATEWAY_APP_KEY: account.appKey, GATEWAY_APP_SECRET: account.appSecret },
  GATEWAY_TEMPLATE_ID: account.templateId,
});

describeProvider("gateway", {
  ...{ module: gateway, start: () => startVendor(gatewayVendor(account)), settings },
  wrongKey: { GATEWAY_APP_SECRET: "another-app-secret" },
  required: ["GATEWAY_URL", "GATEWAY_APP_KEY", "GATEWAY_APP_SECRET", "GATEWAY_TEMPLATE_ID"],
  vendorId: /^[0-9a-f-]{36}$/,
  refusals: {
    // Which code of which aggregator means what is unknown: only the statuses speak.
    ...{ invalidNumber: null, blockedRecipient: null, numberThrottled: null, notApproved: null },
    callsThrottled: gatewayReply(429, 429),
    outOfBalance: gatewayReply(402, 402),
  },
  refusedWith200: { reply: gatewayReply(1001), reason: "blocked" },
  codes: [
    [gatewayReply(1, 400), "blocked", "400"],
    [gatewayReply(1, 422), "blocked", "422"],
    [gatewayReply(1, 408), "temporary", "408"],
    [gatewayReply(1, 403), "misconfigured", "403"],
    [gatewayReply(1, 404), "misconfigured", "404"],
    [gatewayReply(1, 302), "misconfigured", "302"],
    [gatewayReply(1, 503), "temporary", "503"],
    [gatewayReply(1, 504), "unknown", "504"],
    [gatewayReply(1001), "blocked", "1001"],
    [{ status: 200, body: { data: { code: "8613900000000:482913" } } }, "blocked"],
    [{ status: 200, body: { data: null } }, "unknown"],
    [{ status: 200, body: { "data.code": 0 } }, "unknown"],
  ],
});

describe("the provider gateway, beyond the contract", () => {
  const never = new AbortController().signal;
  let vendor: Vendor;

  beforeEach(async () => {
    vendor = await startVendor((): HttpReply => ({ status: 204, body: "" }));
  });
  afterEach(() => vendor.close());

  const made = (overrides: Record<string, string | undefined>) =>
    gateway.create(
      gateway.settings.parse({ ...settings(vendor.url), GATEWAY_SUCCESS: undefined, ...overrides }),
    );
  const sent = async (template: unknown, text = exampleMessage.text, overrides = {}) => {
    const GATEWAY_BODY = JSON.stringify(template);
    await made({ GATEWAY_BODY, ...overrides }).send({ ...exampleMessage, text }, never);
    return JSON.parse(vendor.requests[0]?.body ?? "");
  };

  it("fills placeholders in at any depth, and leaves the rest as it is", async () => {
    const template = {
      auth: { id: "{appKey}", secret: "{appSecret}" },
      messages: [
        { to: ["{phone}"], tpl: "{templateId}", args: ["{code}", "{minutes}"], urgent: true, max: 1 },
      ],
      note: "{code} for {minutes} min, {} and { code }",
    };
    expect(await sent(template)).toEqual({
      auth: { id: account.appKey, secret: account.appSecret },
      messages: [
        { to: ["+8613900000000"], tpl: account.templateId, args: ["482913", "5"], urgent: true, max: 1 },
      ],
      note: "482913 for 5 min, {} and { code }",
    });
  });

  it("lets no value break out of its string, nor be filled in itself", async () => {
    const hostile = '","admin":true,"x":"{appSecret}\n\\';
    expect(await sent({ text: "{text}" }, hostile)).toEqual({ text: hostile });
  });

  it("takes any 2xx for a success when no field was named", async () => {
    await expect(made({}).send(exampleMessage, never)).resolves.toBeDefined();
  });

  it("compares what the field says as text, through lists too", async () => {
    vendor.next({ reply: { status: 200, body: { results: [{ ok: true }] } } });
    const provider = made({ GATEWAY_SUCCESS: "results.0.ok=true" });
    await expect(provider.send(exampleMessage, never)).resolves.toBeDefined();
  });

  it("needs only those credentials that the body speaks of", () => {
    const given = { GATEWAY_URL: vendor.url, GATEWAY_BODY: '{"token":"{appKey}","text":"{text}"}' };
    const { error } = gateway.settings.safeParse(given);
    expect(error?.issues.map(({ path }) => path[0])).toEqual(["GATEWAY_APP_KEY"]);
  });

  it.each([
    ["GATEWAY_BODY", "{not json"],
    ["GATEWAY_BODY", '"{code}"'],
    ["GATEWAY_BODY", '{"code":"{kode}"}'],
    ["GATEWAY_SUCCESS", "result-is-0"],
    ["GATEWAY_URL", "http://gateway.example/send"],
  ])("refuses %s as %s, by name and not by value", (name, value) => {
    const { error } = gateway.settings.safeParse({ ...settings(vendor.url), [name]: value });
    expect(error?.issues.map(({ path }) => path[0])).toEqual([name]);
    expect(JSON.stringify(error?.issues)).not.toContain(value);
  });
});
