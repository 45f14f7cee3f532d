import { getHanStyle } from "#shared/badges/badge-content.ts";
import { participantMessages } from "#shared/i18n/messages.ts";
import {
  type Band,
  layoutTableRow,
  layoutTextBlock,
  type TextBlock,
  type TypesettingOptions,
} from "#shared/printing/document/bands.ts";
import { createTableColumns, type PageUnit, pageColumn, printDocument } from "#shared/printing/document/document.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import type { PrintedGroup, PrintedList, PrintedPerson } from "./printed-list.ts";

/**
 * The list as a PDF: a front page, then each category with its States or organizations. No entry is split between pages
 * or separated from its heading, and a heading is repeated where its entries continue. A character that no font has is
 * left out.
 */
export async function renderListPdf(list: PrintedList, fonts: FontCollection): Promise<Uint8Array> {
  const options: TypesettingOptions = { fonts, direction: list.isRightToLeft ? "rtl" : "ltr" };
  const sections = list.sections.flatMap((each, index) => createSectionUnits(options, list, each, index === 0));
  return printListDocument(options, list, [createPdfFrontPage(options, list), ...sections]);
}

/** Every page shows the list, its status, its date and the page number. */
function printListDocument(options: TypesettingOptions, list: PrintedList, units: readonly PageUnit[]): Uint8Array {
  const { title, conference, status, asOf, language, isDraft } = list;
  const small = { size: 8, colour: "#5b6875" };
  return printDocument(
    {
      title: `${conference}: ${title}`,
      language,
      units,
      header: [
        { ...small, text: conference },
        { ...small, text: `${title} · ${status}` },
      ],
      footer: (page, pages) => [
        { ...small, text: asOf },
        { ...small, align: "end", text: participantMessages.translate(language, "participants.page", { page, pages }) },
      ],
      ...(isDraft && { watermark: participantMessages.translate(language, "participants.draft") }),
    },
    options,
  );
}

/** The heading stays with that of the first group. The first section begins a new page after the front page. */
function createSectionUnits(
  options: TypesettingOptions,
  list: PrintedList,
  { title, groups }: PrintedList["sections"][number],
  isFirst: boolean,
): PageUnit[] {
  const style = { size: 15, weight: "bold", colour: "#0b5394", spaceAbove: 26 } as const;
  const heading = layoutTextBlock({ ...style, text: title }, pageColumn, options);
  const [first, ...others] = groups.flatMap((group) => createGroupUnits(options, list, group));
  if (!first) return [];
  const bookmarks = [{ level: 1 as const, title }, ...(first.bookmarks ?? [])];
  return [{ ...first, bands: [...heading, ...first.bands], bookmarks, startsNewPage: isFirst }, ...others];
}

/** The heading stays with the first entry, and is repeated on pages where others continue. */
function createGroupUnits(
  options: TypesettingOptions,
  list: PrintedList,
  { heading = list.individuals, persons }: PrintedGroup,
): PageUnit[] {
  const style = { size: 11.5, weight: "bold", colour: "#1c2733", spaceAbove: 15 } as const;
  const continued = participantMessages.translate(list.language, "participants.goesOn", { heading });
  const bands = layoutTextBlock({ ...style, text: heading }, pageColumn, options);
  const repeatedBands = layoutTextBlock({ ...style, text: continued }, pageColumn, options);
  return persons.map((person, index) => {
    const entry = createPersonBands(options, person);
    if (index > 0) return { bands: entry, repeatedBands };
    return { bands: [...bands, ...entry], bookmarks: [{ level: 2, title: heading }] };
  });
}

/** The name on one line, title and organization below it, each in its own direction. */
function createPersonBands(options: TypesettingOptions, person: PrintedPerson): Band[] {
  const { honorific, name, functionTitle, organization, country = "" } = person;
  const style = { indent: 14, han: getHanStyle(country), isUserText: true };
  const set = (text: string | undefined, more: Pick<TextBlock, "size" | "weight" | "spaceAbove">) =>
    text === undefined ? [] : layoutTextBlock({ ...style, ...more, text }, pageColumn, options);
  return [
    ...set([honorific, name].filter(Boolean).join(" "), { size: 10.5, weight: "bold", spaceAbove: 6 }),
    ...set(functionTitle, { size: 9.5 }),
    ...set(organization, { size: 9.5 }),
  ];
}

const createSpacing = (height: number): Band => ({ spaceAbove: 0, height, lines: [] });

const centredStyle = { align: "centre", size: 10.5, spaceAbove: 5 } as const;
const frontHeadingStyle = { size: 12, weight: "bold", spaceAbove: 20 } as const;

/** The list, its status and date, its statistics, and its order. */
export function createPdfFrontPage(options: TypesettingOptions, list: PrintedList): PageUnit {
  const { conference, organizer, place, days, title, status, asOf, corrections, order, statistics } = list;
  const set = (block: TextBlock) => layoutTextBlock(block, pageColumn, options);
  const bands = [
    createSpacing(46),
    ...set({ ...centredStyle, text: conference, size: 19, weight: "bold" }),
    ...[...(organizer === undefined ? [] : [organizer]), place, days].flatMap((text) => set({ ...centredStyle, text })),
    ...set({ ...centredStyle, text: title, size: 16, weight: "bold", spaceAbove: 26 }),
    ...[status, asOf, corrections].flatMap((text) => set({ ...centredStyle, text })),
    ...set({ ...frontHeadingStyle, text: statistics.heading, spaceAbove: 30 }),
    createSpacing(4),
    ...createStatisticsBands(options, statistics),
    ...set({ ...frontHeadingStyle, text: order.heading }),
    ...order.sentences.flatMap((text) => set({ text, size: 9.5, spaceAbove: 3 })),
  ];
  return { bands, bookmarks: [{ level: 1, title }] };
}

/** The share of the width that the names of the categories have. */
const firstColumnShare = 0.34;

function createStatisticsBands(
  options: TypesettingOptions,
  { columns, lines, total }: PrintedList["statistics"],
): Band[] {
  const row = (cells: readonly (string | number)[], weight: "regular" | "bold", size = 9.5) => {
    const style = { size, weight } as const;
    const blocks = cells.map(
      (cell, index): TextBlock => ({ ...style, text: String(cell), align: index === 0 ? "start" : "end" }),
    );
    const places = createTableColumns(cells.length, firstColumnShare, options.direction);
    return [layoutTableRow(blocks, places, options)];
  };
  return [...row(columns, "bold", 8.5), ...lines.flatMap((line) => row(line, "regular")), ...row(total, "bold")];
}
