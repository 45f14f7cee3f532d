import { rebalancePools } from "#shared/capacity/rebalance.repository.ts";
import { planShards } from "#shared/capacity/shard-plan.ts";
import type { Change } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { conferenceItem, parseShardPlan } from "#shared/store/conference-item.ts";
import { newId } from "#shared/store/ids.ts";
import { keys } from "#shared/store/keys.ts";
import { getItem, type Item, keyOf, N, S, type Table } from "#shared/store/table.ts";
import { type Deadline, type Write, writeAll } from "#shared/store/transaction.ts";
import { journalItem } from "./journal.ts";

const unlessExists = { ConditionExpression: "attribute_not_exists(PK)" };

/**
 * Writes a conference, its row in the directory and the journal item in one transaction, then brings its pools to their
 * limits. A lowered limit removes nobody's seat: the pool then has more taken seats than its limit.
 * @throws Refusal `changed-meanwhile` if the conference has changed since it was read; `too-busy` if the conference is
 * written but not all of its pools are at their limits at the deadline; the waiting list continues with them
 */
export async function saveConference(
  table: Table,
  before: Conference | undefined,
  after: Conference,
  change: Change,
  deadline: Deadline,
): Promise<void> {
  const { conferenceId } = after;
  const stored = before && (await getItem(table, keys.conference(conferenceId)));
  const plan = planShards(after, stored && parseShardPlan(stored));
  const journal = journalItem(change, newId());
  const put = (item: Item, condition: object = {}): Write<"changed-meanwhile"> => ({
    item: { Put: { TableName: table.name, Item: item, ...condition } },
    otherwise: "changed-meanwhile",
  });
  const ifUnchanged = before
    ? { ConditionExpression: "version = :v", ExpressionAttributeValues: { ":v": N(before.version) } }
    : unlessExists;
  const failure = await writeAll(
    table,
    [
      // The journal item comes first: if it exists, an earlier attempt was written, and its answer was lost.
      { item: { Put: { TableName: table.name, Item: journal, ...unlessExists } }, otherwise: "written" as const },
      put(conferenceItem(after, plan), ifUnchanged),
      put({ ...keyOf(keys.directory(conferenceId)), entity: S("directory"), endsOn: S(after.endsOn) }),
    ],
    deadline,
  );
  if (failure?.failed === "changed-meanwhile") throw new Refusal("changed-meanwhile");
  await rebalancePools(table, conferenceId, deadline);
}
