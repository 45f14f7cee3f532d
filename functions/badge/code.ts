import type { BadgeSigner } from "#shared/badge/token.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { liveSerial } from "#shared/domain/registration.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { liveBadge } from "./live-badge.ts";

/** The code of the live badge, so that whoever lost the mail can show it. Only a confirmed person has one. */
export const readBadgeCode =
  (table: Table, signer: BadgeSigner): Handler<"readBadgeCode"> =>
  async ({ params, caller, access }) => {
    const registration = await loadRegistration(table, params.registrationId);
    const { conferenceId, registrationId } = registration;
    mustMayOpen(await loadConference(table, conferenceId), registration, { caller, access });
    const serial = liveSerial(registration);
    if (serial === undefined) throw new Refusal("not-confirmed");
    return liveBadge(signer, { conferenceId, registrationId, serial });
  };
