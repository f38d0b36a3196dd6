// Holds processes to a share of a core each, as if every one had a small machine to itself. Needs no
// privilege and no cgroup: a process earns its share as time passes, is stopped once it has used more
// processor time than it has earned, and goes on when it has earned some again. Itself a process, so that
// nobody's work delays it. Told by message: { pids, share }; no pids let everybody go. Answers with the
// longest stop, in ms.
import { cpuMs } from "./cpu.mjs";

const everyMs = 4;

/** What may be saved up: enough that a delay of this process costs nobody anything. */
const savedMs = 20;

/** By pid: what has been used, what is left, and since when it stands still. */
const held = new Map();
let share = 1;
let longestStopMs = 0;
let lastTurn = performance.now();

process.on("message", (wanted) => {
  for (const [pid, state] of held) goOn(pid, state);
  held.clear();
  share = wanted.share;
  for (const pid of wanted.pids) held.set(pid, { used: cpuMs(pid), leftMs: 0, stoppedAt: 0 });
  process.send({ longestStopMs: Math.round(longestStopMs) });
  longestStopMs = 0;
});

// Whoever started this has ended: leave nobody standing.
process.on("disconnect", () => {
  for (const [pid, state] of held) goOn(pid, state);
  process.exit();
});

setInterval(() => {
  const now = performance.now();
  const earned = (now - lastTurn) * share;
  lastTurn = now;
  for (const [pid, state] of held) {
    const used = usedBy(pid);
    if (used === undefined) continue;
    state.leftMs = Math.min(savedMs, state.leftMs + earned - (used - state.used));
    state.used = used;
    if (state.leftMs > 0) goOn(pid, state);
    else if (!state.stoppedAt && signal(pid, "SIGSTOP")) state.stoppedAt = now;
  }
}, everyMs);

function goOn(pid, state) {
  if (!state.stoppedAt) return;
  longestStopMs = Math.max(longestStopMs, performance.now() - state.stoppedAt);
  state.stoppedAt = 0;
  signal(pid, "SIGCONT");
}

function usedBy(pid) {
  try {
    return cpuMs(pid);
  } catch {
    // It has ended.
    held.delete(pid);
  }
}

function signal(pid, name) {
  try {
    return process.kill(pid, name);
  } catch {
    held.delete(pid);
  }
}
