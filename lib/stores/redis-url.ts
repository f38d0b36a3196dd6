import "server-only";
// REDIS_URL: one server, several nodes of a cluster separated by commas, or the sentinels that know the server.

export interface RedisAddress {
  nodes: { host: string; port: number }[];
  username?: string;
  password?: string;
  /** Database number. */
  database: number;
  /** Where the nodes are sentinels: what they call the server. */
  master?: string;
  tls: boolean;
}

/**
 * @param text `redis://user:password@host:6379/0`, `rediss://` for TLS; further nodes of a cluster follow as URLs
 * or as `host:port`. What the first one says of user, password and TLS holds for all. Sentinels:
 * `redis+sentinel://user:password@host:26379,host:26379/name/0`, or `rediss+sentinel://`; user and password are the
 * server's.
 * @throws Error whose message names the fault and never the password
 */
export function parseRedisUrl(text: string): RedisAddress {
  const [first = "", ...others] = text.split(",").map((part) => part.trim());
  const url = parse(first);
  const urls = [
    url,
    ...others.map((part) => parse(part.includes("://") ? part : `${url.protocol}//${part}`)),
  ];
  if (urls.some((each) => each.search || each.hash)) throw new Error(`nothing may follow a ? or #; ${hint}`);
  if (urls.some(({ protocol }) => protocol !== url.protocol)) throw new Error("all nodes or none use TLS");
  if (urls.slice(1).some(({ username, password }) => username || password))
    throw new Error(`user and password stand before the first node only; ${hint}`);
  const sentinels = url.protocol.endsWith("+sentinel:");
  // The path belongs to the whole list, so that of the last one counts.
  const path = (sentinels ? urls.at(-1) : url)?.pathname ?? "";
  const [, master, database] =
    (sentinels ? /^\/([\w.-]+)(?:\/(\d{1,5}))?$/ : /^()\/?(\d{0,5})$/).exec(path) ?? [];
  if (master === undefined)
    throw new Error(
      sentinels
        ? "after the sentinels comes the name of the server"
        : "after the host comes a database's number",
    );
  if (!sentinels && urls.length > 1 && Number(database)) throw new Error("a cluster has database 0 only");
  return {
    nodes: urls.map(({ hostname, port }) => ({
      // Brackets belong to the URL, not to the IPv6 address.
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port || (sentinels ? 26_379 : 6379)),
    })),
    ...(url.username && { username: decoded(url.username) }),
    ...(url.password && { password: decoded(url.password) }),
    database: Number(database ?? 0),
    ...(master && { master }),
    tls: url.protocol.startsWith("rediss"),
  };
}

const hint = "percent-encode special characters of the password";

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(hint);
  }
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname || !/^rediss?(\+sentinel)?:$/.test(url.protocol))
    throw new Error(`not a redis:// or rediss:// URL; ${hint}`);
  return url;
}
