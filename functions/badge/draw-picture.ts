import type { Composition, DrawnLine } from "#shared/printing/composition.ts";
import { encodePng } from "#shared/printing/png.ts";
import { listQrAreas } from "#shared/printing/qr-code.ts";
import type { Font } from "#shared/printing/text/fonts.ts";
import { Canvas, type Outline } from "./canvas.ts";

/** How many straight lines stand for a curve of a glyph. */
const curveSteps = 6;

/**
 * The composition as a PNG, one pixel for each point.
 * @throws Error for a picture that is no JPEG
 */
export async function drawPicture({ width, height, items }: Composition): Promise<Uint8Array> {
  const canvas = new Canvas(width, height);
  for (const item of items) {
    if (item.kind === "line") drawText(canvas, item);
    else if (item.kind === "fill") canvas.fillRect(item.box, item.colour);
    else if (item.kind === "code")
      for (const area of listQrAreas(item.modules, item.box)) canvas.fillRect(area, "#000000");
    else canvas.drawPicture(await decodeJpeg(item.jpeg), item.box);
  }
  return encodePng(canvas);
}

/** Loaded with the first picture: most requests of the function decode none. */
async function decodeJpeg(jpeg: Uint8Array) {
  const { default: createCodec } = await import("@jimp/js-jpeg");
  return createCodec().decode(Buffer.from(jpeg));
}

function drawText(canvas: Canvas, { line, left, baseline, size, colour }: DrawnLine): void {
  let pen = left;
  for (const { font, clusters } of line.runs)
    for (const { id, dx, dy, advance } of clusters.flatMap(({ glyphs }) => glyphs)) {
      const scale = size / font.unitsPerEm;
      canvas.fill(listOutlines(font, id, [pen + dx * size, baseline - dy * size], scale), colour);
      pen += advance * size;
    }
}

/** The outlines of a glyph in pixels. Those of the font are in its units, upwards from the baseline. */
function listOutlines(
  font: Font,
  glyph: number,
  [originX, originY]: readonly [number, number],
  scale: number,
): Outline[] {
  const outlines: number[][] = [];
  for (const { type, values } of font.shaper.glyphToJson(glyph)) {
    const points = values.map((value, at) => (at % 2 === 0 ? originX + value * scale : originY - value * scale));
    if (type === "M") outlines.push(points);
    else if (type !== "Z") outlines.at(-1)?.push(...flattenCurve(outlines.at(-1)?.slice(-2) ?? [], points));
  }
  return outlines;
}

/** The points after the first one of a line, or of a Bézier curve of the second or third degree. */
function flattenCurve(from: readonly number[], points: readonly number[]): readonly number[] {
  if (points.length === 2) return points;
  const controls = [...from, ...points];
  return Array.from({ length: curveSteps }, (_, step) =>
    [0, 1].map((axis) => evaluate(controls, axis, (step + 1) / curveSteps)),
  ).flat();
}

/** De Casteljau's algorithm. */
function evaluate(controls: readonly number[], axis: number, share: number): number {
  let values = controls.filter((_, at) => at % 2 === axis);
  while (values.length > 1)
    values = values.slice(1).map((next, at) => (values[at] ?? 0) + (next - (values[at] ?? 0)) * share);
  return values[0] ?? 0;
}
