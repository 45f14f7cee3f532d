import { loadBranding } from "#shared/branding/branding.repository.ts";
import { defaultAccents } from "#shared/branding/colours.rules.ts";
import { getCountryName } from "#shared/countries/country-names.ts";
import { findCheckedFile } from "#shared/documents/bucket.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { formatConferenceDays } from "#shared/i18n/dates.ts";
import { posterMessages } from "#shared/i18n/messages.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import type { Branding, PosterPaper } from "#shared/model/branding.ts";
import { type Conference, getTextDirection, getTextInLanguage, type Language } from "#shared/model/conference.ts";
import type { Composition, DrawnItem } from "#shared/printing/composition.ts";
import { chooseLegibleColour } from "#shared/printing/contrast.rules.ts";
import { pointsPerMillimetre, type Rect } from "#shared/printing/page-geometry.ts";
import { PdfBook } from "#shared/printing/pdf/pdf-book.ts";
import type { PdfRef } from "#shared/printing/pdf/pdf-writer.ts";
import { printItem } from "#shared/printing/pdf/print-item.ts";
import { getQrModules } from "#shared/printing/qr-code.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { createPageComposer, type PageText, type PageTextStyle, placeLogo } from "./branded-layout.ts";
import type { PreviewSources } from "./preview-badges.ts";

/** How many times as wide and high as A4 a paper is. */
const paperScales: Readonly<Record<PosterPaper, number>> = { a4: 1, a3: Math.SQRT2 };

export interface PosterContent {
  readonly conference: Conference;
  readonly branding: Branding;
  /** The logo of the organization, a JPEG. */
  readonly logo?: Uint8Array | undefined;
  /**
   * The language of the poster. The titles in the other languages of the conference stand below the one in this
   * language.
   */
  readonly language: Language;
  /** Where people register. */
  readonly address: string;
}

/** The highest version of a code that a phone reads from a poster: 61 modules a side, each a millimetre. */
const maxPosterQrVersion = 11;

const inkColour = "#16202b";
const mutedColour = "#46525f";

type PosterField =
  | "organization"
  | "title"
  | "otherTitle"
  | "dates"
  | "venue"
  | "place"
  | "register"
  | "scan"
  | "address";

const styles: Readonly<Record<PosterField, PageTextStyle>> = {
  organization: { weight: "bold", largest: 24, smallest: 9, lines: 4 },
  title: { weight: "bold", largest: 40, smallest: 12, lines: 14, holds: 0.4, colour: inkColour },
  otherTitle: { largest: 17, smallest: 5, lines: 8, colour: mutedColour },
  dates: { weight: "bold", largest: 22, smallest: 12, lines: 2, colour: inkColour },
  venue: { largest: 16, smallest: 7, lines: 3, colour: inkColour },
  place: { largest: 16, smallest: 7, lines: 3, colour: inkColour, hasPageDirection: true },
  register: { weight: "bold", largest: 26, smallest: 14, lines: 2 },
  scan: { largest: 15, smallest: 10, lines: 4, colour: inkColour },
  address: { weight: "bold", largest: 16, smallest: 7, lines: 6, colour: inkColour },
};

/** A4 in millimetres, the scale of the areas below. */
const page = { width: 210, height: 297 };
const side = 16;
const inner = page.width - 2 * side;
const areas = {
  band: [0, 0, page.width, 52],
  head: [side, 11, inner, 30],
  titles: [side, 64, inner, 112],
  rule: [side, 181, inner, 0.8],
  facts: [side, 186, inner, 34],
  code: [side, 226, 60, 60],
  register: [side + 68, 226, inner - 68, 60],
} as const;

/** The widest logo, the space between it and the name, and the white border around it. */
const [maxLogoWidth, logoGap, logoBorder] = [72, 8, 2.5];

type Area = readonly [left: number, top: number, width: number, height: number];

/** Places what the poster says, on A4. */
export function composePoster(content: PosterContent, fonts: FontCollection): Composition<PosterField> {
  const { conference, branding, logo, language, address } = content;
  const pageWidth = page.width * pointsPerMillimetre;
  const { place, write } = createPageComposer({ width: pageWidth, language, styles, gap: 6 }, fonts);
  const accent = branding.colour ?? defaultAccents.light;
  const toRect = (area: Area): Rect => {
    const [left = 0, top = 0, width = 0, height = 0] = area.map((value) => value * pointsPerMillimetre);
    return { left, top, width, height };
  };
  const [maxWidth, gap] = [maxLogoWidth, logoGap].map((value) => value * pointsPerMillimetre) as [number, number];
  const head = placeLogo(logo, toRect(areas.head), maxWidth, gap);
  const middle = { vertical: "middle" } as const;
  const organization = branding.name && getTextInLanguage(branding.name, language);
  const [title, ...others] = listTitles(conference, language);
  const items: DrawnItem<PosterField>[] = [
    { kind: "fill", box: place(toRect(areas.band)), colour: accent },
    ...(logo && head.logo ? drawLogoPlate(logo, place(head.logo)) : []),
    ...write(head.name, [["organization", organization, chooseLegibleColour(accent)]], middle),
    ...write(
      toRect(areas.titles),
      [["title", title], ...others.map((each): PageText<PosterField> => ["otherTitle", each])],
      { ...middle, gap: 10 },
    ),
    { kind: "fill", box: place(toRect(areas.rule)), colour: accent },
    ...write(toRect(areas.facts), [
      ["dates", formatConferenceDays(conference, language)],
      ["venue", conference.venue.name],
      ["place", formatPlace(conference, language)],
    ]),
    { kind: "code", box: place(toRect(areas.code)), modules: getQrModules(address, maxPosterQrVersion) },
    ...write(
      toRect(areas.register),
      [
        ["register", posterMessages.translate(language, "poster.register"), accent],
        ["scan", posterMessages.translate(language, "poster.scan")],
        ["address", address],
      ],
      middle,
    ),
  ];
  return { width: pageWidth, height: page.height * pointsPerMillimetre, items };
}

/** City and country of the venue. */
const formatPlace = ({ venue }: Conference, language: Language): string =>
  joinPlace([venue.city, getCountryName(venue.country, language)], language);

/** The title in the language of the poster, and those in the other languages of the conference. */
function listTitles({ title, languages }: Conference, language: Language): string[] {
  const others = languages.flatMap((each) => title[each] ?? []);
  return [...new Set([getTextInLanguage(title, language), ...others])];
}

/** The logo on a white plate, so that its colours do not meet those of the band. */
function drawLogoPlate(logo: Uint8Array, box: Rect) {
  const border = logoBorder * pointsPerMillimetre;
  const plate = {
    left: box.left - border,
    top: box.top - border,
    width: box.width + 2 * border,
    height: box.height + 2 * border,
  };
  return [
    { kind: "fill", box: plate, colour: "#ffffff" },
    { kind: "logo", box, jpeg: logo },
  ] as const;
}

/** The poster as a PDF of one page. */
export function renderPosterPdf(content: PosterContent, paper: PosterPaper, fonts: FontCollection): Uint8Array {
  const { width, height, items } = composePoster(content, fonts);
  const scale = paperScales[paper];
  const book = new PdfBook();
  const images = new Map<string, PdfRef>();
  const operators = items.map((item) => printItem(item, height, book, images));
  book.addPage(width * scale, height * scale, [`q ${scale} 0 0 ${scale} 0 0 cm`, ...operators, "Q"].join("\n"), images);
  const { conference, language } = content;
  const title = getTextInLanguage(conference.title, language);
  book.finish(title, { language, isRightToLeft: getTextDirection(language) === "rtl" });
  return book.takeBytes();
}

/** The poster of a conference, in one of its languages. */
export const getPoster =
  ({ table, documents, fonts }: PreviewSources, siteUrl: string): ApiHandler<"getPoster"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const branding = await loadBranding(table, conference.conferenceId);
    const logo = branding.logo === undefined ? undefined : await findCheckedFile(documents, branding.logo);
    const { language, paper } = request.query;
    const address = `${siteUrl}/?conference=${conference.conferenceId}`;
    return renderPosterPdf({ conference, branding, logo, language, address }, paper, fonts);
  };
