import { ZipPassThrough } from "fflate";
import { type DocumentsBucket, findCheckedFile } from "#shared/documents/bucket.ts";
import { JobFailedError } from "#shared/model/job.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { wasEverConfirmed } from "#shared/registrations/registration.rules.ts";
import { readAhead } from "#shared/runtime/read-ahead.ts";
import { truncateText } from "#shared/text/text-rules.ts";
import { ArchiveWriter } from "./formats/archive-writer.ts";
import type { WriteBytes } from "./formats/table-file.ts";
import type { ExportedPerson } from "./select-people.ts";

/** A photo, and the name of its file. */
export interface NamedPhoto {
  readonly registrationId: string;
  readonly documentId: string;
  readonly fileName: string;
  readonly wasConfirmed: boolean;
}

/** Beyond these, an archive needs another form (ZIP64), which not every program reads. */
const maxFiles = 65_535;
const maxArchiveBytes = 4_200_000_000;

/** The number of photos that are read ahead of the one that is written. */
const readAheadCount = 12;

/** Characters that the name of a file may have on every system. */
const unusable = /[^\p{L}\p{M}\p{N} .,'’()-]+/gu;

/**
 * The photo of a person, named as the badge: the name on it, its serial, and the reference number, which tells people of
 * one name apart. `undefined` without a photo. A protected person has none in any export.
 */
export function findPhoto({ view, registration }: ExportedPerson): NamedPhoto | undefined {
  const { registrationId, badge } = view;
  const documentId = registration.documents?.photo;
  if (documentId === undefined) return undefined;
  const name = truncateText(getDisplayName(registration).replaceAll(unusable, " ").trim(), 80);
  const serial = badge === undefined ? [] : [String(badge.serial)];
  const fileName = `${[name, ...serial, registrationId].join(" - ")}.jpg`;
  return { registrationId, documentId, fileName, wasConfirmed: wasEverConfirmed(registration) };
}

/**
 * Writes photos into an archive, in the order of the names of their files, and with a few of them in memory.
 * @param at the time of each file
 * @returns the number of photos; one that was deleted meanwhile is left out
 * @throws JobFailedError `export-too-large`
 */
export async function writePhotoArchive(
  documents: DocumentsBucket,
  photos: readonly NamedPhoto[],
  at: string,
  write: WriteBytes,
  report: (done: number) => Promise<void>,
): Promise<number> {
  if (photos.length > maxFiles) throw new JobFailedError("export-too-large");
  const archive = new ArchiveWriter(write);
  let written = 0;
  const sorted = photos.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1));
  const readPhoto = async (photo: NamedPhoto) => ({
    fileName: photo.fileName,
    content: await findCheckedFile(documents, photo.documentId),
  });
  for await (const { fileName, content } of readAhead(sorted, readAheadCount, readPhoto)) {
    await report(written);
    if (!content) continue;
    const file = new ZipPassThrough(fileName);
    file.mtime = at;
    archive.add(file);
    file.push(content, true);
    written += 1;
    await archive.flush();
    if (archive.bytes > maxArchiveBytes) throw new JobFailedError("export-too-large");
  }
  await archive.end();
  return written;
}
