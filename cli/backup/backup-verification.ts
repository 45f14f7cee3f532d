import type { Item } from "#shared/dynamodb/table.ts";
import { findAccountFaults } from "../../local/state-files/account-files.ts";
import { findKeyFaults } from "../../local/state-files/key-files.ts";
import { toArchivedFiles } from "../../local/state-files/state-files.ts";
import { toAuditRecords, verifyHistory } from "../audit/load-audit.ts";
import { describeFault } from "../print.ts";
import { type TableReport, verifyItems } from "../verify-counters/verify-counters.ts";
import { readArchivedContents } from "./archive.ts";

/** What is in a backup, and the differences between its rows and what follows from them. */
export interface BackupVerification {
  readonly items: number;
  readonly conferences: readonly string[];
  /** Each difference in one sentence; empty if the counters equal the rows and every history is whole. */
  readonly differences: readonly string[];
}

/** The audit counts an entry that no link names as lost from this time on; those of a backup are on their way. */
const noTime = 0;

/** What is in the file of a backup. */
export interface VerifiedBackup extends BackupVerification {
  /**
   * The keys and accounts of a local system that the file lacks, each in one sentence. Those of a deployed one stay in
   * KMS and Cognito.
   */
  readonly missing: readonly string[];
}

/**
 * Verifies that a backup is of one moment, and has the keys and accounts of a local system.
 * @throws Error for a file that is no backup, incomplete or altered
 */
export async function verifyBackup(file: string): Promise<VerifiedBackup> {
  const { items, localFiles } = await readArchivedContents(file);
  const files = toArchivedFiles(localFiles);
  return { ...verifySnapshot(items), missing: [...findKeyFaults(files), ...findAccountFaults(files)] };
}

/**
 * Verifies that items are of one moment: for every conference its counters equal its rows, and its history is whole. A
 * part that can't be verified is a difference, because the backup of a damaged system is the only copy of its data.
 */
export function verifySnapshot(items: readonly Item[]): BackupVerification {
  const { conferences, unreadable } = verifyItemCounters(items);
  const differences = conferences.flatMap((report) => {
    const { conferenceId } = report;
    return [...report.differences, ...listHistoryDifferences(conferenceId, items)].map(
      (text) => `${conferenceId}: ${text}`,
    );
  });
  return {
    items: items.length,
    conferences: conferences.map(({ conferenceId }) => conferenceId),
    differences: [...unreadable.map(({ text }) => text), ...differences],
  };
}

function verifyItemCounters(items: readonly Item[]): TableReport {
  try {
    return verifyItems(items);
  } catch (error) {
    return { conferences: [], unreadable: [{ text: `the rows can't be verified: ${describeFault(error)}` }] };
  }
}

function listHistoryDifferences(conferenceId: string, items: readonly Item[]): readonly string[] {
  try {
    return verifyHistory(toAuditRecords(conferenceId, items), noTime).differences;
  } catch (error) {
    return [`the history can't be verified: ${describeFault(error)}`];
  }
}
