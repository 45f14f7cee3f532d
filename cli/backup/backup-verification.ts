import type { Item } from "#shared/dynamodb/table.ts";
import { toAuditRecords, verifyHistory } from "../audit/load-audit.ts";
import { verifyItems } from "../verify-counters/verify-counters.ts";
import { readArchivedItems } from "./archive.ts";

/** What is in a backup, and the differences between its rows and what follows from them. */
export interface BackupVerification {
  readonly items: number;
  readonly conferences: readonly string[];
  /** Each difference in one sentence; empty if the counters equal the rows and every history is whole. */
  readonly differences: readonly string[];
}

/** The audit counts an entry that no link names as lost from this time on; those of a backup are on their way. */
const noTime = 0;

/**
 * Verifies that a backup is of one moment.
 * @throws Error for a file that is no backup, incomplete or altered
 */
export async function verifyBackup(file: string): Promise<BackupVerification> {
  return verifySnapshot(await readArchivedItems(file));
}

/**
 * Verifies that items are of one moment: for every conference its counters equal its rows, and its history is whole.
 */
export function verifySnapshot(items: readonly Item[]): BackupVerification {
  const { conferences, unreadable } = verifyItems(items);
  const differences = conferences.flatMap((report) => {
    const { conferenceId } = report;
    const history = verifyHistory(toAuditRecords(conferenceId, items), noTime);
    return [...report.differences, ...history.differences].map((text) => `${conferenceId}: ${text}`);
  });
  return {
    items: items.length,
    conferences: conferences.map(({ conferenceId }) => conferenceId),
    differences: [...unreadable.map(({ text }) => text), ...differences],
  };
}
