import { create, type QRCode, toBuffer } from "qrcode";
import { type Rect, toRectOperator } from "./page-geometry.ts";

/** The largest version that a gate's camera reads at arm's length: at most 45 modules a side. */
const maxQrVersion = 7;

/** @throws Error for a text that needs a higher version */
function createQrCode(text: string, maxVersion: number): QRCode {
  const code = create(text, { errorCorrectionLevel: "M" });
  if (code.version > maxVersion)
    throw new Error(`The text needs a QR code of version ${code.version}, above ${maxVersion}.`);
  return code;
}

/**
 * The code as a PNG: error correction M, quiet zone of four modules, twelve pixels per module. Emails show it at half its
 * size, so that it is sharp on dense screens and in print.
 * @throws Error for a text that needs a version above 7
 */
export async function renderQrPng(text: string): Promise<Buffer> {
  createQrCode(text, maxQrVersion);
  return toBuffer(text, { errorCorrectionLevel: "M", scale: 12, margin: 4 });
}

/**
 * The modules of the code row by row, `true` for dark, without the quiet zone.
 * @param maxVersion a code that is printed larger than a badge may have a higher one
 * @throws Error for a text that needs a higher version
 */
export function getQrModules(text: string, maxVersion = maxQrVersion): boolean[][] {
  const { size, data } = createQrCode(text, maxVersion).modules;
  return Array.from({ length: size }, (_, row) => Array.from(data.subarray(row * size, (row + 1) * size), Boolean));
}

/** The smallest version of a QR code that holds the text at level M. */
export function getQrVersion(text: string): number {
  return create(text, { errorCorrectionLevel: "M" }).version;
}

/** The quiet zone around the code, in modules. */
const quietZoneModules = 4;

/** The areas of a code in its box: one for each run of dark modules in a row, sharp at any size. */
export function listQrAreas(modules: readonly (readonly boolean[])[], box: Rect): Rect[] {
  const side = Math.min(box.width, box.height);
  const module = side / (modules.length + 2 * quietZoneModules);
  return modules.flatMap((row, y) =>
    listDarkRuns(row).map(([from, to]) => {
      const left = box.left + (box.width - side) / 2 + (quietZoneModules + from) * module;
      const top = box.top + (box.height - side) / 2 + (quietZoneModules + y) * module;
      return { left, top, width: (to - from) * module, height: module };
    }),
  );
}

/** The PDF operators of a code. */
export function drawQrCode(modules: readonly (readonly boolean[])[], box: Rect, pageHeight: number): string {
  const areas = listQrAreas(modules, box).map((area) => toRectOperator(area, pageHeight));
  return `1 1 1 rg ${toRectOperator(box, pageHeight)} f 0 0 0 rg ${areas.join(" ")} f`;
}

function listDarkRuns(row: readonly boolean[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    if (!isDark) continue;
    const last = runs.at(-1);
    if (last?.[1] === x) last[1] = x + 1;
    else runs.push([x, x + 1]);
  }
  return runs;
}
