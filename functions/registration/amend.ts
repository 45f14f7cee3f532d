import { type Amendment, amend } from "#shared/domain/submission.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import { carryOutOn } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Table } from "#shared/store/table.ts";

/** The person corrects their data; on a returned registration what was marked, and it goes back to review. */
export const amendRegistration =
  (table: Table, digest: DigestPassport): Handler<"amendRegistration"> =>
  async (request) => {
    const { person, ...rest } = request.body;
    const { passportNumber, ...kept } = person ?? {};
    return carryOutOn(table, request, async (before, { conference, states }, occasion) => {
      const passport = await digest(conference.conferenceId, passportNumber);
      const amendment = { ...rest, ...passport, ...(person && { person: kept }) } as Amendment;
      return amend(conference, states, before, amendment, occasion);
    });
  };
