import type { DecisionProposal } from "#shared/accreditation/proposals.rules.ts";
import type { Caller } from "#shared/auth/caller.ts";
import { isInside } from "#shared/check-in/check-in.rules.ts";
import { type DocumentsBucket, presignDownload } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { toOwnAnswersView, toRequestedAnswersView, toStaffOnlyAnswersView } from "#shared/http/answer-views.ts";
import { listVisibleEntries, toHistoryEntryView } from "#shared/http/history-views.ts";
import { loadAccessibleRegistration } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { canCompare, countDuplicates, toFullRegistrationView, type Viewer } from "#shared/http/views.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getDocumentRetentionEnd, getPeopleRetentionEnd } from "#shared/model/time.ts";
import { type AccessLogEntry, recordAccess } from "#shared/privacy/access-log.repository.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { listAllAnswers } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { toErasureReceipt } from "./erasure.ts";
import { loadPersonalData, type PersonalData } from "./own-data.repository.ts";

/** The reason in the access log for an export by staff. */
const exportReason = "own-data";

/** Returns all data that is stored about a person. An export by staff is recorded first. */
export const getOwnData =
  (table: Table, documents: DocumentsBucket): ApiHandler<"getOwnData"> =>
  async (request) => {
    const { registration, conference } = await loadAccessibleRegistration(table, request);
    const { caller, now } = request;
    const { registrationId } = registration;
    if (caller.kind === "staff") {
      if (!canReadName(registration, caller)) throw new DomainError("name-protected");
      const hasSensitive = listAllAnswers(registration).some(({ sensitive }) => sensitive);
      const what = hasSensitive ? { what: "answers" as const } : {};
      await recordAccess(table, { registrationId }, { at: now, by: caller.id, reason: exportReason, ...what });
    }
    const data = await loadPersonalData(table, registration);
    const viewer = { conference, caller, isRecorded: true };
    const dismissed = [...(await loadRegistrations(table, registration.dismissedDuplicates ?? [])).values()];
    return {
      asOf: now,
      retainedUntil: { people: getPeopleRetentionEnd(conference), documents: getDocumentRetentionEnd(conference) },
      registration: { ...toFullRegistrationView(registration, conference), ...toOwnAnswersView(registration) },
      internal: {
        ...toInternalView(registration, data),
        ...(caller.kind === "staff" && (await loadStaffView(table, registration, { data, dismissed }, viewer))),
      },
      history: listVisibleEntries(data.history, registration, dismissed, viewer).map((entry) =>
        toHistoryEntryView(entry, viewer, data.fieldChanges.get(entry.journalEntry.changeId) ?? [], registration),
      ),
      documents: await Promise.all(data.documents.map((file) => toDocumentView(documents, file, caller))),
      nameOpenings: data.nameOpenings.map(toAccessLogView),
      proposals: data.proposals.map(toOwnProposalView),
      panels: data.panels,
      mails: data.emails.map(toOwnEmailView),
      scans: data.checkInEvents,
      presences: data.presences.map((presence) => ({ ...presence, inside: isInside(presence, now, conference) })),
      ...(data.print && { print: toBadgePrintView(data.print) }),
      visaLetters: data.visaLetters.map((letter) => toVisaLetterView(letter, registration, caller)),
      ...(caller.kind === "delegate" && data.certificateId !== undefined && { certificateId: data.certificateId }),
      ...(data.suppression && { suppression: toSuppressionView(data.suppression, caller) }),
      ...(registration.erasure && { erasure: toErasureReceipt(registration.erasure) }),
    };
  };

const toInternalView = (registration: Registration, data: PersonalData) => ({
  role: registration.role,
  language: registration.language,
  addressConfirmed: registration.addressConfirmed ?? false,
  passportNumberKept: data.isPassportNumberKept,
  ...(registration.protection && { alias: registration.protection.alias }),
  ...toStaffOnlyAnswersView(registration),
  ...toRequestedAnswersView(registration),
  ...(registration.corrections && { corrections: [...registration.corrections] }),
  noteCount: data.annotations.notes,
  badges: [...(registration.badgeValidityPeriods ?? [])],
  searchTerms: data.searchTerms,
  focalPointOf: data.focalPointOf ?? [],
});

/** What staff alone see. Others are not even looked up for the person, who could tell by the time how many match. */
async function loadStaffView(
  table: Table,
  registration: Registration,
  { data, dismissed }: { readonly data: PersonalData; readonly dismissed: readonly Registration[] },
  viewer: Viewer,
) {
  const others = await loadRegistrations(table, data.matchCandidateIds);
  return {
    ...(registration.passportDigest !== undefined && { passportDigest: registration.passportDigest }),
    possibleDuplicates: countDuplicates(registration, [...others.values()], viewer),
    dismissedDuplicates: dismissed.filter((other) => canCompare(registration, other, viewer)).length,
    notes: data.annotationChanges.filter(({ action }) => action === "add-note").map(({ at, text }) => ({ at, text })),
    tags: [...data.annotations.tags],
  };
}

/** The person sees that a member of staff had access, why and when, but not who it was. */
const toAccessLogView = ({ at, reason, what }: AccessLogEntry) => ({
  at,
  by: "staff" as const,
  reason,
  ...(what && { what }),
});

const toOwnProposalView = ({ by: _, fields, ...proposal }: DecisionProposal) => ({
  ...proposal,
  ...(fields && { fields: [...fields] }),
});

/** By the times, staff could find out that an address is also that of a protected person. */
const toSuppressionView = ({ reason, at, liftedAt }: NonNullable<PersonalData["suppression"]>, { kind }: Caller) =>
  kind === "staff" ? { reason } : { reason, at, ...(liftedAt !== undefined && { liftedAt }) };

/** Without the member of staff who handed out the badge. */
const toBadgePrintView = ({ serial, printedAt, collectedAt }: NonNullable<PersonalData["print"]>) => ({
  serial,
  printedAt,
  ...(collectedAt !== undefined && { collectedAt }),
});

/** The identifier of a letter is for its owner, because anyone who has it can verify the letter. */
function toVisaLetterView(letter: PersonalData["visaLetters"][number], registration: Registration, caller: Caller) {
  const { number, letterId, issuedAt } = letter;
  const last = registration.visaLetter?.number === number ? registration.visaLetter : undefined;
  return {
    number,
    ...(issuedAt !== undefined && { issuedAt }),
    ...(last?.language !== undefined && { language: last.language }),
    state: last && isVisaLetterValid(registration) ? ("valid" as const) : ("revoked" as const),
    ...(caller.kind === "delegate" && { letterId }),
  };
}

async function toDocumentView(
  documents: DocumentsBucket,
  { document: { documentId, kind, at, status }, openings }: PersonalData["documents"][number],
  caller: Caller,
) {
  const isOwner = caller.kind === "delegate";
  return {
    documentId,
    kind,
    at,
    state: status.state,
    ...(status.state === "checked" && { fileType: status.fileType }),
    ...(status.state === "checked" &&
      isOwner && { url: await presignDownload(documents, documentId, status.fileType) }),
    openings: openings.map(toAccessLogView),
  };
}

function toOwnEmailView({ email: { emailId, intent, status }, queuedAt }: PersonalData["emails"][number]) {
  return {
    mailId: emailId,
    kind: intent.kind,
    queuedAt,
    state: status.state,
    ...("at" in status && { at: status.at }),
    ...("bounceStatus" in status && status.bounceStatus && { bounceStatus: status.bounceStatus }),
    ...("reason" in intent && { reason: intent.reason }),
    ...("until" in intent && intent.until !== undefined && { until: intent.until }),
  };
}
