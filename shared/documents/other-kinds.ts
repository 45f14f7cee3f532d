/** What readers of other kinds look for anywhere in a file; long enough never to stand there by chance. */
const markup = /%PDF-[12]\.|<script|<html|<svg|<\?php|<!doctype html/i;

/** Whether an image would also be read as a page, a program or a document. */
export const holdsMarkup = (bytes: Uint8Array): boolean => markup.test(Buffer.from(bytes).toString("latin1"));

/** Where the directory of a ZIP file ends (APPNOTE.TXT 4.3.16): its readers look for it from the end. */
export function directoryEnd(view: Buffer): number | undefined {
  const from = Math.max(0, view.length - 65_557);
  for (let at = view.length - 22; at >= from; at -= 1) {
    const isEnd = view.readUInt32LE(at) === 0x06054b50 && view.readUInt32LE(at + 4) === 0;
    if (isEnd && at + 22 + view.readUInt16LE(at + 20) <= view.length) return at;
  }
  return undefined;
}

const signatures = [Buffer.from("Rar!\u001a\u0007", "latin1"), Buffer.from("7z\u00bc\u00af\u0027\u001c", "latin1")];

/** Whether a file would also be unpacked as an archive. */
export function holdsArchive(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes);
  return directoryEnd(view) !== undefined || signatures.some((signature) => view.includes(signature));
}
