import type { AuthContext } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import { type Key, serializeKey } from "#shared/dynamodb/keys.ts";
import { batchGetItems, getString, type Item } from "#shared/dynamodb/table.ts";
import { toMemberPerson } from "#shared/http/execute-on-delegation.ts";
import { routes } from "#shared/http/routes.ts";
import type { ImportCursor, ImportKind, ImportRequest } from "#shared/imports/import.rules.ts";
import { loadJobConference } from "#shared/jobs/run-job.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Job } from "#shared/model/job.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { personKey } from "#shared/registrations/uniqueness-constraints.repository.ts";
import type { ImportRowBody, SheetPerson } from "./sheet-people.ts";

/** An import, its target and its requester. */
export interface ImportContext {
  readonly store: CommandStore;
  readonly job: Job<ImportRequest, ImportCursor>;
  readonly conference: Conference;
  /** The delegation of nominations. */
  readonly delegation?: Delegation;
  readonly auth: AuthContext;
  readonly digestPassport: PassportDigester;
}

/** @throws JobFailedError `not-allowed` if the requester no longer has the right to import */
export async function loadImportContext(
  store: CommandStore,
  digestPassport: PassportDigester,
  job: ImportContext["job"],
): Promise<ImportContext> {
  const { delegationId, requestedBy } = job.request;
  const { access } = routes.startImport;
  const conference = await loadJobConference(store, job, access);
  const context = { store, job, conference, auth: { caller: requestedBy, access }, digestPassport };
  return delegationId === undefined ? context : { ...context, delegation: await loadDelegation(store, delegationId) };
}

/** The uniqueness constraint of the person in a row. */
export function buildPersonConstraintKey(
  { conference: { conferenceId }, delegation }: ImportContext,
  { person }: ImportRowBody<ImportKind>,
): Key {
  if (!delegation) return personKey({ conferenceId, person } as Parameters<typeof personKey>[0]);
  const { delegationId } = delegation;
  return personKey({ conferenceId, delegationId, person: toMemberPerson(delegation, person) });
}

export const serializeItemKey = (item: Item): string =>
  serializeKey({ PK: getString(item, "PK"), SK: getString(item, "SK") });

/** The uniqueness constraints of these people that the table contains. */
export async function loadPersonConstraints(context: ImportContext, people: readonly SheetPerson[]): Promise<Item[]> {
  const all = people.flatMap(({ body }) => (body ? [buildPersonConstraintKey(context, body)] : []));
  return batchGetItems(context.store, [...new Map(all.map((key) => [serializeKey(key), key])).values()]);
}
