import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // This folder, also where a folder above it holds a lock file of its own.
  turbopack: { root: import.meta.dirname },
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
  ],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
      ],
    },
  ],
};

export default config;
