import type { BadgeSigner } from "#shared/badge/token.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { reprint } from "#shared/domain/badge.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { registrationView } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { liveBadge } from "./live-badge.ts";

/** The live badge as it is; or, with a reason, a reprint under the next serial. The token is signed anew each time. */
export const issueBadge =
  (table: CommandStore, signer: BadgeSigner): Handler<"issueBadge"> =>
  async (request) => {
    const { reason } = request.body;
    const { conferenceId, registrationId, badge } =
      reason === undefined
        ? await readBadge(table, request)
        : await executeOnRegistration(table, request, (before, _, context) => reprint(before, reason, context));
    if (!badge) throw new Refusal("not-confirmed");
    return liveBadge(signer, { conferenceId, registrationId, serial: badge.serial });
  };

async function readBadge(table: CommandStore, { params, caller, access }: Request<"issueBadge">) {
  const registration = await loadRegistration(table, params.registrationId);
  const conference = await loadConference(table, registration.conferenceId);
  mustMayOpen(conference, registration, { caller, access });
  return registrationView(registration, { conference, caller });
}
