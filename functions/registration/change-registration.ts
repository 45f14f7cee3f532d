import { withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { resolveEmailAddress } from "#shared/delegations/delegations.repository.ts";
import { changeRequestedDelegation } from "#shared/delegations/nomination.rules.ts";
import { clearUndeliverable } from "#shared/email/bounce.rules.ts";
import { unsuppressAddress } from "#shared/email/suppressed-addresses.repository.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { loadRequestedDelegation } from "#shared/http/submission-command.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { assertCanChangeFields, canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { acceptOffer, declineOffer } from "./offers.rules.ts";

/** Withdraws a registration. Its seat goes to the waiting list. */
export const withdrawRegistration =
  (table: CommandStore): ApiHandler<"withdrawRegistration"> =>
  async (request) => {
    const { reason } = request.body;
    return executeOnRegistration(table, request, (before, _, context) =>
      withdrawAccreditation(before, context, reason),
    );
  };

/**
 * Names another delegation than the one that declined the person, or none. For staff, `name-protected` comes before any
 * other refusal, which would tell whether a protected person has a request.
 */
export const requestMembership =
  (table: CommandStore): ApiHandler<"requestMembership"> =>
  async (request) =>
    executeOnRegistration(table, request, async (before, { conference, pools }, context) => {
      if (request.caller.kind === "staff") assertCanChangeFields(before, ["delegation"], request.caller);
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
 * @throws DomainError `name-protected`: by the effect, staff could find out the address of a protected person
 */
export const liftSuppression =
  (table: CommandStore): ApiHandler<"liftSuppression"> =>
  async (request) => {
    const { caller } = request;
    const { registration } = await loadAccessibleRegistration(table, request);
    if (caller.kind !== "staff" || !canReadName(registration, caller)) throw new DomainError("name-protected");
    const [address, actor] = [await resolveEmailAddress(table, registration), toActor(caller)];
    const by = "id" in actor ? actor.id : actor.kind;
    if (address !== undefined) await unsuppressAddress(table, address, by, request.now);
    return executeOnRegistration(table, request, (before, _, context) => clearUndeliverable(before, context));
  };
