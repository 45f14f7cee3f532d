import { create } from "qrcode";

/** A QR code as an SVG path: one square per dark module, inside the quiet zone that readers need. */
export function createQrPath(token: string): { readonly d: string; readonly size: number } {
  const quiet = 4;
  const { modules } = create(token, { errorCorrectionLevel: "M" });
  const squares: string[] = [];
  for (const [at, dark] of modules.data.entries()) {
    if (!dark) continue;
    squares.push(`M${(at % modules.size) + quiet} ${Math.floor(at / modules.size) + quiet}h1v1h-1z`);
  }
  return { d: squares.join(""), size: modules.size + 2 * quiet };
}
