import "server-only";
// `npm run doctor`: checks settings, store, database, every provider on a route and the captcha's vendor, and says
// what to mend.
// With --send it sends a real message through the route and shows each step's time.
import { parseArgs } from "node:util";
import { parseAddress } from "./address";
import { parseEnv, SettingsError } from "./env";
import type { Log } from "./ports";
import { Problem } from "./problem";
import { createServices, type Services } from "./services";
import { drawCode } from "./verification/codes";
import { codePolicy, deliverySeconds, millionths } from "./verification/policy";

type Source = Record<string, string | undefined>;

interface Finding {
  what: string;
  ok: boolean;
  says: string;
}

const checkDeadlineMs = 5000;

/**
 * @param say receives the lines
 * @returns the exit code: 0 when everything works
 */
export async function doctor(args: string[], source: Source, say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({ args, options: { send: { type: "string" } } });
  const findings = [...settingsFindings(source)];
  if (findings.every(({ ok }) => ok)) {
    const steps: string[] = [];
    const began = performance.now();
    const step: Log["info"] = (event, text) =>
      void steps.push(
        `${Math.round(performance.now() - began)} ms  ${event.provider ?? ""}  ${text}  ${event.reason ?? ""} ${event.vendorCode ?? ""}`.trimEnd(),
      );
    const services = await createServices(parseEnv(source), { log: { info: step, warn: step, error: step } });
    findings.push(...(await Promise.all(partFindings(services))), ...receiptFindings(services));
    findings.push(billFinding(services));
    if (values.send) findings.push(await sendFinding(services, values.send));
    for (const line of steps) say(`      ${line}`);
    await services.close();
  }
  findings.push(productionFinding(source));
  const width = Math.max(...findings.map(({ what }) => what.length));
  for (const { what, ok, says } of findings) say(`${ok ? "ok  " : "MEND"}  ${what.padEnd(width)}  ${says}`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

function faultsOf(source: Source): string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

function settingsFindings(source: Source): Finding[] {
  const faults = faultsOf({ ...source, NODE_ENV: "development" });
  if (faults.length === 0) return [{ what: "settings", ok: true, says: "well formed" }];
  return faults.map((says) => ({ what: "settings", ok: false, says }));
}

/** Said, not held against a developer's machine. */
function productionFinding(source: Source): Finding {
  const faults = faultsOf({ ...source, NODE_ENV: "production" });
  const says =
    faults.length === 0
      ? "would start"
      : `would refuse: ${faults.map((fault) => fault.split(":")[0]).join(", ")}`;
  return { what: "npm start", ok: true, says };
}

function receiptFindings({ receiptPosts }: Services): Finding[] {
  return [...receiptPosts].map(([vendor, { url }]) => ({
    what: `receipts ${vendor}`,
    ok: true,
    says: url ?? "set APP_URL to know the address for the vendor's console",
  }));
}

/** What the worst day may cost, as far as that is limited. */
function billFinding({ env: { PRICES, LIMITS } }: Services): Finding {
  const says = PRICES
    ? `at most ${LIMITS["cost-day"].max / millionths} ${PRICES.currency} and ${LIMITS["sends-day"].max} messages a day`
    : `at most ${LIMITS["sends-day"].max} messages a day, whatever they cost: PRICES is not set`;
  return { what: "bill", ok: true, says };
}

function partFindings({ parts, providers, captchaVendor }: Services): Promise<Finding>[] {
  const timed = async (what: string, check: (() => Promise<unknown>) | undefined): Promise<Finding> => {
    if (!check) return { what, ok: true, says: "configured; this vendor has no harmless call to try" };
    const began = performance.now();
    try {
      await check();
      return { what, ok: true, says: `answers in ${Math.round(performance.now() - began)} ms` };
    } catch (error) {
      const { reason, vendorCode, cause } = error as {
        reason?: string;
        vendorCode?: string;
        cause?: unknown;
      };
      const why = cause instanceof Error ? `: ${cause.message}` : "";
      return {
        what,
        ok: false,
        says: reason ? `${reason} ${vendorCode ?? ""}`.trim() : `does not answer${why}`,
      };
    }
  };
  const signal = () => AbortSignal.timeout(checkDeadlineMs);
  return [
    timed("store", parts.store),
    timed("database", parts.database),
    ...(captchaVendor ? [timed(`captcha ${captchaVendor.name}`, () => captchaVendor.check())] : []),
    ...[...providers.values()].map((provider) =>
      timed(
        `provider ${provider.name}`,
        provider.check && (() => provider.check?.(signal()) ?? Promise.resolve()),
      ),
    ),
  ];
}

async function sendFinding({ dispatch, compose }: Services, to: string): Promise<Finding> {
  const what = "test message";
  const channel = to.includes("@") ? "email" : "sms";
  const began = performance.now();
  try {
    const { value, country } = parseAddress(channel, to);
    const minutes = codePolicy.lifetimeSeconds / 60;
    const parts = { channel, purpose: "sign-up", code: drawCode(), minutes, locale: "en" } as const;
    const message = { id: "doctor", to: value, ...parts, ...compose(parts), ...(country && { country }) };
    const terms = { endsAt: Date.now() + deliverySeconds * 1000, mayRepeat: async () => false };
    const outcome = await dispatch.deliver(message, terms);
    const says = outcome.kind === "accepted" ? `accepted by ${outcome.provider}` : outcome.kind;
    return {
      what,
      ok: outcome.kind === "accepted",
      says: `${says} after ${Math.round(performance.now() - began)} ms`,
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { what, ok: false, says: error.members.errors?.[0]?.detail ?? error.code };
  }
}
