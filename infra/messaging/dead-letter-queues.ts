import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { CfnSubscription, Topic } from "aws-cdk-lib/aws-sns";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { CfnOutput, Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { type AlarmProps, createAlarm, latestMaximum } from "../monitoring/alarms.ts";

interface DeadLetterQueueProps extends Pick<AlarmProps, "topic" | "impact" | "cause" | "runbook"> {
  readonly alarmId: string;
  /** The output with the address of the queue. `npm run status` reads every output that ends with `DlqUrl`. */
  readonly output: `${string}DlqUrl`;
}

/**
 * Creates a queue that stores failed messages for 14 days, an output with its address, and an alarm that is raised by
 * the first message.
 */
export function createDeadLetterQueue(
  scope: Construct,
  id: string,
  { alarmId, output, ...alarm }: DeadLetterQueueProps,
): Queue {
  const queue = new Queue(scope, id, {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  new CfnOutput(Stack.of(scope), output, { value: queue.queueUrl });
  createAlarm(scope, alarmId, { ...alarm, metric: queue.metricApproximateNumberOfMessagesVisible(latestMaximum) });
  return queue;
}

/** Creates the queue of events that no function could process: document scans, bounces, sweeps, and alarm emails. */
export function createEventDlq(scope: Construct, alarms: Topic): Queue {
  const queue = createDeadLetterQueue(scope, "EventDlq", {
    alarmId: "EventDlqAlarm",
    output: "EventDlqUrl",
    topic: alarms,
    impact: "documents may stay unchecked, and emails are sent to addresses that bounce",
    cause: "events failed permanently, see the queue",
    runbook: "dead-letter-queue",
  });
  redriveAlarmEmails(scope, alarms, queue);
  return queue;
}

/** Keeps alarm emails that could not be delivered in the queue. */
export function redriveAlarmEmails(scope: Construct, alarms: Topic, queue: Queue): void {
  const alarmEmails = scope.node.findChild("AlarmEmailSubscription") as CfnSubscription;
  alarmEmails.redrivePolicy = { deadLetterTargetArn: queue.queueArn };
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("sns.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { "aws:SourceArn": alarms.topicArn } },
    }),
  );
}

/**
 * Creates the queue of what a reader of the stream, or the consumers behind the dispatcher, gave up, and its alarm. The
 * output has the name of the scope, as the alarm has.
 */
export const createStreamQueue = (scope: Construct, topic: Topic, impact: string): Queue =>
  createDeadLetterQueue(scope, "DeadLetterQueue", {
    alarmId: "DeadLetterAlarm",
    output: `${scope.node.id}DlqUrl`,
    topic,
    impact,
    cause: "changes failed permanently, see the queue",
    runbook: "stream-dead-letter-queue",
  });

export const lateChanges = "changes reach searches, statistics, waiting lists or jobs late";

/** Creates the queue of the events that the consumers failed to process, and its alarm. A message names its function. */
export const createConsumersQueue = (scope: Construct, alarms: Topic): Queue =>
  createStreamQueue(new Construct(scope, "StreamConsumers"), alarms, lateChanges);
