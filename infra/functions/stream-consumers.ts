import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { TableInUse } from "../data/table.ts";
import { createStreamQueue, lateChanges } from "../messaging/dead-letter-queues.ts";
import { type Alarms, createAlarm, latestMaximum } from "../monitoring/alarms.ts";
import type { LambdaFunctions } from "./functions.ts";
import type { FunctionName, StreamConsumerName } from "./permissions.ts";

interface StreamReaderProps {
  readonly table: TableInUse;
  readonly lambda: LambdaFunction;
  readonly alarms: Alarms;
  /**
   * A record is read if it matches one of these event patterns. `exists` matches values only, not maps or lists.
   */
  readonly filterPatterns: readonly object[];
  readonly batchSize: number;
  /** How long Lambda collects records before it delivers a batch that is not full. */
  readonly batchingWindow?: Duration;
  /** The number of batches of one stream shard that are processed at a time. */
  readonly parallelizationFactor: number;
  readonly impact: string;
}

/**
 * A function that reads the table's stream. A failing record is retried, in the end alone, and then sent to a
 * dead-letter queue with an alarm, so that it does not block later records. The sweeps (sweeps.ts) do its work in the
 * meantime.
 */
class StreamReader extends Construct {
  constructor(scope: Construct, id: string, props: StreamReaderProps) {
    super(scope, id);
    const { table, lambda, filterPatterns, alarms, impact } = props;
    const queue = createStreamQueue(this, alarms, impact);
    this.#grantStreamRead(table, lambda);
    new EventSourceMapping(this, "Mapping", {
      target: lambda,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: filterPatterns.map((each) => FilterCriteria.filter(each)),
      batchSize: props.batchSize,
      ...(props.batchingWindow && { maxBatchingWindow: props.batchingWindow }),
      parallelizationFactor: props.parallelizationFactor,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      onFailure: new SqsDlq(queue),
    });
    createLagAlarm(id, { alarms, lambda, impact, metric: "IteratorAge" });
  }

  /** Lambda lists the streams of the table when it creates the mapping, hence the wildcard. */
  #grantStreamRead(table: TableInUse, lambda: LambdaFunction): void {
    const read = ["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => `dynamodb:${action}`);
    lambda.addToRolePolicy(new PolicyStatement({ actions: read, resources: [table.streamArn] }));
    lambda.addToRolePolicy(
      new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: [`${table.arn}/stream/*`] }),
    );
  }
}

interface LagAlarmProps {
  readonly alarms: Alarms;
  readonly lambda: LambdaFunction;
  readonly impact: string;
  /** The age of records in the stream, or of events that wait for an invocation, in ms. */
  readonly metric: "IteratorAge" | "AsyncEventAge";
}

const createLagAlarm = (id: string, { alarms, lambda, impact, metric }: LagAlarmProps) =>
  createAlarm(alarms, `${id}${metric}Alarm`, {
    metric: lambda.metric(metric, latestMaximum),
    impact,
    cause: "the consumer of the stream lags by a minute",
    runbook: "stream-lag",
    threshold: 60_000,
    periods: 3,
  });

/** Matches a new journal item with these attributes (shared/commands/journal.ts writes them). */
const matchJournalItem = (attributes: object) => ({
  eventName: FilterRule.isEqual("INSERT"),
  dynamodb: { NewImage: { entity: { S: FilterRule.isEqual("journal") }, ...attributes } },
});

/** Matches a person's last scan at the entrance of the venue, of which the feed tells. */
const matchVenuePresence = {
  dynamodb: {
    NewImage: { entity: { S: FilterRule.isEqual("presence") }, place: { S: FilterRule.isEqual("venue") } },
  },
};

/** Matches a job that is due, of any kind: it has `dueJobKind` until a worker starts it. */
const matchDueJob = {
  dynamodb: { NewImage: { entity: { S: FilterRule.isEqual("job") }, dueJobKind: { S: FilterRule.exists() } } },
};

/**
 * The readers of the stream, each with the records that it reads. DynamoDB supports two
 * (docs/decisions/0121-read-the-stream-twice.md).
 */
const readers: Readonly<
  Record<string, Omit<StreamReaderProps, "table" | "lambda" | "alarms"> & { name: FunctionName }>
> = {
  EmailOutboxConsumer: {
    name: "email-outbox",
    filterPatterns: [
      matchJournalItem({ mails: { M: { m0: { M: { state: { S: FilterRule.exists() } } } } } }),
      matchJournalItem({ announces: { S: FilterRule.exists() } }),
    ],
    batchSize: 10,
    parallelizationFactor: 4,
    impact: "delegates don't get their emails",
  },
  StreamDispatcherConsumer: {
    name: "stream-dispatcher",
    filterPatterns: [matchJournalItem({ changeId: { S: FilterRule.exists() } }), matchVenuePresence, matchDueJob],
    batchSize: 100,
    // Each event is one write to the audit chain and to each counter, so that few large events are cheap and don't meet.
    batchingWindow: Duration.seconds(1),
    parallelizationFactor: 1,
    impact: "jobs and statistics don't progress, and released seats stay empty",
  },
};

/** The consumers that the dispatcher invokes (functions/stream-dispatcher), and the alarm of their lag. */
const dispatched: Readonly<Record<StreamConsumerName, string>> = {
  "waiting-list": "WaitingListConsumer",
  "import-worker": "ImportWorkerConsumer",
  "badge-worker": "BadgeWorkerConsumer",
  "export-worker": "ExportWorkerConsumer",
  "search-indexer": "SearchIndexerConsumer",
  "audit-and-statistics": "AuditAndStatisticsConsumer",
};

/** Adds the readers of the stream, and the lag alarms of the consumers. */
export function addConsumers(scope: Construct, table: TableInUse, functions: LambdaFunctions, alarms: Alarms): void {
  for (const [id, { name, ...settings }] of Object.entries(readers)) {
    new StreamReader(scope, id, { ...settings, table, lambda: functions[name], alarms });
  }
  for (const [name, id] of Object.entries(dispatched) as [StreamConsumerName, string][]) {
    createLagAlarm(id, {
      alarms,
      lambda: functions[name],
      impact: lateChanges,
      metric: "AsyncEventAge",
    });
  }
}
