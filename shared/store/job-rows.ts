import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { keys } from "./keys.ts";
import { asked, keyOf, listAll, N, S, type Table, text } from "./table.ts";

/** How long what became of each row can be read, in ms: as long as the job. */
const rowsLife = 30 * 86_400_000;

/** Keeps what became of some rows of a job's sheet; the same part again takes the place of the one before. */
export async function keepRows<Row>(
  { client, name }: Table,
  jobId: string,
  part: number,
  rows: readonly Row[],
  now: number,
): Promise<void> {
  const item = {
    ...keyOf(keys.jobRows(jobId, part)),
    entity: S("job-rows"),
    rows: S(JSON.stringify(rows)),
    expiresAt: N(Math.floor((now + rowsLife) / 1_000)),
  };
  await asked(client.send(new PutItemCommand({ TableName: name, Item: item })));
}

/** The rows of all parts from one on, in order. */
export async function* rowsFrom<Row>(table: Table, jobId: string, part: number): AsyncGenerator<Row> {
  const { PK, SK } = keys.jobRows(jobId, part);
  for await (const item of listAll(table, { partition: PK, prefix: "ROWS#", limit: 10 })) {
    if (text(item, "SK") >= SK) yield* JSON.parse(text(item, "rows")) as Row[];
  }
}
