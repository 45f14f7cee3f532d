import { loadConference } from "#shared/conferences/conferences.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { findLetterOwner } from "#shared/visa-letters/visa-letters.repository.ts";

/** Verifies a visa letter for its holder. The response has no personal data. */
export const verifyVisaLetter =
  (table: Table): ApiHandler<"verifyVisaLetter"> =>
  async ({ params: { letterId } }) => {
    const owner = await findLetterOwner(table, letterId);
    const registration = owner && (await loadRegistrations(table, [owner])).get(owner);
    if (!registration) throw new DomainError("not-found");
    const { title, startsOn, endsOn } = await loadConference(table, registration.conferenceId);
    const isLast = registration.visaLetterIds?.at(-1) === letterId;
    return {
      state: isLast && isVisaLetterValid(registration) ? "valid" : "revoked",
      conference: { title: { ...title }, startsOn, endsOn },
    };
  };
