import type { CommandStore, DeriveWrites } from "#shared/commands/command-store.ts";
import { badgeLives } from "#shared/domain/entry/badge.ts";
import { deriveDelegationWrites } from "#shared/store/delegation-item.ts";
import { deriveDecoyDocumentClaims, deriveDocumentClaims } from "#shared/store/document-claims.ts";
import { deriveCheckInWrites } from "#shared/store/gate-rows.ts";
import { promoteReserves } from "#shared/store/promote-reserves.ts";
import { openTable, type Table } from "#shared/store/table.ts";
import { deriveConstraintWrites } from "#shared/store/uniqueness-constraints.ts";
import { deriveVisaLetterWrites } from "#shared/store/visa-letters.ts";

/**
 * Everything that other subjects write in the transaction of a change. A new subject adds its function here, and every
 * command writes it from then on. If several conditions fail, the first one in this order is reported.
 */
const derivedWrites: readonly DeriveWrites[] = [
  deriveDelegationWrites,
  deriveCheckInWrites,
  deriveConstraintWrites,

  deriveDocumentClaims,

  deriveVisaLetterWrites,
];

/** The table with what commands derive from a change. */
export const toCommandStore = (table: Table): CommandStore => ({
  ...table,
  derivedWrites,
  deriveFields: ({ before, after }, at) => {
    const lives = badgeLives(before, after, at);
    return lives.length > 0 ? { badgeLives: lives } : {};
  },
  promoteReserves,
  deriveDecoyWrites: deriveDecoyDocumentClaims,
});

/** The table as a function's environment names it, for commands. */
export const openCommandStore = (name: string): CommandStore => toCommandStore(openTable(name));
