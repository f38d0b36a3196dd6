// Turns of the event loop, shared fairly: work that is due runs at once while the turn has time left, and in a
// later one otherwise, in order. Without it a burst of requests, each done in no time, would hold up timers and
// sockets for as long as the burst lasts.

/** Milliseconds that one turn may spend. */
const sliceMs = 8;

export function turns(): <Result>(work: () => Result) => Promise<Result> {
  const due: (() => void)[] = [];
  let spentMs = 0;
  let renewing = false;

  function spend(work: () => void) {
    const began = performance.now();
    work();
    spentMs += performance.now() - began;
    if (renewing) return;
    renewing = true;
    setImmediate(renew);
  }

  function renew() {
    spentMs = 0;
    renewing = false;
    while (due.length > 0 && spentMs < sliceMs) spend(due.shift() as () => void);
  }

  return (work) =>
    new Promise((resolve, reject) => {
      const run = () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      };
      if (due.length === 0 && spentMs < sliceMs) spend(run);
      else due.push(run);
    });
}
