// Routes: which providers serve a country, in which order. The text is what an operator writes in
// SMS_ROUTES and EMAIL_ROUTES: `CN=aliyun,tencent;US,CA=twilio;*=twilio`.

export interface Routes {
  /** Provider names in order; empty when the country is not served. `undefined` asks for e-mail's one route. */
  to(country: string | undefined): readonly string[];
  /** The countries named, or "*" when every country is served. */
  readonly countries: readonly string[] | "*";
  readonly providers: readonly string[];
  /** Every country with a route of its own, and "*" for the rest. */
  readonly table: ReadonlyMap<string, readonly string[]>;
}

const rule = /^(\*|[A-Z]{2}(?:,[A-Z]{2})*)=([a-z][a-z-]*(?:,[a-z][a-z-]*)*)$/;

/** @throws Error naming the rule that is not well formed, or given twice. */
export function parseRoutes(text: string): Routes {
  const table = new Map<string, readonly string[]>();
  for (const part of text.split(";").map((each) => each.replace(/\s/g, ""))) {
    if (part === "") continue;
    const [, countries = "", names = ""] = rule.exec(part) ?? [];
    if (!names) throw new Error(`"${part}" is not COUNTRY,COUNTRY=provider,provider`);
    for (const country of countries.split(",")) {
      if (table.has(country)) throw new Error(`${country} has two routes`);
      table.set(country, names.split(","));
    }
  }
  const none: readonly string[] = [];
  return {
    to: (country) => table.get(country ?? "*") ?? table.get("*") ?? none,
    countries: table.has("*") ? "*" : [...table.keys()],
    providers: [...new Set([...table.values()].flat())],
    table,
  };
}
