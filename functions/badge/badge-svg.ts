import type { Composition, DrawnItem, DrawnLine } from "#shared/printing/composition.ts";
import type { Rect } from "#shared/printing/page-geometry.ts";
import { formatPdfNumber } from "#shared/printing/pdf/pdf-writer.ts";
import { listQrAreas } from "#shared/printing/qr-code.ts";
import type { ShapedRun } from "#shared/printing/text/shape.ts";

/** The colour of the area of a photo. */
const photoColour = "#c9ced6";

/** The composition of a badge as an SVG image, in points; the glyphs are outlines, so that it needs no font. */
export function drawBadgeSvg({ width, height, items }: Composition): string {
  const size = `viewBox="0 0 ${formatPdfNumber(width)} ${formatPdfNumber(height)}"`;
  const content = items.map(toSvgElement).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${toSvgArea({ left: 0, top: 0, width, height }, "#ffffff")}${content}</svg>`;
}

function toSvgElement(item: DrawnItem): string {
  if (item.kind === "line") return toSvgText(item);
  if (item.kind === "fill") return toSvgArea(item.box, item.colour);
  if (item.kind !== "code")
    return item.kind === "logo" ? toSvgImage(item.box, item.jpeg) : toSvgArea(item.box, photoColour);
  const areas = listQrAreas(item.modules, item.box).map(toRectPath).join("");
  return `${toSvgArea(item.box, "#ffffff")}<path d="${areas}"/>`;
}

const toSvgArea = (box: Rect, colour: string) => `<path fill="${colour}" d="${toRectPath(box)}"/>`;

function toSvgImage({ left, top, width, height }: Rect, jpeg: Uint8Array): string {
  const [x, y, w, h] = [left, top, width, height].map(formatPdfNumber);
  const data = Buffer.from(jpeg).toString("base64");
  return `<image x="${x}" y="${y}" width="${w}" height="${h}" href="data:image/jpeg;base64,${data}"/>`;
}

function toRectPath({ left, top, width, height }: Rect): string {
  const [x, y, w, h] = [left, top, width, height].map(formatPdfNumber);
  return `M${x} ${y}h${w}v${h}h-${w}z`;
}

function toSvgText({ line, left, baseline, size, colour }: DrawnLine): string {
  let start = left;
  const runs = line.runs.map((run) => {
    const drawn = toSvgGlyphs(run, start, baseline, size);
    start += run.width * size;
    return drawn;
  });
  return `<g fill="${colour}">${runs.join("")}</g>`;
}

/** The glyphs of a run; their outlines are in units of the font, upwards from the baseline. */
function toSvgGlyphs({ font, clusters }: ShapedRun, left: number, baseline: number, size: number): string {
  const scale = size / font.unitsPerEm;
  let pen = left;
  return clusters
    .flatMap(({ glyphs }) => glyphs)
    .map(({ id, dx, dy, advance }) => {
      const [x, y] = [pen + dx * size, baseline - dy * size].map(formatPdfNumber);
      pen += advance * size;
      const outline = font.shaper.glyphToPath(id);
      const factor = scale.toFixed(6);
      return outline ? `<path transform="translate(${x} ${y})scale(${factor} -${factor})" d="${outline}"/>` : "";
    })
    .join("");
}
