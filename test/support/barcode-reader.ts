import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureDebianPackages } from "./debian.ts";

/** ZBar, which Debian has and which shares no code with what draws our codes. */
const reader = { program: "zbarimg", packages: ["zbar-tools"] };

/** To be called before the first reading: installs the reader where it is missing. */
export const ensureReader = (): void => ensureDebianPackages(reader.packages);

/** What stands in the codes of these PNG images, one after the other. */
export function readCodes(images: readonly Uint8Array[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "palais-codes-"));
  const files = images.map((image, index) => {
    const file = path.join(folder, `${index}.png`);
    writeFileSync(file, image);
    return file;
  });
  try {
    const read = execFileSync(reader.program, ["--quiet", "--raw", "--nodbus", ...files], { encoding: "utf8" });
    return read.trimEnd().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
