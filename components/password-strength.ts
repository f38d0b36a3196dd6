// How hard a password is to guess. Carries word lists, so it is imported only when somebody types a password.
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

export type Strength = 0 | 1 | 2 | 3 | 4;

/** From 0, very easy to guess, to 4, strong. `known` holds what others know of the person. */
export function strengthOf(password: string, known: string[]): Strength {
  return judge.check(password.slice(0, 100), known).score as Strength;
}
