// Processes that benches start beside themselves: helpers that are told what to do, and vendors.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { on, once } from "node:events";
import { join } from "node:path";
import { room } from "@/e2e/server";

/** A process of the bench that is told what to do and answers, by messages. */
export function helper(file: string, args: string[] = []) {
  const child = fork(join("bench", file), args, { execArgv: [...process.execArgv, room] });
  const inbox = on(child, "message", { close: ["exit"] });
  return {
    child,
    tell: (message: number | object) => void child.send(message),
    async hear<Answer>(): Promise<Answer> {
      const { done, value } = await inbox.next();
      if (done) throw new Error(`${file} has ended`);
      return value[0];
    },
  };
}

/** Three JSON gateways on loopback. Shares are of all calls. */
export async function startVendors(latencyMs: number, failing = 0, hanging = 0) {
  const child = spawn("node", ["bench/vendors.mjs", String(latencyMs), String(failing), String(hanging)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  return {
    child,
    ports: JSON.parse(String(line)) as number[],
    async stop(): Promise<{ messages: number; repeated: number }> {
      child.stdin.end();
      const [counted] = await once(child.stdout, "data");
      return JSON.parse(String(counted));
    },
  };
}

/** Settings that lead SMS through the gateway at a port. */
export const throughGateway = (port: number | undefined) => ({
  ...{ SMS_ROUTES: "*=gateway", EMAIL_ROUTES: "off" },
  ...{ GATEWAY_URL: `http://127.0.0.1:${port}/`, GATEWAY_SUCCESS: "code=0" },
  ...{ GATEWAY_APP_KEY: "key", GATEWAY_APP_SECRET: "secret", GATEWAY_TEMPLATE_ID: "1" },
});

/** End with us, also when somebody loses patience: one that stands still would never end by itself. */
export function endWithUs(...children: ChildProcess[]) {
  process.once("exit", () => {
    for (const child of children) child.kill("SIGKILL");
  });
}
