import { describe, expect, it } from "vitest";
import { startApplication } from "../testing/application";
import { refuseCrossOrigin } from "./origin";
import { table } from "./table";

const site = new URL("https://example.com");
const sent = (headers: Record<string, string>, publicUrl?: URL) => {
  const request = new Request("http://app:3000/api/challenges", {
    method: "POST",
    headers: { host: "app:3000", ...headers },
  });
  try {
    refuseCrossOrigin(request, publicUrl);
    return "taken";
  } catch {
    return "refused";
  }
};

describe("a change that is asked for", () => {
  it.each<[string, Record<string, string>, URL | undefined, string]>([
    ["by an app that sends neither header", {}, site, "taken"],
    ["by an app, without APP_URL", {}, undefined, "taken"],
    ["by our page", { origin: "https://example.com", "sec-fetch-site": "same-origin" }, site, "taken"],
    ["by our page in an old browser", { origin: "https://example.com" }, site, "taken"],
    ["by our page, without Origin", { "sec-fetch-site": "same-origin" }, site, "taken"],
    ["by the person in the address bar", { "sec-fetch-site": "none" }, site, "taken"],
    [
      "by our page, where the API has another name",
      { origin: "https://example.com", "sec-fetch-site": "same-site" },
      site,
      "taken",
    ],
    [
      "by our page, without APP_URL",
      { origin: "http://app:3000", "sec-fetch-site": "same-origin" },
      undefined,
      "taken",
    ],
    [
      "by a neighbour",
      { origin: "https://evil.example.com", "sec-fetch-site": "same-site" },
      site,
      "refused",
    ],
    ["by a neighbour without Origin", { "sec-fetch-site": "same-site" }, site, "refused"],
    ["by another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, site, "refused"],
    ["by another site without Origin", { "sec-fetch-site": "cross-site" }, site, "refused"],
    ["by another site in an old browser", { origin: "https://evil.example" }, site, "refused"],
    ["by our page over plain http", { origin: "http://example.com" }, site, "refused"],
    ["at another port", { origin: "https://example.com:8443" }, site, "refused"],
    ["from a sandbox", { origin: "null", "sec-fetch-site": "same-origin" }, site, "refused"],
    ["with an Origin that is none", { origin: "example.com" }, site, "refused"],
    ["with a Sec-Fetch-Site that is none", { "sec-fetch-site": "trust me" }, site, "refused"],
    [
      "by the Host's page across schemes",
      { origin: "https://app:3000", "sec-fetch-site": "cross-site" },
      undefined,
      "refused",
    ],
    ["by another host, without APP_URL", { origin: "http://evil.example" }, undefined, "refused"],
  ])("%s", (_, headers, publicUrl, outcome) => {
    expect(sent(headers, publicUrl)).toBe(outcome);
  });

  it("is refused by every call but a vendor's, which brings a credential of its own", async () => {
    const app = await startApplication();
    const changing = Object.keys(table).filter((key) => !key.startsWith("GET"));
    expect(changing.length).toBeGreaterThan(6);
    for (const key of changing.filter((each) => !each.includes("/receipts/"))) {
      const [method = "", path = ""] = key.split(" ");
      for (const [name, value] of [
        ["sec-fetch-site", "same-site"],
        ["origin", "https://evil.example"],
      ] as const) {
        const headers = { [name]: value };
        const { body } = await app.call(method, path.replace("[id]", "x"), {}, { headers });
        expect(body.code, key).toBe("cross-origin");
      }
    }
    await app.close();
  });
});
