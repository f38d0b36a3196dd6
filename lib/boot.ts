import "server-only";
// What a process does before it serves: check the settings, and learn who is calling.
import { env, SettingsError } from "./env";
import { announcePeers } from "./http/peer";

try {
  env();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  // Thrown, it would be logged while the server goes on to listen.
  process.exit(1);
}
announcePeers();
