import { readLine } from "#shared/store/line.ts";
import type { Table } from "#shared/store/table.ts";

/** How long a line that was read is good for, in ms: in an opening minute thousands ask for their place in it. */
const goodFor = 10_000;

interface Positions {
  readonly readAt: number;
  readonly positions: Promise<ReadonlyMap<string, number>>;
}

/** Tells each person in line their place in it, counted from one, as it was some seconds ago at most. */
export function linePositions(table: Table, now: () => number = Date.now) {
  const lines = new Map<string, Positions>();
  const read = async (conferenceId: string) =>
    new Map((await readLine(table, conferenceId)).map(({ registrationId }, index) => [registrationId, index + 1]));
  const positionsOf = (conferenceId: string, notBefore: number): Positions => {
    const known = lines.get(conferenceId);
    if (known && known.readAt >= notBefore) return known;
    const fresh = { readAt: now(), positions: read(conferenceId) };
    lines.set(conferenceId, fresh);
    fresh.positions.catch(() => lines.delete(conferenceId));
    return fresh;
  };
  /** @returns none for somebody whom the index doesn't show: they are seated by now, or it lags */
  return async (conferenceId: string, registrationId: string): Promise<number | undefined> => {
    const known = await positionsOf(conferenceId, now() - goodFor).positions;
    return known.get(registrationId) ?? (await positionsOf(conferenceId, now() - 1_000).positions).get(registrationId);
  };
}
