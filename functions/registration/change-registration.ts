import { withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/submission.rules.ts";
import { toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { resolveEmailAddress } from "#shared/delegations/delegations.repository.ts";
import { clearUndeliverable } from "#shared/email/bounce.rules.ts";
import { unsuppressAddress } from "#shared/email/suppressed-addresses.repository.ts";
import { executeOnRegistration } from "#shared/http/execute-on-registration.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { PassportDigester } from "#shared/registrations/passport-digest.ts";
import { acceptOffer, declineOffer } from "./offers.rules.ts";

/** Amends the data of a registration. A returned registration goes back to review. */
export const amendRegistration =
  (table: CommandStore, digest: PassportDigester): ApiHandler<"amendRegistration"> =>
  async (request) => {
    const { person, ...rest } = request.body;
    const { passportNumber, ...kept } = person ?? {};
    return executeOnRegistration(table, request, async (before, { conference, pools }, context) => {
      const passport = await digest(conference.conferenceId, passportNumber);
      const amendment = { ...rest, ...passport, ...(person && { person: kept }) } as RegistrationAmendment;
      return applyAmendment(conference, pools, before, amendment, context);
    });
  };

/** Withdraws a registration. Its seat goes to the waiting list. */
export const withdrawRegistration =
  (table: CommandStore): ApiHandler<"withdrawRegistration"> =>
  async (request) => {
    const { reason } = request.body;
    return executeOnRegistration(table, request, (before, _, context) =>
      withdrawAccreditation(before, context, reason),
    );
  };

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
