import { routes } from "#shared/contract/routes.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import type { ImportKind, ImportOrder } from "#shared/domain/import.ts";
import { type Job, JobFailed } from "#shared/domain/job.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { type Asking, mustBeStaff } from "#shared/http/caller.ts";
import { memberOf } from "#shared/http/delegation-command.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation } from "#shared/store/delegations.ts";
import type { Key } from "#shared/store/keys.ts";
import type { Table } from "#shared/store/table.ts";
import { personKey } from "#shared/store/uniqueness-constraints.ts";
import type { Body } from "./people.ts";

/** Where the people of a sheet go, and who sends them. */
export interface Venue {
  readonly conference: Conference;
  /** Set for nominations. */
  readonly delegation?: Delegation;
  readonly asking: Asking;
  /** What is kept of their passport numbers. */
  readonly digest: DigestPassport;
}

/** @throws JobFailed `not-allowed` when whoever asked works at this conference no more */
export async function loadVenue(
  table: Table,
  digest: DigestPassport,
  { conferenceId, order }: Job<ImportOrder>,
): Promise<Venue> {
  const asking: Asking = { caller: order.by, access: routes.startImport.access };
  const conference = await loadConference(table, conferenceId);
  try {
    mustBeStaff(conference, asking);
  } catch (error) {
    throw error instanceof Refusal ? new JobFailed("not-allowed") : error;
  }
  if (order.delegationId === undefined) return { conference, asking, digest };
  return { conference, delegation: await loadDelegation(table, order.delegationId), asking, digest };
}

/** The guard of the person that a row brings. */
export function guardOf({ conference: { conferenceId }, delegation }: Venue, body: Body<ImportKind>): Key {
  if (!delegation) return personKey({ conferenceId, person: body.person } as Parameters<typeof personKey>[0]);
  return personKey({
    conferenceId,
    delegationId: delegation.delegationId,
    person: memberOf(delegation, body.person),
  });
}
