import { assertCanAccess, toActor } from "#shared/auth/caller.ts";
import { hasSessionSince, toAddressOwner } from "#shared/auth/sessions.repository.ts";
import { queryPersonGateRows } from "#shared/check-in/check-in.repository.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import { listHistory } from "#shared/commands/journal.ts";
import { gateRows, keys } from "#shared/dynamodb/keys.ts";
import { batchGetItems, findItem, ifAbsent, type TransactionWrite, toItemKey } from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import {
  addRowCounts,
  emptyRowCounts,
  getSheetPart,
  type ImportCursor,
  type ImportedRow,
  type KeptReason,
  type RowCounts,
  rowsPerPart,
  type UndoPass,
} from "#shared/imports/import.rules.ts";
import { iterateJobRows, saveJobRows } from "#shared/jobs/jobs.repository.ts";
import type { JobChunk } from "#shared/jobs/run-job.ts";
import type { Change } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { JobFailedError, type JobResult } from "#shared/model/job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { drawNextTime } from "#shared/model/time.ts";
import { loadProgramme } from "#shared/programme/programme.repository.ts";
import { listLinkedIds } from "#shared/programme/programme.rules.ts";
import { loadRegistrations, parseRegistration } from "#shared/registrations/registrations.repository.ts";
import { log } from "#shared/runtime/lambda.ts";
import type { ImportContext } from "./import-context.ts";
import { deriveRowRegistrationId } from "./row-identity.ts";
import { getChangeMeaning, undoImportedRow } from "./undo-import.rules.ts";

/**
 * Undoes an import part by part: takes back each registration that it has created or reopened and that no one has touched
 * since, and stores of each row what became of it. People who wait come first, in a pass of their own, so that no freed seat
 * goes to a person whom the undo takes back a moment later. A part that is repeated after a crash finds what it has done.
 * @returns the number of rows of each outcome; `undefined` if the next chunk must continue
 */
export async function undoImport(
  context: ImportContext,
  chunk: JobChunk<ImportCursor>,
): Promise<JobResult | undefined> {
  const { job } = context;
  const rows = await loadRowsToUndo(context);
  const undo: Undo = { ...context, linkedPeople: await loadLinkedPeople(context), assignTimes: createClock() };
  const first: ImportCursor = { part: 0, counts: emptyRowCounts };
  let start = job.cursor ?? first;
  if (start.pass !== "all") {
    const isComplete = (await undoParts(undo, rows, chunk, start)) !== undefined;
    if (!isComplete) return undefined;
    start = { ...first, pass: "all" };
  }
  const counts = await undoParts(undo, rows, chunk, start);
  if (counts) log("import.undone", { jobId: job.jobId, rows: rows.length, ...counts });
  return counts && { ...counts };
}

/** One pass, from where it stands. @returns the counts of its rows; `undefined` if its time was over */
async function undoParts(
  undo: Undo,
  rows: readonly ImportedRow[],
  { until, saveProgress }: JobChunk<ImportCursor>,
  start: ImportCursor,
): Promise<RowCounts | undefined> {
  const { store, job } = undo;
  const { pass = "waiting" } = start;
  let { counts } = start;
  for (const [part, rowsOfPart] of Map.groupBy(rows, ({ row }) => getSheetPart(row))) {
    if (part < start.part) continue;
    if (Date.now() > until) return undefined;
    const outcomes = await undoRows(undo, rowsOfPart, pass);
    await saveJobRows(store, job.jobId, part, outcomes, Date.now());
    if (pass === "all") counts = addRowCounts(counts, outcomes);
    const done = pass === "all" ? rows.filter(({ row }) => getSheetPart(row) <= part).length : 0;
    await saveProgress({ done, total: rows.length, cursor: { ...start, part: part + 1, counts } });
  }
  return counts;
}

/** What the undo of each row is decided with. */
interface Undo extends ImportContext {
  /** The registrations that the programme names. */
  readonly linkedPeople: ReadonlySet<string>;
  /** Draws the times (RFC 3339, UTC) of so many changes. */
  readonly assignTimes: (count: number) => readonly string[];
}

async function loadLinkedPeople({ store, conference }: ImportContext): Promise<ReadonlySet<string>> {
  const { draft, published } = await loadProgramme(store, conference.conferenceId);
  return new Set(listLinkedIds(draft, published));
}

/** The times are drawn before the rows are read: how long a row takes would tell whether it was touched. */
function createClock(): Undo["assignTimes"] {
  let last = 0;
  return (count) =>
    Array.from({ length: count }, () => {
      last = drawNextTime(Math.max(last, Date.now() - 1), Math.random());
      return new Date(last).toISOString();
    });
}

/**
 * The rows of the sheet with their outcomes. An import that failed may have made registrations of the part that it had not
 * stored: these are found by the identifiers that they would have.
 */
async function loadRowsToUndo(context: ImportContext): Promise<ImportedRow[]> {
  const { store, job } = context;
  const { parts } = job.request.undo ?? {};
  const rows = await Array.fromAsync(iterateJobRows<ImportedRow>(store, job.jobId, 0, parts));
  if (parts === undefined) return rows;
  const possible = Array.from({ length: rowsPerPart }, (_, index): ImportedRow => {
    const row = parts * rowsPerPart + index;
    return { row, outcome: "registered", registrationId: deriveRowRegistrationId(context, row) };
  });
  const found = await loadRegistrations(store, possible.map(getRowRegistrationId));
  return [...rows, ...possible.filter((row) => found.has(getRowRegistrationId(row)))];
}

const getRowRegistrationId = ({ registrationId = "" }: ImportedRow): string => registrationId;

/** The version in which the import left the registration of a row; `undefined` if the import has not made or reopened it. */
function findImportedVersion(context: ImportContext, row: ImportedRow): number | undefined {
  return row.registrationId === deriveRowRegistrationId(context, row.row) ? 1 : row.version;
}

const waitsForSeat = (registration: Registration | undefined): boolean =>
  registration !== undefined && [registration, ...registration.sessions].some(({ seat }) => seat.state === "waiting");

async function undoRows(undo: Undo, rows: readonly ImportedRow[], pass: UndoPass): Promise<ImportedRow[]> {
  const own = rows.filter((row) => findImportedVersion(undo, row) !== undefined);
  const registrations = await loadRegistrations(undo.store, own.map(getRowRegistrationId));
  const times = undo.assignTimes(rows.length);
  const outcomes: ImportedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const isDue = own.includes(row) && (pass === "all" || waitsForSeat(registrations.get(getRowRegistrationId(row))));
    outcomes.push(isDue ? await undoRow(undo, row, times[index] ?? "") : row);
  }
  return outcomes;
}

/** The time-out of one row, in ms. */
const rowTimeoutMs = 8_000;

/** Takes back the registration of a row, unless someone has touched it, also while it is taken back. */
async function undoRow(undo: Undo, row: ImportedRow, at: string): Promise<ImportedRow> {
  const { store, conference, auth, job } = undo;
  const { row: number, registrationId, version } = row;
  let kept: KeptReason | undefined;
  try {
    await executeIfNeeded(
      store,
      conference.conferenceId,
      Date.now() + rowTimeoutMs,
      async (state) => {
        const found = await inspectRow(undo, row);
        const { before, isTold } = found;
        assertCanAccess(state.conference, before, auth);
        kept = found.kept;
        if (kept || found.isUndone) return undefined;
        const { email } = before.person;
        const address = email === undefined ? undefined : computeAddressDigest(email);
        const untouched = { isNew: version === undefined, isTold, address, documentId: job.request.documentId };
        return undoImportedRow(before, untouched, { actor: toActor(auth.caller), at });
      },
      (change) => checkUntouched(undo, change),
    );
  } catch (error) {
    kept = toKeptReason(error);
  }
  const outcome = kept ? ({ outcome: "kept", kept } as const) : ({ outcome: "undone" } as const);
  return { row: number, ...outcome, ...(registrationId && { registrationId }), ...(version && { version }) };
}

/** @throws the error, if the row is not its cause */
function toKeptReason(error: unknown): KeptReason {
  if (!(error instanceof DomainError)) throw error;
  switch (error.code) {
    case "damaged-record":
    case "bad-cursor":
      return "unreadable";
    // The requester has lost the right to import, so no row can be undone.
    case "not-found":
    case "not-allowed":
    case "unknown-conference":
      throw new JobFailedError("not-allowed");
    default:
      throw error;
  }
}

/** The items beside a registration that someone who touched it has written, each with what they did. */
const listTouches = ({ conferenceId, registrationId }: Pick<Registration, "conferenceId" | "registrationId">) =>
  [
    [keys.annotations(registrationId), "annotated"],
    [keys.proposals(registrationId), "proposed"],
    [keys.badgePrint(conferenceId, registrationId), "badge-printed"],
    [keys.presence(conferenceId, registrationId, "venue"), "checked-in"],
  ] as const;

/** The registration of a row, and whether someone has touched it. */
interface InspectedRow {
  readonly before: Registration;
  /** Whether the registration is taken back already, or its person erased. */
  readonly isUndone: boolean;
  readonly kept?: KeptReason | undefined;
  readonly isTold: boolean;
}

async function inspectRow(undo: Undo, row: ImportedRow): Promise<InspectedRow> {
  const { store, conference } = undo;
  const registrationId = getRowRegistrationId(row);
  const touches = listTouches({ conferenceId: conference.conferenceId, registrationId });
  const key = keys.registration(registrationId);
  const items = await batchGetItems(store, [key, ...touches.map(([each]) => each)]);
  const before = await parseRegistration(findItem(items, key));
  if (before.erasure) return { before, isUndone: true, isTold: false };
  const { meaning, isTold, importedAt } = await readChangesSince(undo, before, findImportedVersion(undo, row) ?? 0);
  const isUndone = meaning === "undo";
  if (isUndone) return { before, isUndone, isTold };
  const touched = touches.find(([each]) => findItem(items, each))?.[1];
  const kept = meaning ?? touched ?? (await findOtherTouch(undo, before, isTold ? importedAt : undefined));
  return { before, isUndone, kept, isTold };
}

/**
 * That a person is named in the programme, was checked in at a session, or has opened a link from an e-mail.
 * @param toldAt when the person was told of the import (RFC 3339, UTC)
 */
async function findOtherTouch(
  { store, linkedPeople }: Undo,
  before: Registration,
  toldAt: string | undefined,
): Promise<KeptReason | undefined> {
  if (linkedPeople.has(before.registrationId)) return "in-programme";
  const { conferenceId, clash, person } = before;
  // The address of a registration with a clash is that of another one, which may be protected.
  if (toldAt !== undefined && person.email !== undefined && !clash) {
    const owner = toAddressOwner(conferenceId, person.email);
    if (await hasSessionSince(store, owner, Date.parse(toldAt))) return "answered";
  }
  if (before.badgeSerial === 0) return undefined;
  for await (const _ of queryPersonGateRows(store, before, gateRows.presence)) return "checked-in";
  return undefined;
}

/**
 * What the changes since the import mean, the latest first, whether the import or one of them queued an e-mail, and when the
 * import was, if it is read.
 */
async function readChangesSince(
  { store, job }: Undo,
  before: Registration,
  importedVersion: number,
): Promise<{ readonly meaning?: "undo" | KeptReason; readonly isTold: boolean; readonly importedAt?: string }> {
  const { registrationId, lastChange, version } = before;
  let isTold = false;
  let from = version === importedVersion && !job.request.sendMails ? undefined : lastChange;
  while (from !== undefined) {
    const { entries, next } = await listHistory(store, before, from, 1);
    for (const entry of entries) {
      const meaning = getChangeMeaning(entry, importedVersion);
      isTold ||= entry.journalEntry.emails.some(
        ({ intent }) => "registrationId" in intent && intent.registrationId === registrationId,
      );
      if (meaning === "import") return { isTold, importedAt: entry.journalEntry.at };
      if (meaning !== "no-touch") return { meaning, isTold };
    }
    from = next ?? undefined;
  }
  return { isTold };
}

/** The checks that no one touches the registration between the read and the write. Its own changes have a version. */
function checkUntouched(
  { store: { name: TableName } }: Undo,
  { registrations }: Change,
): TransactionWrite<"changed-meanwhile">[] {
  return registrations.slice(0, 1).flatMap(({ after }) => {
    const sessions = after.sessions.map(({ sessionId }) =>
      keys.presence(after.conferenceId, after.registrationId, `session:${sessionId}`),
    );
    return [...listTouches(after).map(([key]) => key), ...sessions].map((key) => ({
      item: { ConditionCheck: { TableName, Key: toItemKey(key), ...ifAbsent } },
      onConditionFailed: "changed-meanwhile" as const,
    }));
  });
}
