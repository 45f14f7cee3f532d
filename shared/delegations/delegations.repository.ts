import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { getSeatLimit, toDelegationPoolName } from "#shared/capacity/seats.rules.ts";
import { indexes, keys, lists, membershipRequestPrefix } from "#shared/dynamodb/keys.ts";
import {
  assertSound,
  BOOL,
  batchGetItems,
  getItem,
  getString,
  type Item,
  ifAbsent,
  ifVersion,
  N,
  queryItems,
  queryPage,
  readSound,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  toStartKey,
} from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import type { Change } from "#shared/model/change.ts";
import { assertConfirmed, type Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { canFocalPointSee } from "#shared/registrations/protected-identity.rules.ts";
import { getAskedDelegation, isLive } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { truncateText } from "#shared/text/text-rules.ts";

/** The delegations in items, each in its place; `undefined` for a damaged one, of which nothing is read. */
async function readDelegations(items: readonly Item[]): Promise<(Delegation | undefined)[]> {
  // With the first delegation that a function reads: most submissions read none.
  const { storedDelegation } = await import("./stored-delegation.contract.ts");
  return items.map((item) => readSound<Delegation>(item, storedDelegation, "delegation"));
}

/** Finds a delegation, read consistently. @throws DomainError `damaged-record` */
export async function findDelegation(table: Table, delegationId: string): Promise<Delegation | undefined> {
  const item = await getItem(table, keys.delegation(delegationId));
  if (!item) return undefined;
  const [delegation] = await readDelegations([item]);
  return assertSound(delegation);
}

/** Loads a delegation, read consistently. @throws DomainError `not-found`, `damaged-record` */
export async function loadDelegation(table: Table, delegationId: string): Promise<Delegation> {
  const delegation = await findDelegation(table, delegationId);
  if (!delegation) throw new DomainError("not-found");
  return delegation;
}

/** @throws DomainError `focal-point-unconfirmed` if none of the focal points has confirmed the delegation */
export const assertConfirmedDelegation = async (table: Table, delegationId: string): Promise<void> =>
  assertConfirmed(await loadDelegation(table, delegationId));

/** Loads the delegations that exist, in no order. Damaged ones are left out. */
export async function loadDelegations(table: Table, ids: readonly string[]): Promise<Delegation[]> {
  const items = await batchGetItems(table, [...new Set(ids)].map(keys.delegation));
  return (await readDelegations(items)).filter((each) => each !== undefined);
}

/** The live members of a delegation, in its order. Its list may still name people who left or moved. */
export async function readDelegationMembers(
  table: Table,
  { delegationId, members }: Delegation,
): Promise<{ readonly live: Registration[]; readonly damaged: string[] }> {
  const registrations = await loadRegistrations(table, members);
  const listed = members.flatMap((id) => registrations.get(id) ?? []);
  return {
    live: listed.filter((each) => each.delegationId === delegationId && isLive(each)),
    damaged: members.filter((id) => !registrations.has(id)),
  };
}

/**
 * Loads the live members of a delegation, in its order, for a change that may write the order.
 * @throws DomainError `damaged-record` while one is damaged, who would lose the place
 */
export async function loadDelegationMembers(table: Table, delegation: Delegation): Promise<Registration[]> {
  const { live, damaged } = await readDelegationMembers(table, delegation);
  if (damaged.length > 0) throw new DomainError("damaged-record");
  return live;
}

/** The people who may wait for one delegation at the same time; the focal point sees no more at once. */
const maxListedRequests = 100;

/** Loads the people whose membership requests the delegation decides on, by time of submission. */
export async function loadMembershipRequests(table: Table, delegationId: string): Promise<Registration[]> {
  const { PK: partition } = keys.membershipRequest(delegationId, "");
  const page = await queryPage(table, {
    partition,
    prefix: membershipRequestPrefix,
    limit: maxListedRequests,
    isConsistent: true,
  });
  const ids = page.items.map((item) => getString(item, "registrationId"));
  const registrations = [...(await loadRegistrations(table, ids)).values()];
  return registrations
    .filter((each) => getAskedDelegation(each) === delegationId)
    .toSorted((a, b) => (a.submittedAt < b.submittedAt ? -1 : 1));
}

/** Derives the rows that list the people whose membership requests a delegation decides on. */
export function deriveMembershipRequestWrites(
  { name: TableName }: Table,
  { registrations }: Pick<Change, "registrations">,
): TransactionWrite<"changed-meanwhile">[] {
  return registrations.flatMap(({ before, after }) => {
    const { registrationId } = after;
    const [previous, current] = [getAskedDelegation(before), getAskedDelegation(after)];
    if (previous === current) return [];
    const toRowKey = (delegationId: string) => toItemKey(keys.membershipRequest(delegationId, registrationId));
    const row = { entity: S("membership-request"), registrationId: S(registrationId) };
    const items = [
      ...(previous === undefined ? [] : [{ Delete: { TableName, Key: toRowKey(previous) } }]),
      ...(current === undefined ? [] : [{ Put: { TableName, Item: { ...toRowKey(current), ...row } } }]),
    ];
    return items.map((item) => ({ item, onConditionFailed: "changed-meanwhile" as const }));
  });
}

/** Lists the delegations of a focal point at a conference. @param digest of the address */
export async function listFocalPointDelegations(table: Table, conferenceId: string, digest: string): Promise<string[]> {
  const partition = keys.focalPoint(conferenceId, digest, "").PK;
  const { items } = await queryPage(table, { partition });
  return items.map((item) => getString(item, "delegationId"));
}

interface DelegationPage {
  readonly status?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/**
 * Lists one page of a conference's delegations, by status and name. The index selects the rows and may lag by a second.
 * @param page `after` is the sort key of the last row of the page before
 * @returns also the identifiers of damaged ones
 * @throws DomainError `bad-cursor` for the position in the list of another status
 */
export async function listDelegations(
  table: Table,
  conferenceId: string,
  { status, after, limit }: DelegationPage,
): Promise<{ delegations: Delegation[]; damaged: string[]; next: string | null }> {
  const partition = lists.delegations(conferenceId);
  if (status !== undefined && after?.startsWith(`${status}#`) === false) throw new DomainError("bad-cursor");
  const page = await queryPage(table, {
    index: indexes.byConference,
    partition,
    limit,
    ...(status !== undefined && { prefix: `${status}#` }),
    ...(after !== undefined && {
      after: toStartKey(keys.delegation(after.split("#").at(-1) ?? ""), partition, after),
    }),
  });
  const ids = page.items.map((row) => getString(row, "delegationId"));
  const loaded = new Map((await loadDelegations(table, ids)).map((each) => [each.delegationId, each]));
  const delegations = ids.flatMap((id) => loaded.get(id) ?? []);
  // None is ever deleted, so one that is in the list and was not loaded is damaged.
  return {
    delegations,
    damaged: ids.filter((id) => !loaded.has(id)),
    next: page.after ? getString(page.after, "conferenceSort") : null,
  };
}

/** Lists the accredited delegations of a conference by name. A new one may be missing for a second. */
export async function listAccreditedDelegations(
  table: Table,
  conferenceId: string,
  maximum: number,
): Promise<Delegation[]> {
  const delegations: Delegation[] = [];
  let after: string | undefined;
  do {
    const page = await listDelegations(table, conferenceId, { status: "accredited", after, limit: 100 });
    delegations.push(...page.delegations);
    after = page.next ?? undefined;
  } while (after !== undefined && delegations.length < maximum);
  return delegations.slice(0, maximum);
}

/**
 * The categories of the delegations of a conference, also of those that were refused, by the index.
 * @throws DomainError `damaged-record` while one is damaged, whose category is unknown
 */
export async function listDelegationCategories(table: Table, conferenceId: string): Promise<string[]> {
  const ids = new Set(await listDelegationIds(table, conferenceId));
  const delegations = await loadDelegations(table, [...ids]);
  if (delegations.length < ids.size) throw new DomainError("damaged-record");
  return [...new Set(delegations.map(({ category }) => category))];
}

/** Lists the identifiers of all delegations of a conference, by the index. */
export async function listDelegationIds(table: Table, conferenceId: string): Promise<string[]> {
  const rows = queryItems(table, { index: indexes.byConference, partition: lists.delegations(conferenceId) });
  return Array.fromAsync(rows, (row) => getString(row, "delegationId"));
}

/**
 * The address for e-mails about a registration: of the person or, for a delegation member without an address, of the
 * first focal point, who for a protected member is one whom a reader has let see them; `undefined` without one, and after
 * an erasure.
 */
export async function resolveEmailAddress(
  table: Table,
  { person, delegationId, erasure, protection }: Registration,
): Promise<string | undefined> {
  if (erasure) return undefined;
  if (person.email !== undefined || delegationId === undefined) return person.email;
  const { focalPoints } = await loadDelegation(table, delegationId);
  return focalPoints.find((address) => !protection || canFocalPointSee(protection, address));
}

function toDelegationItem({ version, ...data }: Delegation): Item {
  const { conferenceId, delegationId, status, name } = data;
  return {
    ...toItemKey(keys.delegation(delegationId)),
    entity: S("delegation"),
    version: N(version),
    data: S(JSON.stringify(data)),
    delegationId: S(delegationId),
    conferenceKey: S(lists.delegations(conferenceId)),
    conferenceSort: S(`${status}#${truncateText(name.en, 100)}#${delegationId}`),
  };
}

/** Derives the writes of a change of a delegation: the delegation, its pool, and the rows of its focal points. */
export function deriveDelegationWrites(
  { name: TableName }: Table,
  { delegation }: Pick<Change, "delegation">,
): TransactionWrite<"changed-meanwhile">[] {
  if (!delegation) return [];
  const { before, after } = delegation;
  return [
    { Put: { TableName, Item: toDelegationItem(after), ...ifVersion(before?.version) } },
    ...derivePoolWrites(TableName, before, after),
    ...deriveFocalPointWrites(TableName, before, after),
  ].map((item) => ({ item, onConditionFailed: "changed-meanwhile" }));
}

/** The pool of a delegation has one shard, because a quota is small. */
function derivePoolWrites(TableName: string, before: Delegation | undefined, after: Delegation): TransactWriteItem[] {
  const pool = toDelegationPoolName(after.delegationId);
  const Key = toItemKey(keys.shard(after.conferenceId, pool, 0));
  const limit = getSeatLimit(after);
  if (!before) {
    const shard = { entity: S("shard"), pool: S(pool), shard: N(0), limit: N(limit), taken: N(0), open: BOOL(true) };
    return [{ Put: { TableName, Item: { ...Key, ...shard }, ...ifAbsent } }];
  }
  if (getSeatLimit(before) === limit) return [];
  const Update = {
    TableName,
    Key,
    UpdateExpression: "SET #limit = :to",
    ConditionExpression: "#limit = :from",
    ExpressionAttributeNames: { "#limit": "limit" },
    ExpressionAttributeValues: { ":to": N(limit), ":from": N(getSeatLimit(before)) },
  };
  return [{ Update }];
}

/** The rows that list the delegations of a focal point, by the digest of the address. */
function deriveFocalPointWrites(
  TableName: string,
  before: Delegation | undefined,
  { conferenceId, delegationId, focalPoints }: Delegation,
): TransactWriteItem[] {
  const listDigests = (emails: readonly string[] = []) => new Set(emails.map(computeAddressDigest));
  const [previous, current] = [listDigests(before?.focalPoints), listDigests(focalPoints)];
  const toRowKey = (digest: string) => toItemKey(keys.focalPoint(conferenceId, digest, delegationId));
  const row = { entity: S("focal-point"), delegationId: S(delegationId) };
  const removed = [...previous].filter((digest) => !current.has(digest));
  const added = [...current].filter((digest) => !previous.has(digest));
  return [
    ...removed.map((digest) => ({ Delete: { TableName, Key: toRowKey(digest) } })),
    ...added.map((digest) => ({ Put: { TableName, Item: { ...toRowKey(digest), ...row } } })),
  ];
}
