import type { Delegation } from "#shared/domain/delegation.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { isLive, type Registration } from "#shared/domain/registration.ts";
import { delegationOf } from "./delegation-item.ts";
import { indexes, keys, lists } from "./keys.ts";
import { loadRegistrations } from "./registrations.ts";
import { getItem, getItems, type Item, list, listAll, S, type Table, text } from "./table.ts";

/** The delegation, read consistently, or none. */
export async function findDelegation(table: Table, delegationId: string): Promise<Delegation | undefined> {
  const item = await getItem(table, keys.delegation(delegationId));
  return item && delegationOf(item);
}

/** The delegation, read consistently. @throws Refusal `not-found` */
export async function loadDelegation(table: Table, delegationId: string): Promise<Delegation> {
  const delegation = await findDelegation(table, delegationId);
  if (!delegation) throw new Refusal("not-found");
  return delegation;
}

/** Those of the delegations that exist. */
export async function loadDelegations(table: Table, ids: readonly string[]): Promise<Delegation[]> {
  const items = await getItems(table, [...new Set(ids)].map(keys.delegation));
  return items.map(delegationOf);
}

/** Its members that still stand, in the order that the focal points gave. */
export async function loadMembers(table: Table, { members }: Delegation): Promise<Registration[]> {
  const found = await loadRegistrations(table, members);
  return members.flatMap((id) => found.get(id) ?? []).filter(isLive);
}

/** The delegations that an address, given by its digest, acts for at a conference. */
export async function delegationsOfFocalPoint(table: Table, conferenceId: string, digest: string): Promise<string[]> {
  const partition = keys.focalPoint(conferenceId, digest, "").PK;
  const { items } = await list(table, { partition });
  return items.map((item) => text(item, "delegationId"));
}

/**
 * One page of a conference's delegations, by status and name; which stand in it follows the index, which may lag by a
 * second.
 * @param after the sort key of the last row that was given out
 */
export async function listDelegations(
  table: Table,
  conferenceId: string,
  {
    status,
    after,
    limit,
  }: { readonly status?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<{ delegations: Delegation[]; next: string | null }> {
  const partition = lists.delegations(conferenceId);
  const page = await list(table, {
    index: indexes.byConference,
    partition,
    limit,
    ...(status !== undefined && { prefix: `${status}#` }),
    ...(after !== undefined && { after: startAfter(partition, after) }),
  });
  const rows = page.items.map((row) => text(row, "delegationId"));
  const loaded = await loadDelegations(table, rows);
  const found = new Map(loaded.map((delegation) => [delegation.delegationId, delegation]));
  const delegations = rows.flatMap((id) => found.get(id) ?? []);
  return { delegations, next: page.after ? text(page.after, "conferenceSort") : null };
}

/** The accredited delegations of a conference by name, at most so many; a new one may be missing for a second. */
export async function accreditedDelegations(table: Table, conferenceId: string, most: number): Promise<Delegation[]> {
  const all: Delegation[] = [];
  let after: string | undefined;
  do {
    const page = await listDelegations(table, conferenceId, { status: "accredited", after, limit: 100 });
    all.push(...page.delegations);
    after = page.next ?? undefined;
  } while (after !== undefined && all.length < most);
  return all.slice(0, most);
}

function startAfter(partition: string, sort: string): Item {
  const { PK, SK } = keys.delegation(sort.split("#").at(-1) ?? "");
  return { PK: S(PK), SK: S(SK), conferenceKey: S(partition), conferenceSort: S(sort) };
}

/** All delegations of a conference, by the index. */
export async function delegationIds(table: Table, conferenceId: string): Promise<string[]> {
  const rows = listAll(table, { index: indexes.byConference, partition: lists.delegations(conferenceId) });
  return Array.fromAsync(rows, (row) => text(row, "delegationId"));
}

/** Where its mails go: to the person; or, where a member of a delegation has no address, to its first focal point; of who is erased, to nobody. */
export async function mailAddress(
  table: Table,
  { person, delegationId, erasure }: Registration,
): Promise<string | undefined> {
  if (erasure) return undefined;
  if (person.email !== undefined || delegationId === undefined) return person.email;
  return (await loadDelegation(table, delegationId)).focalPoints[0];
}
