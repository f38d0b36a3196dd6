// The tree of a script as the text of a JavaScript function. Of the script's own text it holds numbers, and strings as
// JSON writes them: names become ours.
import { isText, luaExpressions, patternIn } from "./lua-expressions";
import type { Pattern } from "./lua-patterns";
import { luaScope } from "./lua-scope";
import type { Block, Expression, Statement } from "./lua-syntax";
import { refuse } from "./lua-words";

export interface Generated {
  /** A function of KEYS, ARGV and call, which names patterns and the exports of lua-values.ts and lua-library.ts. */
  text: string;
  patterns: Pattern[];
}

/** @throws Untranslatable */
export function javaScriptOf(tree: Block): Generated {
  const scope = luaScope();
  const { patterns, one, all, truth, table, call, isMany, libraryName, kept, temporaries } =
    luaExpressions(scope);

  const block = (statements: Block) => scope.inBlock(() => statements.map(statement).join("\n"));

  /** Without a `return` of its own, it returns no values. */
  function body(given: string[], statements: Block): string {
    const { text, names } = temporaries(() => block(statements));
    const needs = names.length > 0 ? `let ${names.join(", ")};\n` : "";
    return `(${given.join(", ")}) => {\n${needs}${text}\nreturn [];\n}`;
  }

  function statement(each: Statement): string {
    switch (each.is) {
      case "local": {
        const { before, texts } = worked(each.names.length, each.values);
        const names = each.names.map((name) => scope.declare(name).variable);
        return before + names.map((name, at) => `let ${name} = ${texts[at]};`).join("\n");
      }
      case "assign":
        return `{\n${assignment(each.targets, each.values)}\n}`;
      case "function": {
        const local = scope.declare(each.name, "a function under way");
        const text = scope.inFunction(() => {
          const given = each.parameters.map((name) => scope.declare(name).variable);
          return body(given, each.body);
        });
        local.holds = "a function";
        return `const ${local.variable} = ${text};`;
      }
      case "if": {
        const texts = each.branches.map(
          ({ condition, body }) => `if (${truth(condition)}) {\n${block(body)}\n}`,
        );
        const otherwise = each.otherwise ? ` else {\n${block(each.otherwise)}\n}` : "";
        return texts.join(" else ") + otherwise;
      }
      case "count": {
        const [at, to] = [scope.fresh("n"), scope.fresh("n")];
        const head = `let ${at} = start(${one(each.from)}), ${to} = limit(${one(each.to)}); ${at} <= ${to}; ${at}++`;
        return `for (${head}) {\n${loopBody([each.name], [at], each.body)}\n}`;
      }
      case "each":
        return iteration(each.of, each.names, each.body);
      case "do":
        return `{\n${block(each.body)}\n}`;
      case "return":
        return `return [${all(each.values)}];`;
      case "break":
        return "break;";
      case "call":
        return `${call(each)};`;
    }
  }

  function loopBody(names: string[], values: string[], statements: Block) {
    return scope.inBlock(() => {
      const lets = names.map((name, at) => `let ${scope.declare(name).variable} = ${values[at]};`);
      return `${lets.join("\n")}\n${block(statements)}`;
    });
  }

  function iteration(of: Expression, names: string[], statements: Block): string {
    const called = of.is === "call" ? libraryName(of.of) : undefined;
    const given = of.is === "call" ? of.given : [];
    const [first, second] = given;
    if (called === "ipairs" && first && given.length === 1) {
      if (names.length > 2) refuse("more than ipairs gives");
      const [from, at, item] = [scope.fresh("t"), scope.fresh("n"), scope.fresh("t")];
      const begin = `let ${from} = tableIn(${table(first)}), ${at} = 1, ${item}`;
      const head = `${begin}; (${item} = ${from}.item(${at})) !== undefined; ${at}++`;
      return `for (${head}) {\n${loopBody(names, [at, item], statements)}\n}`;
    }
    if (called === "string.gmatch" && first && given.length === 2) {
      const pattern = patternIn(second, "gmatch");
      if (names.length > Math.max(1, pattern.captures)) refuse("more than the pattern captures");
      const [next, found] = [scope.fresh("t"), scope.fresh("t")];
      const begin = `let ${next} = matches(${one(first)}, ${kept(pattern)}), ${found}`;
      const head = `${begin}; (${found} = ${next}()); `;
      // Found is first the whole, then its captures.
      const values = names.map((_, at) => `${found}[${pattern.captures > 0 ? at + 1 : 0}]`);
      return `for (${head}) {\n${loopBody(names, values, statements)}\n}`;
    }
    return refuse("a loop over something else");
  }

  /** Works everything out before anything is assigned, from the last on, as Lua does. */
  function assignment(targets: Expression[], values: Expression[]): string {
    const [target] = targets;
    const [value] = values;
    if (target && value && targets.length === 1 && values.length === 1)
      return place(target, (expression) => one(expression)).write(one(value));
    let before = "";
    const keep = (expression: Expression) => {
      const name = scope.fresh("t");
      before += `const ${name} = ${one(expression)};\n`;
      return name;
    };
    const places = targets.map((each) => place(each, keep));
    const { before: work, texts } = worked(targets.length, values);
    const writes = places.map((each, at) => each.write(texts[at] ?? "")).reverse();
    return before + work + writes.join("\n");
  }

  function place(target: Expression, keep: (expression: Expression) => string) {
    if (target.is === "name") {
      const name = scope.targetOf(target.name);
      return { write: (text: string) => `${name} = ${text};` };
    }
    if (target.is !== "index") return refuse("such a target");
    const of = keep(target.of);
    if (isText(target.key)) {
      const field = JSON.stringify(`$${target.key.value}`);
      return { write: (text: string) => `writable(${of})[${field}] = ${text};` };
    }
    const key = keep(target.key);
    return { write: (text: string) => `setIndex(${of}, ${key}, ${text});` };
  }

  /** So many values of these expressions: statements that work them out, and where they are then. */
  function worked(count: number, values: Expression[]) {
    if (values.length > count) refuse("a value for nothing");
    const last = values.at(-1);
    const many = last && count > values.length && isMany(last) ? last : undefined;
    const names = values.map(() => scope.fresh("t"));
    const lines = values.map(
      (value, at) => `const ${names[at]} = ${value === many ? call(many) : one(value)};\n`,
    );
    const single = many ? names.slice(0, -1) : names;
    const texts = Array.from({ length: count }, (_, at) => {
      if (at < single.length) return single[at] as string;
      return many ? `${names.at(-1)}[${at - single.length}]` : "undefined";
    });
    return { before: lines.join(""), texts };
  }

  return { text: body(["KEYS", "ARGV", "call"], tree), patterns };
}
