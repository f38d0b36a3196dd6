// Receipts, from a vendor's call to what a person sees: known messages only, in any order, however often.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Application, startApplication } from "../testing/application";
import { tencentVendor } from "../testing/vendors/tencent";
import { startVendor, type Vendor } from "../testing/vendors/vendor";

const account = {
  secretId: "id",
  secretKey: "key",
  appId: "1400006666",
  signName: "Firstgate",
  templateId: "1110",
};
const number = "+4915123456789";

let vendor: Vendor;
let app: Application;
let path: string;

beforeEach(async () => {
  vendor = await startVendor(tencentVendor(account));
  app = await startApplication({
    ...{ SMS_ROUTES: "*=tencent", APP_URL: "https://example.com", TENCENT_URL: vendor.url },
    ...{ TENCENT_SECRET_ID: account.secretId, TENCENT_SECRET_KEY: account.secretKey },
    ...{ TENCENT_SMS_SDK_APP_ID: account.appId, TENCENT_SIGN_NAME: account.signName },
    TENCENT_TEMPLATE_ID: account.templateId,
  });
  path = new URL(app.services.receiptPosts.get("tencent")?.url ?? "").pathname;
});
afterEach(async () => {
  await app.close();
  await vendor.close();
});

/** Sends a code through the vendor, and tells what the vendor called it. */
async function sendOne(serial = "2640:168", to = number) {
  vendor.next({
    reply: {
      status: 200,
      body: { Response: { SendStatusSet: [{ SerialNo: serial, Code: "Ok" }], RequestId: "r" } },
    },
  });
  return app.send(to);
}
const report = (sid: string, report_status: string) => ({
  sid,
  report_status,
  mobile: "15123456789",
  nationcode: "49",
});
const post = (body: unknown, to = path) => app.call("POST", to, body);
const deliveryOf = async (challengeId: string) =>
  (await app.call("GET", `/api/challenges/${challengeId}`)).body.delivery;

describe("a receipt", () => {
  it("moves the delivery it is about, and is answered as the vendor wants", async () => {
    const { challengeId } = await sendOne();
    expect(await deliveryOf(challengeId)).toBe("sent");
    const { status, body } = await post([report("2640:168", "SUCCESS")]);
    expect([status, body]).toEqual([200, { result: 0, errmsg: "OK" }]);
    expect(await deliveryOf(challengeId)).toBe("delivered");
  });

  it("says that a message did not arrive", async () => {
    const { challengeId } = await sendOne();
    await post([report("2640:168", "FAIL")]);
    expect(await deliveryOf(challengeId)).toBe("failed");
  });

  it("of another message, or one we never sent, changes nothing and is answered alike", async () => {
    const { challengeId } = await sendOne();
    const { status, body } = await post([report("someone-else", "SUCCESS"), { nonsense: true }, null]);
    expect([status, body.result]).toEqual([200, 0]);
    expect(await deliveryOf(challengeId)).toBe("sent");
  });

  it("counts once, however often and in whatever order it comes", async () => {
    const { challengeId } = await sendOne();
    await post([report("2640:168", "SUCCESS"), report("2640:168", "FAIL"), report("2640:168", "SUCCESS")]);
    await Promise.all(Array.from({ length: 10 }, () => post([report("2640:168", "FAIL")])));
    expect(await deliveryOf(challengeId)).toBe("delivered");
    expect(await app.services.tallies.read("tencent", "DE")).toEqual({ sent: 1, delivered: 1 });
  });

  it("in a batch reaches each its own challenge", async () => {
    const one = await sendOne("one", "+4915123456781");
    const two = await sendOne("two", "+4915123456782");
    await post([report("two", "FAIL"), report("one", "SUCCESS")]);
    expect([await deliveryOf(one.challengeId), await deliveryOf(two.challengeId)]).toEqual([
      "delivered",
      "failed",
    ]);
  });

  it("finds nothing behind a path that was guessed", async () => {
    const { challengeId } = await sendOne();
    for (const guess of [
      "/api/receipts/tencent/x",
      "/api/receipts/tencent",
      `${path}x`,
      path.replace("tencent", "aliyun"),
    ]) {
      expect((await post([report("2640:168", "SUCCESS")], guess)).status).toBe(404);
    }
    expect(await deliveryOf(challengeId)).toBe("sent");
  });

  it("that is no batch, or far too large, is refused", async () => {
    expect((await post({ not: "a batch" })).status).toBe(400);
    expect((await app.call("POST", path, undefined, { raw: "[" })).status).toBe(400);
    expect((await app.call("POST", path, undefined, { raw: `["${"x".repeat(300_000)}"]` })).status).toBe(413);
  });
});

describe("a verified code", () => {
  it("counts for the provider that delivered it", async () => {
    const { challengeId } = await sendOne();
    const [request] = vendor.requests;
    const [code] = JSON.parse(request?.body ?? "").TemplateParamSet;
    expect((await app.call("POST", `/api/challenges/${challengeId}/attempts`, { code })).status).toBe(201);
    await app.settle();
    expect(await app.services.tallies.read("tencent", "DE")).toEqual({ sent: 1, verified: 1 });
  });
});

describe("what reaches a vendor", () => {
  it("names no challenge", async () => {
    const { challengeId } = await sendOne();
    expect(JSON.stringify(vendor.requests)).not.toContain(challengeId);
  });
});
