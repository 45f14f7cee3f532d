import { channel } from "node:diagnostics_channel";
import type { PoolName } from "#shared/domain/seat.ts";

/** A transaction conflict of a seat claim at a shard. The claim is tried again at another shard. */
export interface SeatConflict {
  readonly conferenceId: string;
  readonly pool: PoolName;
  readonly shard: number;
}

const conflicts = channel("palais.seat-conflict");

export const publishSeatConflict = (conflict: SeatConflict): void => conflicts.publish(conflict);

/** Calls `listener` for each conflict. Many conflicts show that a pool has too few shards. */
export const onSeatConflict = (listener: (conflict: SeatConflict) => void): void =>
  conflicts.subscribe((message) => listener(message as SeatConflict));
