import { loadLogo } from "#shared/branding/branding.repository.ts";
import { type DocumentsBucket, findCheckedFile } from "#shared/documents/bucket.ts";
import { findDocument } from "#shared/documents/documents.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { documentMessages } from "#shared/i18n/messages.ts";
import { type BadgeLayout, type LayoutChoice, listLayoutAnswers, type Paper } from "#shared/model/badge-layout.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Question } from "#shared/model/question.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";
import { findLiveSerial, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { createBadgeContent, createBadgeTexts, getBadgeLanguage } from "./badge-content.ts";
import { chooseBadgeLayout } from "./layout-choice.rules.ts";
import { getBadgeLayout } from "./layouts.ts";
import type { BadgePrintOptions, PrintableBadge } from "./print-badges.ts";
import { type BadgeSigner, signToken } from "./token.ts";

/** The sources of a badge's content. */
export interface BadgeDataSources {
  readonly table: Table;
  readonly documents: DocumentsBucket;
  readonly signer: BadgeSigner;
  readonly fonts: FontCollection;
}

/** The print options of a conference's badges. */
export function createBadgePrintOptions(
  conference: Conference,
  fonts: FontCollection,
  paper: Paper = "single",
): BadgePrintOptions {
  return {
    paper,
    title: documentMessages.translate(getBadgeLanguage(conference), "badge.files"),
    fonts,
  };
}

/**
 * The live badge; `undefined` for a registration that is not confirmed.
 * @param options another layout than the conference's for this person; and a source of the logo for many badges
 */
export async function loadBadge(
  { table, documents, signer }: Omit<BadgeDataSources, "fonts">,
  conference: Conference,
  registration: Registration,
  { layout, getLogo = createLogoSource({ table, documents }, conference) }: BadgeLoadOptions = {},
): Promise<PrintableBadge | undefined> {
  const serial = findLiveSerial(registration);
  if (serial === undefined) return undefined;
  const chosen = getBadgeLayout(layout ?? chooseBadgeLayout(conference, maskProtectedIdentity(registration)));
  const [token, photo, logo, questions] = await Promise.all([
    signToken(signer, { ...registration, serial }),
    findBadgePhoto(table, documents, registration),
    getLogo(chosen),
    loadPrintedQuestions(table, conference, chosen),
  ]);
  const words = createBadgeTexts(getBadgeLanguage(conference));
  const content = createBadgeContent(conference, registration, words, { token, photo, logo, questions });
  return { content, layout: chosen };
}

/** The questions of a layout that shows answers; without one, nothing is read. */
export const loadPrintedQuestions = async (
  table: Table,
  conference: Conference,
  layout: BadgeLayout,
): Promise<readonly Question[]> => {
  const keys = listLayoutAnswers(layout);
  if (keys.length === 0) return [];
  return (await loadQuestions(table, conference)).items.filter(({ key }) => keys.includes(key));
};

interface BadgeLoadOptions {
  readonly layout?: LayoutChoice | undefined;
  readonly getLogo?: LogoSource;
}

/** The logo for a layout; `undefined` without one, and for a layout that does not show it. */
export type LogoSource = (layout: BadgeLayout) => Promise<Uint8Array | undefined>;

/** Loads the logo of a conference when a layout first shows it. */
export function createLogoSource(
  sources: Pick<BadgeDataSources, "table" | "documents">,
  { conferenceId }: Pick<Conference, "conferenceId">,
): LogoSource {
  let loading: Promise<Uint8Array | undefined> | undefined;
  return async ({ parts }) => {
    if (!parts.some(({ kind }) => kind === "logo")) return undefined;
    loading ??= loadLogo(sources, conferenceId);
    return loading;
  };
}

/** The photo, if it has been checked; none of a protected person. A badge does not wait for it. */
async function findBadgePhoto(
  table: Table,
  documents: DocumentsBucket,
  registration: Registration,
): Promise<Uint8Array | undefined> {
  const documentId = maskProtectedIdentity(registration).documents?.photo;
  const document = documentId === undefined ? undefined : await findDocument(table, documentId);
  return document?.status.state === "checked" ? findCheckedFile(documents, document.documentId) : undefined;
}
