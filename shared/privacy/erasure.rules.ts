import { releaseSeat } from "#shared/capacity/seats.rules.ts";
import { createDelegationChange } from "#shared/delegations/nomination.rules.ts";
import { getActorId } from "#shared/model/actor.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { ErasureReason, ErasureReport } from "#shared/model/erasure.ts";
import type { Answer, Answers } from "#shared/model/question.ts";
import type { Accreditation, ChangeRequest, Protection, Registration } from "#shared/model/registration.ts";
import { mergeAnswers } from "#shared/questions/stored-answers.rules.ts";
import {
  createChange,
  isLive,
  listAllAnswers,
  listFileIds,
  unspecifiedNationality,
} from "#shared/registrations/registration.rules.ts";

const removeReasons = (accreditation: Accreditation): Accreditation => {
  if (accreditation.state === "returned") return { ...accreditation, reason: "", fields: [] };
  return "reason" in accreditation ? { ...accreditation, reason: "" } : accreditation;
};

/**
 * A protected person stays protected, without alias and readers: the delegation, the counted fields and the times of the
 * history would tell who it was.
 */
const keptProtection: Protection = { alias: { nameOnBadge: "" }, readers: [] };

/** The registration without personal data. The fields that statistics count stay until the erasure is complete. */
function removePersonalData(before: Registration): Omit<Registration, "erasure"> {
  const {
    latinName: _latinName,
    nameOrder: _nameOrder,
    guardian: _guardian,
    organization: _organization,
    functionTitle: _function,
    needs: _needs,
    answers: _answers,
    staffAnswers: _staffAnswers,
    passportDigest: _passport,
    protection,
    corrections: _corrections,
    changeRequest: _request,
    documents: _documents,
    undeliverable: _undeliverable,
    addressConfirmed: _confirmed,
    isNamedInLetter: _letter,
    visaLetter: _visaLetter,
    visaLetterIds: _visaLetterIds,
    dismissedDuplicates: _dismissed,
    person: { nationality, gender },
    ...rest
  } = before;
  return {
    ...rest,
    person: { nationality, ...(gender !== undefined && { gender }) },
    ...(protection && { protection: keptProtection }),
    consent: { listOfParticipants: false, photo: false },
    accreditation: removeReasons(before.accreditation),
  };
}

/**
 * Removes the personal data. A live registration is withdrawn and releases its seat, except when the retention period is
 * over: then its state stays, because statistics count it.
 * @param address the digest of the address, which finds the remaining data in other stores
 * @param moreDocuments documents beside those of the registration that name the person
 * @returns `undefined` for an erased registration
 */
export function erasePersonalData(
  before: Registration,
  reason: ErasureReason,
  address: string | undefined,
  { actor, at }: CommandContext,
  moreDocuments: readonly string[] = [],
): Change | undefined {
  if (before.erasure) return undefined;
  const anonymous = removePersonalData(before);
  const isWithdrawn = isLive(before) && reason !== "retention-over";
  const kept = isWithdrawn
    ? releaseSeat({ ...anonymous, accreditation: { state: "withdrawn", at, by: getActorId(actor) } })
    : anonymous;
  const remaining = {
    ...(address !== undefined && { address }),
    documents: [...listFileIds(before), ...moreDocuments],
  };
  const after = { ...kept, erasure: { startedAt: at, reason, remaining } };
  return { ...createChange(before, after, "erase", { actor, at }, reason), emails: [] };
}

/**
 * Completes an erasure after all other data is erased. It removes the counted fields, because a country, a gender and a
 * role together may identify the person.
 * @returns `undefined` if the erasure is complete already
 */
export function completeErasure(
  before: Registration,
  report: ErasureReport,
  { actor, at }: CommandContext,
): Change | undefined {
  const { country: _country, erasure, ...rest } = before;
  if (!erasure || erasure.completedAt) return undefined;
  const { remaining: _remaining, ...started } = erasure;
  const after: Registration = {
    ...rest,
    person: { nationality: unspecifiedNationality },
    role: "delegate",
    language: "en",
    erasure: { ...started, completedAt: at, report },
  };
  return { ...createChange(before, after, "complete-erasure", { actor, at }), emails: [] };
}

/** Whether an answer is erased with the documents: a sensitive one, and a file. */
const endsWithDocuments = (answer: Answer | null | undefined): boolean =>
  answer?.sensitive === true || answer?.file === true;

const removeDocumentAnswers = (answers: Answers = {}): Answers | undefined =>
  mergeAnswers(
    answers,
    Object.fromEntries(
      Object.entries(answers).flatMap(([key, each]) => (endsWithDocuments(each) ? [[key, null]] : [])),
    ),
  );

/** The open request without such answers; `undefined` if it asks for nothing else. */
function removeDocumentRequests(request: ChangeRequest): ChangeRequest | undefined {
  const { answers: requested = {}, ...rest } = request;
  const isRemoved = (key: string) => endsWithDocuments(requested[key]?.from) || endsWithDocuments(requested[key]?.to);
  const changes = request.changes.filter(({ path }) => !isRemoved(path.slice("answers.".length)));
  const answers = Object.fromEntries(Object.entries(requested).filter(([key]) => !isRemoved(key)));
  return changes.length === 0 ? undefined : { ...rest, changes, ...(Object.keys(answers).length > 0 && { answers }) };
}

/** The registration without the data whose retention period ends first: documents, files and sensitive answers. */
function removeDocumentData({
  documents: _,
  answers,
  staffAnswers,
  changeRequest,
  ...rest
}: Registration): Registration {
  const [kept, keptOfStaff] = [removeDocumentAnswers(answers), removeDocumentAnswers(staffAnswers)];
  const request = changeRequest && removeDocumentRequests(changeRequest);
  return {
    ...rest,
    ...(kept && { answers: kept }),
    ...(keptOfStaff && { staffAnswers: keptOfStaff }),
    ...(request && { changeRequest: request }),
  };
}

/** Whether the registration has data whose retention period ends with that of documents. */
export function hasDocumentData(registration: Registration): boolean {
  const { documents, erasure } = registration;
  return erasure === undefined && (documents !== undefined || listAllAnswers(registration).some(endsWithDocuments));
}

/** Detaches all documents, and erases the files and the sensitive answers. @returns `undefined` if there are none */
export function removeDocuments(before: Registration, context: CommandContext): Change | undefined {
  if (!hasDocumentData(before)) return undefined;
  const after = removeDocumentData(before);
  return { ...createChange(before, after, "delete-documents", context), emails: [] };
}

/** Removes the credential letters, which name people. @returns `undefined` without letters */
export function removeCredentialLetters(before: Delegation, context: CommandContext): Change | undefined {
  const { letters = [], ...after } = before;
  return letters.length === 0 ? undefined : createDelegationChange(before, after, "delete-documents", context);
}

/** Erases the people of a delegation; the organization stays. @returns `undefined` if there is nothing to erase */
export function eraseFocalPoints(before: Delegation, context: CommandContext): Change | undefined {
  const { letters = [], reason, justification, declinedBy: _declinedBy, ...rest } = before;
  const hasTexts = reason !== undefined || justification !== undefined;
  if (before.focalPoints.length === 0 && letters.length === 0 && !hasTexts) return undefined;
  return createDelegationChange(before, { ...rest, focalPoints: [] }, "erase", context);
}
