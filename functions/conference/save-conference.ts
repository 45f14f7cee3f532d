import { parseShardPlan, toConferenceItems } from "#shared/capacity/capacity-snapshot.ts";
import { rebalancePools } from "#shared/capacity/rebalance.repository.ts";
import { markLiftedPools } from "#shared/capacity/seats.rules.ts";
import { planShards } from "#shared/capacity/shards.rules.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { toDirectoryEntry } from "#shared/conferences/conferences.repository.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { stampStoredForm } from "#shared/dynamodb/stored-form.repository.ts";
import {
  type Deadline,
  getItem,
  type Item,
  ifAbsent,
  ifVersion,
  type Table,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/**
 * Writes a conference as `writeConference`, then brings its pools to their limits. A lowered limit takes no seat back:
 * the pool then has more taken seats than its limit.
 * @throws DomainError `changed-meanwhile` if the conference has changed since it was read; `too-busy` if the conference
 * is written but not all of its pools are at their limits at the deadline; the waiting list continues with them
 */
export async function saveConference(
  table: Table,
  before: Conference | undefined,
  after: Conference,
  change: Change,
  deadline: Deadline,
): Promise<void> {
  if (!before) await stampStoredForm(table);
  const isWritten = await writeConference(table, before, after, toJournalItem(change, createId()), deadline);
  if (!isWritten) throw new DomainError("changed-meanwhile");
  await rebalancePools(table, after.conferenceId, deadline);
}

/**
 * Writes a conference, its version markers, its row in the directory and the journal item in one transaction.
 * @param besides new items that belong to this version of the conference
 * @returns whether it is written; otherwise the conference has changed since it was read
 */
export async function writeConference(
  table: Table,
  before: Conference | undefined,
  settings: Conference,
  journal: Item,
  deadline: Deadline,
  besides: readonly Item[] = [],
): Promise<boolean> {
  const after = markLiftedPools(before, settings);
  const { conferenceId } = after;
  const stored = before && (await getItem(table, keys.conference(conferenceId)));
  const plan = planShards(after, stored && parseShardPlan(stored));
  const [item, ...markers] = toConferenceItems(after, plan);
  const put = <Failure extends string>(onConditionFailed: Failure, Item: Item, condition: object = {}) => ({
    item: { Put: { TableName: table.name, Item, ...condition } },
    onConditionFailed,
  });
  const writes = [
    // The journal item comes first: if it exists, an earlier attempt was written, and its response was lost.
    put("written", journal, ifAbsent),
    put("changed-meanwhile", item, ifVersion(before?.version)),
    ...markers.map((marker) => put("changed-meanwhile", marker)),
    put("changed-meanwhile", toDirectoryEntry(after)),
    ...besides.map((each) => put("changed-meanwhile", each, ifAbsent)),
  ];
  const failure = await writeTransaction(table, writes, deadline);
  return failure?.failed !== "changed-meanwhile";
}
