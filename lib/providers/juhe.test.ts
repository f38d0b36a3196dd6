import { describe, expect, it } from "vitest";
import { juheError, juheSid, juheVendor } from "../testing/vendors/juhe";
import { startVendor } from "../testing/vendors/vendor";
import { juhe } from "./juhe";
import { describeProvider, exampleMessage } from "./provider.contract";

const account = { key: "0123456789abcdef-juhe", templateId: "25261" };
const settings = (url: string) => ({
  ...{ JUHE_KEY: account.key, JUHE_TEMPLATE_ID: account.templateId, JUHE_URL: url },
});

describeProvider("juhe", {
  ...{ module: juhe, start: () => startVendor(juheVendor(account)), settings },
  wrongKey: { JUHE_KEY: "another-key" },
  required: ["JUHE_KEY", "JUHE_TEMPLATE_ID"],
  // All of its digits: as a number it would end in 9000.
  vendorId: juheSid,
  refusals: {
    invalidNumber: juheError(205401),
    // Not told from other causes: 205404.
    blockedRecipient: null,
    numberThrottled: juheError(205405),
    callsThrottled: juheError(10011),
    outOfBalance: juheError(205408),
    notApproved: juheError(205406),
  },
  refusedWith200: { reply: juheError(205404, []), reason: "blocked" },
  codes: [
    ...(
      [
        ...(["10001", "10002", "10003", "10005", "10007", "10008", "10009", "10021"] as const),
        ...(["10012", "10013", "205402"] as const),
      ] as const
    ).map((code) => [juheError(Number(code)), "misconfigured", code] as const),
    ...(["205403", "205409", "10014", "10020"] as const).map(
      (code) => [juheError(Number(code)), "temporary", code] as const,
    ),
    [juheError(299_999), "blocked", "299999"],
    [{ ...juheError(299_999), status: 503 }, "temporary", "299999"],
    [{ status: 200, body: { error_code: "205401", result: null } }, "invalid-address", "205401"],
    [{ status: 200, body: { error_code: 0, result: null } }, "unknown"],
    [{ status: 502, body: "<html>bad gateway</html>" }, "temporary", "502"],
    [{ status: 504, body: "<html>gateway timeout</html>" }, "unknown"],
  ],
});

describe("the provider juhe, beyond the contract", () => {
  const never = new AbortController().signal;

  it("puts the key and the code into a form, never into a URL", async () => {
    const vendor = await startVendor(juheVendor(account));
    await juhe.create(juhe.settings.parse(settings(vendor.url))).send(exampleMessage, never);
    const [request] = vendor.requests;
    expect(request).toMatchObject({ method: "POST" });
    expect(request?.url.href).toBe(`${vendor.url}/sms/send`);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      ...{ key: account.key, mobile: "13900000000", tpl_id: account.templateId, dtype: "json" },
      vars: '{"code":"482913"}',
    });
    await vendor.close();
  });

  it("reads an id that is text already", async () => {
    const vendor = await startVendor(juheVendor(account));
    vendor.next({ reply: { status: 200, body: { error_code: 0, result: { sid: "20251234-abc" } } } });
    const provider = juhe.create(juhe.settings.parse(settings(vendor.url)));
    await expect(provider.send(exampleMessage, never)).resolves.toEqual({ vendorId: "20251234-abc" });
    await vendor.close();
  });

  it.each(["+4915123456789", "+85261234567", "+861062345678"])(
    "does not ask its vendor about %s, which is no mainland mobile",
    async (to) => {
      const vendor = await startVendor(juheVendor(account));
      const provider = juhe.create(juhe.settings.parse(settings(vendor.url)));
      await expect(provider.send({ ...exampleMessage, to }, never)).rejects.toMatchObject({
        reason: "blocked",
      });
      expect(vendor.requests).toHaveLength(0);
      await vendor.close();
    },
  );
});
