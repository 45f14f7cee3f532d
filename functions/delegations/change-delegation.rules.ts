import { getOfferedCategory } from "#shared/capacity/seats.rules.ts";
import { assertCanBeRepresented } from "#shared/countries/represented-countries.rules.ts";
import { createDelegationChange } from "#shared/delegations/nomination.rules.ts";
import type { Change, CommandContext, DelegationEmail, RegistrationEmail } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import {
  amendDelegation,
  answerConfirmation,
  buildDelegation,
  type Delegation,
  type DelegationAmendment,
  type DelegationDraft,
} from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { findLiveSerial } from "#shared/registrations/registration.rules.ts";

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

/** A focal point, or the secretariat on their behalf, declines. @throws DomainError `wrong-state` */
export const declineFocalPoint = (before: Delegation, address: string | undefined, context: CommandContext): Change =>
  createDelegationChange(before, answerConfirmation(before, false, address), "decline-focal-point", context);

/**
 * A focal point, or the secretariat on their behalf, confirms. The emails with badges and letters of members without an
 * address, which were not sent before, are sent now.
 * @param members the live members
 * @param address of the focal point; `undefined` for the secretariat
 * @throws DomainError `wrong-state`
 */
export function confirmFocalPoint(
  before: Delegation,
  members: readonly Registration[],
  address: string | undefined,
  context: CommandContext,
): Change {
  const emails = members.filter(({ person }) => person.email === undefined).flatMap(listHeldEmails);
  const after = answerConfirmation(before, true, address);
  return createDelegationChange(before, after, "confirm-focal-point", context, emails);
}

/** The emails with the badge and the visa letter that a member has now. */
function listHeldEmails(member: Registration): RegistrationEmail[] {
  const { registrationId, visaLetter } = member;
  const serial = findLiveSerial(member);
  const hasLetter = visaLetter !== undefined && isVisaLetterValid(member);
  return [
    ...(serial === undefined ? [] : [{ kind: "approved", registrationId, serial } as const]),
    ...(hasLetter ? [{ kind: "visa-letter", registrationId, number: visaLetter.number } as const] : []),
  ];
}

/** Creates a delegation that awaits accreditation. @throws DomainError as `assertOffered` */
export function createRequestedDelegation(
  conference: Conference,
  draft: DelegationDraft,
  delegationId: string,
  context: CommandContext,
): Change {
  assertOffered(conference, draft);
  const requested = buildDelegation(conference.conferenceId, delegationId, draft, "requested");
  const after = { ...requested, requestedAt: context.at };
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
