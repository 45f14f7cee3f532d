import { findCertificateOwner, loadCertifiedDays } from "#shared/certificates/certificates.repository.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { findLetterOwner } from "#shared/visa-letters/visa-letters.repository.ts";

/** Verifies a visa letter or a certificate of attendance for its holder. The response has no personal data. */
export const verifyVisaLetter =
  (table: Table): ApiHandler<"verifyVisaLetter"> =>
  async ({ params: { letterId }, now }) => {
    const owner = await loadOwner(table, await findLetterOwner(table, letterId));
    if (owner) {
      const isLast = owner.registration.visaLetterIds?.at(-1) === letterId;
      const state = isLast && isVisaLetterValid(owner.registration) ? "valid" : "revoked";
      return { kind: "visa-letter", state, conference: toView(owner.conference) };
    }
    const holder = await loadOwner(table, await findCertificateOwner(table, letterId));
    // Of an erased person, nothing is known any more.
    if (!holder || holder.registration.erasure) throw new DomainError("not-found");
    const { registration, conference } = holder;
    const days = await loadCertifiedDays(table, registration, conference, now);
    const answer = { kind: "certificate", conference: toView(conference) } as const;
    return days.length > 0 ? { ...answer, state: "valid", days } : { ...answer, state: "revoked" };
  };

const toView = ({ title, startsOn, endsOn }: Conference) => ({ title: { ...title }, startsOn, endsOn });

/** @returns `undefined` for an unknown identifier, and for a damaged registration */
async function loadOwner(
  table: Table,
  registrationId: string | undefined,
): Promise<{ readonly registration: Registration; readonly conference: Conference } | undefined> {
  if (registrationId === undefined) return undefined;
  const registration = (await loadRegistrations(table, [registrationId])).get(registrationId);
  if (!registration) return undefined;
  return { registration, conference: await loadConference(table, registration.conferenceId) };
}
