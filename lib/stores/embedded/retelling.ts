// The commands that a script has called and what they were answered: so that the same script, run again in another
// way, does nothing twice.
import { CommandError, type Reply } from "./keyspace";

type Ask = (words: string[]) => Reply;
interface Told {
  words: string[];
  reply: Reply | CommandError;
}

export function retelling(ask: Ask) {
  let told: Told[] = [];

  return {
    /** Before a script. */
    forget() {
      told = [];
    },
    /** Asks, and remembers what was said. */
    first(words: string[]): Reply {
      try {
        const reply = ask(words);
        told.push({ words, reply });
        return reply;
      } catch (error) {
        if (error instanceof CommandError) told.push({ words, reply: error });
        throw error;
      }
    },
    /** Says again what was said, and asks once that is over. */
    again(words: string[]): Reply {
      const before = told.shift();
      if (before === undefined) return ask(words);
      if (before.words.join("\0") !== words.join("\0")) throw new Error("a script went two ways");
      if (before.reply instanceof CommandError) throw before.reply;
      return before.reply;
    },
  };
}
