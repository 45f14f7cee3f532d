import { getOfferedCategory } from "#shared/capacity/seats.rules.ts";
import { assertCanBeRepresented } from "#shared/countries/represented-countries.rules.ts";
import { createDelegationChange } from "#shared/delegations/nomination.rules.ts";
import type { Change, CommandContext, DelegationEmail } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import {
  amendDelegation,
  answerConfirmation,
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

const createConfirmationEmails = ({ delegationId, focalPoints }: Delegation): DelegationEmail[] =>
  focalPoints.map((_, position) => ({ kind: "focal-point-confirmation", delegationId, position }));

/** @throws DomainError `invalid-request` for a category or a country that the conference does not offer */
function assertOffered(conference: Conference, { category, country }: DelegationDraft): void {
  getOfferedCategory(conference, category);
  assertCanBeRepresented(conference, country);
}

/**
 * Creates an accredited delegation, and asks its focal points to confirm if they must.
 * @throws DomainError as `assertOffered`
 */
export function createAccreditedDelegation(
  conference: Conference,
  draft: DelegationDraft,
  delegationId: string,
  context: CommandContext,
): Change {
  assertOffered(conference, draft);
  const after = buildDelegation(conference.conferenceId, delegationId, draft, "accredited");
  const emails = after.confirmation ? createConfirmationEmails(after) : [createAccreditedEmail(after)];
  return createDelegationChange(undefined, after, "create-delegation", context, emails);
}

/** A focal point, or the secretariat on their behalf, confirms or declines. @throws DomainError `wrong-state` */
export function recordConfirmation(before: Delegation, isConfirmed: boolean, context: CommandContext): Change {
  const action = isConfirmed ? "confirm-focal-point" : "decline-focal-point";
  return createDelegationChange(before, answerConfirmation(before, isConfirmed), action, context);
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
 * @throws DomainError `wrong-state` for a second decision on the accreditation; `invalid-request` for a country that
 * cannot be represented
 */
export function applyDelegationAmendment(
  conference: Conference,
  before: Delegation,
  amendment: DelegationAmendment,
  context: CommandContext,
): Change {
  assertCanBeRepresented(conference, amendment.country, before.country);
  const after = amendDelegation(before, amendment);
  const isAsked = amendment.confirmation !== undefined || amendment.focalPoints !== undefined;
  const emails = [
    ...listDelegationEmails(before, after),
    ...(isAsked && after.confirmation === "awaited" ? createConfirmationEmails(after) : []),
  ];
  return createDelegationChange(before, after, "update-delegation", context, emails);
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
