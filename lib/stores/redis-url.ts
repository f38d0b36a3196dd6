import "server-only";
// REDIS_URL: one server, or several nodes of a cluster separated by commas.

export interface RedisAddress {
  nodes: { host: string; port: number }[];
  username?: string;
  password?: string;
  /** Database number. */
  database: number;
  tls: boolean;
}

/**
 * @param text `redis://user:password@host:6379/0`, `rediss://` for TLS; further nodes of a cluster follow as URLs
 * or as `host:port`. What the first one says of user, password and TLS holds for all.
 * @throws Error whose message names the fault and never the password
 */
export function parseRedisUrl(text: string): RedisAddress {
  const [first = "", ...others] = text.split(",").map((part) => part.trim());
  const url = parse(first);
  const urls = [url, ...others.map((part) => parse(part.includes("://") ? part : `redis://${part}`))];
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (database === undefined) throw new Error("after the host comes the number of a database, or nothing");
  if (urls.length > 1 && Number(database) !== 0) throw new Error("a cluster has database 0 only");
  return {
    nodes: urls.map(({ hostname, port }) => ({
      // Brackets belong to the URL, not to the IPv6 address.
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port || 6379),
    })),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    database: Number(database),
    tls: url.protocol === "rediss:",
  };
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname || !/^rediss?:$/.test(url.protocol)) throw new Error("not a redis:// or rediss:// URL");
  return url;
}
