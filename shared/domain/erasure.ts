import type { Change, CommandContext } from "./change.ts";
import { createChange } from "./create-change.ts";
import type { Delegation } from "./delegation.ts";
import type { ErasureReason, Traces } from "./erased.ts";
import { type Accreditation, isLive, type Registration } from "./registration.ts";
import { releaseSeat } from "./seats.ts";

/** The code of ICAO Doc 9303 for an unspecified nationality. */
const unspecified = "XXX";

const withoutWords = (accreditation: Accreditation): Accreditation => {
  if (accreditation.state === "returned") return { ...accreditation, reason: "", fields: [] };
  return "reason" in accreditation ? { ...accreditation, reason: "" } : accreditation;
};

/** What is left of a registration without its person: how it stood, and what is counted of it until it is done. */
function withoutPerson(before: Registration): Omit<Registration, "erasure"> {
  const {
    organization: _organization,
    functionTitle: _function,
    needs: _needs,
    passportDigest: _passport,
    protection: _protection,
    corrected: _corrected,
    documents: _documents,
    undeliverable: _undeliverable,
    addressConfirmed: _confirmed,
    onLetter: _letter,
    visaLetter: _visaLetter,
    toldApart: _toldApart,
    person: { nationality, gender },
    ...kept
  } = before;
  return {
    ...kept,
    person: { nationality, ...(gender !== undefined && { gender }) },
    consent: { listOfParticipants: false, photo: false },
    accreditation: withoutWords(before.accreditation),
  };
}

/**
 * Takes the person out of their registration. Who still stands is withdrawn, and the seat goes to the line; when the
 * conference is long over, it stays as it stood, for it is counted so.
 * @param address the digest of the address, by which what lies elsewhere is found
 * @returns nothing for somebody who is erased already
 */
export function beginErasure(
  before: Registration,
  because: ErasureReason,
  address: string | undefined,
  { actor, at }: CommandContext,
): Change | undefined {
  if (before.erasure) return undefined;
  const by = actor.kind === "staff" ? actor.id : actor.kind;
  const leaves = isLive(before) && because !== "retention-over";
  const bare = withoutPerson(before);
  const stood = leaves ? releaseSeat({ ...bare, accreditation: { state: "withdrawn", at, by } }) : bare;
  const left = { ...(address !== undefined && { address }), documents: Object.values(before.documents ?? {}) };
  const after = { ...stood, erasure: { begunAt: at, because, left } };
  return { ...createChange(before, after, "erase", { actor, at }, because), mails: [] };
}

/**
 * Nothing is left anywhere: now goes what was counted of them, for a country, a gender and a role may tell who it was.
 * @returns nothing when somebody else has come to the end of it
 */
export function endErasure(before: Registration, traces: Traces, { actor, at }: CommandContext): Change | undefined {
  const { country: _country, erasure, ...kept } = before;
  if (!erasure || erasure.doneAt) return undefined;
  const { left: _left, ...begun } = erasure;
  const after: Registration = {
    ...kept,
    person: { nationality: unspecified },
    role: "delegate",
    language: "en",
    erasure: { ...begun, doneAt: at, traces },
  };
  return { ...createChange(before, after, "end-erasure", { actor, at }), mails: [] };
}

/** What was handed in is deleted sooner than the people; what was decided on it stands. Nothing to change without any. */
export function forgetDocuments(before: Registration, context: CommandContext): Change | undefined {
  const { documents, ...after } = before;
  if (before.erasure || !documents) return undefined;
  return { ...createChange(before, after, "forget-documents", context), mails: [] };
}

const changed = (
  before: Delegation,
  after: Delegation,
  action: Change["action"],
  { actor, at }: CommandContext,
): Change => ({
  conferenceId: before.conferenceId,
  at,
  actor,
  action,
  registrations: [],
  delegation: { before, after },
  mails: [],
  admission: "public",
});

/** Its letters name people. Nothing to change without any. */
export function forgetLetters(before: Delegation, context: CommandContext): Change | undefined {
  const { letters = [], ...after } = before;
  return letters.length === 0 ? undefined : changed(before, after, "forget-documents", context);
}

/** The organization stays, nobody acts for it any more. Nothing to change where nobody does. */
export function eraseFocalPoints(before: Delegation, context: CommandContext): Change | undefined {
  const { letters = [], reason, ...kept } = before;
  if (before.focalPoints.length === 0 && letters.length === 0 && reason === undefined) return undefined;
  return changed(before, { ...kept, focalPoints: [] }, "erase", context);
}
