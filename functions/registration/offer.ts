import { acceptOffer, declineOffer } from "#shared/domain/offers.ts";
import { carryOutOn } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";
import type { Table } from "#shared/store/table.ts";

/** The person takes the seat they were offered. */
export const takeOffer =
  (table: Table): Handler<"acceptOffer"> =>
  async (request) =>
    carryOutOn(table, request, (before, { conference, states }, occasion) =>
      acceptOffer(conference, states, before, occasion),
    );

/** The person leaves the offered seat to the next in line. */
export const refuseOffer =
  (table: Table): Handler<"declineOffer"> =>
  async (request) =>
    carryOutOn(table, request, (before, _, occasion) => declineOffer(before, occasion));
