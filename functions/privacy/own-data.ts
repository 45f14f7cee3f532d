import { type Documents, presignOpening } from "#shared/documents/bucket.ts";
import type { Proposal } from "#shared/domain/proposal.ts";
import { mayReadName } from "#shared/domain/protection.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { documentsKeptUntil, peopleKeptUntil } from "#shared/domain/retention.ts";
import { visaLetterStands } from "#shared/domain/visa-letter.ts";
import { type Caller, mustMayOpen } from "#shared/http/caller.ts";
import { chapterView } from "#shared/http/chapter-view.ts";
import type { Handler } from "#shared/http/request.ts";
import { wholeView } from "#shared/http/views.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { keepOpening, type Opening } from "#shared/store/openings.ts";
import { type Held, loadHeld } from "#shared/store/own-data.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { receipt } from "./receipt.ts";

/** Under which an export by staff is kept among the openings. */
const exported = "own-data";

/** Everything that is held about the person, as it is: that staff took it for them is kept first. */
export const readOwnData =
  (table: Table, documents: Documents): Handler<"readOwnData"> =>
  async ({ params: { registrationId }, caller, access, now }) => {
    const registration = await loadRegistration(table, registrationId);
    const conference = await loadConference(table, registration.conferenceId);
    mustMayOpen(conference, registration, { caller, access });
    if (caller.kind === "staff") {
      if (!mayReadName(registration, caller.email)) throw new Refusal("name-protected");
      await keepOpening(table, { registrationId }, { at: now, by: caller.id, reason: exported });
    }
    const held = await loadHeld(table, registration);
    return {
      asOf: now,
      keptUntil: { people: peopleKeptUntil(conference), documents: documentsKeptUntil(conference) },
      registration: wholeView(registration, conference),
      noted: notedOf(registration, held),
      history: held.chapters.map((chapter) => chapterView(chapter, caller)),
      documents: await Promise.all(held.documents.map((file) => fileView(documents, file, caller))),
      nameOpenings: held.nameOpenings.map(openingView),
      proposals: held.proposals.map(proposalView),
      mails: held.mails.map(mailView),
      scans: held.passages,
      presences: held.presences,
      ...(held.print && { print: printView(held.print) }),
      visaLetters: held.visaLetters.map((letter) => letterView(letter, registration, caller)),
      ...(held.suppression && { suppression: held.suppression }),
      ...(registration.erasure && { erasure: receipt(registration.erasure) }),
    };
  };

const notedOf = (registration: Registration, held: Held) => ({
  role: registration.role,
  language: registration.language,
  addressConfirmed: registration.addressConfirmed ?? false,
  ...(registration.passportDigest !== undefined && { passportDigest: registration.passportDigest }),
  ...(registration.protection && { alias: registration.protection.alias }),
  ...(registration.corrected && { corrected: [...registration.corrected] }),
  badges: [...(registration.badgeLives ?? [])],
  foundBy: held.foundBy,
  possibleDuplicates: held.alike,
  toldApart: registration.toldApart?.length ?? 0,
  actsFor: held.actsFor ?? [],
});

/** Who of the staff, is staff's to know: that it was one of them, why and when, is the person's. */
const openingView = ({ at, reason }: Opening) => ({ at, by: "staff" as const, reason });

const proposalView = ({ by: _, fields, ...proposal }: Proposal) => ({
  ...proposal,
  ...(fields && { fields: [...fields] }),
});

/** Who of the staff handed it out, is staff's to know. */
const printView = ({ serial, printedAt, collectedAt }: NonNullable<Held["print"]>) => ({
  serial,
  printedAt,
  ...(collectedAt !== undefined && { collectedAt }),
});

/** Under its identifier anybody sees whether it is valid: that is for its owner to show. */
function letterView(letter: Held["visaLetters"][number], registration: Registration, caller: Caller) {
  const { number, letterId, issuedAt } = letter;
  const last = registration.visaLetter?.number === number ? registration.visaLetter : undefined;
  return {
    number,
    ...(issuedAt !== undefined && { issuedAt }),
    ...(last?.language !== undefined && { language: last.language }),
    state: last && visaLetterStands(registration) ? ("valid" as const) : ("revoked" as const),
    ...(caller.kind === "delegate" && { letterId }),
  };
}

async function fileView(
  documents: Documents,
  { document: { documentId, kind, at, standing }, openings }: Held["documents"][number],
  caller: Caller,
) {
  const isOwner = caller.kind === "delegate";
  return {
    documentId,
    kind,
    at,
    state: standing.state,
    ...(standing.state === "checked" && { fileType: standing.fileType }),
    ...(standing.state === "checked" &&
      isOwner && { url: await presignOpening(documents, documentId, standing.fileType) }),
    openings: openings.map(openingView),
  };
}

function mailView({ mail: { mailId, intent, standing }, promisedAt }: Held["mails"][number]) {
  return {
    mailId,
    kind: intent.kind,
    promisedAt,
    state: standing.state,
    ...("at" in standing && { at: standing.at }),
    ...("comeback" in standing && standing.comeback && { comeback: standing.comeback }),
    ...("reason" in intent && { reason: intent.reason }),
    ...("until" in intent && intent.until !== undefined && { until: intent.until }),
  };
}
