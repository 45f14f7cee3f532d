import { listInServiceOrder } from "#shared/capacity/waiting-list.repository.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Table } from "#shared/store/table.ts";

/** For how long a waiting list is cached, in ms: in an opening minute, thousands of e-mails need a position in it. */
const cacheMs = 10_000;

interface Positions {
  readonly readAt: number;
  readonly positions: Promise<ReadonlyMap<string, number>>;
}

/** Finds the position of a registration on the waiting list, from 1, as of a few seconds ago at most. */
export function waitingListPositions(table: Table, now: () => number = Date.now) {
  const cache = new Map<string, Positions>();
  const read = async (conference: Conference) =>
    new Map(
      (await listInServiceOrder(table, conference)).map(({ registrationId }, index) => [registrationId, index + 1]),
    );
  const findPositions = (conference: Conference, notBefore: number): Positions => {
    const { conferenceId } = conference;
    const known = cache.get(conferenceId);
    if (known && known.readAt >= notBefore) return known;
    const fresh = { readAt: now(), positions: read(conference) };
    cache.set(conferenceId, fresh);
    fresh.positions.catch(() => cache.delete(conferenceId));
    return fresh;
  };
  /** @returns `undefined` for a registration that the index does not show: it has a seat by now, or the index lags */
  return async (conference: Conference, registrationId: string): Promise<number | undefined> => {
    const known = await findPositions(conference, now() - cacheMs).positions;
    return known.get(registrationId) ?? (await findPositions(conference, now() - 1_000).positions).get(registrationId);
  };
}
