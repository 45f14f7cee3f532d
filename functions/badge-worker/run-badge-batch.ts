import {
  type BadgeBatchRequest,
  type BadgeHolder,
  type BadgeRow,
  maxBadgesPerBatch,
  selectBadges,
  sortBadgeHolders,
} from "#shared/badges/badge-batch.rules.ts";
import { getBadgeLanguage } from "#shared/badges/badge-content.ts";
import {
  type BadgeDataSources,
  createBadgePrintOptions,
  createLogoSource,
  loadBadge,
} from "#shared/badges/badge-data-loader.ts";
import { loadBadgePrints, markBadgePrinted } from "#shared/badges/badge-prints.repository.ts";
import { chooseBadgeLayout } from "#shared/badges/layout-choice.rules.ts";
import { getBadgeLayout } from "#shared/badges/layouts.ts";
import { type PrintableBadge, printBadgesPdf } from "#shared/badges/print-badges.ts";
import { loadDelegations } from "#shared/delegations/delegations.repository.ts";
import { saveMadeFile } from "#shared/documents/made-files.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { routes } from "#shared/http/routes.ts";
import { saveJobRows } from "#shared/jobs/jobs.repository.ts";
import { type JobChunkRunner, loadJobConference } from "#shared/jobs/run-job.ts";
import { type Conference, getTextInLanguage, type Language, localeTags } from "#shared/model/conference.ts";
import { type Job, JobFailedError } from "#shared/model/job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { recordAccesses } from "#shared/privacy/access-log.repository.ts";
import { makeWithoutErased } from "#shared/privacy/erasure-count.repository.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { listUnprintableTexts, type UnprintableText } from "#shared/registrations/unprintable-texts.rules.ts";
import { log } from "#shared/runtime/lambda.ts";
import { readAhead } from "#shared/runtime/read-ahead.ts";

/** The badges of a file in their order, and the number that did not fit. */
interface BadgeSelection {
  readonly ids: readonly string[];
  readonly remaining: number;
}

/** The selection, and the number of attempts to print it. */
export interface BatchCursor extends BadgeSelection {
  readonly attempts: number;
}

/** The most attempts to print a file. The job's own counter does not help, because each attempt writes progress. */
const maxAttempts = 4;

/** How long the file can be downloaded, in ms. The bucket deletes it a little later. */
const fileTtlMs = 86_400_000;

/** The number of badges that are marked as printed at a time. */
const marksPerBatch = 25;

/** The number of marks between two writes of the progress, which keep the lease. */
const marksPerProgress = 250;

/**
 * Prints a batch in one run, because a file cannot be continued; another attempt makes the same file in its place.
 * Badges count as printed once the file is stored.
 */
export const runBadgeBatch =
  (sources: BadgeDataSources): JobChunkRunner<BadgeBatchRequest, BatchCursor> =>
  async (job, { saveProgress }) => {
    const { table } = sources;
    const { conferenceId, jobId, request } = job;
    const conference = await loadJobConference(table, job, routes.startBadgeBatch.access);
    // Selected once: another attempt must not select again, because some badges may be marked as printed by then.
    const selection = job.cursor ?? { ...(await selectBadgesToPrint(table, conference, request)), attempts: 0 };
    if (selection.attempts >= maxAttempts) throw new JobFailedError("attempts-exhausted");
    const cursor = { ...selection, attempts: selection.attempts + 1 };
    const { ids, remaining } = cursor;
    const report = (done: number) => saveProgress({ done, total: ids.length, cursor });
    await report(0);
    const { bytes, printed, rows } = await makeWithoutErased(table, conferenceId, async () => {
      const batch = await printBatch(sources, conference, request, ids, report);
      await recordPrintedCodes(table, job, batch.printed);
      const file = { bytes: batch.bytes, type: "application/pdf" };
      if (batch.printed.length > 0) await saveMadeFile(sources.documents, conferenceId, jobId, file);
      return batch;
    });
    const until = new Date(Date.now() + fileTtlMs).toISOString();
    const leftOut = rows.filter(({ outcome }) => outcome === "left-out").length;
    const counts = { printed: printed.length, printedWithout: rows.length - leftOut, leftOut, left: remaining };
    if (rows.length > 0) await saveJobRows(table, jobId, 0, rows, Date.now());
    if (printed.length > 0) {
      const at = new Date().toISOString();
      for (let from = 0; from < printed.length; from += marksPerBatch) {
        const batch = printed.slice(from, from + marksPerBatch);
        await Promise.all(batch.map((badge) => markBadgePrinted(table, { conferenceId, ...badge }, at)));
        if (from % marksPerProgress === 0) await report(ids.length);
      }
    }
    log("badges.printed", { jobId, ...counts, bytes: bytes.length });
    return { ...counts, ...(printed.length > 0 && { until }) };
  };

/**
 * Records that the account which requested the file gets these codes, with which anyone enters. No other account gets
 * the file. Another attempt gives the same codes to the same account.
 */
const recordPrintedCodes = (
  table: Table,
  { jobId, at, request: { requestedBy } }: Job<BadgeBatchRequest>,
  printed: readonly { readonly registrationId: string }[],
): Promise<void> =>
  recordAccesses(
    table,
    printed.map(({ registrationId }) => registrationId),
    { at, by: requestedBy.id, reason: "", what: "badge" },
    jobId,
  );

async function selectBadgesToPrint(
  table: Table,
  conference: Conference,
  request: BadgeBatchRequest,
): Promise<BadgeSelection> {
  const { badges, prints } = await loadBadgePrints(table, conference.conferenceId);
  const selected = selectBadges(request, badges, prints).map(({ registrationId }) => registrationId);
  const registrations = [...(await loadRegistrations(table, selected)).values()];
  const language = getBadgeLanguage(conference);
  const holders = await loadHolders(table, registrations, request, language);
  const { compare } = new Intl.Collator(localeTags[language], { sensitivity: "base", numeric: true });
  const sorted = sortBadgeHolders(request.sort, conference, holders, compare);
  const ordered = request.paper === "a4" && !request.layout ? groupByBadgeSize(conference, sorted) : sorted;
  const ids = ordered.map(({ registration }) => registration.registrationId);
  return { ids: ids.slice(0, maxBadgesPerBatch), remaining: Math.max(0, ids.length - maxBadgesPerBatch) };
}

/** Badges of one size together, because a sheet has badges of one size; each size in the order of the batch. */
function groupByBadgeSize(conference: Conference, holders: readonly BadgeHolder[]): BadgeHolder[] {
  const groups = Map.groupBy(holders, ({ registration }) => {
    const { width, height } = getBadgeLayout(chooseBadgeLayout(conference, maskProtectedIdentity(registration))).size;
    return `${width} ${height}`;
  });
  return [...groups.values()].flat();
}

async function loadHolders(
  table: Table,
  registrations: readonly Registration[],
  { sort }: BadgeBatchRequest,
  language: Language,
): Promise<BadgeHolder[]> {
  const ids =
    sort === "delegation" ? registrations.flatMap((each) => maskProtectedIdentity(each).delegationId ?? []) : [];
  const delegations = await loadDelegations(table, ids);
  const names = new Map(delegations.map((each) => [each.delegationId, getTextInLanguage(each.name, language)]));
  return registrations.map((registration) => {
    const delegation = names.get(maskProtectedIdentity(registration).delegationId ?? "");
    return delegation === undefined ? { registration } : { registration, delegation };
  });
}

/** The number of badges that are signed, and whose photos are read, ahead of the one that is printed. */
const readAheadCount = 12;

/** The time between two progress reports, in ms: well within the lease of a job. */
const progressIntervalMs = 2_000;

/**
 * Prints the badges of these registrations, in this order. A badge is in memory only until it is drawn, because photos
 * are large.
 * @param report writes the number of badges that are done
 */
async function printBatch(
  sources: BadgeDataSources,
  conference: Conference,
  { layout, paper }: BadgeBatchRequest,
  ids: readonly string[],
  report: (done: number) => Promise<void>,
) {
  const printed: { readonly registrationId: string; readonly serial: number }[] = [];
  const rows: BadgeRow[] = [];
  const getLogo = createLogoSource(sources, conference);
  const loadRow = async ([index, registrationId]: readonly [number, string]) => {
    const registration = (await loadRegistrations(sources.table, [registrationId])).get(registrationId);
    const badge = registration && (await loadBadge(sources, conference, registration, { layout, getLogo }));
    const unprintable = registration ? listUnprintableTexts(registration) : [];
    return { row: index + 1, registrationId, serial: registration?.badgeSerial ?? 0, badge, unprintable };
  };
  async function* yieldBadges(): AsyncGenerator<PrintableBadge> {
    let reportedAt = Date.now();
    for await (const { row, registrationId, serial, badge, unprintable } of readAhead(
      [...ids.entries()],
      readAheadCount,
      loadRow,
    )) {
      if (badge) {
        yield badge;
        printed.push({ registrationId, serial });
        if (unprintable.length > 0) rows.push(toAlteredRow(row, registrationId, unprintable));
      } else rows.push({ row, outcome: "left-out", registrationId, errorCode: "not-confirmed" });
      if (Date.now() - reportedAt < progressIntervalMs) continue;
      reportedAt = Date.now();
      await report(row);
    }
  }
  const options = createBadgePrintOptions(conference, sources.fonts, paper);
  const bytes = await printBadgesPdf(yieldBadges(), options);
  return { bytes, printed, rows };
}

/** A badge that is printed without some characters, with the fields that have them. */
const toAlteredRow = (row: number, registrationId: string, texts: readonly UnprintableText[]): BadgeRow => ({
  row,
  outcome: "printed-without",
  registrationId,
  cellErrors: texts.map(({ path, characters }) => {
    return { row, path, rule: "printedWithout", values: { characters: characters.join(", ") } };
  }),
});
