import { badgeLanguage, factsOf } from "#shared/badge/facts.ts";
import type { Fonts } from "#shared/badge/text/fonts.ts";
import { type BadgeSigner, signToken } from "#shared/badge/token.ts";
import { type Documents, readChecked } from "#shared/documents/bucket.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { liveSerial, type Registration } from "#shared/domain/registration.ts";
import { mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { findDocument } from "#shared/store/documents.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";
import { printable, printingOf } from "./printable.ts";
import { badgeWords } from "./words.ts";

/** The live badge as a PDF. */
export const readBadge =
  (table: Table, signer: BadgeSigner, documents: Documents, fonts: Fonts): Handler<"readBadge"> =>
  async ({ params, caller, access }) => {
    const registration = await loadRegistration(table, params.registrationId);
    const conference = await loadConference(table, registration.conferenceId);
    mustMayOpen(conference, registration, { caller, access });
    const serial = liveSerial(registration);
    if (serial === undefined) throw new Refusal("not-confirmed");
    const [token, photo] = await Promise.all([
      signToken(signer, { ...registration, serial }),
      photoOf(table, documents, registration),
    ]);
    const facts = factsOf(conference, registration, badgeWords(badgeLanguage(conference)), { token, photo });
    return printable([facts], printingOf(conference, fonts));
  };

/** The photo, once it has been checked: a badge doesn't wait for it. */
async function photoOf(
  table: Table,
  documents: Documents,
  registration: Registration,
): Promise<Uint8Array | undefined> {
  const documentId = registration.documents?.photo;
  const document = documentId === undefined ? undefined : await findDocument(table, documentId);
  return document?.standing.state === "checked" ? readChecked(documents, document.documentId) : undefined;
}
