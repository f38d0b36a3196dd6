// Ends a process that cannot begin, and says why: a setting by its name, anything else in full.
import { SettingsError } from "./env";

export function refuseStart(error: unknown): never {
  console.error(error instanceof SettingsError ? error.message : error);
  process.exit(1);
}
