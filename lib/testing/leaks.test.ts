import { describe, expect, it } from "vitest";
import { leaks } from "./leaks";

describe("the search for leaks", () => {
  const secret = "s3cret+ key";
  const withProperty = (properties: object) => Object.assign(new Error("failed"), properties);

  it.each([
    ["the message", new Error(`asked ${secret}`)],
    ["a cause", new Error("failed", { cause: new Error(secret) })],
    ["a property that is hidden", Object.defineProperty(new Error("failed"), "config", { value: secret })],
    ["a nested property", withProperty({ config: { headers: [{ authorization: secret }] } })],
    ["a URL", withProperty({ url: `https://example.com/?key=${encodeURIComponent(secret)}` })],
    ["Base64", withProperty({ authorization: Buffer.from(secret).toString("base64") })],
    ["a buffer", withProperty({ body: Buffer.from(`key=${secret}`) })],
    ["a thrown text", secret],
  ])("finds a secret in %s", (_, thrown) => {
    expect(leaks(thrown, [secret])).toEqual([secret]);
  });

  it("finds nothing in an error that says nothing, also when it refers to itself", () => {
    const error = withProperty({ reason: "temporary" });
    expect(leaks(Object.assign(error, { cause: error }), [secret])).toEqual([]);
  });
});
