import "server-only";
// What a provider module is: a name, the channels it serves, its settings under the vendor's own names, and
// how to make it. All vendor files have this anatomy, from top to bottom: documents, settings, replies, provider.
import type { z } from "zod";
import type { Channel } from "../contract";
import type { Provider } from "../ports";

export interface ProviderModule<Settings extends z.ZodObject = z.ZodObject> {
  name: string;
  channels: readonly Channel[];
  /** An object whose keys are names of settings; parsed only when the provider is on a route. */
  settings: Settings;
  create(settings: z.infer<Settings>): Pick<Provider, "send" | "check" | "close">;
}

export function defineProvider<Settings extends z.ZodObject>(module: ProviderModule<Settings>) {
  return module;
}
