import { listInServiceOrder } from "#shared/capacity/waiting-list.repository.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Table } from "#shared/store/table.ts";

/** How long a line that was read is good for, in ms: in an opening minute thousands ask for their place in it. */
const goodFor = 10_000;

interface Positions {
  readonly readAt: number;
  readonly positions: Promise<ReadonlyMap<string, number>>;
}

/** Tells each person in line their place in it, counted from one, as it was some seconds ago at most. */
export function waitingListPositions(table: Table, now: () => number = Date.now) {
  const lines = new Map<string, Positions>();
  const read = async (conference: Conference) =>
    new Map(
      (await listInServiceOrder(table, conference)).map(({ registrationId }, index) => [registrationId, index + 1]),
    );
  const positionsOf = (conference: Conference, notBefore: number): Positions => {
    const { conferenceId } = conference;
    const known = lines.get(conferenceId);
    if (known && known.readAt >= notBefore) return known;
    const fresh = { readAt: now(), positions: read(conference) };
    lines.set(conferenceId, fresh);
    fresh.positions.catch(() => lines.delete(conferenceId));
    return fresh;
  };
  /** @returns none for somebody whom the index doesn't show: they are seated by now, or it lags */
  return async (conference: Conference, registrationId: string): Promise<number | undefined> => {
    const known = await positionsOf(conference, now() - goodFor).positions;
    return known.get(registrationId) ?? (await positionsOf(conference, now() - 1_000).positions).get(registrationId);
  };
}
