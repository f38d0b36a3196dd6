// What cannot be put right because the store is away is tried again until it can be, or no longer matters. Pure.
import type { Clock, Timers } from "../ports";

/** Tries at once, then again and again; resolves when it is done or given up. Never throws. */
export type Mend = (mend: () => Promise<void>, seconds: number) => Promise<void>;

const everyMs = 250;

/** An outage in a flood must not heap them up. Those who come first had something under way. */
const mostAtOnce = 1000;

export function amends({ clock, timers }: { clock: Clock; timers: Timers }): Mend {
  let waiting = 0;
  const pause = () => new Promise<void>((go) => void timers.after(everyMs, go));

  return async (mend, seconds) => {
    const until = clock.now() + seconds * 1000;
    const done = () =>
      mend().then(
        () => true,
        () => clock.now() >= until,
      );
    if ((await done()) || waiting >= mostAtOnce) return;
    waiting += 1;
    do await pause();
    while (!(await done()));
    waiting -= 1;
  };
}
