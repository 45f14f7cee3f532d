import type { CommandStore } from "#shared/commands/command-store.ts";
import { acceptOffer, declineOffer } from "#shared/domain/offers.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";

/** Accepts the offered seat. */
export const takeOffer =
  (table: CommandStore): Handler<"acceptOffer"> =>
  async (request) =>
    executeOnRegistration(table, request, (before, { conference, pools }, context) =>
      acceptOffer(conference, pools, before, context),
    );

/** Declines the offered seat, which goes to the next registration on the waiting list. */
export const refuseOffer =
  (table: CommandStore): Handler<"declineOffer"> =>
  async (request) =>
    executeOnRegistration(table, request, (before, _, context) => declineOffer(before, context));
