import type { Context } from "aws-lambda";
import type { Conference } from "#shared/domain/conference.ts";
import { documentsKeptUntil, peopleKeptUntil } from "#shared/domain/retention.ts";
import { dropDocuments, dropOrphans } from "#shared/erasure/documents.ts";
import { finishErasure } from "#shared/erasure/finish.ts";
import { erasePeople } from "#shared/erasure/people.ts";
import type { Stores } from "#shared/erasure/stores.ts";
import { TimeIsUp } from "#shared/erasure/time-is-up.ts";
import { errorKind, log } from "#shared/http/log.ts";
import { endedConferences, loadConference } from "#shared/store/conferences.ts";
import { begunErasures, isOver, type Kept, markOver } from "#shared/store/retention.ts";

/** What the schedules send: every hour, and once a night. */
type Scheduled = { readonly sweep: true } | { readonly night: true };

/** Left of the function's time for finishing what was begun, in ms. */
const margin = 15_000;

const byRetention = { kind: "system", id: "retention" } as const;

/**
 * Ends the erasures that broke off in between, and takes out of each conference what its time is over for: files first, then
 * people. Once a night also the files that no row names. What isn't done in time the next run goes on with.
 */
export const handleSchedule =
  (stores: Stores, now: () => number = Date.now) =>
  async (event: Scheduled, context: Pick<Context, "getRemainingTimeInMillis">): Promise<void> => {
    const until = Date.now() + context.getRemainingTimeInMillis() - margin;
    for await (const registrationId of begunErasures(stores.table))
      await attempt("erasure", { registrationId }, () => finishErasure(stores, registrationId, until));
    const today = new Date(now()).toISOString();
    for (const conferenceId of await endedConferences(stores.table, today.slice(0, 10))) {
      const conference = await loadConference(stores.table, conferenceId);
      await attempt("retention", { conferenceId }, () => endKeeping(stores, conference, today, until));
    }
    if ("night" in event) log("retention.orphans", { dropped: await dropOrphans(stores, now()) });
  };

/** One that fails stops no other, and is tried again within the hour. */
async function attempt(what: string, named: Record<string, string>, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof TimeIsUp) log(`${what}.unfinished`, named);
    else log(`${what}.failed`, { ...named, ...errorKind(error) }, "error");
  }
}

async function endKeeping(stores: Stores, conference: Conference, at: string, until: number): Promise<void> {
  const commandContext = { actor: byRetention, at };
  if (documentsKeptUntil(conference) < at)
    await once(stores, conference, "documents", at, () => dropDocuments(stores, conference, commandContext, until));
  if (peopleKeptUntil(conference) < at)
    await once(stores, conference, "people", at, () => erasePeople(stores, conference, commandContext, until));
}

async function once(
  { table }: Stores,
  { conferenceId, version }: Conference,
  kind: Kept,
  at: string,
  work: () => Promise<number>,
): Promise<void> {
  if (await isOver(table, conferenceId, kind, version)) return;
  const erased = await work();
  await markOver(table, conferenceId, kind, version, at);
  log("retention.over", { conferenceId, kind, erased });
}
