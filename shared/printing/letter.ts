import type { TextDirection } from "#shared/model/conference.ts";
import { a4, pointsPerMillimetre } from "./page-geometry.ts";
import { parseJpegHeader } from "./pdf/jpeg.ts";
import { PdfBook } from "./pdf/pdf-book.ts";
import { formatPdfNumber } from "./pdf/pdf-writer.ts";
import { showLine } from "./pdf/show-glyphs.ts";
import { drawQrCode, getQrModules } from "./qr-code.ts";
import type { FontCollection } from "./text/fonts.ts";
import { Paragraph, type ShapedLine } from "./text/paragraph.ts";
import type { FontWeight, HanStyle } from "./text/scripts.ts";

/** A paragraph of a letter. Size and the space above it are in points. */
export interface LetterText {
  readonly text: string;
  readonly size: number;
  readonly spaceAbove: number;
  readonly weight?: FontWeight;
  /** By default that of its first letter. */
  readonly direction?: TextDirection;
}

/** A letter of one page, with a code at its foot and a note beside the code. */
export interface PrintableLetter {
  readonly title: string;
  readonly texts: readonly LetterText[];
  /** The content of the code: a URL. */
  readonly codeText: string;
  readonly note: string;
  readonly direction: TextDirection;
  readonly han: HanStyle;
  /** A JPEG above the texts. */
  readonly logo?: Uint8Array | undefined;
  /** A text in light grey across the page, behind the others. */
  readonly watermark?: string;
}

const mm = pointsPerMillimetre;
const margin = { side: 25 * mm, top: 22 * mm, bottom: 18 * mm };
const codeSide = 34 * mm;
const noteGap = 5 * mm;
const lineHeight = 1.45;
const noteSize = 9;

/** The largest size of the logo, and the space below it. */
const logoBox = { width: 60 * mm, height: 18 * mm, spaceBelow: 5 * mm };

/** The number of steps in which a letter that is too long becomes smaller, and the factor of each. */
const maxShrinkSteps = 12;
const shrinkFactor = 0.95;

interface LetterLine {
  readonly line: ShapedLine;
  readonly size: number;
  readonly baseline: number;
}

/** The letter as a PDF, as large as fits on its page. */
export function printLetter(letter: PrintableLetter, fonts: FontCollection): Uint8Array {
  const book = new PdfBook();
  addLetterPage(book, letter, fonts);
  book.finish(letter.title);
  return book.takeBytes();
}

/** Adds the page of a letter, as large as fits on it, to a file. */
export function addLetterPage(book: PdfBook, letter: PrintableLetter, fonts: FontCollection): void {
  const width = a4.width - 2 * margin.side;
  const foot = a4.height - margin.bottom - codeSide;
  let scale = 1;
  const logo = letter.logo && placeLetterLogo(letter.logo, letter.direction);
  const top = logo ? margin.top + logo.height + logoBox.spaceBelow : margin.top;
  let body = layoutTexts(letter, fonts, width, scale, top);
  for (let step = 0; step < maxShrinkSteps && body.bottom > foot - 6 * mm; step += 1) {
    scale *= shrinkFactor;
    body = layoutTexts(letter, fonts, width, scale, top);
  }
  const isRightToLeft = letter.direction === "rtl";
  const edge = isRightToLeft ? a4.width - margin.side : margin.side;
  const left = isRightToLeft ? edge - codeSide : edge;
  const noteEdge = isRightToLeft ? left - noteGap : left + codeSide + noteGap;
  const note = layoutNote(letter, fonts, width - codeSide - noteGap, foot);
  const operators = [
    ...(letter.watermark === undefined ? [] : [drawLetterWatermark(letter.watermark, letter, fonts, book)]),
    "0 0 0 rg",
    ...(logo ? [logo.operators] : []),
    ...body.lines.map((line) => drawLetterLine(line, edge, letter, book)),
    drawQrCode(getQrModules(letter.codeText), { left, top: foot, width: codeSide, height: codeSide }, a4.height),
    ...note.map((line) => drawLetterLine(line, noteEdge, letter, book)),
  ];
  const images = new Map(letter.logo ? [[logoName, book.addImage(letter.logo)]] : []);
  book.addPage(a4.width, a4.height, operators.join("\n"), images);
}

const watermark = { grey: 0.85, angle: Math.PI / 5, length: 200 * mm, maxSize: 64 };

/** The text in the middle of the page, rising to the right. */
function drawLetterWatermark(text: string, { han }: PrintableLetter, fonts: FontCollection, book: PdfBook): string {
  const paragraph = new Paragraph(text, fonts, { weight: "bold", han });
  const [span] = paragraph.breakLines(Number.POSITIVE_INFINITY);
  if (!span) return "";
  const line = paragraph.shapeLine(span);
  const width = line.ink.right - line.ink.left;
  const size = Math.min(watermark.maxSize, watermark.length / width);
  const [cos, sin] = [Math.cos(watermark.angle), Math.sin(watermark.angle)];
  const matrix = [cos, sin, -sin, cos, a4.width / 2, a4.height / 2].map(formatPdfNumber).join(" ");
  const glyphs = showLine(line, -size * (width / 2 + line.ink.left), -size / 3, size, book.getFont);
  return `q ${watermark.grey} g ${matrix} cm ${glyphs} Q`;
}

const logoName = "Logo";

/** The logo at the side at which the texts begin, as large as its box allows, with its shape. */
function placeLetterLogo(jpeg: Uint8Array, direction: TextDirection) {
  const size = parseJpegHeader(jpeg);
  const scale = Math.min(logoBox.width / size.width, logoBox.height / size.height);
  const [width, height] = [size.width * scale, size.height * scale];
  const left = direction === "rtl" ? a4.width - margin.side - width : margin.side;
  const matrix = [width, 0, 0, height, left, a4.height - margin.top - height].map(formatPdfNumber).join(" ");
  return { height, operators: `q ${matrix} cm /${logoName} Do Q` };
}

function layoutTexts(
  { texts, han }: PrintableLetter,
  fonts: FontCollection,
  width: number,
  scale: number,
  top: number,
) {
  const lines: LetterLine[] = [];
  let bottom = top;
  for (const { text, size: fullSize, spaceAbove, weight = "regular", direction } of texts) {
    const size = fullSize * scale;
    bottom += spaceAbove * scale;
    const paragraph = new Paragraph(text, fonts, { weight, han, ...(direction && { direction }) });
    for (const span of paragraph.breakLines(width / size)) {
      bottom += size * lineHeight;
      lines.push({ line: paragraph.shapeLine(span), size, baseline: bottom });
    }
  }
  return { lines, bottom };
}

/** The note beside the code, centred on its height. */
function layoutNote({ note, han }: PrintableLetter, fonts: FontCollection, width: number, top: number): LetterLine[] {
  const paragraph = new Paragraph(note, fonts, { weight: "regular", han });
  const spans = paragraph.breakLines(width / noteSize);
  const first = top + (codeSide - spans.length * noteSize * lineHeight) / 2;
  return spans.map((span, index) => ({
    line: paragraph.shapeLine(span),
    size: noteSize,
    baseline: first + (index + 1) * noteSize * lineHeight,
  }));
}

/** Draws a line that begins at an edge: the left one, or the right one of a right-to-left language. */
function drawLetterLine(
  { line, size, baseline }: LetterLine,
  edge: number,
  { direction }: PrintableLetter,
  book: PdfBook,
): string {
  const left = edge - size * (direction === "rtl" ? line.ink.right : line.ink.left);
  return showLine(line, left, a4.height - baseline, size, book.getFont);
}
