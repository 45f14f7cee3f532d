import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { type _Record, DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { putItem, S, type Table } from "#shared/dynamodb/table.ts";
import { dispatchRecords, type SendToConsumer } from "../functions/stream-dispatcher/dispatch.ts";
import {
  type ConsumerName,
  planInvocations,
  type StreamRecord,
} from "../functions/stream-dispatcher/subscriptions.rules.ts";
import { Checkpoint } from "../local/streams/checkpoint.ts";
import { StreamTails } from "../local/streams/shard-tail.ts";
import { StreamConsumer, type StreamConsumerSettings } from "../local/streams/stream-consumer.ts";
import { startTable } from "../test/support/table.ts";
import { startAcceptingLambda } from "./support/accepting-lambda.ts";
import { openTable } from "./support/handlers.ts";
import type { Results } from "./support/results.ts";
import { formatNumber, median, quantile } from "./support/statistics.ts";
import { type Section, type Suite, target } from "./support/suite.ts";

/** How long after its commit a change reaches each consumer of the stream. */
export const suite: Suite = { lag: measureLag };

type Wiring = "dispatcher" | "direct";

/** The consumers of changes, with the batches and windows that they had as direct readers of the stream. */
const direct = {
  "waiting-list": { batchSize: 100, windowMs: 0 },
  "search-indexer": { batchSize: 25, windowMs: 0 },
  "audit-and-statistics": { batchSize: 100, windowMs: 1_000 },
} as const satisfies Partial<Record<ConsumerName, object>>;
type Measured = keyof typeof direct;
const measured = Object.keys(direct) as Measured[];

type Lags = Readonly<Record<Measured, readonly number[]>>;

const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };

async function measureLag(results: Results, quick: boolean): Promise<Section> {
  const [changes, rounds] = quick ? [40, 1] : [300, 3];
  const rows: string[][] = [];
  const busyLags: number[] = [];
  for (const rate of [20, 150]) {
    const collected: Record<Wiring, Lags[]> = { direct: [], dispatcher: [] };
    for (let round = 0; round < rounds; round += 1)
      for (const wiring of ["direct", "dispatcher"] as const) {
        const name = `${rate} changes a second, ${wiring}, round ${round + 1}`;
        collected[wiring].push(await results.cell(name, () => runRound(wiring, changes, rate)));
      }
    for (const consumer of measured) {
      const lags = (wiring: Wiring) => collected[wiring].flatMap((each) => each[consumer]);
      const medians = (wiring: Wiring) => collected[wiring].map((each) => median(each[consumer]));
      const pairs = medians("dispatcher").map((value, index) => value / (medians("direct")[index] ?? Number.NaN));
      rows.push([
        `${consumer}, ${rate}/s`,
        ...(["direct", "dispatcher"] as const).flatMap((wiring) =>
          [0.5, 0.95].map((share) => formatNumber(quantile(lags(wiring), share))),
        ),
        formatNumber(median(pairs)),
      ]);
      if (rate === 150) busyLags.push(...lags("dispatcher"));
    }
  }
  const p95 = quantile(busyLags, 0.95);
  return {
    title: "Lag: the time from the commit of a change until a consumer receives it",
    notes: [
      "Direct: each consumer reads the stream itself, as before. Dispatcher: one reader hands the records on.",
      "Both on this machine's stream, which is polled every 80 ms; Lambda polls four times a second. In ms.",
      "The ratio is the median over the rounds of the dispatcher's median to that of direct readers, in turns.",
    ],
    head: ["", "direct p50", "p95", "dispatcher p50", "p95", "ratio"],
    rows,
    verdicts: [
      target(`95 % of the changes reach a consumer within ${formatNumber(p95)} ms (at most 2,000)`, p95 <= 2_000),
    ],
  };
}

/** When each consumer received each change, in ms of `performance.now()`. */
class Arrivals {
  readonly #times = new Map<string, number>();

  add(consumer: ConsumerName, records: readonly StreamRecord[]): void {
    for (const { dynamodb: { NewImage: image = {} } = {} } of records) {
      const id = (image["changeId"] ?? image["reindexIds"] ?? image["waitingListMarker"])?.S;
      this.#times.set(`${consumer} ${id}`, performance.now());
    }
  }

  get(consumer: ConsumerName, id: string): number | undefined {
    return this.#times.get(`${consumer} ${id}`);
  }

  /** @throws Error if a change is missing after a minute */
  async wait(ids: readonly string[]): Promise<void> {
    const deadline = Date.now() + 60_000;
    const isComplete = () => ids.every((id) => measured.every((consumer) => this.get(consumer, id) !== undefined));
    while (!isComplete()) {
      if (Date.now() > deadline) throw new Error("a change did not reach its consumers within a minute");
      await sleep(50);
    }
  }
}

async function runRound(wiring: Wiring, changes: number, rate: number): Promise<Lags> {
  const started = await startTable();
  const folder = mkdtempSync(path.join(tmpdir(), "palais-streams-"));
  const table = openTable(started.endpoint, 16, "palais-streams");
  const arrivals = new Arrivals();
  const lambda = await startAcceptingLambda((consumer, event) =>
    arrivals.add(consumer, (event as { readonly Records: readonly StreamRecord[] }).Records),
  );
  const readers = await startReaders(wiring, {
    table,
    endpoint: started.endpoint,
    folder,
    arrivals,
    send: lambda.send,
  });
  try {
    await commitChange(table, "warm-up");
    await arrivals.wait(["warm-up"]);
    const committed = await commitChanges(table, changes, rate);
    await arrivals.wait([...committed.keys()]);
    const listLags = (consumer: Measured) =>
      [...committed].map(([id, at]) => (arrivals.get(consumer, id) ?? Number.NaN) - at);
    return {
      "waiting-list": listLags("waiting-list"),
      "search-indexer": listLags("search-indexer"),
      "audit-and-statistics": listLags("audit-and-statistics"),
    };
  } finally {
    await Promise.all(readers.map((reader) => reader.stop()));
    lambda.stop();
    table.client.destroy();
    await started.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const listConsumers = (record: _Record): ConsumerName[] =>
  planInvocations([record as unknown as StreamRecord]).map(({ consumer }) => consumer);

interface ReaderOptions {
  readonly table: Table;
  readonly endpoint: string;
  readonly folder: string;
  readonly arrivals: Arrivals;
  readonly send: SendToConsumer;
}

/** Creates a table with a stream, and the readers of the wiring. */
async function startReaders(wiring: Wiring, options: ReaderOptions): Promise<StreamConsumer[]> {
  const { table, endpoint, folder, arrivals, send } = options;
  const created = await table.client.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["PK", "SK"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "PK", KeyType: "HASH" },
        { AttributeName: "SK", KeyType: "RANGE" },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
  const streamArn = created.TableDescription?.LatestStreamArn ?? "";
  const client = new DynamoDBStreamsClient({ endpoint, region: "eu-central-1", credentials });
  const shared = {
    streamArn,
    client,
    tails: new StreamTails(client),
    startingPosition: "TRIM_HORIZON",
    parallelizationFactor: 1,
    policy: { bisect: true, retries: 5, maximumAge: 3_600 },
    reportsFailures: true,
    discard: async () => {},
  } as const;
  type Own = Pick<StreamConsumerSettings, "matches" | "batchSize" | "windowMs" | "invoke">;
  const create = async (name: string, own: Own) =>
    new StreamConsumer({ ...shared, ...own, checkpoint: await Checkpoint.open(folder, name, streamArn) });
  const dispatch = dispatchRecords(send);
  const readers =
    wiring === "dispatcher"
      ? [
          await create("dispatcher", {
            matches: (record) => listConsumers(record).length > 0,
            batchSize: 100,
            windowMs: 1_000,
            invoke: (event) => dispatch({ Records: [...event.Records] }),
          }),
        ]
      : await Promise.all(
          measured.map((consumer) =>
            create(consumer, {
              ...direct[consumer],
              matches: (record) => listConsumers(record).includes(consumer),
              invoke: async ({ Records }) => arrivals.add(consumer, Records as readonly StreamRecord[]),
            }),
          ),
        );
  for (const reader of readers) reader.start();
  return readers;
}

/** Writes a journal item of about the usual size that concerns every consumer. */
const commitChange = (table: Table, id: string) =>
  putItem(table, {
    PK: S(`journal#${id}`),
    SK: S("journal"),
    entity: S("journal"),
    changeId: S(id),
    conferenceId: S("bench"),
    data: S("x".repeat(1_200)),
    reindexIds: S(id),
    waitingListMarker: S(id),
  });

/** Writes changes at a rate. @returns when each was committed */
async function commitChanges(table: Table, changes: number, rate: number): Promise<Map<string, number>> {
  const committed = new Map<string, number>();
  const began = performance.now();
  const writes = Array.from({ length: changes }, async (_, index) => {
    await sleep(Math.max(0, began + (index * 1_000) / rate - performance.now()));
    await commitChange(table, `change-${index}`);
    committed.set(`change-${index}`, performance.now());
  });
  await Promise.all(writes);
  return committed;
}
