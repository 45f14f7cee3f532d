import { channel } from "node:diagnostics_channel";
import type { Change } from "#shared/model/change.ts";
import type { ShardClaim } from "#shared/model/seat.ts";

/** A transaction conflict of a seat claim at a shard. The claim is tried again at another shard. */
export type SeatConflict = Pick<Change, "conferenceId"> & Pick<ShardClaim, "pool" | "shard">;

export const seatConflicts = channel("palais.seat-conflict");

/** Calls `listener` for each conflict. Many conflicts show that a pool has too few shards. */
export const onSeatConflict = (listener: (conflict: SeatConflict) => void): void =>
  seatConflicts.subscribe((message) => listener(message as SeatConflict));
