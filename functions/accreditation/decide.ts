import * as accreditation from "#shared/domain/accreditation.ts";
import { carryOutOn } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Table } from "#shared/store/table.ts";

/** The secretariat decides on one registration. */
export const decide =
  (table: Table): Handler<"decide"> =>
  async (request) => {
    const decision = request.body as accreditation.Decision;
    return carryOutOn(table, request, (before, { conference, states }, occasion) =>
      accreditation.decide(conference, states, before, decision, occasion),
    );
  };
