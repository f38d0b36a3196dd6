// Who is let in while there is more to do than can be done. Whatever is let in takes its turn on one thread, so the
// length of that turn is everybody's wait: in a flood, what would make it too long is refused at once, before its body
// is read. Whoever holds a code, a proof or a session goes before newcomers: a message has been paid for them.
import { performance } from "node:perf_hooks";
import { Problem } from "../problem";

/** A turn: everything that the thread does before it looks again for what has arrived. */
export interface Turns {
  /** Milliseconds, from anywhere, never back. */
  now(): number;
  /** Milliseconds of them that the thread had nothing to do in. */
  idle(): number;
  /** Rings once, when this turn is over. */
  afterThis(ring: () => void): void;
}

/** A monitor asks whether we are up, and would take a refusal for a no. */
export type Precedence = "newcomer" | "holder" | "monitor";

export interface Admission {
  /**
   * @returns what to call once the answer is made
   * @throws Problem `unavailable`
   */
  enter(precedence: Precedence): () => void;
  /**
   * By a server that hears of a call at once. Without one there is Next in between, a refusal takes half as long as an answer,
   * and only memory is a reason for one: nothing counts as a flood, in which there would be nothing but refusals.
   * @param door how long whoever comes now waits outside, in ms; see doorOf
   */
  watch(door: () => number): void;
}

/** Requests under way at once, flood or not: as much as memory is given to them. */
const mostRoom = 1000;

/** With so many under way nobody would call a turn long; one that is has other causes. */
const leastRoom = 32;

/** So few that one more is let in however late it is: a long queue at the door may be one of refusals alone. */
const few = 8;

/** How many may be under way for each to be let in. In a flood the room is made narrow for newcomers, not for holders. */
const mostUnderWay: Record<Precedence, (room: number) => number> = {
  newcomer: (room) => 0.75 * room,
  holder: (room) => Math.min(mostRoom, 4 * room),
  monitor: () => Number.POSITIVE_INFINITY,
};

/**
 * A flood has come when turns beyond this, which people feel, fill most of two windows, when everybody in them has
 * waited as long at the door, when in both somebody found no room, or when both were busy and whoever left had stayed for
 * too long: beside a slow store turns are short, however many are under way. It is gone when nobody had to be refused
 * for two windows, or nobody came. A crowd that comes at once, and is served in less, is none; nor is half a second
 * in which somebody else had the processor.
 */
const floodMs = 50;
const longStayMs = 200;
const windowMs = 500;
const mostOfIt = 0.8;

/** In a flood no turn may be longer, so that a refusal comes at once. */
const longTurnMs = 12;
/**
 * How far into a turn, and after how long at the door, somebody is still let in then. Who holds a code shall not have
 * waited for nothing.
 */
const letInMs: Record<Precedence, { turn: number; door: number }> = {
  newcomer: { turn: 6, door: 6 },
  holder: { turn: 200, door: Number.POSITIVE_INFINITY },
  monitor: { turn: Number.POSITIVE_INFINITY, door: Number.POSITIVE_INFINITY },
};

export function admission(turns: Turns): Admission {
  let underWay = 0;
  let room = mostRoom;
  let turnBegan: number | undefined;
  let flood = false;
  const windowFrom = (began: number) => ({
    ...{ began, idleUntilThen: turns.idle(), longMs: 0, refused: false },
    ...{ shortestWait: Number.POSITIVE_INFINITY, left: 0, stayedMs: 0 },
  });
  let window = windowFrom(turns.now());
  let before = { elapsed: windowMs, longMs: 0, refused: false, queues: false, lingers: false };
  let lastCame = Number.NEGATIVE_INFINITY;
  let door: (() => number) | undefined;

  const beginTurn = (now: number) => {
    const elapsed = now - window.began;
    if (elapsed >= windowMs) {
      const { idleUntilThen, longMs, shortestWait, left, stayedMs, refused } = window;
      const queues = Number.isFinite(shortestWait) && shortestWait > floodMs;
      const isBusy = turns.idle() - idleUntilThen < (1 - mostOfIt) * elapsed;
      const lingers = isBusy && stayedMs > longStayMs * left;
      const isLong = longMs + before.longMs > mostOfIt * (elapsed + before.elapsed);
      const isFull = refused && before.refused;
      const isQuiet = now - lastCame >= 2 * windowMs;
      const isQueue = (queues && before.queues) || (lingers && before.lingers);
      const lasts = flood && (refused || before.refused);
      flood = door !== undefined && !isQuiet && (isLong || isFull || isQueue || lasts);
      if (!flood) room = mostRoom;
      before = { elapsed, longMs, refused, queues, lingers };
      window = windowFrom(now);
    }
    turnBegan = now;
    turns.afterThis(() => endTurn(turns.now() - now));
  };
  const endTurn = (length: number) => {
    turnBegan = undefined;
    if (length > floodMs) window.longMs += length;
    if (!flood) return;
    // What waited for the store comes back in turns that let nobody in: then too much is under way.
    if (length > longTurnMs) room = Math.max(leastRoom, 0.8 * Math.min(room, underWay));
    else room = Math.min(mostRoom, 1.05 * room);
  };

  return {
    enter(precedence) {
      const now = turns.now();
      if (turnBegan === undefined) beginTurn(now);
      lastCame = now;
      const waited = door?.() ?? 0;
      window.shortestWait = Math.min(window.shortestWait, waited);
      const { turn, door: atDoor } = letInMs[precedence];
      const isLate = waited > atDoor || now - (turnBegan ?? now) > turn;
      const isTooLate = flood && isLate && underWay >= few;
      if (isTooLate || underWay >= mostUnderWay[precedence](room)) {
        window.refused = true;
        // Not all of them at the same moment again.
        throw new Problem("unavailable", { retryAfter: 1 + Math.floor(3 * Math.random()) });
      }
      underWay += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        underWay -= 1;
        window.left += 1;
        window.stayedMs += turns.now() - now;
      };
    },
    watch(given) {
      door = given;
    },
  };
}

/** The turns of this thread. */
export const threadTurns: Turns = {
  now: () => performance.now(),
  idle: () => performance.eventLoopUtilization().idle,
  afterThis: (ring) => setImmediate(ring),
};
