// Requests as bytes, and what comes back for them: for what no client of Node's would send or hear.
import { connect } from "node:net";

/** What comes back until the server hangs up or `isEnough`, a character for each byte. */
export async function rawly(
  port: number,
  bytes: string,
  isEnough: (answer: string) => boolean = () => false,
): Promise<string> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1");
  // Not ended: Node would take that for a client who has gone.
  socket.write(bytes);
  let answer = "";
  for await (const chunk of socket) {
    answer += chunk;
    if (isEnough(answer)) break;
  }
  return answer;
}

export interface Answer {
  status: number;
  /** By name in lower case; those that come twice, joined. */
  headers: Record<string, string>;
  body: string;
}

/** @param text of one or more answers on one connection */
export function answersIn(text: string, method: string): Answer[] {
  const answers: Answer[] = [];
  for (let rest = text; rest !== ""; ) {
    const end = rest.indexOf("\r\n\r\n");
    const [first = "", ...lines] = rest.slice(0, end).split("\r\n");
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
      const known = headers[name.toLowerCase()];
      headers[name.toLowerCase()] = known === undefined ? value : `${known}, ${value}`;
    }
    const status = Number(first.split(" ")[1]);
    rest = rest.slice(end + 4);
    let body = "";
    if (method === "HEAD" || status < 200 || status === 204) {
    } else if (headers["transfer-encoding"] === "chunked") [body, rest] = dechunked(rest);
    else {
      const length = Number(headers["content-length"] ?? rest.length);
      [body, rest] = [rest.slice(0, length), rest.slice(length)];
    }
    answers.push({ status, headers, body });
  }
  return answers;
}

/** @returns the body, and what follows it */
function dechunked(text: string): [string, string] {
  let body = "";
  for (let rest = text; ; ) {
    const end = rest.indexOf("\r\n");
    const length = Number.parseInt(rest.slice(0, end), 16);
    const next = end + 2 + length;
    body += rest.slice(end + 2, next);
    rest = rest.slice(next + 2);
    if (!(length > 0)) return [body, rest];
  }
}
