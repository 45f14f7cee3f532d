import type { PdfBook } from "../pdf/book.ts";
import { showLine } from "../pdf/glyphs.ts";
import { number, type Ref } from "../pdf/writer.ts";
import { channelsOf } from "./colour.ts";
import type { Composed, Drawn, Rect } from "./compose.ts";

/** Operators of the page so far, and the images that they name. */
export interface Page {
  readonly operators: string[];
  readonly images: Map<string, Ref>;
}

const fill = (colour: string) => `${channelsOf(colour).map(number).join(" ")} rg`;

/** Draws a badge whose left lower corner lies there, in points from the page's. */
export function drawBadge(badge: Composed, book: PdfBook, page: Page, left: number, bottom: number): void {
  page.operators.push(`q 1 0 0 1 ${number(left)} ${number(bottom)} cm`);
  for (const each of badge.drawn) page.operators.push(draw(each, badge.height, book, page));
  page.operators.push("Q");
}

function draw(drawn: Drawn, height: number, book: PdfBook, { images }: Page): string {
  if (drawn.kind === "line") {
    const { line, left, baseline, size, colour } = drawn;
    return `${fill(colour)} ${showLine(line, left, height - baseline, size, book.fontOf)}`;
  }
  const { box } = drawn;
  if (drawn.kind === "fill") return `${fill(drawn.colour)} ${area(box, height)} f`;
  if (drawn.kind === "code") return drawCode(drawn.modules, box, height);
  const name = `I${images.size + 1}`;
  images.set(name, book.addImage(drawn.jpeg));
  const corner = `${number(box.left)} ${number(height - box.top - box.height)}`;
  return `q ${number(box.width)} 0 0 ${number(box.height)} ${corner} cm /${name} Do Q`;
}

const area = ({ left, top, width, height }: Rect, pageHeight: number) =>
  [left, pageHeight - top - height, width, height].map(number).join(" ").concat(" re");

/** The quiet zone that a reader needs around the code, in modules. */
const quiet = 4;

/** As areas of ink, one for each row's stretch of dark modules: sharp at any size. */
export function drawCode(modules: readonly (readonly boolean[])[], box: Rect, pageHeight: number): string {
  const side = Math.min(box.width, box.height);
  const module = side / (modules.length + 2 * quiet);
  const areas = modules.flatMap((row, y) =>
    stretchesOf(row).map(([from, to]) =>
      area(
        {
          left: box.left + (box.width - side) / 2 + (quiet + from) * module,
          top: box.top + (box.height - side) / 2 + (quiet + y) * module,
          width: (to - from) * module,
          height: module,
        },
        pageHeight,
      ),
    ),
  );
  return `1 1 1 rg ${area(box, pageHeight)} f 0 0 0 rg ${areas.join(" ")} f`;
}

function stretchesOf(row: readonly boolean[]): [from: number, to: number][] {
  const stretches: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    if (!isDark) continue;
    const last = stretches.at(-1);
    if (last?.[1] === x) last[1] = x + 1;
    else stretches.push([x, x + 1]);
  }
  return stretches;
}
