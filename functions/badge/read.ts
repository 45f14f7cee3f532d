import { Refusal } from "#shared/domain/refusal.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { badgeFactsOf, type Press, printingOf } from "#shared/papers/press.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { printable } from "./printable.ts";

/** The live badge as a PDF. */
export const readBadge =
  (press: Press): Handler<"readBadge"> =>
  async ({ params, caller, access }) => {
    const registration = await loadRegistration(press.table, params.registrationId);
    const conference = await loadConference(press.table, registration.conferenceId);
    mustMayOpen(conference, registration, { caller, access });
    const facts = await badgeFactsOf(press, conference, registration);
    if (!facts) throw new Refusal("not-confirmed");
    return printable([facts], printingOf(conference, press.fonts));
  };
