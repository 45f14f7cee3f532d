import type { CapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import type { Table, TransactionWrite } from "#shared/dynamodb/table.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";

/**
 * The meaning of a failed condition of a derived write: the person is registered already, the delegation has another
 * head, or an item has changed since the rule read it.
 */
export type DerivedFailure = "already-registered" | "second-head" | "changed-meanwhile";

/**
 * Derives the writes of one subject from a change, for the transaction that writes the change.
 * @param change with the versions and shard allocations that are written
 */
export type DeriveWrites = (
  table: Table,
  change: Change,
  conference: Conference,
) => readonly TransactionWrite<DerivedFailure>[];

/**
 * The table, and what commands need of the subjects that derive from a change. `shared/wiring/derived-writes.ts`
 * composes it, so that the committer depends on none of those subjects, and no command can forget one of them.
 */
export interface CommandStore extends Table {
  /** In the order of their failures: if several conditions fail, the first one is reported. */
  readonly derivedWrites: readonly DeriveWrites[];
  /** Takes out of a change what the settings of its conference do not allow, whichever rule has decided it. */
  readonly restrictChange: (change: Change, conference: Conference) => Change;
  /** Fields of a registration that only the committer sets, such as the validity periods of its badges. */
  readonly deriveFields: (change: RegistrationChange, at: string) => Partial<Registration>;
  /** Extends a change that frees seats of a delegation by the registrations of its reserve that receive them. */
  readonly promoteReserves: (table: Table, snapshot: CapacitySnapshot, change: Change) => Promise<Change>;
  /** The derived writes of a new registration that its decoy repeats, so that both transactions look the same. */
  readonly deriveDecoyWrites: DeriveWrites;
}
