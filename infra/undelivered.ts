import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { CfnSubscription, Topic } from "aws-cdk-lib/aws-sns";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { raiseAlarm } from "./observability.ts";

/** Where events end that no function took: scans of documents, mails that came back, sweeps. It wakes someone. */
export function makeUndelivered(scope: Construct, alarms: Topic): Queue {
  const queue = new Queue(scope, "Undelivered", {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  raiseAlarm(scope, "EventsUndelivered", {
    topic: alarms,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: "Maximum" }),
    impact: "documents may stay unchecked, and mails go on to addresses that send them back",
    because: "events were given up, see the queue",
    runbook: "events-undelivered",
  });
  keepAlarmMails(scope.node.findChild("AlarmMailSubscription") as CfnSubscription, queue, alarms);
  return queue;
}

/** An alarm that reached nobody's mailbox is not lost. */
function keepAlarmMails(mails: CfnSubscription, queue: Queue, alarms: Topic): void {
  mails.redrivePolicy = { deadLetterTargetArn: queue.queueArn };
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("sns.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { "aws:SourceArn": alarms.topicArn } },
    }),
  );
}
