import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "firstgate-platform-"));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it("A platform's adapter gets the policies of the pages behind its other rules, and everything else as it was", async () => {
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const platform = "export default { name: 'platform', onBuildComplete: (build) => build };";
  vi.stubEnv("NEXT_ADAPTER_PATH", write("platform.mjs", platform));
  vi.stubEnv("CAPTCHA", "turnstile");
  const { default: adapter } = await import("./platform-adapter.mjs");
  const filePath = write("sign-up.html", "<script>signUp()</script>");
  const other = { source: "/:path*", headers: { "X-Content-Type-Options": "nosniff" } };
  const build = {
    routing: { beforeMiddleware: [other], onMatch: ["kept"] },
    outputs: { prerenders: [{ pathname: "/sign-up", fallback: { filePath } }], staticFiles: [] },
    distDir: "kept",
  };

  const { routing, ...rest } = await adapter.onBuildComplete(build);

  expect(adapter.name).toBe("platform");
  expect(rest).toEqual({ outputs: build.outputs, distDir: "kept" });
  expect(routing.onMatch).toEqual(["kept"]);
  expect(routing.beforeMiddleware[0]).toBe(other);
  const policy = routing.beforeMiddleware.at(-1).headers["Content-Security-Policy"];
  // `openssl dgst -sha256 -binary | base64` of what stands in the page.
  expect(policy).toContain(
    "'sha256-kXahrkR1mPzUHa5Tn7tJ+OY6IN2eczcrOLhi7BEyN/I=' https://challenges.cloudflare.com;",
  );
});
