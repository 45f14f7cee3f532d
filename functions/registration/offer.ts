import type { CommandStore } from "#shared/commands/command-store.ts";
import { acceptOffer, declineOffer } from "#shared/domain/offers.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";

/** The person takes the seat they were offered. */
export const takeOffer =
  (table: CommandStore): Handler<"acceptOffer"> =>
  async (request) =>
    executeOnRegistration(table, request, (before, { conference, pools }, context) =>
      acceptOffer(conference, pools, before, context),
    );

/** The person leaves the offered seat to the next in line. */
export const refuseOffer =
  (table: CommandStore): Handler<"declineOffer"> =>
  async (request) =>
    executeOnRegistration(table, request, (before, _, context) => declineOffer(before, context));
