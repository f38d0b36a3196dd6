import "server-only";
// What a process does before it serves: check the settings, open store and database (which runs the
// migrations), learn who is calling, and say how to come back.
import { SettingsError } from "./env";
import { announceCsp } from "./http/csp";
import { announceHsts } from "./http/hsts";
import { announcePeers } from "./http/peer";
import { readPrerendered } from "./http/prerendered";
import { services } from "./services";

try {
  const { env, parts, drawAhead } = await services();
  announceHsts(env.APP_URL);
  // In development pages are made of other scripts, as they are asked for.
  const prerendered = env.production && readPrerendered(".next");
  if (prerendered) announceCsp(prerendered, env.captchaVendor?.module.sources);
  // Connections and tables are ready then for the first request; what is down now may come later.
  await Promise.allSettled(Object.values(parts).map((check) => check()));
  if (env.production) drawAhead?.();
} catch (error) {
  console.error(error instanceof SettingsError ? error.message : error);
  // Thrown, it would be logged while the server goes on to listen.
  process.exit(1);
}
announcePeers();
// server.mjs waits for this before it listens.
(globalThis as { firstgateBooted?: () => void }).firstgateBooted?.();
