import type { Decision } from "#shared/domain/accreditation.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { registrationView } from "#shared/http/views.ts";
import { loadBeside } from "#shared/store/beside.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { keepProposal } from "#shared/store/proposals.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** A reviewer says what they would decide; it stands beside the registration until that changes. */
export const propose =
  (table: Table): Handler<"propose"> =>
  async ({ params: { registrationId }, body, caller, access, version, now: at, deadline }) => {
    const { conferenceId } = await loadRegistration(table, registrationId);
    const conference = await loadConference(table, conferenceId);
    if (caller.kind !== "staff") throw new Refusal("not-allowed");
    const proposal = { ...(body as Decision), at, by: caller.id };
    const registration = await keepProposal(
      table,
      registrationId,
      proposal,
      (before) => {
        mustMayOpen(conference, before, { caller, access });
        if (version !== undefined && version !== before.version) throw new Refusal("changed-meanwhile");
      },
      deadline,
    );
    const beside = await loadBeside(table, [registration]);
    return registrationView(registration, { conference, caller }, beside.get(registrationId));
  };
