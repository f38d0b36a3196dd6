import type { NextConfig } from "next";

const unused = [
  ...["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone"],
  ...["midi", "payment", "usb"],
];

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
        { key: "Content-Security-Policy", value: "frame-ancestors 'none'" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        // What neither the page nor anything in it has a use for. One-time codes from messages stay allowed.
        { key: "Permissions-Policy", value: unused.map((feature) => `${feature}=()`).join(", ") },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
      ],
    },
  ],
};

export default config;
