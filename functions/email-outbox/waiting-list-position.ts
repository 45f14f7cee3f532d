import { findPositionRange, type PositionRange } from "#shared/capacity/position-range.rules.ts";
import { findPublishedSeats } from "#shared/capacity/published-seats.repository.ts";
import { listInServiceOrder } from "#shared/capacity/waiting-list.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";

/** The time that a waiting list is cached, in ms. In an opening minute, thousands of emails need a position in it. */
const cacheMs = 10_000;

interface Positions {
  readonly readAt: number;
  readonly positions: Promise<ReadonlyMap<string, PositionRange>>;
}

/**
 * Creates a function that finds how many people are before a registration on the waiting list, at most seconds old, as
 * a range.
 */
export function createWaitingListPositionFinder(table: Table, now: () => number = Date.now) {
  const cache = new Map<string, Positions>();
  const readPositions = async (conference: Conference) => {
    const { positionOffset } = (await findPublishedSeats(table, conference.conferenceId)) ?? {};
    if (positionOffset === undefined) return new Map<string, PositionRange>();
    const list = await listInServiceOrder(table, conference);
    return new Map(list.map(({ registrationId }, ahead) => [registrationId, findPositionRange(ahead, positionOffset)]));
  };
  const getPositions = (conference: Conference, notBefore: number): Positions => {
    const { conferenceId } = conference;
    const cached = cache.get(conferenceId);
    if (cached && cached.readAt >= notBefore) return cached;
    const fresh = { readAt: now(), positions: readPositions(conference) };
    cache.set(conferenceId, fresh);
    fresh.positions.catch(() => cache.delete(conferenceId));
    return fresh;
  };
  /**
   * @returns `undefined` for a registration that the index does not show: it has a seat by now, or the index lags; and
   * for all before the free seats of the conference are first published
   */
  return async (conference: Conference, registrationId: string): Promise<PositionRange | undefined> => {
    const positions = await getPositions(conference, now() - cacheMs).positions;
    return (
      positions.get(registrationId) ?? (await getPositions(conference, now() - 1_000).positions).get(registrationId)
    );
  };
}
