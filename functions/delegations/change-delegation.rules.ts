import { getOfferedCategory } from "#shared/capacity/seats.rules.ts";
import { assertCanBeRepresented } from "#shared/countries/represented-countries.rules.ts";
import { createDelegationChange } from "#shared/delegations/nomination.rules.ts";
import type { Change, CommandContext, DelegationEmail } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import {
  amendDelegation,
  buildDelegation,
  type Delegation,
  type DelegationAmendment,
  type DelegationDraft,
} from "#shared/model/delegation.ts";

const createAccreditedEmail = ({ delegationId, quota }: Delegation): DelegationEmail => ({
  kind: "delegation-accredited",
  delegationId,
  ...(quota !== undefined && { quota }),
});

/** @throws DomainError `invalid-request` for a category or a country that the conference does not offer */
function assertOffered(conference: Conference, { category, country }: DelegationDraft): void {
  getOfferedCategory(conference, category);
  assertCanBeRepresented(conference, country);
}

/** Creates an accredited delegation. @throws DomainError as `assertOffered` */
export function createAccreditedDelegation(
  conference: Conference,
  draft: DelegationDraft,
  delegationId: string,
  context: CommandContext,
): Change {
  assertOffered(conference, draft);
  const after = buildDelegation(conference.conferenceId, delegationId, draft, "accredited");
  return createDelegationChange(undefined, after, "create-delegation", context, [createAccreditedEmail(after)]);
}

/** Creates a delegation that awaits accreditation. @throws DomainError as `assertOffered` */
export function createRequestedDelegation(
  conference: Conference,
  draft: DelegationDraft,
  delegationId: string,
  context: CommandContext,
): Change {
  assertOffered(conference, draft);
  const after = buildDelegation(conference.conferenceId, delegationId, draft, "requested");
  return createDelegationChange(undefined, after, "request-delegation", context, [
    { kind: "delegation-requested", delegationId },
  ]);
}

/**
 * Accredits or refuses a delegation, or changes its data. A lower quota keeps the members who hold a seat; a higher one
 * lets the waiting list seat the next of the reserve.
 * @throws DomainError `wrong-state` for a second decision on the accreditation; `invalid-request` for a country that cannot be
 * represented
 */
export function applyDelegationAmendment(
  conference: Conference,
  before: Delegation,
  amendment: DelegationAmendment,
  context: CommandContext,
): Change {
  assertCanBeRepresented(conference, amendment.country, before.country);
  const after = amendDelegation(before, amendment);
  return createDelegationChange(before, after, "update-delegation", context, listDelegationEmails(before, after));
}

function listDelegationEmails(before: Delegation, after: Delegation): DelegationEmail[] {
  const { delegationId, quota, status } = after;
  if (status !== before.status) {
    return status === "accredited"
      ? [createAccreditedEmail(after)]
      : [{ kind: "delegation-refused", delegationId, reason: after.reason ?? "" }];
  }
  const isQuotaChanged = status === "accredited" && quota !== before.quota;
  return isQuotaChanged ? [{ kind: "quota-changed", delegationId, ...(quota !== undefined && { quota }) }] : [];
}
