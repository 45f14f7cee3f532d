import { assertCanAccess, toActor } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { computeDigest, deriveId } from "#shared/dynamodb/keys.ts";
import { routes } from "#shared/http/routes.ts";
import { getSheetPart } from "#shared/imports/import.rules.ts";
import { iterateJobRows, saveJobRows } from "#shared/jobs/jobs.repository.ts";
import { type JobChunkRunner, loadJobConference } from "#shared/jobs/run-job.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { type Job, JobFailedError } from "#shared/model/job.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { log, mapConcurrent } from "#shared/runtime/lambda.ts";
import {
  doneOutcomes,
  type VisaLetterCursor,
  type VisaLetterJobRequest,
  type VisaLetterRow,
} from "#shared/visa-letters/visa-letter-job.rules.ts";
import { changeVisaLetter } from "#shared/visa-letters/visa-letters.rules.ts";

/** The number of letters that are changed at the same time. */
const letterConcurrency = 4;

/** After so many people, the lease is extended. */
const peoplePerStep = 20;

/** The time-out of one person, in ms. */
const letterTimeoutMs = 8_000;

type VisaLetterJob = Job<VisaLetterJobRequest, VisaLetterCursor>;

/** A person of the request, with their place in it from 1. */
type LetterItem = VisaLetterJobRequest["items"][number] & { readonly row: number };

/**
 * Issues, sends again or revokes visa letters, each in a transaction, and stores the outcomes part by part. A part that is
 * repeated after a crash finds in the journal what it has done.
 */
export const changeVisaLetters =
  (store: CommandStore): JobChunkRunner<VisaLetterJobRequest, VisaLetterCursor> =>
  async (job, { until, saveProgress, extendLease }) => {
    await loadJobConference(store, job, routes.startVisaLetterJob.access);
    const { jobId, request } = job;
    const items = request.items.map((item, index): LetterItem => ({ ...item, row: index + 1 }));
    const start = job.cursor ?? { part: 0 };
    for (const [part, itemsOfPart] of Map.groupBy(items, ({ row }) => getSheetPart(row))) {
      if (part < start.part) continue;
      if (Date.now() > until) return undefined;
      const rows: VisaLetterRow[] = [];
      for (let first = 0; first < itemsOfPart.length; first += peoplePerStep) {
        const step = itemsOfPart.slice(first, first + peoplePerStep);
        rows.push(...(await mapConcurrent(step, letterConcurrency, (item) => changeOne(store, job, item))));
        await extendLease();
      }
      await saveJobRows(store, jobId, part, rows, Date.now());
      const done = itemsOfPart.at(-1)?.row ?? 0;
      await saveProgress({ done, total: items.length, cursor: { ...start, part: part + 1 } });
    }
    return countOutcomes(store, job);
  };

async function countOutcomes(store: CommandStore, { jobId, request }: VisaLetterJob) {
  const done = doneOutcomes[request.action];
  const counts: Record<string, number> = { [done]: 0, refused: 0 };
  for await (const { outcome } of iterateJobRows<VisaLetterRow>(store, jobId, 0))
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  log("visa-letters.changed", { jobId, ...counts });
  return counts;
}

/** @throws Error if the person is not the cause, so that another attempt may help */
async function changeOne(store: CommandStore, job: VisaLetterJob, item: LetterItem): Promise<VisaLetterRow> {
  const { row, registrationId } = item;
  try {
    await executeOnLetter(store, job, item);
    return { row, outcome: doneOutcomes[job.request.action], registrationId };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "too-busy") throw error;
    // The requester has lost the right meanwhile, so no letter can be changed.
    if (error.code === "not-allowed") throw new JobFailedError("not-allowed");
    return { row, outcome: "refused", registrationId, errorCode: error.code };
  }
}

function executeOnLetter(
  store: CommandStore,
  { jobId, conferenceId, request, cursor }: VisaLetterJob,
  { registrationId, version }: LetterItem,
) {
  const auth = { caller: request.requestedBy, access: routes.startVisaLetterJob.access };
  const context = { actor: toActor(request.requestedBy), at: new Date().toISOString() };
  return executeCommand(store, {
    conferenceId,
    deadline: Date.now() + letterTimeoutMs,
    idempotency: {
      changeId: deriveId("visa-letter", jobId, registrationId),
      requestDigest: computeDigest(jobId, registrationId),
    },
    decide: async ({ conference }) => {
      const before = await loadRegistration(store, registrationId);
      if (before.conferenceId !== conferenceId) throw new DomainError("not-found");
      assertCanAccess(conference, before, auth);
      if (version !== before.version) throw new DomainError("changed-meanwhile");
      return changeVisaLetter(before, { ...request, reason: cursor?.reason }, context);
    },
    answer: () => ({ isDone: true }),
  });
}
