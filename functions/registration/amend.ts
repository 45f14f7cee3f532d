import { type Amendment, amend } from "#shared/domain/submission.ts";
import { carryOutOn } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Table } from "#shared/store/table.ts";

/** The person corrects their data; on a returned registration what was marked, and it goes back to review. */
export const amendRegistration =
  (table: Table): Handler<"amendRegistration"> =>
  async (request) => {
    const { person, ...rest } = request.body;
    const { passportNumber: _passportNumber, ...kept } = person ?? {};
    const amendment = { ...rest, ...(person && { person: kept }) } as Amendment;
    return carryOutOn(table, request, (before, { conference, states }, occasion) =>
      amend(conference, states, before, amendment, occasion),
    );
  };
