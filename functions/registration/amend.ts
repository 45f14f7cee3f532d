import type { CommandStore } from "#shared/commands/command-store.ts";
import { type Amendment, amend } from "#shared/domain/submission.ts";
import type { DigestPassport } from "#shared/http/passport.ts";
import { executeOnRegistration } from "#shared/http/registration-command.ts";
import type { Handler } from "#shared/http/request.ts";

/** Amends the data of a registration. A returned registration goes back to review. */
export const amendRegistration =
  (table: CommandStore, digest: DigestPassport): Handler<"amendRegistration"> =>
  async (request) => {
    const { person, ...rest } = request.body;
    const { passportNumber, ...kept } = person ?? {};
    return executeOnRegistration(table, request, async (before, { conference, pools }, context) => {
      const passport = await digest(conference.conferenceId, passportNumber);
      const amendment = { ...rest, ...passport, ...(person && { person: kept }) } as Amendment;
      return amend(conference, pools, before, amendment, context);
    });
  };
