import { Refusal } from "#shared/domain/refusal.ts";
import { visaLetterStands } from "#shared/domain/visa-letter.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { findVisaLetter } from "#shared/store/visa-letters.ts";

/** Whether a letter of invitation is valid, for whoever holds it; nothing of the person. */
export const readVisaLetter =
  (table: Table): Handler<"readVisaLetter"> =>
  async ({ params: { letterId } }) => {
    const letter = await findVisaLetter(table, letterId);
    const registration = letter && (await loadRegistrations(table, [letter.registrationId])).get(letter.registrationId);
    if (!registration) throw new Refusal("not-found");
    const { title, startsOn, endsOn } = await loadConference(table, registration.conferenceId);
    const isLast = registration.visaLetter?.number === letter.number;
    return {
      state: isLast && visaLetterStands(registration) ? "valid" : "revoked",
      conference: { title: { ...title }, startsOn, endsOn },
    };
  };
