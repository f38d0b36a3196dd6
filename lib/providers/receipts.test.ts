// Receipts as each vendor documents them.
import { describe, expect, it } from "vitest";
import { Problem } from "../problem";
import { aliyun } from "./aliyun";
import { qiniu } from "./qiniu";
import { tencent } from "./tencent";
import { twilio } from "./twilio";
import { twilioSignature } from "./twilio-signature";

const batchOf = (body: unknown) => ({
  url: "https://example.com/",
  headers: new Headers(),
  body: JSON.stringify(body),
});

describe("receipts of Aliyun", () => {
  const read = (body: unknown) => aliyun.receipts?.read(batchOf(body), {} as never);

  it("come in batches, from the mainland and from abroad", () => {
    const mainland = { phone_number: "13900000000", send_time: "2026-01-01 00:00:00", sms_size: "1" };
    expect(
      read([
        { ...mainland, success: true, err_code: "DELIVERED", biz_id: "a" },
        { ...mainland, success: false, err_code: "UNDELIV", biz_id: "b" },
        { To: "4915123456789", MessageId: "c", Status: "1" },
        { To: "4915123456789", MessageId: "d", Status: "6" },
      ]),
    ).toEqual([
      { vendorId: "a", delivery: "delivered" },
      { vendorId: "b", delivery: "failed" },
      { vendorId: "c", delivery: "delivered" },
      { vendorId: "d", delivery: "failed" },
    ]);
  });

  it("are answered with the number zero", () => {
    expect(JSON.parse(aliyun.receipts?.answer.body ?? "")).toMatchObject({ code: 0 });
  });
});

describe("receipts of Qiniu", () => {
  it("come as items, by message or by job", () => {
    const items = [
      { message_id: "a", mobile: "13900000000", status: "DELIVRD" },
      { job_id: "b", status: "FAILED", error: "1" },
      { message_id: "c", status: "WAITING" },
    ];
    expect(qiniu.receipts?.read(batchOf({ items }), {} as never)).toEqual([
      { vendorId: "a", delivery: "delivered" },
      { vendorId: "b", delivery: "failed" },
    ]);
  });
});

describe("batches", () => {
  it.each([aliyun, qiniu, tencent])("that are none are refused", ({ receipts }) => {
    for (const body of ["", "{", "1", '"x"', "null", "[[[["]) {
      const reading = () => receipts?.read({ ...batchOf(0), body }, {} as never);
      expect(reading).toThrow(Problem);
    }
  });
});

describe("receipts of Twilio", () => {
  const url = "https://example.com/api/receipts/twilio/secret";
  const settings = twilio.settings.parse({
    ...{ TWILIO_ACCOUNT_SID: "AC0", TWILIO_AUTH_TOKEN: "12345", TWILIO_FROM: "+15005550006" },
  });
  const callOf = (fields: Record<string, string>, token = "12345") => ({
    ...{ url, body: new URLSearchParams(fields).toString() },
    headers: new Headers({ "x-twilio-signature": twilioSignature(token, url, Object.entries(fields)) }),
  });
  const fields = {
    MessageSid: "SM1",
    SmsSid: "SM1",
    AccountSid: "AC0",
    To: "+14155550100",
    NewField: "of tomorrow",
  };

  it.each([
    ["delivered", "delivered"],
    ["undelivered", "failed"],
    ["failed", "failed"],
  ])("say %s", (MessageStatus, delivery) => {
    const read = twilio.receipts?.read(callOf({ ...fields, MessageStatus }), settings);
    expect(read).toEqual([{ vendorId: "SM1", delivery }]);
  });

  it("on the way say nothing yet", () => {
    expect(twilio.receipts?.read(callOf({ ...fields, MessageStatus: "sent" }), settings)).toEqual([]);
  });

  it("that are forged are refused", () => {
    const forged = callOf({ ...fields, MessageStatus: "delivered" }, "another token");
    expect(() => twilio.receipts?.read(forged, settings)).toThrow(Problem);
    const unsigned = { ...callOf({ ...fields, MessageStatus: "delivered" }), headers: new Headers() };
    expect(() => twilio.receipts?.read(unsigned, settings)).toThrow(Problem);
  });
});
