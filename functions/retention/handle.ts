import type { Context } from "aws-lambda";
import { listEndedConferenceIds, loadConference } from "#shared/conferences/conferences.repository.ts";
import type { Conference } from "#shared/model/conference.ts";
import { getDocumentRetentionEnd, getPeopleRetentionEnd } from "#shared/model/time.ts";
import { type ErasureContext, finishErasure } from "#shared/privacy/erase-registration.ts";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";
import { DeadlineExceededError, deleteOrphanFiles, eraseDocuments } from "./erase-documents.ts";
import { erasePeople } from "./erase-people.ts";
import {
  isRetentionCompleted,
  listPendingErasures,
  markRetentionCompleted,
  type RetentionKind,
} from "./retention.repository.ts";

/** The events of the schedules: hourly, and once a night. */
type RetentionEvent = { readonly sweep: true } | { readonly night: true };

/** The time that the function needs to finish a started step before its time-out, in ms. */
const shutdownBufferMs = 15_000;

const retentionActor = { kind: "system", id: "retention" } as const;

/**
 * Completes pending erasures, and erases from each conference the data whose retention period is over: documents first,
 * then people. Once a night it also deletes files without an item. After the deadline the next run continues.
 */
export const handleRetentionSchedule =
  (stores: ErasureContext, now: () => number = Date.now) =>
  async (event: RetentionEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<void> => {
    const until = Date.now() + context.getRemainingTimeInMillis() - shutdownBufferMs;
    for await (const registrationId of listPendingErasures(stores.table))
      await runLogged("erasure", { registrationId }, () => finishErasure(stores, registrationId, until));
    const today = new Date(now()).toISOString();
    for (const conferenceId of await listEndedConferenceIds(stores.table, today.slice(0, 10))) {
      await runLogged("retention", { conferenceId }, async () =>
        applyRetention(stores, await loadConference(stores.table, conferenceId), today, until),
      );
    }
    if ("night" in event) log("retention.orphans-deleted", { deleted: await deleteOrphanFiles(stores, now()) });
  };

/** Logs a failure, so that the other work continues. The next run within the hour tries again. */
async function runLogged(task: string, ids: Record<string, string>, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DeadlineExceededError) log(`${task}.unfinished`, ids);
    else log(`${task}.failed`, { ...ids, ...toErrorFields(error) }, "error");
  }
}

async function applyRetention(
  stores: ErasureContext,
  conference: Conference,
  at: string,
  until: number,
): Promise<void> {
  const commandContext = { actor: retentionActor, at };
  if (getDocumentRetentionEnd(conference) < at)
    await runOnce(stores, conference, "documents", at, () => eraseDocuments(stores, conference, commandContext, until));
  if (getPeopleRetentionEnd(conference) < at)
    await runOnce(stores, conference, "people", at, () => erasePeople(stores, conference, commandContext, until));
}

async function runOnce(
  { table }: ErasureContext,
  { conferenceId, version }: Conference,
  kind: RetentionKind,
  at: string,
  work: () => Promise<number>,
): Promise<void> {
  if (await isRetentionCompleted(table, conferenceId, kind, version)) return;
  const erased = await work();
  await markRetentionCompleted(table, conferenceId, kind, version, at);
  log("retention.completed", { conferenceId, kind, erased });
}
