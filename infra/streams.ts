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
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Functions } from "./functions.ts";
import { raiseAlarm } from "./observability.ts";

interface ConsumerProps {
  readonly table: Table;
  readonly lambda: LambdaFunction;
  readonly alarms: Topic;
  /** Which records it takes, any of them, as event patterns that end in values: `exists` sees no maps or lists. */
  readonly takes: readonly object[];
  readonly batchSize: number;
  /** How many batches of one shard of the stream run at a time. */
  readonly parallel: number;
  /** How long a batch that isn't full waits for more; not at all if nothing is said. */
  readonly window?: Duration;
  readonly impact: string;
}

/**
 * A consumer of the table's stream. A record that can't be consumed is tried a few times, alone in the end, then goes to a
 * queue that wakes someone; it never blocks those behind it, and the sweep (schedules.ts) does its work meanwhile.
 */
class Consumer extends Construct {
  constructor(scope: Construct, id: string, props: ConsumerProps) {
    super(scope, id);
    const { table, lambda, takes } = props;
    const queue = new Queue(this, "Failed", {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.#letRead(table, lambda);
    new EventSourceMapping(this, "Mapping", {
      target: lambda,
      eventSourceArn: streamArnOf(table),
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: takes.map((each) => FilterCriteria.filter(each)),
      batchSize: props.batchSize,
      ...(props.window && { maxBatchingWindow: props.window }),
      parallelizationFactor: props.parallel,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      onFailure: new SqsDlq(queue),
    });
    this.#raiseAlarms(queue, props);
  }

  /** Lambda lists the table's streams when the mapping is made, hence the `*` within this one table. */
  #letRead(table: Table, lambda: LambdaFunction): void {
    const read = ["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => `dynamodb:${action}`);
    lambda.addToRolePolicy(new PolicyStatement({ actions: read, resources: [streamArnOf(table)] }));
    lambda.addToRolePolicy(
      new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: [`${table.tableArn}/stream/*`] }),
    );
  }

  #raiseAlarms(queue: Queue, { lambda, alarms: topic, impact }: ConsumerProps): void {
    const minute = { period: Duration.minutes(1), statistic: "Maximum" };
    raiseAlarm(this, "GivenUp", {
      topic,
      metric: queue.metricApproximateNumberOfMessagesVisible(minute),
      impact,
      because: "changes were given up, see the queue",
      runbook: "stream-given-up",
    });
    raiseAlarm(this, "Behind", {
      topic,
      metric: lambda.metric("IteratorAge", minute),
      impact,
      because: "the stream is a minute behind",
      runbook: "stream-behind",
      threshold: 60_000,
      periods: 3,
    });
  }
}

function streamArnOf({ tableStreamArn }: Table): string {
  if (!tableStreamArn) throw new Error("the table has no stream");
  return tableStreamArn;
}

/** A new journal item that carries something (shared/commands/journal.ts writes them). */
const journal = (carrying: object) => ({
  eventName: FilterRule.isEqual("INSERT"),
  dynamodb: { NewImage: { entity: { S: FilterRule.isEqual("journal") }, ...carrying } },
});

/** A job that has become due: `runs` is there until somebody takes it (shared/store/jobs.ts). */
const dueJob = (kind: string) => ({
  dynamodb: { NewImage: { entity: { S: FilterRule.isEqual("job") }, runs: { S: FilterRule.isEqual(kind) } } },
});

/** Who follows the stream, and which of its records each takes. */
export function addConsumers(scope: Construct, table: Table, functions: Functions, alarms: Topic): void {
  new Consumer(scope, "OutboxConsumer", {
    table,
    lambda: functions.outbox,
    alarms,
    takes: [
      journal({ mails: { M: { m0: { M: { state: { S: FilterRule.exists() } } } } } }),
      journal({ announces: { S: FilterRule.exists() } }),
    ],
    batchSize: 10,
    parallel: 4,
    impact: "delegates don't get their mails",
  });
  new Consumer(scope, "WaitingListConsumer", {
    table,
    lambda: functions["waiting-list"],
    alarms,
    takes: [journal({ waitingListMarker: { S: FilterRule.exists() } })],
    // One look at a line serves all that happened to it.
    batchSize: 100,
    parallel: 1,
    impact: "freed seats stay empty while people wait",
  });
  new Consumer(scope, "ImportConsumer", {
    table,
    lambda: functions["import-run"],
    alarms,
    takes: [dueJob("import")],
    // A chunk takes its function's time: one job each, and four imports beside each other.
    batchSize: 1,
    parallel: 4,
    impact: "imports stand still",
  });
  new Consumer(scope, "BadgeConsumer", {
    table,
    lambda: functions["badge-run"],
    alarms,
    takes: [dueJob("badge")],
    // A file takes its function's time: one job each.
    batchSize: 1,
    parallel: 2,
    impact: "badges aren't printed before people arrive",
  });
  new Consumer(scope, "PeopleIndexConsumer", {
    table,
    lambda: functions["people-index"],
    alarms,
    takes: [journal({ found: { S: FilterRule.exists() } })],
    batchSize: 25,
    // It may lag behind an opening minute, and takes nothing from those who register in it.
    parallel: 1,
    impact: "newcomers aren't found by name, and a person who registers twice isn't noticed",
  });
  new Consumer(scope, "RecordsConsumer", {
    table,
    lambda: functions.records,
    alarms,
    takes: [journal({ changeId: { S: FilterRule.exists() } })],
    // Many together are cheap: one head of the chain, and one write for each kind that is counted.
    batchSize: 100,
    window: Duration.seconds(1),
    parallel: 1,
    impact: "statistics stand still, and the history goes on unproven",
  });
}
