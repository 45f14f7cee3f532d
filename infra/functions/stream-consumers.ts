import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { createDeadLetterQueue } from "../messaging/dead-letter-queues.ts";
import { createAlarm, latestMaximum } from "../monitoring/alarms.ts";
import type { LambdaFunctions } from "./functions.ts";
import type { FunctionName } from "./permissions.ts";

interface TableStreamConsumerProps {
  readonly table: Table;
  readonly lambda: LambdaFunction;
  readonly alarms: Topic;
  /**
   * A record is consumed if it matches one of these event patterns. `exists` matches values only, not maps or lists.
   */
  readonly filterPatterns: readonly object[];
  readonly batchSize: number;
  /** The number of batches of one stream shard that are processed at a time. */
  readonly parallelizationFactor: number;
  /** How long an incomplete batch waits for more records; 0 by default. */
  readonly maxBatchingWindow?: Duration;
  readonly impact: string;
}

/**
 * A consumer of the table's stream. A failing record is retried, in the end alone, and then sent to a dead-letter queue
 * with an alarm, so that it does not block later records. The sweep (sweeps.ts) does its work in the meantime.
 */
class TableStreamConsumer extends Construct {
  constructor(scope: Construct, id: string, props: TableStreamConsumerProps) {
    super(scope, id);
    const { table, lambda, filterPatterns } = props;
    const queue = createDeadLetterQueue(this, "DeadLetterQueue", {
      alarmId: "DeadLetterAlarm",
      topic: props.alarms,
      impact: props.impact,
      cause: "changes failed permanently, see the queue",
      runbook: "stream-dead-letter-queue",
    });
    this.#grantStreamRead(table, lambda);
    new EventSourceMapping(this, "Mapping", {
      target: lambda,
      eventSourceArn: getStreamArn(table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: filterPatterns.map((each) => FilterCriteria.filter(each)),
      batchSize: props.batchSize,
      ...(props.maxBatchingWindow && { maxBatchingWindow: props.maxBatchingWindow }),
      parallelizationFactor: props.parallelizationFactor,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      onFailure: new SqsDlq(queue),
    });
    createAlarm(this, "IteratorAgeAlarm", {
      topic: props.alarms,
      metric: lambda.metric("IteratorAge", latestMaximum),
      impact: props.impact,
      cause: "the consumer of the stream lags by a minute",
      runbook: "stream-lag",
      threshold: 60_000,
      periods: 3,
    });
  }

  /** Lambda lists the streams of the table when it creates the mapping, hence the wildcard. */
  #grantStreamRead(table: Table, lambda: LambdaFunction): void {
    const read = ["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => `dynamodb:${action}`);
    lambda.addToRolePolicy(new PolicyStatement({ actions: read, resources: [getStreamArn(table)] }));
    lambda.addToRolePolicy(
      new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: [`${table.tableArn}/stream/*`] }),
    );
  }
}

function getStreamArn({ tableStreamArn }: Table): string {
  if (!tableStreamArn) throw new Error("the table has no stream");
  return tableStreamArn;
}

/** Matches a new journal item with these attributes (shared/commands/journal.ts writes them). */
const matchJournalItem = (attributes: object) => ({
  eventName: FilterRule.isEqual("INSERT"),
  dynamodb: { NewImage: { entity: { S: FilterRule.isEqual("journal") }, ...attributes } },
});

/** Matches a job that is due: it has `dueJobKind` until a worker starts it (shared/jobs/jobs.repository.ts). */
const matchDueJob = (kind: string) => ({
  dynamodb: { NewImage: { entity: { S: FilterRule.isEqual("job") }, dueJobKind: { S: FilterRule.isEqual(kind) } } },
});

type ConsumerSettings = Omit<TableStreamConsumerProps, "table" | "lambda" | "alarms">;

/** The consumers of the stream, each with the records that it processes. */
const consumers: Readonly<Record<string, ConsumerSettings & { readonly name: FunctionName }>> = {
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
  WaitingListConsumer: {
    name: "waiting-list",
    filterPatterns: [matchJournalItem({ waitingListMarker: { S: FilterRule.exists() } })],
    // One pass over a waiting list serves all records of its conference.
    batchSize: 100,
    parallelizationFactor: 1,
    impact: "released seats stay empty while people wait",
  },
  ImportWorkerConsumer: {
    name: "import-worker",
    filterPatterns: [matchDueJob("import")],
    // A chunk takes all of the function's time, so a batch is one job; four imports run at a time.
    batchSize: 1,
    parallelizationFactor: 4,
    impact: "imports don't progress",
  },
  BadgeWorkerConsumer: {
    name: "badge-worker",
    filterPatterns: [matchDueJob("badge")],
    // A file takes all of the function's time, so a batch is one job.
    batchSize: 1,
    parallelizationFactor: 2,
    impact: "badges aren't printed before people arrive",
  },
  SearchIndexerConsumer: {
    name: "search-indexer",
    filterPatterns: [matchJournalItem({ reindexIds: { S: FilterRule.exists() } })],
    batchSize: 25,
    // It may lag during an opening minute, so that it does not take capacity from submissions.
    parallelizationFactor: 1,
    impact: "new registrations aren't found by name, and duplicates aren't detected",
  },
  AuditAndStatisticsConsumer: {
    name: "audit-and-statistics",
    filterPatterns: [matchJournalItem({ changeId: { S: FilterRule.exists() } })],
    // A large batch is cheap: one update of the audit chain, and one write for each counter.
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(1),
    parallelizationFactor: 1,
    impact: "statistics don't change, and new audit entries are not chained",
  },
};

/** Adds the consumers of the stream. */
export function addConsumers(scope: Construct, table: Table, functions: LambdaFunctions, alarms: Topic): void {
  for (const [id, { name, ...settings }] of Object.entries(consumers)) {
    new TableStreamConsumer(scope, id, { ...settings, table, lambda: functions[name], alarms });
  }
}
