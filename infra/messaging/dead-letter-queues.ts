import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { CfnSubscription, Topic } from "aws-cdk-lib/aws-sns";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { CfnOutput, Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { type AlarmProps, type Alarms, createAlarm, latestMaximum } from "../monitoring/alarms.ts";

interface DeadLetterQueueProps extends Pick<AlarmProps, "impact" | "cause" | "runbook"> {
  readonly alarms: Alarms;
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
  { alarms, alarmId, output, ...alarm }: DeadLetterQueueProps,
): Queue {
  const queue = new Queue(scope, id, {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  new CfnOutput(Stack.of(scope), output, { value: queue.queueUrl });
  createAlarm(alarms, alarmId, { ...alarm, metric: queue.metricApproximateNumberOfMessagesVisible(latestMaximum) });
  return queue;
}

/** Creates the queue of events that no function could process: document scans, bounces, sweeps, and alarm emails. */
export function createEventDlq(scope: Construct, alarms: Alarms): Queue {
  const queue = createDeadLetterQueue(scope, "EventDlq", {
    alarmId: "EventDlqAlarm",
    output: "EventDlqUrl",
    alarms,
    impact: "documents may stay unchecked, and emails are sent to addresses that bounce",
    cause: "events failed permanently, see the queue",
    runbook: "dead-letter-queue",
  });
  redriveAlarmEmails(scope, alarms.topic, queue);
  return queue;
}

/** Keeps alarm emails that could not be delivered in the queue. */
export function redriveAlarmEmails(scope: Construct, topic: Topic, queue: Queue): void {
  const alarmEmails = scope.node.findChild("AlarmEmailSubscription") as CfnSubscription;
  alarmEmails.redrivePolicy = { deadLetterTargetArn: queue.queueArn };
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("sns.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { "aws:SourceArn": topic.topicArn } },
    }),
  );
}

/**
 * Creates the queue of what a reader of the stream, or the consumers behind the dispatcher, gave up, and its alarm. The
 * output and the alarm have the name of the scope.
 */
export const createStreamQueue = (scope: Construct, alarms: Alarms, impact: string): Queue =>
  createDeadLetterQueue(scope, "DeadLetterQueue", {
    alarmId: `${scope.node.id}DeadLetterAlarm`,
    output: `${scope.node.id}DlqUrl`,
    alarms,
    impact,
    cause: "changes failed permanently, see the queue",
    runbook: "stream-dead-letter-queue",
  });

export const lateChanges = "changes reach searches, statistics, waiting lists or jobs late";

/** Creates the queue of the events that the consumers failed to process, and its alarm. A message names its function. */
export const createConsumersQueue = (scope: Construct, alarms: Alarms): Queue =>
  createStreamQueue(new Construct(scope, "StreamConsumers"), alarms, lateChanges);
