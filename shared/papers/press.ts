import { type BadgeFacts, badgeLanguage, factsOf } from "#shared/badge/facts.ts";
import { layoutOf } from "#shared/badge/layouts.ts";
import type { Printing } from "#shared/badge/print/print.ts";
import type { Fonts } from "#shared/badge/text/fonts.ts";
import { type BadgeSigner, signToken } from "#shared/badge/token.ts";
import { type Documents, findChecked } from "#shared/documents/bucket.ts";
import type { LayoutChoice, Paper } from "#shared/domain/badge-layout.ts";
import type { Conference } from "#shared/domain/conference.ts";
import { liveSerial, type Registration } from "#shared/domain/registration.ts";
import { paperMessages } from "#shared/i18n/messages.ts";
import { findDocument } from "#shared/store/documents.ts";
import type { Table } from "#shared/store/table.ts";
import { badgeWords } from "./badge-words.ts";

/** What badges are made with, wherever they are printed. */
export interface Press {
  readonly table: Table;
  readonly documents: Documents;
  readonly signer: BadgeSigner;
  readonly fonts: Fonts;
}

/** How the conference's badges are printed, unless a layout is tried out. */
export function printingOf(
  conference: Conference,
  fonts: Fonts,
  paper: Paper = "single",
  layout: LayoutChoice = conference.badgeLayout ?? "a6",
): Printing {
  return {
    layout: layoutOf(layout),
    paper,
    title: paperMessages.translate(badgeLanguage(conference), "badge.files"),
    fonts,
  };
}

/** What stands on the live badge of a registration; none for somebody who isn't confirmed. */
export async function badgeFactsOf(
  { table, documents, signer }: Omit<Press, "fonts">,
  conference: Conference,
  registration: Registration,
): Promise<BadgeFacts | undefined> {
  const serial = liveSerial(registration);
  if (serial === undefined) return undefined;
  const [token, photo] = await Promise.all([
    signToken(signer, { ...registration, serial }),
    photoOf(table, documents, registration),
  ]);
  return factsOf(conference, registration, badgeWords(badgeLanguage(conference)), { token, photo });
}

/** The photo, once it has been checked: a badge doesn't wait for it. */
async function photoOf(
  table: Table,
  documents: Documents,
  registration: Registration,
): Promise<Uint8Array | undefined> {
  const documentId = registration.documents?.photo;
  const document = documentId === undefined ? undefined : await findDocument(table, documentId);
  return document?.standing.state === "checked" ? findChecked(documents, document.documentId) : undefined;
}
