// The message files: every text is used and translated, with the same placeholders, in the forms its language has.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { type Locale, locales } from "./locales";

const root = join(import.meta.dirname, "..");

/** The files of a folder, without those of tests and those that only `next dev` shows. */
function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "testing" ? [] : sources(path);
    return /\.tsx?$/.test(path) && !/\.(?:test|dev)\.tsx?$/.test(path)
      ? [{ path, text: readFileSync(join(root, path), "utf8") }]
      : [];
  });
}

interface Node {
  type: string;
  [member: string]: unknown;
}

/** Attributes that are read out or shown. */
const spoken =
  /^(?:aria-(?:label|description|valuetext|roledescription|placeholder)|title|alt|placeholder|label)$/;

/** The words that stand in a component itself, where only a text of ours should. */
function wordsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(wordsIn);
  if (typeof node !== "object" || node === null) return [];
  const { type, name, value } = node as Node & { name?: Node; value?: unknown };
  if (type === "JSXText") return [String(value).trim()];
  if (type === "JSXAttribute" && spoken.test(String(name?.name))) {
    const said = (value as Node | undefined)?.value;
    if (typeof said === "string") return [said];
  }
  return Object.values(node).flatMap(wordsIn);
}

/** The texts of a file by key, as they are written. */
function textsOf(locale: Locale): Record<string, string> {
  const flat = (node: object, prefix = ""): [string, string][] =>
    Object.entries(node).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
    );
  return Object.fromEntries(
    flat(JSON.parse(readFileSync(join(import.meta.dirname, `${locale}.json`), "utf8"))),
  );
}

/** What code and text agree on: "attempts plural", "scope select", and "scope=address" for each way to go on. */
function placeholders(text: string, language: Locale): string[] {
  const found = new Set<string>();
  const walk = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      if (element.type === TYPE.tag) throw new Error(`a tag: <${element.value}>`);
      const kind = TYPE[element.type];
      found.add(kind === "argument" ? element.value : `${element.value} ${kind}`);
      if (!("options" in element)) continue;
      for (const [option, { value }] of Object.entries(element.options)) {
        // Forms of numbers are the language's own; see below. A number that is named is everybody's.
        if (kind === "select" || option.startsWith("=")) found.add(`${element.value}=${option}`);
        walk(value);
      }
      if (kind === "plural") {
        const forms = Object.keys(element.options);
        const rules = new Intl.PluralRules(language);
        const known = new Set<string>(rules.resolvedOptions().pluralCategories);
        for (const form of forms)
          if (!form.startsWith("=") && !known.has(form)) throw new Error(`${form}: not in this language`);
        for (let count = 0; count < 200; count++) {
          const form = rules.select(count);
          if (!forms.includes(`=${count}`) && !forms.includes(form))
            throw new Error(`${form} is missing, for ${count}`);
        }
      }
    }
  };
  walk(parse(text, { captureLocation: false }));
  return [...found].sort();
}

/** Nothing to translate: "{percent} %". */
const wordless = (text: string) => !/\p{L}/u.test(text.replace(/\{\w+\}/g, ""));

/** Texts that are the same words in another language, in the order of the file. */
const sameAsEnglish: Partial<Record<Locale, readonly string[]>> = {
  "zh-Hans": ["address.emailExample"],
  "zh-Hant": ["address.emailExample"],
  ja: ["address.emailExample"],
  ko: ["address.emailExample"],
  "pt-BR": ["problemPage.status"],
  fr: ["code.label", "problemPage.code"],
  de: [
    ...["code.label", "details.optional", "details.name", "account.name"],
    ...["problemPage.code", "problemPage.status", "outbox.connection.live"],
  ],
  hi: ["address.emailExample"],
  id: [
    ...["address.email", "address.emailExample", "account.email"],
    ...["problemPage.status", "outbox.mail.frame"],
  ],
  vi: ["address.email", "address.emailExample", "account.email", "outbox.mail.frame"],
};

const english = textsOf("en");

describe("English texts", () => {
  it("are all used, as they stand or through a template", () => {
    const code = ["app", "components", "lib"]
      .flatMap(sources)
      .map(({ text }) => text)
      .join("\n");
    const templates = [...code.matchAll(/`(\w+\.[\w.-]*)\$\{/g)].map(([, beginning = ""]) => beginning);
    const unused = Object.keys(english).filter(
      (key) => !code.includes(`"${key}"`) && !templates.some((beginning) => key.startsWith(beginning)),
    );

    expect(Object.keys(english).length).toBeGreaterThan(100);
    expect(unused).toEqual([]);
  });
});

it("No component speaks a language of its own", () => {
  const words = ["app", "components"].flatMap(sources).flatMap(({ path, text }) =>
    wordsIn(parseSync(path, text).program)
      .filter((said) => /\p{L}/u.test(said))
      .map((said) => `${path}: ${said}`),
  );
  expect(words).toEqual([]);
});

describe.each(locales)("the texts in %s", (locale) => {
  const texts = textsOf(locale);

  it("are those there are in English, each once and no more", () => {
    expect(Object.keys(english).filter((key) => !texts[key]?.trim())).toEqual([]);
    expect(Object.keys(texts).filter((key) => !(key in english))).toEqual([]);
  });

  it("can be read, and have the placeholders of the English ones, in the forms of the language", () => {
    const faults = Object.entries(texts).flatMap(([key, text]) => {
      try {
        const own = placeholders(text, locale).join(", ");
        const theirs = placeholders(english[key] ?? "", "en").join(", ");
        return own === theirs ? [] : [`${key}: ${own} where English has ${theirs}`];
      } catch (error) {
        return [`${key}: ${(error as Error).message}`];
      }
    });
    expect(faults).toEqual([]);
  });
});

/** What is read out as the name of a button, and the words that are seen on it. */
const namesOfButtons: Record<string, readonly string[]> = {
  "account.edit": [
    ...(["account.changeName", "account.changeEmail", "account.changePhone"] as const),
    "account.password.change",
  ],
  "account.add": ["account.addName", "account.addEmail", "account.addPhone", "account.password.add"],
  "account.sessions.end": ["account.sessions.endLabel"],
};

it.each(locales)("Whoever says in %s what a button shows has named it (WCAG 2.5.3)", (locale) => {
  const texts = textsOf(locale);
  const lower = (key: string) => (texts[key] ?? english[key] ?? "").toLocaleLowerCase(locale);
  const misnamed = Object.entries(namesOfButtons).flatMap(([seen, names]) =>
    names.filter((name) => texts[name] && !lower(name).includes(lower(seen))),
  );
  expect(misnamed).toEqual([]);
});

it.each(locales.filter((locale) => locale !== "en"))("English is translated into %s", (locale) => {
  const texts = textsOf(locale);
  const worded = Object.keys(english).filter((key) => !wordless(english[key] ?? ""));
  const same = worded.filter((key) => texts[key] === english[key]);
  expect(same).toEqual(sameAsEnglish[locale] ?? []);
});
