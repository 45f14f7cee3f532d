import { withdraw } from "#shared/domain/accreditation.ts";
import { carryOutOn } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Table } from "#shared/store/table.ts";

/** The person gives up their registration, and the seat goes to the line. */
export const withdrawRegistration =
  (table: Table): Handler<"withdrawRegistration"> =>
  async (request) => {
    const { reason } = request.body;
    return carryOutOn(table, request, (before, _, occasion) => withdraw(before, occasion, reason));
  };
