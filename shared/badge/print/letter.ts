import { PdfBook } from "../pdf/book.ts";
import { showLine } from "../pdf/glyphs.ts";
import { qrModules } from "../qr.ts";
import type { HanStyle, Weight } from "../text/families.ts";
import type { Fonts } from "../text/fonts.ts";
import { type Line, Paragraph } from "../text/paragraph.ts";
import { pointsPerMillimetre } from "./compose.ts";
import { drawCode } from "./draw.ts";

/** A paragraph of a letter; size and the room above it in points. */
export interface LetterText {
  readonly text: string;
  readonly size: number;
  readonly above: number;
  readonly weight?: Weight;
}

/** A letter of one page, with a code at its foot and a note beside it. */
export interface Letter {
  readonly title: string;
  readonly texts: readonly LetterText[];
  /** What the code says: an address. */
  readonly code: string;
  readonly note: string;
  readonly direction: "ltr" | "rtl";
  readonly han: HanStyle;
}

const mm = pointsPerMillimetre;
const page = { width: 210 * mm, height: 297 * mm };
const margin = { side: 25 * mm, top: 22 * mm, bottom: 18 * mm };
const codeSide = 34 * mm;
const leading = 1.45;
const noteSize = 9;

/** In how many steps a letter that is too long becomes smaller, and by how much each. */
const steps = 12;
const stepFactor = 0.95;

interface SetLine {
  readonly line: Line;
  readonly size: number;
  readonly baseline: number;
}

/** The letter as a PDF, as large as its page has room for. @throws MissingGlyph */
export function printLetter(letter: Letter, fonts: Fonts): Uint8Array {
  const book = new PdfBook();
  const room = page.width - 2 * margin.side;
  const foot = page.height - margin.bottom - codeSide;
  let scale = 1;
  let body = setTexts(letter, fonts, room, scale);
  for (let step = 0; step < steps && body.bottom > foot - 6 * mm; step += 1) {
    scale *= stepFactor;
    body = setTexts(letter, fonts, room, scale);
  }
  const left = letter.direction === "rtl" ? page.width - margin.side - codeSide : margin.side;
  const box = { left, top: foot, width: codeSide, height: codeSide };
  const note = setNote(letter, fonts, room - codeSide - 5 * mm, foot);
  const noteEdge = letter.direction === "rtl" ? left - 5 * mm : left + codeSide + 5 * mm;
  const edge = letter.direction === "rtl" ? page.width - margin.side : margin.side;
  const operators = [
    "0 0 0 rg",
    ...body.lines.map((line) => show(line, edge, letter, book)),
    drawCode(qrModules(letter.code), box, page.height),
    ...note.map((line) => show(line, noteEdge, letter, book)),
  ];
  book.addPage(page.width, page.height, operators.join("\n"));
  book.end(letter.title);
  return book.take();
}

function setTexts({ texts, han }: Letter, fonts: Fonts, room: number, scale: number) {
  const lines: SetLine[] = [];
  let bottom = margin.top;
  for (const { text, size: wanted, above, weight = "regular" } of texts) {
    const size = wanted * scale;
    bottom += above * scale;
    const paragraph = new Paragraph(text, fonts, { weight, han });
    for (const span of paragraph.break(room / size)) {
      bottom += size * leading;
      lines.push({ line: paragraph.line(span), size, baseline: bottom });
    }
  }
  return { lines, bottom };
}

/** What stands beside the code, in the middle of its height. */
function setNote({ note, han }: Letter, fonts: Fonts, room: number, top: number): SetLine[] {
  const paragraph = new Paragraph(note, fonts, { weight: "regular", han });
  const spans = paragraph.break(room / noteSize);
  const first = top + (codeSide - spans.length * noteSize * leading) / 2;
  return spans.map((span, index) => ({
    line: paragraph.line(span),
    size: noteSize,
    baseline: first + (index + 1) * noteSize * leading,
  }));
}

/** A line that begins at an edge: the left one, or the right one of a language that is read from there. */
function show({ line, size, baseline }: SetLine, edge: number, { direction }: Letter, book: PdfBook): string {
  const left = direction === "rtl" ? edge - size * line.ink.right : edge - size * line.ink.left;
  return showLine(line, left, page.height - baseline, size, book.fontOf);
}
