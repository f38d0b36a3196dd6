import { expect, it } from "vitest";
import { parseRedisUrl } from "./redis-url";

const local = { host: "127.0.0.1", port: 6379 };

it.each([
  ["redis://127.0.0.1", { nodes: [local], database: 0, tls: false }],
  ["redis://127.0.0.1:7000/", { nodes: [{ ...local, port: 7000 }], database: 0, tls: false }],
  [
    "rediss://app:p%40ss%2Cword@cache.example.com:6380/2",
    {
      nodes: [{ host: "cache.example.com", port: 6380 }],
      ...{ username: "app", password: "p@ss,word", database: 2, tls: true },
    },
  ],
  [
    "redis://:secret@[::1]:6379",
    { nodes: [{ host: "::1", port: 6379 }], password: "secret", database: 0, tls: false },
  ],
  [
    "redis://:secret@a:1, b:2,redis://c:3",
    {
      nodes: [
        { host: "a", port: 1 },
        { host: "b", port: 2 },
        { host: "c", port: 3 },
      ],
      ...{ password: "secret", database: 0, tls: false },
    },
  ],
  [
    "redis+sentinel://:secret@a,b:26380/main/3",
    {
      nodes: [
        { host: "a", port: 26_379 },
        { host: "b", port: 26_380 },
      ],
      ...{ password: "secret", database: 3, master: "main", tls: false },
    },
  ],
])("reads %s", (text, address) => {
  expect(parseRedisUrl(text)).toEqual(address);
});

it.each([
  "127.0.0.1:6379",
  "http://127.0.0.1:6379",
  "redis://:6379",
  "redis://host/name",
  "redis://host/-1",
  "redis://a:1/3,b:2",
  "redis://a:1,,b:2",
  "redis://user:12#34@host:6379",
  "redis://user:12?34@host:6379/0",
  "redis://host:6379?tls=true",
  "redis://:a,b@host:6379",
  "redis://a,rediss://b",
  "redis://a,redis://:secret@b",
  "redis+sentinel://host:26379",
  "redis+sentinel://host:26379/main/x",
  "redis://:%E0%A4%A@host",
])("refuses %s, and does not repeat it", (text) => {
  let said = "";
  try {
    parseRedisUrl(text);
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).not.toBe("");
  expect(said).not.toContain(text);
});
