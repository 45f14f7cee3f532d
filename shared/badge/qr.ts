import { create, type QRCode, toBuffer } from "qrcode";

/** The versions that a gate's camera reads at arm's length: at most 45 modules a side. */
const largestVersion = 7;

/** @throws Error for a text that needs a version above 7 */
function codeOf(text: string): QRCode {
  const code = create(text, { errorCorrectionLevel: "M" });
  if (code.version > largestVersion) throw new Error("a badge code that is too long");
  return code;
}

/**
 * The code of a badge as a PNG: error correction M, with the quiet zone of four modules. Twelve pixels a module, for it is
 * shown at half its size, sharp on dense screens and in print.
 * @throws Error for a text that needs a version above 7
 */
export async function qrPng(text: string): Promise<Buffer> {
  codeOf(text);
  return toBuffer(text, { errorCorrectionLevel: "M", scale: 12, margin: 4 });
}

/**
 * The modules of the code row by row, dark ones true, without the quiet zone.
 * @throws Error for a text that needs a version above 7
 */
export function qrModules(text: string): boolean[][] {
  const { size, data } = codeOf(text).modules;
  return Array.from({ length: size }, (_, row) => Array.from(data.subarray(row * size, (row + 1) * size), Boolean));
}

/** The smallest version of a QR code that holds the text at level M. */
export function qrVersion(text: string): number {
  return create(text, { errorCorrectionLevel: "M" }).version;
}
