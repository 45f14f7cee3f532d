import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { errorKind, log } from "#shared/http/log.ts";
import { conferenceIds } from "#shared/store/conferences.ts";
import { newId } from "#shared/store/ids.ts";
import { wholeLine } from "#shared/store/journal.ts";
import { dropLine, hasLine, leaveLine, takeLine } from "#shared/store/line.ts";
import { movePlaces } from "#shared/store/move-places.ts";
import { poolStates } from "#shared/store/pools.ts";
import type { Table } from "#shared/store/table.ts";
import { lapseSeats } from "./lapse-seats.ts";
import { isSettled, type Pass, servePass } from "./serve-line.ts";

/** What the schedule sends. */
interface Sweep {
  readonly sweep: true;
}

/** Left of the function's time for finishing what was begun, in ms. */
const margin = 5_000;

/**
 * Serves the lines of the conferences in which somebody joined, or a place came free; the schedule looks at every
 * line, and finds what an event missed.
 */
export const handleEvent =
  (table: Table) =>
  async (
    event: DynamoDBStreamEvent | Sweep,
    context: Pick<Context, "getRemainingTimeInMillis">,
  ): Promise<DynamoDBBatchResponse> => {
    const deadline = Date.now() + context.getRemainingTimeInMillis() - margin;
    if ("sweep" in event) {
      for (const id of await conferenceIds(table, yesterday())) await sweep(table, id, deadline);
      return { batchItemFailures: [] };
    }
    const failures = [];
    for (const [conferenceId, records] of Map.groupBy(event.Records, conferenceOf)) {
      const joined = records.flatMap((record) => record.dynamodb?.NewImage?.["movesLine"]?.S?.split(" ") ?? []);
      if (!(await isServed(table, conferenceId, joined, deadline))) failures.push(...records);
    }
    return { batchItemFailures: failures.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? "" })) };
  };

/** The day before today, everywhere on earth: a conference that ended earlier has no seats to give. */
const yesterday = () => new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);

/** Takes back what has lapsed, and serves the line where there is one, or a pool isn't as it should be. */
async function sweep(table: Table, conferenceId: string, deadline: number): Promise<void> {
  try {
    const lapsed = await lapseSeats(table, conferenceId, new Date().toISOString(), deadline);
    if (lapsed > 0) log("seats.lapsed", { conferenceId, lapsed });
    const { pools } = await movePlaces(table, conferenceId, deadline);
    const settled = [...poolStates(pools).values()].every(isSettled);
    if (!settled || (await hasLine(table, conferenceId)))
      await serveLine(table, conferenceId, [], { deadline, thorough: true });
  } catch (error) {
    log("line.failed", { conferenceId, ...errorKind(error) }, "error");
  }
}

const conferenceOf = ({ dynamodb }: DynamoDBRecord) => dynamodb?.NewImage?.["conferenceId"]?.S ?? "";

/** Whether the line was served; a failure of one conference stops no other. */
async function isServed(table: Table, conferenceId: string, joined: string[], deadline: number): Promise<boolean> {
  try {
    const ids = joined.filter((each) => each !== wholeLine);
    return await serveLine(table, conferenceId, ids, { deadline, thorough: ids.length < joined.length });
  } catch (error) {
    log("line.failed", { conferenceId, ...errorKind(error) }, "error");
    return false;
  }
}

/**
 * One run serves a line at a time; who finds it taken leaves a note, and the holder goes round once more.
 * @returns whether the line is served, or somebody else is at it; not, when the time was over before
 */
async function serveLine(
  table: Table,
  conferenceId: string,
  joined: readonly string[],
  how: { readonly deadline: number; readonly thorough: boolean },
): Promise<boolean> {
  const owner = newId();
  let notes = await takeLine(table, conferenceId, owner, Date.now());
  try {
    while (notes !== undefined && Date.now() < how.deadline) {
      const pass: Pass = await servePass(table, conferenceId, joined, { ...how, at: new Date().toISOString() });
      if (pass.seated > 0) log("line.served", { conferenceId, seated: pass.seated });
      if (!pass.again && (await leaveLine(table, conferenceId, owner, notes))) return true;
      notes = await takeLine(table, conferenceId, owner, Date.now());
    }
    return notes === undefined;
  } finally {
    await dropLine(table, conferenceId, owner);
  }
}
