import { equal } from "node:assert/strict";
import { type DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { startTestKms } from "../../test/support/kms.ts";
import { startTable, type TestTable } from "../../test/support/table.ts";
import { buildEnvironment, createClient, importHandlers } from "./functions.ts";

/** Starts the emulators and imports the functions. The emulators end with `stop`, and with this process. */
export async function startOperations() {
  const kms = await startTestKms();
  const started = startTable();
  const stop = async () => {
    kms.stop();
    await (await started).stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, () => stop().finally(() => process.exit(1)));
  }
  const { table, endpoint } = await started;
  try {
    const { port } = (await kms.client.config.endpoint?.()) ?? {};
    Object.assign(process.env, buildEnvironment(table.name, endpoint, `http://127.0.0.1:${port}`));
    return { prepare: await defineOperations(table), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @returns for each operation a function that prepares it. That returns the operation, which returns a check of its
 * result.
 */
async function defineOperations(table: TestTable["table"]) {
  const stream = await openStream(table.client, table.name);
  const palais = createClient(await importHandlers());
  const conferenceId = "trace";
  await palais.openConference(conferenceId, 100);
  let serial = 0;

  /** The record of one command that matches the filter of the waiting list's consumer. */
  const readJournalRecord = async () => {
    const records = await stream.readNew();
    const [record, ...others] = records.filter(({ dynamodb }) => dynamodb?.NewImage?.["entity"]?.S === "journal");
    if (!record || others.length > 0)
      throw new Error(`${records.length} records contain ${others.length + (record ? 1 : 0)} journal items`);
    return record as DynamoDBStreamEvent["Records"][number];
  };

  return {
    submission: async () => async () => {
      const { seat } = await palais.submit(conferenceId);
      return () => equal(seat, "held");
    },

    approval: async () => {
      const { registrationId } = await palais.submit(conferenceId);
      return async () => {
        const { accreditation } = await palais.approve(registrationId);
        return () => equal(accreditation, "approved");
      };
    },

    scan: async () => {
      const { registrationId } = await palais.submit(conferenceId);
      await palais.approve(registrationId);
      const { token } = await palais.readBadgeCode(registrationId);
      return async () => {
        const { items } = await palais.scan(conferenceId, token);
        return () => equal(items[0]?.verdict, "admit");
      };
    },

    /** One person withdraws from a conference of one seat, and the next one gets it. */
    "waiting-list": async () => {
      serial += 1;
      const fullConferenceId = `trace-full-${serial}`;
      await palais.openConference(fullConferenceId, 1);
      const first = await palais.submit(fullConferenceId);
      await stream.readNew();
      const next = await palais.submit(fullConferenceId);
      equal(next.seat, "waiting");
      // Closes the pool to the public, as the stream does when a person joins the waiting list.
      await palais.serveWaitingList([await readJournalRecord()]);
      await stream.readNew();
      await palais.withdraw(first.registrationId);
      const record = await readJournalRecord();
      return async () => {
        await palais.serveWaitingList([record]);
        return async () => {
          equal((await palais.read(next.registrationId)).seat, "held");
        };
      };
    },
  };
}

/** Reads the stream of a table of the emulator. It has one shard. */
interface StreamReader {
  /** The records since the last call, in order. */
  readNew(): Promise<_Record[]>;
}

/** Enables the stream with both images of each item, as in the template, and starts reading it. */
async function openStream(dynamodb: DynamoDBClient, table: string): Promise<StreamReader> {
  const StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } as const;
  const update = new UpdateTableCommand({ TableName: table, StreamSpecification });
  const { TableDescription } = await dynamodb.send(update);
  const { endpoint, region, credentials } = dynamodb.config;
  const client = new DynamoDBStreamsClient({ region, credentials, ...(endpoint && { endpoint }) });
  const StreamArn = TableDescription?.LatestStreamArn;
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const begin = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(begin));
  return {
    readNew: async () => {
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
      ShardIterator = NextShardIterator;
      return Records;
    },
  };
}
