// Reads a JSON body within a bound, and checks it against its schema.
import type { z } from "zod";
import { type Fault, invalid, Problem } from "../problem";
import type { Incoming } from "./exchange";

/** Faults that are told of one request. */
const most = 20;

/** @throws Problem `payload-too-large` or `invalid-request`, naming every fault by its pointer. */
export async function readBody<Schema extends z.ZodType>(
  request: Incoming,
  schema: Schema,
  maxBytes: number,
): Promise<z.infer<Schema>> {
  const bytes = await readBytes(request, maxBytes);
  // A call without members may come without a body.
  const json = bytes.length === 0 ? {} : parseJson(request, bytes);
  const parsed = schema.safeParse(json, { reportInput: false });
  if (parsed.success) return parsed.data;
  // Enough to mend a request; a hostile one must not get more than it sent.
  const errors = parsed.error.issues.slice(0, most).flatMap((issue): Fault[] => {
    const pointer = pointerTo(issue.path);
    if (issue.code !== "unrecognized_keys") return [{ pointer, detail: issue.message }];
    return issue.keys
      .slice(0, most)
      .map((key) => ({ pointer: pointer + pointerTo([key]), detail: "unknown member" }));
  });
  throw new Problem("invalid-request", { errors });
}

/** @throws Problem `payload-too-large` or `invalid-request` */
export async function readText(request: Incoming, maxBytes: number): Promise<string> {
  return decode(await readBytes(request, maxBytes));
}

/** @throws Problem, also before there is a promise */
function readBytes(request: Incoming, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw new Problem("payload-too-large");
  const parts: Uint8Array[] = [];
  let length = 0;
  const isTooLarge = () => length > maxBytes;
  const take = (part: Uint8Array) => {
    length += part.length;
    parts.push(part);
    return !isTooLarge();
  };
  const whole = () => {
    if (isTooLarge()) throw new Problem("payload-too-large");
    const [first, second] = parts;
    return first && !second ? first : Buffer.concat(parts);
  };
  return request.read(take).then(whole, () => {
    // A client that hangs up has made a bad request; nobody here has made a mistake.
    throw invalid("", "the body broke off");
  });
}

function parseJson(request: Incoming, bytes: Uint8Array): unknown {
  // A form on another site cannot send this type without asking first.
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) throw invalid("", "Content-Type must be application/json");
  const text = decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("", "not JSON");
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw invalid("", "not UTF-8");
  }
}

/** RFC 6901. Names are cut: they are the client's own words. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((key) => `/${String(key).slice(0, 64).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}
