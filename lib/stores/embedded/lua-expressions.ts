// Expressions of a script as JavaScript that names KEYS, ARGV, call, patterns, and the exports of lua-values.ts and
// lua-library.ts. Nothing is worked out twice, and everything in Lua's order.
import { type Pattern, patternOf } from "./lua-patterns";
import type { luaScope } from "./lua-scope";
import type { Call, Comparison, Expression, Operator } from "./lua-syntax";
import { refuse } from "./lua-words";

/** Functions that give one value, by their name here, with the fewest and the most they take. */
const library: Record<string, [name: string, least: number, most: number]> = {
  tonumber: ["tonumber", 1, 1],
  tostring: ["tostring", 1, 1],
  "math.max": ["largest", 1, 9],
  "math.min": ["smallest", 1, 9],
  "math.floor": ["floor", 1, 1],
  "math.ceil": ["ceil", 1, 1],
  "math.abs": ["abs", 1, 1],
  "table.concat": ["join", 1, 2],
};
const operations: Partial<Record<Operator, string>> = {
  ...{ "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo", "..": "concat" },
};
const formats = { "%s": "formatText", "%d": "formatInteger", "%.0f": "formatWhole" };

export function luaExpressions(scope: ReturnType<typeof luaScope>) {
  const patterns: Pattern[] = [];
  let temporary: string[] = [];

  /** What a function's text needs declared, told together with the text. */
  function temporaries(work: () => string): { text: string; names: string[] } {
    const outer = temporary;
    temporary = [];
    const told = { text: work(), names: temporary };
    temporary = outer;
    return told;
  }

  /** In a row, the last with all its values. */
  function all(values: Expression[]): string {
    return values
      .map((value, at) => (at === values.length - 1 && isMany(value) ? `...${call(value)}` : one(value)))
      .join(", ");
  }

  function one(value: Expression): string {
    switch (value.is) {
      case "constant":
        return typeof value.value === "string"
          ? JSON.stringify(value.value)
          : typeof value.value === "number"
            ? `(${value.value})`
            : String(value.value);
      case "name":
        return scope.valueOf(value.name);
      case "first":
        return one(value.of);
      case "index":
        return isText(value.key)
          ? `fieldsOf(${one(value.of)})[${JSON.stringify(`$${value.key.value}`)}]`
          : `index(${table(value.of)}, ${one(value.key)})`;
      case "call":
        return isMany(value) ? `${call(value)}[0]` : call(value);
      case "list":
        return `list(${all(value.items)})`;
      case "record": {
        const fields = value.fields.map(
          (field) => `${JSON.stringify(`$${field.name}`)}: ${one(field.value)}`,
        );
        return `new Table([], { ${fields.join(", ")} })`;
      }
      case "unary":
        if (value.operator === "not") return truth(value);
        return value.operator === "#" ? `lengthOf(${table(value.of)})` : `negative(${one(value.of)})`;
      case "binary":
        return binary(value);
    }
  }

  function binary(value: Extract<Expression, { is: "binary" }>): string {
    const { operator, left, right } = value;
    if (operator === "and" || operator === "or") {
      const name = scope.fresh("t");
      temporary.push(name);
      const first = `isTrue(${name} = ${one(left)})`;
      return operator === "and"
        ? `(${first} ? ${one(right)} : ${name})`
        : `(${first} ? ${name} : ${one(right)})`;
    }
    const operation = operations[operator];
    return operation
      ? `${operation}(${one(left)}, ${one(right)})`
      : compared(operator as Comparison, left, right);
  }

  function compared(operator: Comparison, left: Expression, right: Expression): string {
    const [a, b] = [one(left), one(right)];
    switch (operator) {
      case "==":
        return `(${a} === ${b})`;
      case "~=":
        return `(${a} !== ${b})`;
      case "<":
        return `less(${a}, ${b})`;
      case "<=":
        return `lessOrEqual(${a}, ${b})`;
      case ">":
        return `greater(${a}, ${b})`;
      case ">=":
        return `greaterOrEqual(${a}, ${b})`;
    }
  }

  function truth(value: Expression): string {
    if (value.is === "unary" && value.operator === "not") return `!${truth(value.of)}`;
    if (value.is !== "binary") return `isTrue(${one(value)})`;
    const { operator, left, right } = value;
    if (operator === "and") return `(${truth(left)} && ${truth(right)})`;
    if (operator === "or") return `(${truth(left)} || ${truth(right)})`;
    return operations[operator] ? `isTrue(${one(value)})` : compared(operator as Comparison, left, right);
  }

  /** Whether it can have other than one value: its text is an array then. */
  function isMany(value: Expression): value is Call {
    if (value.is !== "call") return false;
    const { of, given } = value;
    if (of.is === "name" && !scope.isGlobal(of.name)) return true;
    const name = libraryName(of);
    return name === "unpack" || (name === "string.match" && patternIn(given[1], "match").captures > 1);
  }

  function call({ of, given }: Call): string {
    if (of.is === "name" && !scope.isGlobal(of.name)) return `${scope.functionOf(of.name)}(${all(given)})`;
    const name = libraryName(of) ?? refuse("such a call");
    if (name === "redis.call") return `call(${all(given)})`;
    const [first, second] = given;
    const last = given.at(-1) ?? refuse(`nothing for ${name}`);
    // What is given to these is counted.
    if (isMany(last)) refuse(`all the values of a call for ${name}`);
    if (name === "unpack" && first && given.length === 1) return `unpack(${table(first)})`;
    if (name === "string.match" && first && given.length === 2) {
      const pattern = patternIn(second, "match");
      return `${pattern.captures > 1 ? "matchAll" : "matchOne"}(${one(first)}, ${kept(pattern)})`;
    }
    if (name === "string.format") return formatted(given);
    const [known, least, most] = library[name] ?? refuse(name);
    if (given.length < least || given.length > most) refuse(`so many for ${name}`);
    return `${known}(${given.map(one).join(", ")})`;
  }

  function formatted([format, ...values]: Expression[]): string {
    if (!format || !isText(format)) return refuse("a format that is worked out");
    const parts = format.value.match(/%%|%s|%d|%\.0f|%|[^%]+/g) ?? [];
    const texts = parts.map((part) => {
      if (part === "%%") return '"%"';
      if (!part.startsWith("%")) return JSON.stringify(part);
      const value = values.shift() ?? refuse("a format without a value");
      return `${formats[part as keyof typeof formats] ?? refuse("such a format")}(${one(value)})`;
    });
    if (values.length > 0) refuse("a value without a format");
    return `(${['""', ...texts].join(" + ")})`;
  }

  const kept = (pattern: Pattern) => `patterns[${patterns.push(pattern) - 1}]`;

  /** Of a global function. */
  function libraryName(of: Expression): string | undefined {
    if (of.is === "name") return scope.isGlobal(of.name) ? of.name : undefined;
    if (of.is !== "index" || of.of.is !== "name" || !isText(of.key)) return undefined;
    return scope.isGlobal(of.of.name) ? `${of.of.name}.${of.key.value}` : undefined;
  }

  /** Where a table is only read, it can be KEYS or ARGV; nowhere else are they known, so nothing writes to them. */
  function table(value: Expression): string {
    const name = value.is === "name" ? value.name : "";
    return (name === "KEYS" || name === "ARGV") && scope.isGlobal(name) ? name : one(value);
  }

  return { patterns, one, all, truth, table, call, isMany, libraryName, kept, temporaries };
}

export function patternIn(expression: Expression | undefined, usedFor: "match" | "gmatch"): Pattern {
  if (!expression || !isText(expression)) return refuse("a pattern that is worked out");
  return patternOf(expression.value, usedFor);
}

export const isText = (expression: Expression): expression is { is: "constant"; value: string } =>
  expression.is === "constant" && typeof expression.value === "string";
