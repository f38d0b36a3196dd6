import "server-only";
// What a provider module is: a name, the channels it serves, its settings under the vendor's own names, and
// how to make it. All vendor files have this anatomy, from top to bottom: documents, settings, replies, provider.
import type { z } from "zod";
import type { Channel } from "../contract";
import type { Provider, Receipt, ReceiptRequest } from "../ports";

export interface ProviderModule<Settings extends z.ZodObject = z.ZodObject> {
  name: string;
  channels: readonly Channel[];
  /** An object whose keys are names of settings; parsed only when the provider is on a route. */
  settings: Settings;
  create(
    settings: z.infer<Settings>,
    surroundings?: Surroundings,
  ): Pick<Provider, "send" | "check" | "close">;
  receipts?: ReceiptReader<z.infer<Settings>>;
}

export interface Surroundings {
  /** Where the vendor may report receipts, when the public origin is known. */
  receiptUrl?: string;
}

export interface ReceiptReader<Settings> {
  /** The vendor signs its calls, address included. */
  signed?: boolean;
  /**
   * The receipts of a call, of messages that have come to an end; others are passed over.
   * @throws Problem `invalid-request` when the call is not the vendor's
   */
  read(request: ReceiptRequest, settings: Settings): Receipt[];
  /** What the vendor wants to hear; otherwise it calls again. */
  answer: { body: string; type: string };
}

export function defineProvider<Settings extends z.ZodObject>(module: ProviderModule<Settings>) {
  return module;
}
