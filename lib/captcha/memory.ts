// What a process remembers for a while: so much at most, and the oldest is forgotten first.
import type { Clock } from "../ports";

export interface Memory<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, seconds: number): void;
}

export function memory<Value>(clock: Clock, most = 10_000): Memory<Value> {
  const kept = new Map<string, { value: Value; endsAt: number }>();
  return {
    get(key) {
      const found = kept.get(key);
      return found && found.endsAt > clock.now() ? found.value : undefined;
    },
    set(key, value, seconds) {
      kept.delete(key);
      kept.set(key, { value, endsAt: clock.now() + seconds * 1000 });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
}
