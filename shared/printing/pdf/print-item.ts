import { toFillColourOperator } from "../color.ts";
import type { DrawnItem } from "../composition.ts";
import { toRectOperator } from "../page-geometry.ts";
import { drawQrCode } from "../qr-code.ts";
import type { PdfBook } from "./pdf-book.ts";
import { formatPdfNumber, type PdfRef } from "./pdf-writer.ts";
import { showLine } from "./show-glyphs.ts";

/**
 * The PDF operators of an item.
 * @param height of the composition, in points
 * @param images of the page, by their names in the operators; a picture is added
 */
export function printItem(item: DrawnItem, height: number, book: PdfBook, images: Map<string, PdfRef>): string {
  if (item.kind === "line") {
    const { line, left, baseline, size, colour } = item;
    return `${toFillColourOperator(colour)} ${showLine(line, left, height - baseline, size, book.getFont)}`;
  }
  const { box } = item;
  if (item.kind === "fill") return `${toFillColourOperator(item.colour)} ${toRectOperator(box, height)} f`;
  if (item.kind === "code") return drawQrCode(item.modules, box, height);
  const name = `I${images.size + 1}`;
  images.set(name, book.addImage(item.jpeg));
  const corner = `${formatPdfNumber(box.left)} ${formatPdfNumber(height - box.top - box.height)}`;
  return `q ${formatPdfNumber(box.width)} 0 0 ${formatPdfNumber(box.height)} ${corner} cm /${name} Do Q`;
}
