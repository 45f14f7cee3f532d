import { channel } from "node:diagnostics_channel";
import type { PoolName } from "#shared/domain/seat.ts";

/** A claim that met another one at a shard, and was tried again elsewhere. */
export interface Conflict {
  readonly conferenceId: string;
  readonly pool: PoolName;
  readonly shard: number;
}

const conflicts = channel("palais.seat-conflict");

export const tellConflict = (conflict: Conflict): void => conflicts.publish(conflict);

/** Whoever logs hears of each: many of them say that a pool has too few shards. */
export const onConflict = (hear: (conflict: Conflict) => void): void =>
  conflicts.subscribe((message) => hear(message as Conflict));
