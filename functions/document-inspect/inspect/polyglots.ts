/** Signatures that readers of other formats accept anywhere in a file, long enough not to occur by chance. */
const markupPattern = /%PDF-[12]\.|<script|<html|<svg|<\?php|<!doctype html/i;

/** Whether a file is also readable as a page, a program or a document. */
export const hasMarkup = (bytes: Uint8Array): boolean => markupPattern.test(Buffer.from(bytes).toString("latin1"));

/** The offset of the end record of a ZIP directory (APPNOTE.TXT 4.3.16), searched backwards as readers do. */
export function findZipDirectoryEnd(view: Buffer): number | undefined {
  const from = Math.max(0, view.length - 65_557);
  for (let at = view.length - 22; at >= from; at -= 1) {
    const isEnd = view.readUInt32LE(at) === 0x06054b50 && view.readUInt32LE(at + 4) === 0;
    if (isEnd && at + 22 + view.readUInt16LE(at + 20) <= view.length) return at;
  }
  return undefined;
}

const archiveSignatures = [
  Buffer.from("Rar!\u001a\u0007", "latin1"),
  Buffer.from("7z\u00bc\u00af\u0027\u001c", "latin1"),
];

/** Whether a file is also readable as an archive. */
export function hasArchive(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes);
  return findZipDirectoryEnd(view) !== undefined || archiveSignatures.some((signature) => view.includes(signature));
}
