import { loadChainHead } from "#shared/audit/chain.repository.ts";
import { getPreviousChangeIds, parseChainLink } from "#shared/audit/chain-link.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  getString,
  type Item,
  parseVersioned,
  queryItems,
  scanItems,
  type Table,
} from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import { type AuditRecords, type AuditReport, verifyChain } from "./verify-chain.ts";

/**
 * Verifies the history of a conference. It scans the whole table, so it is a tool for operators and never part of a
 * request. On a running system it verifies the chain up to the head that it read first, and reads entries again that
 * the scan missed.
 * @param now in ms since 1970
 * @param recordedHead a head of the chain that was recorded before, `NUMBER:HASH`
 */
export async function auditConference(
  table: Table,
  conferenceId: string,
  now: number,
  recordedHead?: string,
): Promise<AuditReport> {
  return verifyChain(await loadAuditRecords(table, conferenceId), now, recordedHead);
}

/** The journal items that no link names. */
export async function listUnchainedEntries(table: Table, conferenceId: string): Promise<Item[]> {
  const { links, entries } = await loadAuditRecords(table, conferenceId);
  const chained = new Set(links.map(({ changeId }) => changeId));
  return [...entries].filter(([changeId]) => !chained.has(changeId)).map(([, item]) => item);
}

/** Reads all items of the history. */
export async function loadAuditRecords(table: Table, conferenceId: string): Promise<AuditRecords> {
  const head = await loadChainHead(table, conferenceId);
  const entries = new Map<string, Item>();
  const lastChanges = new Map<string, string>();
  for await (const item of scanItems(table)) {
    if (item["entity"]?.S === "journal" && item["conferenceId"]?.S === conferenceId) {
      entries.set(getString(item, "changeId"), item);
    } else if (item["entity"]?.S === "registration") {
      const { conferenceId: ownConferenceId, registrationId, lastChange } = parseVersioned<Registration>(item);
      if (ownConferenceId === conferenceId && lastChange !== undefined) lastChanges.set(registrationId, lastChange);
    }
  }
  const rows = queryItems(table, { partition: keys.auditHead(conferenceId).PK, prefix: "LINK#", isConsistent: true });
  const links = await Array.fromAsync(rows, parseChainLink);
  await addReferencedEntries(table, entries, [...links.map(({ changeId }) => changeId), ...lastChanges.values()]);
  return { conferenceId, head, links, entries, lastChanges };
}

/** Reads the referenced entries that the scan missed, and those that they reference. */
async function addReferencedEntries(table: Table, entries: Map<string, Item>, ids: readonly string[]): Promise<void> {
  const listMissing = (referenced: readonly string[]) => [...new Set(referenced)].filter((id) => !entries.has(id));
  let missing = listMissing([...ids, ...[...entries.values()].flatMap(getPreviousChangeIds)]);
  while (missing.length > 0) {
    const items = await batchGetItems(table, missing.map(keys.journal));
    for (const item of items) entries.set(getString(item, "changeId"), item);
    missing = listMissing(items.flatMap(getPreviousChangeIds));
  }
}
