import { create, toBuffer } from "qrcode";

/** The versions that a gate's camera reads at arm's length: at most 45 modules a side. */
const largestVersion = 7;

/**
 * The code of a badge as a PNG: error correction M, with the quiet zone of four modules. Twelve pixels a module, for it is
 * shown at half its size, sharp on dense screens and in print.
 * @throws Error for a text that needs a version above 7
 */
export async function qrPng(text: string): Promise<Buffer> {
  if (qrVersion(text) > largestVersion) throw new Error("a badge code that is too long");
  return toBuffer(text, { errorCorrectionLevel: "M", scale: 12, margin: 4 });
}

/** The smallest version of a QR code that holds the text at level M. */
export function qrVersion(text: string): number {
  return create(text, { errorCorrectionLevel: "M" }).version;
}
