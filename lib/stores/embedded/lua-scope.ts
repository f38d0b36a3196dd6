// Which variable of the generated JavaScript a name of a Lua script stands for. Every one gets a name of our own making.
import { refuse } from "./lua-words";

interface Local {
  variable: string;
  holds: "a value" | "a function" | "a function under way";
  depth: number;
}

export function luaScope() {
  let blocks: Map<string, Local>[] = [new Map()];
  /** Of functions in functions. */
  let depth = 0;
  let named = 0;

  const fresh = (letter: string) => `${letter}${++named}`;
  const find = (name: string) => blocks.findLast((block) => block.has(name))?.get(name);

  const scope = {
    /** A variable that no script can name. */
    fresh,
    declare(name: string, holds: Local["holds"] = "a value"): Local {
      const local = { variable: fresh("v"), holds, depth };
      blocks.at(-1)?.set(name, local);
      return local;
    },
    inBlock<Result>(work: () => Result): Result {
      const outer = blocks;
      blocks = [...blocks, new Map()];
      const result = work();
      blocks = outer;
      return result;
    },
    inFunction<Result>(work: () => Result): Result {
      depth += 1;
      const result = scope.inBlock(work);
      depth -= 1;
      return result;
    },
    isGlobal: (name: string) => find(name) === undefined,
    /** To read from. */
    valueOf(name: string): string {
      const local = find(name);
      return local?.holds === "a value" ? local.variable : refuse(`${name} as a value`);
    },
    /** To write to: not from a function within, which could do so while an operand is worked out. */
    targetOf(name: string): string {
      const local = find(name);
      return local?.holds === "a value" && local.depth === depth
        ? local.variable
        : refuse(`${name} as a target`);
    },
    /** To call: no function knows itself, so nothing recurses. */
    functionOf(name: string): string {
      const local = find(name);
      return local?.holds === "a function" ? local.variable : refuse(`${name} as a function`);
    },
  };
  return scope;
}
