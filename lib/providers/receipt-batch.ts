import "server-only";
// Receipts as most vendors send them: a batch as JSON, one entry a message, unsigned.
import { z } from "zod";
import type { Receipt } from "../ports";
import { invalid } from "../problem";

/**
 * Entries that are no receipt of a message's end are passed over: a batch mixes messages, and one that we
 * cannot read must not cost the others theirs.
 *
 * @throws Problem `invalid-request` when the body is no batch at all
 */
export function readBatch(
  body: string,
  entry: z.ZodType<Receipt>,
  entriesOf: z.ZodType<unknown[]> = z.array(z.unknown()),
): Receipt[] {
  try {
    return entriesOf.parse(JSON.parse(body)).flatMap((each) => entry.safeParse(each).data ?? []);
  } catch {
    throw invalid("", "not a batch of receipts");
  }
}

export const json = (answer: object) => ({ body: JSON.stringify(answer), type: "application/json" });
