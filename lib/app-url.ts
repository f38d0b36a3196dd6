// The public origin for what stands outside the composition root: pages, which the build makes, and proxy.ts. The other
// settings stay out of both; lib/env.ts checks this one with them before the server listens.

/** @returns undefined where it is not set; while pages are made, that is usual */
export function appUrl(): URL | undefined {
  const { APP_URL } = process.env;
  return APP_URL ? new URL(APP_URL) : undefined;
}
