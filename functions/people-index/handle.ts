import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { errorKind, log } from "#shared/http/log.ts";
import { conferenceIds } from "#shared/store/conferences.ts";
import { indexPerson, isIndexed } from "#shared/store/index-people.ts";
import { buckets } from "#shared/store/keys.ts";
import { idsInBucket } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** What the schedule sends. */
interface Sweep {
  readonly sweep: true;
}

/** How many people are indexed at a time. */
const lanes = 4;

/** Left of the function's time for finishing what was begun, in ms. */
const margin = 8_000;

/** Between two sweeps, in ms: each looks at one bucket of the eight (infra/schedules.ts). */
const betweenSweeps = 600_000;

/** Indexes each registration of which something that it is found by has changed; the schedule finds what an event missed. */
export const handleEvent =
  (table: Table) =>
  async (
    event: DynamoDBStreamEvent | Sweep,
    context: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<DynamoDBBatchResponse> => {
    const deadline = Date.now() + context.getRemainingTimeInMillis() - margin;
    if ("sweep" in event) {
      await sweep(table, deadline);
      return { batchItemFailures: [] };
    }
    const wanted = new Set(event.Records.flatMap(idsOf));
    const failed = await indexAll(table, [...wanted], deadline);
    const failures = event.Records.filter((record) => idsOf(record).some((id) => failed.has(id)));
    return { batchItemFailures: failures.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? "" })) };
  };

const idsOf = ({ dynamodb }: DynamoDBRecord): string[] => dynamodb?.NewImage?.["found"]?.S?.split(" ") ?? [];

/** @returns those that couldn't be indexed, or not in time; one that fails stops no other */
async function indexAll(table: Table, ids: readonly string[], deadline: number): Promise<Set<string>> {
  const failed = new Set<string>();
  const queue = ids.values();
  const lane = async () => {
    for (const registrationId of queue) {
      try {
        await indexPerson(table, registrationId, deadline);
      } catch (error) {
        failed.add(registrationId);
        log("people.failed", { registrationId, ...errorKind(error) }, "error");
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failed;
}

/** One bucket of every conference that isn't over, so that each person is looked at once in 80 minutes. */
async function sweep(table: Table, deadline: number): Promise<void> {
  const bucket = Math.floor(Date.now() / betweenSweeps) % buckets.length;
  const today = new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);
  for (const conferenceId of await conferenceIds(table, today)) {
    const missed: string[] = [];
    for await (const registrationId of idsInBucket(table, conferenceId, bucket)) {
      if (Date.now() > deadline) return;
      if (!(await isIndexed(table, registrationId))) missed.push(registrationId);
    }
    if (missed.length === 0) continue;
    const failed = await indexAll(table, missed, deadline);
    log("people.swept", { conferenceId, found: missed.length, failed: failed.size });
  }
}
