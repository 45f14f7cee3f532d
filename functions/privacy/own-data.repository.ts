import { findProposals } from "#shared/accreditation/proposals.repository.ts";
import { listKeptProposals } from "#shared/accreditation/proposals.rules.ts";
import { listAnnotationChanges, loadAnnotations } from "#shared/annotations/annotations.repository.ts";
import { findBadgePrint } from "#shared/badges/badge-prints.repository.ts";
import { findCertificateId } from "#shared/certificates/certificates.repository.ts";
import { parseCheckInEvent, parsePresence, queryPersonGateRows } from "#shared/check-in/check-in.repository.ts";
import { listHistory } from "#shared/commands/journal.ts";
import { listFocalPointDelegations } from "#shared/delegations/delegations.repository.ts";
import { findDocument, listOwnerDocuments } from "#shared/documents/documents.repository.ts";
import { gateRows, keys } from "#shared/dynamodb/keys.ts";
import { getItem, type Table } from "#shared/dynamodb/table.ts";
import { loadRegistrationEmails, type RegistrationEmailRecord } from "#shared/email/registration-emails.repository.ts";
import { computeAddressDigest, findSuppression } from "#shared/email/suppressed-addresses.repository.ts";
import type { Registration } from "#shared/model/registration.ts";
import { type AccessedResource, listAccessLog } from "#shared/privacy/access-log.repository.ts";
import { loadProgramme } from "#shared/programme/programme.repository.ts";
import { listLinkedPanels } from "#shared/programme/programme.rules.ts";
import { loadFieldChanges } from "#shared/registrations/field-changes.repository.ts";
import { listFileIds } from "#shared/registrations/registration.rules.ts";
import { parseSearchKeys } from "#shared/search/review-hints.repository.ts";
import { isPassportNumberKept } from "#shared/visa-letters/passport-numbers.repository.ts";

/** All data about a person beside the registration. */
export type PersonalData = Awaited<ReturnType<typeof loadPersonalData>>;

export async function loadPersonalData(table: Table, registration: Registration) {
  const { registrationId, person, conferenceId } = registration;
  const { entries: history } = await listHistory(table, registration, undefined, Number.MAX_SAFE_INTEGER);
  const [searchEntry, proposals] = await Promise.all([
    getItem(table, keys.searchEntry(registrationId)),
    findProposals(table, registrationId),
  ]);
  const emails = await loadRegistrationEmails(table, registrationId, history);
  return {
    history,
    fieldChanges: await loadFieldChanges(
      table,
      registrationId,
      history.map(({ journalEntry }) => journalEntry.changeId),
    ),
    emails,
    print: await findBadgePrint(table, conferenceId, registrationId),
    visaLetters: listPersonVisaLetters(registration, emails),
    isPassportNumberKept: await isPassportNumberKept(table, registration),
    certificateId: await findCertificateId(table, registrationId),
    documents: await loadPersonDocuments(table, registration),
    nameOpenings: await loadAccessLog(table, { registrationId }),
    proposals: listKeptProposals(proposals),
    annotations: await loadAnnotations(table, registrationId),
    annotationChanges: await listAnnotationChanges(table, registrationId),
    panels: await loadPersonPanels(table, registration),
    checkInEvents: await Array.fromAsync(
      queryPersonGateRows(table, registration, gateRows.checkInEvent),
      parseCheckInEvent,
    ),
    presences: await Array.fromAsync(queryPersonGateRows(table, registration, gateRows.presence), parsePresence),
    searchTerms: parseSearchKeys(searchEntry).flatMap(({ PK, SK }) =>
      PK.startsWith("TERM#") ? [SK.split("#")[0] ?? ""] : [],
    ),
    matchCandidateIds: searchEntry?.["matchCandidates"]?.SS ?? [],
    ...(person.email !== undefined && {
      suppression: await findSuppression(table, person.email),
      focalPointOf: await listFocalPointDelegations(table, conferenceId, computeAddressDigest(person.email)),
    }),
  };
}

/** Lists the visa letters, each with the time of the change that queued its e-mail. */
function listPersonVisaLetters(
  { visaLetter, visaLetterIds = [] }: Registration,
  emails: readonly RegistrationEmailRecord[],
) {
  const issued = new Map(
    emails.flatMap(({ email: { intent }, queuedAt }) =>
      intent.kind === "visa-letter" ? [[intent.number, queuedAt] as const] : [],
    ),
  );
  const first = (visaLetter?.number ?? 0) - visaLetterIds.length + 1;
  return visaLetterIds.map((letterId, index) => ({
    letterId,
    number: first + index,
    issuedAt: issued.get(first + index),
  }));
}

async function loadPersonDocuments(table: Table, registration: Registration) {
  const { conferenceId, registrationId } = registration;
  const listed = await listOwnerDocuments(table, conferenceId, { registrationId });
  const ids = [...new Set([...listFileIds(registration), ...listed])];
  const files = ids.map(async (documentId) => {
    const document = await findDocument(table, documentId);
    return document ? [{ document, openings: await loadAccessLog(table, { documentId }) }] : [];
  });
  return (await Promise.all(files)).flat();
}

/** The panels that the programme links the person to, in the draft or in public. */
async function loadPersonPanels(table: Table, { conferenceId, registrationId }: Registration) {
  const { draft, published } = await loadProgramme(table, conferenceId);
  const drafted = listLinkedPanels(draft, registrationId);
  const shown = listLinkedPanels(published, registrationId);
  const isIn = (panels: typeof shown, panelId: string) => panels.some((each) => each.panelId === panelId);
  const gone = shown.filter(({ panelId }) => !isIn(drafted, panelId));
  return [...drafted, ...gone].map((panel) => ({ ...panel, isPublished: isIn(shown, panel.panelId) }));
}

async function loadAccessLog(table: Table, resource: AccessedResource) {
  const { entries } = await listAccessLog(table, resource, undefined, 1_000);
  return entries;
}
