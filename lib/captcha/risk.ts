// How suspicious a client looks: 0 (has earned trust) to 3 (attack). What is known for nothing: how much of its
// puzzles it has used up, as the limits said when they were last asked. That is kept in the process, so it costs
// no round trip; every instance learns it with the first puzzle that the client gets there.
import type { Clock, Risk, RiskLevel, RowState } from "../ports";

/** The share of a minute's puzzles from which on a client is suspicious, or attacks. People use one to three. */
const suspicious = 0.2;
const attacking = 0.5;

/** Clients remembered at once; the oldest is forgotten first. */
const most = 10_000;

export function usageRisk(limitOf: { max: number }, clock: Clock): Risk {
  const known = new Map<string, { level: RiskLevel; endsAt: number }>();
  return {
    of(ip) {
      const found = known.get(ip);
      return found && found.endsAt > clock.now() ? found.level : 1;
    },
    learn(ip, rows) {
      const row = rows.find((each) => each.row === "ip-puzzles-minute");
      if (!row) return;
      known.delete(ip);
      known.set(ip, { level: levelOf(row, limitOf.max), endsAt: clock.now() + row.resetIn * 1000 });
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
  };
}

function levelOf({ remaining }: RowState, max: number): RiskLevel {
  const used = max - remaining;
  if (used >= attacking * max) return 3;
  return used >= suspicious * max ? 2 : 1;
}
