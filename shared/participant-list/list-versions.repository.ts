import { type IdempotencyRecord, toJournalItem } from "#shared/commands/journal.ts";
import { listAccreditedDelegations, loadDelegations } from "#shared/delegations/delegations.repository.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import {
  type Deadline,
  getItem,
  type Item,
  ifAbsent,
  N,
  parseVersioned,
  queryItems,
  S,
  type Table,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { type Change, createConferenceChange } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { findOrganizationId } from "#shared/organizations/organization-id.ts";
import { listOrganizationMerges } from "#shared/organizations/organization-merges.repository.ts";
import { createOrganizationResolver, maxListedDelegations } from "#shared/organizations/organizations.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { listRegistrations } from "#shared/registrations/registrations.repository.ts";
import { createListSnapshot, type ListSnapshot } from "./snapshot.rules.ts";

/** A version of a conference's list of participants. Its content is in the bucket. */
export interface ListVersion {
  /** From 1. */
  readonly version: number;
  readonly status: "draft" | "final";
  readonly at: string;
  readonly by: string;
  /** The identifier of its content. */
  readonly contentId: string;
  readonly named: number;
  readonly unnamed: number;
  /** The request that created it, if it had an idempotency key. */
  readonly idempotency?: IdempotencyRecord;
}

/** The current list. The index decides who is confirmed, which may lag by a second. */
export async function loadCurrentSnapshot(
  table: Table,
  conference: Pick<Conference, "conferenceId" | "categories" | "removedCategories" | "roles">,
  asOf: string,
): Promise<ListSnapshot> {
  const { conferenceId } = conference;
  const filter = { accreditation: "approved", seat: "held" } as const;
  const { registrations } = await listRegistrations(table, conferenceId, filter, undefined, Number.MAX_SAFE_INTEGER);
  const merges = await listOrganizationMerges(table, conferenceId);
  const ids = [
    ...registrations.flatMap(({ delegationId }) => delegationId ?? []),
    ...merges.flatMap(({ from, into }) => [from, into]),
  ];
  const accredited = await listAccreditedDelegations(table, conferenceId, maxListedDelegations);
  const byId = new Map(
    [...(await loadDelegations(table, ids)), ...accredited].map((each) => [each.delegationId, each]),
  );
  const delegations = [...byId.values()];
  const people = registrations.map(maskProtectedIdentity);
  const resolve = createOrganizationResolver(people, delegations, merges, findOrganizationId);
  return createListSnapshot(registrations, delegations, asOf, resolve, conference);
}

/** All versions, oldest first. */
export async function listParticipantListVersions(table: Table, conferenceId: string): Promise<ListVersion[]> {
  const rows = queryItems(table, { partition: keys.listVersion(conferenceId, 0).PK, isConsistent: true });
  return Array.fromAsync(rows, parseVersioned<ListVersion>);
}

/** @throws DomainError `not-found` */
export async function loadParticipantListVersion(
  table: Table,
  conferenceId: string,
  version: number,
): Promise<ListVersion> {
  const item = await getItem(table, keys.listVersion(conferenceId, version));
  if (!item) throw new DomainError("not-found");
  return parseVersioned<ListVersion>(item);
}

/**
 * Stores a version under the next number, and the journal item that records it, in one transaction. A repeated request
 * gets the version of the first.
 * @throws DomainError `idempotency-key-reused`; `too-busy` at the deadline
 */
export async function saveParticipantListVersion(
  table: Table,
  conferenceId: string,
  draft: Omit<ListVersion, "version">,
  deadline: Deadline,
): Promise<ListVersion> {
  while (Date.now() < deadline) {
    const versions = await listParticipantListVersions(table, conferenceId);
    const existing = versions.find((each) => isSameRequest(each, draft));
    if (existing) return existing;
    const next = { ...draft, version: (versions.at(-1)?.version ?? 0) + 1 };
    const journal = toJournalItem(createVersionChange(conferenceId, next), createId());
    const writes = [toListVersionItem(conferenceId, next), journal].map((Item) => ({
      item: { Put: { TableName: table.name, Item, ...ifAbsent } },
      onConditionFailed: "number-taken" as const,
    }));
    if (!(await writeTransaction(table, writes, deadline))) return next;
  }
  throw new DomainError("too-busy");
}

/** What the journal records of a version. Only staff save one. */
const createVersionChange = (conferenceId: string, { version, at, by }: ListVersion): Change => ({
  ...createConferenceChange(conferenceId, "save-list-version", { actor: { kind: "staff", id: by }, at }),
  participantList: { version },
});

/** @throws DomainError `idempotency-key-reused` for another request with the same key */
function isSameRequest({ contentId, idempotency }: ListVersion, draft: Omit<ListVersion, "version">): boolean {
  const isSameKey = idempotency !== undefined && idempotency.changeId === draft.idempotency?.changeId;
  if (isSameKey && idempotency.requestDigest !== draft.idempotency?.requestDigest) {
    throw new DomainError("idempotency-key-reused");
  }
  // After a lost response of the database, the next attempt finds the version that the first one wrote.
  return isSameKey || contentId === draft.contentId;
}

const toListVersionItem = (conferenceId: string, { version, ...data }: ListVersion): Item => ({
  ...toItemKey(keys.listVersion(conferenceId, version)),
  entity: S("list-version"),
  version: N(version),
  data: S(JSON.stringify(data)),
});
