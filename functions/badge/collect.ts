import { Refusal } from "#shared/domain/refusal.ts";
import { liveSerial } from "#shared/domain/registration.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { markCollected } from "#shared/store/prints.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** The desk has handed out the live badge; one that it printed by itself is printed from now on too. */
export const collectBadge =
  (table: Table): Handler<"collectBadge"> =>
  async ({ params: { registrationId }, caller, access, now: at }) => {
    const registration = await loadRegistration(table, registrationId);
    const { conferenceId } = registration;
    mustMayOpen(await loadConference(table, conferenceId), registration, { caller, access });
    const serial = liveSerial(registration);
    if (serial === undefined || caller.kind !== "staff") throw new Refusal("not-confirmed");
    const collectedAt = await markCollected(table, { conferenceId, registrationId, serial }, at, caller.id);
    return { serial, collectedAt };
  };
