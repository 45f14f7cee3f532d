import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureDebianPackages } from "./debian.ts";

/** ZBar, which Debian has and which shares no code with what draws our codes. */
const barcodeProgram = { program: "zbarimg", packages: ["zbar-tools"] };

/** To be called before the first reading: installs the reader where it is missing. */
export const ensureBarcodeReader = (): void => ensureDebianPackages(barcodeProgram.packages);

/** What stands in the codes of these PNG images, one after the other. */
export function readCodes(images: readonly Uint8Array[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-codes-"));
  const files = images.map((image, index) => {
    const file = path.join(folder, `${index}.png`);
    writeFileSync(file, image);
    return file;
  });
  try {
    const args = ["--quiet", "--raw", "--nodbus", ...files];
    const { status, stdout, stderr } = spawnSync(barcodeProgram.program, args, { encoding: "utf8" });
    // 4: in some of the images no code was found.
    if (status !== 0 && status !== 4) throw new Error(`${barcodeProgram.program} ended with ${status}: ${stderr}`);
    return stdout.trimEnd().split("\n").filter(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
