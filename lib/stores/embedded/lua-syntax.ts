// The tree of a script in the subset of Lua that lua-script.ts translates: no function values, no methods, no
// varargs, no loops but `for`. Grammar and precedence as in the Lua 5.1 manual.
import { refuse, type Word, wordsOf } from "./lua-words";

export type Arithmetic = "+" | "-" | "*" | "/" | "%";
export type Comparison = "==" | "~=" | "<" | "<=" | ">" | ">=";
export type Operator = Arithmetic | Comparison | "and" | "or" | "..";

export type Expression =
  | { is: "constant"; value: undefined | boolean | number | string }
  | { is: "name"; name: string }
  | { is: "index"; of: Expression; key: Expression }
  | Call
  /** Brackets, which keep one value of a call. */
  | { is: "first"; of: Expression }
  | { is: "list"; items: Expression[] }
  | { is: "record"; fields: { name: string; value: Expression }[] }
  | { is: "unary"; operator: "not" | "-" | "#"; of: Expression }
  | { is: "binary"; operator: Operator; left: Expression; right: Expression };
export type Call = { is: "call"; of: Expression; given: Expression[] };

export type Statement =
  | { is: "local"; names: string[]; values: Expression[] }
  | { is: "assign"; targets: Expression[]; values: Expression[] }
  | { is: "function"; name: string; parameters: string[]; body: Block }
  | { is: "if"; branches: { condition: Expression; body: Block }[]; otherwise?: Block }
  | { is: "count"; name: string; from: Expression; to: Expression; body: Block }
  | { is: "each"; names: string[]; of: Expression; body: Block }
  | { is: "do"; body: Block }
  | { is: "return"; values: Expression[] }
  | { is: "break" }
  | Call;
export type Block = Statement[];

/** How tightly an operator binds to what is on its left and on its right. */
const binding: Record<Operator, [left: number, right: number]> = {
  or: [1, 1],
  and: [2, 2],
  ...{ "<": [3, 3], ">": [3, 3], "<=": [3, 3], ">=": [3, 3], "~=": [3, 3], "==": [3, 3] },
  "..": [5, 4],
  ...{ "+": [6, 6], "-": [6, 6], "*": [7, 7], "/": [7, 7], "%": [7, 7] },
};
const unaryBinding = 8;

/** @throws Untranslatable */
export function treeOf(code: string): Block {
  const words = wordsOf(code);
  let at = 0;

  const isAt = (text: string, word = words[at]) =>
    (word?.is === "keyword" || word?.is === "sign") && word.text === text;
  const next = () => words[at++] as Word;
  function took(text: string) {
    if (!isAt(text)) return false;
    at += 1;
    return true;
  }
  function expect(text: string) {
    if (!took(text)) refuse(`no ${text} before ${words[at]?.text}`);
  }
  function name() {
    const word = next();
    return word.is === "name" ? word.text : refuse(`${word.text} as a name`);
  }
  function separated<Item>(item: () => Item) {
    const items = [item()];
    while (took(",")) items.push(item());
    return items;
  }

  const blockEnds = () => words[at]?.is === "end" || ["end", "else", "elseif"].some((word) => isAt(word));
  function block(): Block {
    const statements: Block = [];
    while (!blockEnds()) {
      const one = statement();
      took(";");
      statements.push(one);
      if (one.is !== "return" && one.is !== "break") continue;
      return blockEnds() ? statements : refuse("something after the end of a block");
    }
    return statements;
  }
  function blockTo(end: string) {
    const body = block();
    expect(end);
    return body;
  }

  function statement(): Statement {
    if (took("local")) return took("function") ? localFunction() : local();
    if (took("if")) return choice();
    if (took("for")) return loop();
    if (took("do")) return { is: "do", body: blockTo("end") };
    if (took("break")) return { is: "break" };
    if (took("return"))
      return { is: "return", values: blockEnds() || isAt(";") ? [] : separated(expression) };
    const first = suffixed();
    if (first.is === "call") return first;
    const targets: Expression[] = [first];
    while (took(",")) targets.push(suffixed());
    expect("=");
    return { is: "assign", targets, values: separated(expression) };
  }
  function local(): Statement {
    const names = separated(name);
    return { is: "local", names, values: took("=") ? separated(expression) : [] };
  }
  function localFunction(): Statement {
    const called = name();
    expect("(");
    const parameters = isAt(")") ? [] : separated(name);
    expect(")");
    return { is: "function", name: called, parameters, body: blockTo("end") };
  }
  function choice(): Statement {
    const branches = [branch()];
    while (took("elseif")) branches.push(branch());
    if (took("end")) return { is: "if", branches };
    expect("else");
    return { is: "if", branches, otherwise: blockTo("end") };
  }
  function branch() {
    const condition = expression();
    expect("then");
    return { condition, body: block() };
  }
  function loop(): Statement {
    const names = separated(name);
    const [first = ""] = names;
    if (names.length === 1 && took("=")) {
      const [from, to, ...step] = separated(expression);
      if (!from || !to || step.length > 0) return refuse("a loop with a step");
      return { is: "count", name: first, from, to, body: loopBody() };
    }
    expect("in");
    return { is: "each", names, of: expression(), body: loopBody() };
  }
  function loopBody() {
    expect("do");
    return blockTo("end");
  }

  function expression(limit = 0): Expression {
    let left = operand();
    for (;;) {
      const { is, text } = words[at] as Word;
      const bound = is === "keyword" || is === "sign" ? binding[text as Operator] : undefined;
      if (bound === undefined || bound[0] <= limit) return left;
      at += 1;
      left = folded({ is: "binary", operator: text as Operator, left, right: expression(bound[1]) });
    }
  }
  function operand(): Expression {
    for (const operator of ["not", "-", "#"] as const) {
      if (took(operator)) return folded({ is: "unary", operator, of: expression(unaryBinding) });
    }
    const word = words[at] as Word;
    if (word.is === "name" || isAt("(")) return suffixed();
    if (isAt("{")) return table();
    at += 1;
    if (word.is === "number") return { is: "constant", value: Number(word.text) };
    if (word.is === "string") return { is: "constant", value: word.text };
    if (word.is === "keyword" && word.text === "nil") return { is: "constant", value: undefined };
    if (word.is === "keyword" && (word.text === "true" || word.text === "false"))
      return { is: "constant", value: word.text === "true" };
    return refuse(`${word.text} as a value`);
  }
  function suffixed(): Expression {
    let value: Expression;
    if (took("(")) {
      value = { is: "first", of: expression() };
      expect(")");
    } else value = { is: "name", name: name() };
    for (;;) {
      if (took(".")) value = { is: "index", of: value, key: { is: "constant", value: name() } };
      else if (took("[")) {
        value = { is: "index", of: value, key: expression() };
        expect("]");
      } else if (took("(")) {
        value = { is: "call", of: value, given: isAt(")") ? [] : separated(expression) };
        expect(")");
      } else return value;
    }
  }
  /** All items or all fields: with both it would matter which is worked out first. */
  function table(): Expression {
    expect("{");
    const items: Expression[] = [];
    const fields: { name: string; value: Expression }[] = [];
    while (!isAt("}")) {
      if (words[at]?.is === "name" && isAt("=", words[at + 1])) {
        const field = name();
        expect("=");
        fields.push({ name: field, value: expression() });
      } else items.push(expression());
      if (!took(",") && !took(";")) break;
    }
    expect("}");
    if (items.length > 0 && fields.length > 0) refuse("a table of items and fields");
    return fields.length > 0 ? { is: "record", fields } : { is: "list", items };
  }

  const tree = block();
  return words[at]?.is === "end" ? tree : refuse(`${words[at]?.text} after the end`);
}

/** Lua works out what it can as it compiles, and keeps one constant for 0 and -0: which of them is not told here. */
function folded(expression: Expression): Expression {
  const value = foldedValue(expression);
  if (value === undefined) return expression;
  if (!Number.isFinite(value) || Object.is(value, -0)) refuse("a constant that Lua may hold otherwise");
  return { is: "constant", value };
}

function foldedValue(expression: Expression): number | undefined {
  if (expression.is === "unary" && expression.operator === "-") {
    const of = numberIn(expression.of);
    return of === undefined ? undefined : -of;
  }
  if (expression.is !== "binary") return undefined;
  const [a, b] = [numberIn(expression.left), numberIn(expression.right)];
  if (a === undefined || b === undefined) return undefined;
  if (expression.operator === "+") return a + b;
  if (expression.operator === "-") return a - b;
  if (expression.operator === "*") return a * b;
  if (expression.operator === "/") return a / b;
  if (expression.operator === "%") return a - Math.floor(a / b) * b;
  return undefined;
}

const numberIn = (expression: Expression): number | undefined =>
  expression.is === "constant" && typeof expression.value === "number"
    ? expression.value
    : expression.is === "first"
      ? numberIn(expression.of)
      : undefined;
