import { withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/submission.rules.ts";
import { toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import {
  loadDelegation,
  loadDelegationMembers,
  resolveEmailAddress,
} from "#shared/delegations/delegations.repository.ts";
import { changeRequestedDelegation } from "#shared/delegations/nomination.rules.ts";
import { clearUndeliverable } from "#shared/email/bounce.rules.ts";
import { unsuppressAddress } from "#shared/email/suppressed-addresses.repository.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { handOverHead } from "#shared/http/head-of-delegation.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { loadRequestedDelegation } from "#shared/http/submission-command.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { assertRoleCapacity, findRoleMaximum } from "#shared/registrations/roles.rules.ts";
import { acceptOffer, declineOffer } from "./offers.rules.ts";

/** Amends the data of a registration. A returned registration goes back to review. */
export const amendRegistration =
  (table: CommandStore, digest: PassportDigester): ApiHandler<"amendRegistration"> =>
  async (request) => {
    const { person, replaceHead, ...rest } = request.body;
    const { passportNumber, ...kept } = person ?? {};
    return executeOnRegistration(table, request, async (before, { conference, pools }, context) => {
      const passport = await digest(conference.conferenceId, passportNumber);
      const amendment = { ...rest, ...passport, ...(person && { person: kept }) } as RegistrationAmendment;
      const amended = applyAmendment(conference, pools, before, amendment, context);
      const change = await guardRoleCapacity(table, conference, before, amended);
      return handOverHead(table, conference, change, { ...request, replaceHead });
    });
  };

/**
 * Checks the maximum of a member's new role. The change then also writes the delegation, so that of two members who take
 * the last place of a role at the same moment, one is refused.
 * @throws DomainError `invalid-request` at `role`
 */
async function guardRoleCapacity(
  table: CommandStore,
  conference: Conference,
  { registrationId, delegationId, role }: Registration,
  change: Change,
): Promise<Change> {
  const newRole = change.registrations.find(({ after }) => after.registrationId === registrationId)?.after.role ?? role;
  if (delegationId === undefined || newRole === role || findRoleMaximum(conference, newRole) === undefined)
    return change;
  const delegation = await loadDelegation(table, delegationId);
  const members = await loadDelegationMembers(table, delegation);
  assertRoleCapacity(
    conference,
    members.filter((each) => each.registrationId !== registrationId),
    newRole,
  );
  return { ...change, delegation: { before: delegation, after: delegation } };
}

/** Withdraws a registration. Its seat goes to the waiting list. */
export const withdrawRegistration =
  (table: CommandStore): ApiHandler<"withdrawRegistration"> =>
  async (request) => {
    const { reason } = request.body;
    return executeOnRegistration(table, request, (before, _, context) =>
      withdrawAccreditation(before, context, reason),
    );
  };

/** Names another delegation than the one that declined the person, or none. */
export const requestMembership =
  (table: CommandStore): ApiHandler<"requestMembership"> =>
  async (request) =>
    executeOnRegistration(table, request, async (before, { conference, pools }, context) => {
      const { delegation: id } = request.body;
      const delegation =
        id === null ? undefined : await loadRequestedDelegation(table, before.conferenceId, id, before.category);
      return changeRequestedDelegation(conference, pools, before, delegation, context);
    });

/** Accepts the offered seat. */
export const acceptSeatOffer =
  (table: CommandStore): ApiHandler<"acceptOffer"> =>
  async (request) =>
    executeOnRegistration(table, request, (before, { conference, pools }, context) =>
      acceptOffer(conference, pools, before, context),
    );

/** Declines the offered seat, which goes to the next registration on the waiting list. */
export const declineSeatOffer =
  (table: CommandStore): ApiHandler<"declineOffer"> =>
  async (request) =>
    executeOnRegistration(table, request, (before, _, context) => declineOffer(before, context));

/**
 * Lifts the suppression of e-mails to a registration. The address comes first: after a crash in between, a repetition
 * removes the flag of the registration, and no address stays suppressed without a flag.
 */
export const liftSuppression =
  (table: CommandStore): ApiHandler<"liftSuppression"> =>
  async (request) => {
    const { registration } = await loadAccessibleRegistration(table, request);
    const [address, actor] = [await resolveEmailAddress(table, registration), toActor(request.caller)];
    const by = "id" in actor ? actor.id : actor.kind;
    if (address !== undefined) await unsuppressAddress(table, address, by, request.now);
    return executeOnRegistration(table, request, (before, _, context) => clearUndeliverable(before, context));
  };
