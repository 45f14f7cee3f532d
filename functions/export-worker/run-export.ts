import { loadAttendanceHistory } from "#shared/check-in/attendance.repository.ts";
import { listPersonAttendance } from "#shared/check-in/attendance.rules.ts";
import { listDelegationIds, loadDelegations } from "#shared/delegations/delegations.repository.ts";
import { deleteExportFile, toFileOfAllId } from "#shared/documents/made-files.ts";
import { abortPartUpload, PartUpload } from "#shared/documents/part-upload.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ExportCursor } from "#shared/exports/export-cursor.ts";
import { routes } from "#shared/http/routes.ts";
import { type JobChunkRunner, loadJobConference } from "#shared/jobs/run-job.ts";
import { type Conference, getTextDirection, getTextInLanguage } from "#shared/model/conference.ts";
import { type ExportRequest, type ExportSubject, exportMediaTypes, JobFailedError } from "#shared/model/job.ts";
import { eraseAccessReasons, recordAccesses } from "#shared/privacy/access-log.repository.ts";
import { type ErasureCounter, makeWithoutErased } from "#shared/privacy/erasure-count.repository.ts";
import { listRetiredQuestions, loadQuestions } from "#shared/questions/questions.repository.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { log } from "#shared/runtime/lambda.ts";
import { listAttendanceColumns } from "./attendance-columns.ts";
import type { Attempt, ExportSources, FilePerson, MadeFile } from "./export-attempt.ts";
import {
  createUnknownColumn,
  listHeadings,
  listTableColumns,
  type TableColumn,
  type TableRow,
  toTableRow,
} from "./export-table.ts";
import { createExportWording } from "./export-wording.ts";
import { writeTable } from "./formats/write-table.ts";
import { findPhoto, writePhotoArchive } from "./photo-archive.ts";
import { type ExportedPerson, selectPeople } from "./select-people.ts";

/** The most attempts to make a file. The job's own counter does not help, because each attempt writes progress. */
const maxAttempts = 4;

/** How long a file can be downloaded, in ms. Then it is deleted (`deleteExpiredFiles`). */
const fileTtlMs = 900_000;

/** The time between two reports of the progress, in ms: well within the lease of a job. */
const reportIntervalMs = 2_000;

/** How long the check-in history may be read, in ms: less than the lease of a job. */
const historyTimeoutMs = 18_000;

/** The number of entries of the access log that are written between two reports. */
const accessesPerReport = 500;

/** Of a file of people who all were confirmed: the erasure of someone who never was neither deletes nor delays it. */
const toCounter = (people: readonly FilePerson[]): ErasureCounter =>
  people.every(({ wasConfirmed }) => wasConfirmed) ? "confirmed" : "all";

/**
 * Makes the file of an export in one run, because it cannot be continued; another attempt begins anew. Nothing is at its
 * address before it is complete, and it is made again if a person is erased meanwhile.
 */
export const runExport =
  (sources: ExportSources): JobChunkRunner<ExportRequest, ExportCursor> =>
  async (job, { saveProgress }) => {
    const { table, documents } = sources;
    const { conferenceId, jobId, cursor: earlier = { attempts: 0 } } = job;
    const { uploadId, fileId: earlierId = toFileOfAllId(jobId), ...order } = earlier;
    if (uploadId !== undefined) {
      // Of a run that died: people who were erased meanwhile may be in its file, which no job names.
      await abortPartUpload(documents, conferenceId, earlierId, uploadId);
      await deleteExportFile(documents, conferenceId, jobId);
    }
    const conference = await loadJobConference(table, job, routes.startExport.access);
    if (earlier.attempts >= maxAttempts) throw new JobFailedError("attempts-exhausted");
    let cursor: ExportCursor = { ...order, attempts: earlier.attempts + 1 };
    let progress = { done: 0, total: 0 };
    const save = () => saveProgress({ ...progress, cursor });
    await save();
    let savedAt = Date.now();
    const report = async (done = progress.done, total = progress.total) => {
      progress = { done, total };
      if (Date.now() - savedAt < reportIntervalMs) return;
      savedAt = Date.now();
      await save();
    };
    const upload: Attempt["upload"] = async (people, write) => {
      // Before a person was erased, it may have been of other people.
      await deleteExportFile(documents, conferenceId, jobId);
      const fileId = toCounter(people) === "all" ? toFileOfAllId(jobId) : jobId;
      const parts = await PartUpload.begin(documents, conferenceId, fileId, exportMediaTypes[job.request.format]);
      cursor = { ...cursor, uploadId: parts.uploadId, fileId };
      try {
        await save();
        await write(async (bytes) => {
          await parts.write(bytes);
          await report();
        });
        await parts.complete();
      } catch (error) {
        await abortPartUpload(documents, conferenceId, fileId, parts.uploadId);
        throw error;
      }
      log("export.written", { jobId, bytes: parts.bytes });
    };
    const attempt: Attempt = { job, cursor, conference, report, upload };
    const make = makers[job.request.what] ?? makeTableFile;
    try {
      const makeFile = () => make(sources, attempt);
      const { result } = await makeWithoutErased(table, conferenceId, makeFile, undefined, ({ counter }) => counter);
      return { ...result, until: new Date(Date.now() + fileTtlMs).toISOString() };
    } catch (error) {
      await deleteExportFile(documents, conferenceId, jobId);
      throw error;
    }
  };

/** What makes the files that are no tables. The code that prints is loaded for certificates alone. */
const makers: Readonly<Partial<Record<ExportSubject, typeof makeTableFile>>> = {
  photos: (sources, attempt) => makePhotoFile(sources, attempt),
  certificates: async (sources, attempt) =>
    (await import("./certificate-file.ts")).makeCertificateFile(
      sources,
      attempt,
      await loadAttendance(sources, attempt),
    ),
};

/** Makes a table of people: their registrations, or their answers. */
async function makeTableFile(sources: ExportSources, attempt: Attempt): Promise<MadeFile> {
  const { table } = sources;
  const { job, cursor, conference, report, upload } = attempt;
  const { what, format, language } = job.request;
  if (format === "zip" || format === "pdf") throw new Error("not a format of tables");
  const { items: present } = await loadQuestions(table, conference);
  const retired = await listRetiredQuestions(table, conference.conferenceId);
  const withSensitive = cursor.reason !== undefined;
  const columns = listTableColumns(job.request, { present, retired }, withSensitive);
  const wording = createExportWording(
    conference,
    language,
    await loadDelegationNames(table, conference, columns, language),
  );
  const options = {
    wording: format === "json" ? undefined : wording,
    withSensitive,
    hasOthers: what === "answers" && job.request.columns === undefined,
  };
  const attendance = what === "attendance" ? await loadAttendance(sources, attempt) : undefined;
  const toRow = (person: ExportedPerson): TableRow[] => {
    if (what === "visa-letters" && person.letterState === undefined) return [];
    if (attendance && !attendance.has(person.view.registrationId)) return [];
    return [toTableRow(person, columns, options)];
  };
  const selection = { conference, requestedBy: job.request.requestedBy, ...cursor };
  const rows = (await selectPeople(table, selection, toRow, report)).flat();
  const others = [...new Set(rows.flatMap((row) => Object.keys(row.others)))].toSorted();
  const all = [...columns, ...others.map(createUnknownColumn)];
  const ofAttendance = attendance
    ? listAttendanceColumns(conference, [...attendance.values()], wording, format === "json")
    : [];
  const sensitive = rows.filter(({ isSensitive }) => isSensitive);
  await recordDisclosure(table, attempt, sensitive);
  const headings = listHeadings(all, wording);
  const file = {
    columns: [
      ...all.map(({ path, type }, index) => ({ path, type, heading: headings[index] ?? path })),
      ...ofAttendance,
    ],
    rows: rows.map((row) => {
      const came = attendance?.get(row.registrationId);
      const unknown = others.map((key) => row.others[key] ?? null);
      return [...row.cells, ...unknown, ...ofAttendance.map(({ read }) => (came ? read(came) : null))];
    }),
    language,
    direction: getTextDirection(language),
    title: wording.translate(sheetTitles[what as keyof typeof sheetTitles]),
    timeZone: conference.timeZone,
  };
  await upload(rows, (write) => writeTable(format, file, write));
  await report(rows.length, rows.length);
  return { result: { registrations: rows.length, columns: file.columns.length }, counter: toCounter(rows) };
}

/** The name of the sheet in a workbook. */
const sheetTitles = {
  registrations: "sheet.people",
  answers: "field.answers",
  attendance: "sheet.attendance",
  "visa-letters": "sheet.visaLetters",
} as const satisfies Partial<Record<ExportSubject, string>>;

/** The attendance of each person who is confirmed or came, by registration. */
async function loadAttendance({ table }: ExportSources, { conference, report }: Attempt) {
  await report();
  const history = await loadAttendanceHistory(table, conference.conferenceId, Date.now() + historyTimeoutMs);
  return listPersonAttendance(history, conference);
}

/** The names of the delegations, if a column has them. */
async function loadDelegationNames(
  table: Table,
  { conferenceId }: Conference,
  columns: readonly TableColumn[],
  language: ExportRequest["language"],
): Promise<ReadonlyMap<string, string>> {
  if (!columns.some(({ path }) => path === "delegationId")) return new Map();
  const delegations = await loadDelegations(table, await listDelegationIds(table, conferenceId));
  return new Map(delegations.map(({ delegationId, name }) => [delegationId, getTextInLanguage(name, language)]));
}

/** Makes an archive of photos. */
async function makePhotoFile({ table, documents }: ExportSources, attempt: Attempt): Promise<MadeFile> {
  const { job, cursor, conference, report, upload } = attempt;
  const people = await selectPeople(
    table,
    { conference, requestedBy: job.request.requestedBy, ...cursor },
    findPhoto,
    (done, total) => report(done, 2 * total),
  );
  const photos = people.filter((photo) => photo !== undefined);
  await recordDisclosure(table, attempt, photos);
  let written = 0;
  await upload(photos, async (write) => {
    written = await writePhotoArchive(documents, photos, job.at, write, (done) =>
      report(people.length + done, people.length + photos.length),
    );
  });
  return { result: { photos: written, withoutPhoto: people.length - written }, counter: toCounter(photos) };
}

/** Records that the requester gets sensitive data of these people. Another attempt records the same access once. */
async function recordDisclosure(
  table: Table,
  { job: { at, jobId, request }, cursor: { reason = "" }, report }: Attempt,
  people: readonly { readonly registrationId: string }[],
): Promise<void> {
  const ids = people.map(({ registrationId }) => registrationId);
  const entry = { at, by: request.requestedBy.id, reason, what: "export" } as const;
  for (let start = 0; start < ids.length; start += accessesPerReport) {
    const recorded = ids.slice(start, start + accessesPerReport);
    await recordAccesses(table, recorded, entry, jobId);
    await eraseReasonsOfErased(table, recorded);
    await report();
  }
}

/** The erasure of a person who was erased between the reading and the record has not found the reason. */
async function eraseReasonsOfErased(table: Table, registrationIds: readonly string[]): Promise<void> {
  for (const { registrationId, erasure } of (await loadRegistrations(table, registrationIds)).values())
    if (erasure) await eraseAccessReasons(table, { registrationId });
}
