import type { CommandStore } from "#shared/commands/command-store.ts";
import { resumeMail as resume } from "#shared/domain/undeliverable.ts";
import { actorOf, mustMayOpen } from "#shared/http/caller.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { mailAddress } from "#shared/store/delegations.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { liftSuppression } from "#shared/store/suppression.ts";

/** The address first: a crash in between leaves a flag that is lifted the next time, and no address without mails. */
export const resumeMail =
  (table: CommandStore): Handler<"resumeMail"> =>
  async (request) => {
    const { params, caller, access, now } = request;
    const registration = await loadRegistration(table, params.registrationId);
    mustMayOpen(await loadConference(table, registration.conferenceId), registration, { caller, access });
    const [address, actor] = [await mailAddress(table, registration), actorOf(caller)];
    if (address !== undefined) await liftSuppression(table, address, "id" in actor ? actor.id : actor.kind, now);
    return executeOnRegistration(table, request, (before, _, context) => resume(before, context));
  };
