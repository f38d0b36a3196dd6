// The calls of our own, made as people make them: whoever has sent for a code enters it, whoever has entered it opens
// an account. So every call is measured on what the one before it has left in the store.
import { setTimeout as pause } from "node:timers/promises";
import { drawnAhead } from "@/lib/captcha/pool";
import { median } from "../percentile.mjs";
import { inTurn, type Measurement, type Spells, type Task } from "./measure";
import type { Call, Person } from "./people";
import * as people from "./people";
import type { OwnServer, Trips } from "./servers";
import type { Stage } from "./stage";

interface Step {
  ask(person: Person): Call;
  /** What it is answered with. */
  status: number;
  /** What a person must have; anybody may take a step that needs nothing. */
  needs?: keyof Person;
  /** What the person has from the answer. */
  gives?: "challengeId" | "proof";
  /** It is over only when the vendor has the message. */
  delivers?: true;
  /** So many lie ready, and no more are asked for in a spell; all are there again before the next. */
  ready?: number;
  /** What lies ready shall hardly count: one spell that is as long as this. */
  spellMs?: number;
}

/** Of the pictures that a flood of puzzles asks for, less a batch that is being drawn. */
const picturesReady = drawnAhead.ready[2] - drawnAhead.batch;

export const steps = {
  health: { ask: people.askHealth, status: 200 },
  puzzle: { ask: people.askPuzzle, status: 201, ready: picturesReady },
  "drawn puzzle": { ask: people.askPuzzle, status: 201, spellMs: 10_000 },
  send: { ask: people.askCode, status: 202, needs: "captchaToken", gives: "challengeId", delivers: true },
  "wrong attempt": { ask: people.enterWrongCode, status: 422, needs: "challengeId" },
  attempt: { ask: people.enterCode, status: 201, needs: "challengeId", gives: "proof" },
  account: { ask: people.createAccount, status: 201, needs: "proof" },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;

/** Steps that lead to those that are wanted are taken, too. */
export function needed(only: StepName[]): StepName[] {
  const ways: Record<StepName, StepName[]> = {
    health: [],
    puzzle: [],
    "drawn puzzle": [],
    send: [],
    "wrong attempt": ["send"],
    attempt: ["send"],
    account: ["send", "attempt"],
  };
  const all = Object.keys(ways) as StepName[];
  return all.filter((step) => only.some((wanted) => wanted === step || ways[wanted].includes(step)));
}

export interface Loads {
  /** Of the closed load, and how long each is. */
  spells: number;
  spellMs: number;
  openMs: number;
  /** Of the closed load's requests a second, what the open one asks for. */
  openShare: number;
}

export interface StepMeasured {
  closed: Spells;
  /** Absent where nobody was left to ask. */
  open?: Measurement;
  trips: Trips;
}

type Group = "warm" | "counted" | "measured";

/** Until the code that serves a step is compiled, which takes thousands of calls. */
const warmPeople = 3000;
const warmUpMs = 6000;
const countedPeople = 5;
/**
 * So many times as many as the warm-up says are needed, half of which ran in code that was not compiled yet; where it
 * goes even faster, a spell ends earlier.
 */
const plenty = 2.4;

export function journey(stage: Stage, server: OwnServer, loads: Loads) {
  const { openMs, openShare } = loads;
  const groups: Record<Group, Person[]> = { warm: [], counted: [], measured: [] };

  async function peopleFor({ needs }: Step, group: Group, wanted: number): Promise<Person[]> {
    if (!needs) return Array.from({ length: wanted }, people.somebody);
    if (needs === "captchaToken") groups[group] = await people.gather(server.requester, wanted);
    return groups[group].filter((person) => person[needs] !== undefined);
  }

  async function run(
    step: Step,
    asking: Person[],
    how: Pick<Task, "ms" | "perSecond">,
  ): Promise<Measurement> {
    const before = step.delivers ? await stage.delivered() : 0;
    const measurement = await stage.measure(server, {
      ...how,
      ...{ requests: asking.map(step.ask), status: step.status, keep: step.gives !== undefined },
      async done(count) {
        while (step.delivers && (await stage.delivered()) < before + count) await pause(5);
      },
    });
    const { gives } = step;
    measurement.kept.forEach((answer, index) => {
      const person = asking[index];
      // A refusal gives nothing.
      if (person && gives) person[gives] = JSON.parse(answer)[gives];
    });
    return measurement;
  }

  /** One by one, each with all that follows it. */
  async function countTrips(step: Step, asking: Person[]): Promise<Trips> {
    await server.count(true);
    for (const person of asking) await run(step, [person], { ms: 1000 });
    const { answered, all } = await server.count(false);
    return { answered: answered / asking.length, all: all / asking.length };
  }

  /** Of people who sent for a code the vendor knows it. */
  async function learnCodes() {
    const codes = await stage.codes();
    for (const person of Object.values(groups).flat()) {
      const code = codes[person.address];
      if (code !== undefined) person.code = code;
    }
  }

  return {
    /** Who has sent for a code, and not entered it. */
    holders: () => groups.measured.filter(({ code, proof }) => code !== undefined && proof === undefined),

    /**
     * @param beside what is measured beside the closed load
     * @param warm called when the code is compiled, before that load
     */
    async take(
      name: StepName,
      { beside, warm: begin }: { beside?: () => Promise<Measurement>; warm?: () => Promise<void> } = {},
    ): Promise<StepMeasured> {
      const step: Step = steps[name];
      // So many pictures take a while to draw.
      const warmMs = step.ready ? 2 * warmUpMs : warmUpMs;
      const warm = await run(step, await peopleFor(step, "warm", warmPeople), { ms: warmMs });
      const trips = await countTrips(step, await peopleFor(step, "counted", countedPeople));

      const { ready, spellMs = loads.spellMs } = step;
      const spells = step.spellMs ? 1 : loads.spells;
      /** Seconds of a closed load that the open one amounts to. */
      const seconds = { closed: (spells * spellMs) / 1000, open: (openMs / 1000) * openShare };
      const wanted = ready
        ? ready * (spells + 1)
        : Math.ceil(warm.perSecond * (seconds.closed + seconds.open) * plenty);
      const asking = await peopleFor(step, "measured", wanted);
      const parting = ready
        ? ready * spells
        : Math.ceil((asking.length * seconds.closed) / (seconds.closed + seconds.open));
      const part = Math.ceil(parting / spells);
      await begin?.();
      const closed = await inTurn(
        spells,
        (spell) =>
          run(step, asking.slice(spell * part, Math.min(parting, (spell + 1) * part)), { ms: spellMs }),
        beside,
      );
      const perSecond = median(closed.own.map((spell) => spell.perSecond)) * openShare;
      const rest = asking.slice(parting);
      const open =
        openMs > 0 && rest.length > 0 ? await run(step, rest, { ms: openMs, perSecond }) : undefined;
      if (step.delivers) await learnCodes();
      return { closed, trips, ...(open && { open }) };
    },
  };
}
