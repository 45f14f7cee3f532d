import { type BadgeSigner, signToken } from "#shared/badge/token.ts";
import { reprint } from "#shared/domain/badge.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import { carryOutOn } from "#shared/http/registration-command.ts";
import type { Handler, Request } from "#shared/http/request.ts";
import { registrationView } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** The live badge as it is; or, with a reason, a reprint under the next serial. The token is signed anew each time. */
export const issueBadge =
  (table: Table, signer: BadgeSigner): Handler<"issueBadge"> =>
  async (request) => {
    const { reason } = request.body;
    const { conferenceId, registrationId, badge } =
      reason === undefined
        ? await readBadge(table, request)
        : await carryOutOn(table, request, (before, _, occasion) => reprint(before, reason, occasion));
    if (!badge) throw new Refusal("not-confirmed");
    return {
      serial: badge.serial,
      token: await signToken(signer, { conferenceId, registrationId, serial: badge.serial }),
      pdf: `/v1/registrations/${registrationId}/badge.pdf`,
    };
  };

async function readBadge(table: Table, { params, caller, access }: Request<"issueBadge">) {
  const registration = await loadRegistration(table, params.registrationId);
  const conference = await loadConference(table, registration.conferenceId);
  mustMayOpen(conference, registration, { caller, access });
  return registrationView(registration, { conference, caller });
}
