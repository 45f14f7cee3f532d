import { replayResponse } from "#shared/commands/execute-command.ts";
import { type IdempotencyRecord, toJournalItem } from "#shared/commands/journal.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import {
  type Deadline,
  getItem,
  getNumber,
  ifAbsent,
  ifVersion,
  N,
  parseData,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { OrganizationMerge } from "#shared/model/organization.ts";

/** The merges of a conference, oldest first, read consistently. */
export async function listOrganizationMerges(
  table: Table,
  conferenceId: string,
): Promise<readonly OrganizationMerge[]> {
  return (await loadMergesItem(table, conferenceId)).merges;
}

/** All merges of a conference are one item, so that two concurrent merges cannot form a circle. */
async function loadMergesItem(table: Table, conferenceId: string) {
  const item = await getItem(table, keys.organizationMerges(conferenceId));
  if (!item) return { version: undefined, merges: [] };
  return { version: getNumber(item, "version"), merges: parseData<OrganizationMerge[]>(item) };
}

/** The merges after a command, what the journal records, and the response; nothing to write if `change` is absent. */
export interface OrganizationMergeDecision<Answer> {
  readonly merges: readonly OrganizationMerge[];
  readonly change?: Change;
  readonly answer: Answer;
}

/**
 * Decides on the merges of a conference, and writes them with the journal item in one transaction. A repeated idempotency
 * key receives the first response.
 * @throws DomainError of the rule; `idempotency-key-reused`; `too-busy` at the deadline
 */
export async function changeOrganizationMerges<Answer>(
  table: Table,
  { conferenceId, deadline, idempotency }: MergeRequest,
  decide: (merges: readonly OrganizationMerge[]) => OrganizationMergeDecision<Answer>,
): Promise<Answer> {
  const changeId = idempotency?.changeId ?? createId();
  do {
    const earlier = await getItem(table, keys.journal(changeId));
    // Without an idempotency key, it is the journal item of an attempt whose response was lost.
    if (earlier) return replayResponse(earlier, idempotency ?? { changeId, requestDigest: changeId });
    const { version, merges: before } = await loadMergesItem(table, conferenceId);
    const { merges, change, answer } = decide(before);
    if (!change) return answer;
    const { requestDigest } = idempotency ?? { requestDigest: changeId };
    const journal = toJournalItem(change, changeId, { changeId, requestDigest, body: JSON.stringify(answer) });
    const item = {
      ...toItemKey(keys.organizationMerges(conferenceId)),
      entity: S("organization-merges"),
      version: N((version ?? 0) + 1),
      data: S(JSON.stringify(merges)),
    };
    const writes = [
      { item: { Put: { TableName: table.name, Item: journal, ...ifAbsent } }, onConditionFailed: "changed" as const },
      {
        item: { Put: { TableName: table.name, Item: item, ...ifVersion(version) } },
        onConditionFailed: "changed" as const,
      },
    ];
    if (!(await writeTransaction(table, writes, deadline))) return answer;
  } while (Date.now() < deadline);
  throw new DomainError("too-busy");
}

interface MergeRequest {
  readonly conferenceId: string;
  readonly deadline: Deadline;
  readonly idempotency: IdempotencyRecord | undefined;
}
