import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from "aws-cdk-lib/aws-ses";
import { Topic } from "aws-cdk-lib/aws-sns";
import { LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { createAlarm } from "../monitoring/alarms.ts";
import { createDeadLetterQueue } from "./dead-letter-queues.ts";

export interface EmailResources {
  readonly from: string;
  readonly configurationSetName: string;
  /** The resources of the permission `ses:SendRawEmail`. */
  readonly arns: readonly string[];
  /** Emails that failed permanently, each with its reason. `npm run redrive` sends them again. */
  readonly dlq: Queue;
  /** Bounces and complaints. */
  readonly feedback: Topic;
}

/**
 * Creates the sender of emails. TLS is required for delivery. The suppression list is in the table and not in SES, so
 * that the secretariat can lift a suppression (docs/decisions/0010-keep-the-suppression-list-in-palais.md).
 */
export function createEmailResources(scope: Construct, from: string, alarms: Topic): EmailResources {
  const configurationSet = new ConfigurationSet(scope, "EmailConfigurationSet", {
    reputationMetrics: true,
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    disableSuppressionList: true,
  });
  const identity = new EmailIdentity(scope, "EmailIdentity", { identity: Identity.email(from), configurationSet });
  const { configurationSetName } = configurationSet;
  const setArn = Stack.of(scope).formatArn({
    service: "ses",
    resource: "configuration-set",
    resourceName: configurationSetName,
  });
  const feedback = new Topic(scope, "EmailFeedbackTopic", { enforceSSL: true });
  configurationSet.addEventDestination("Feedback", {
    destination: EventDestination.snsTopic(feedback),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
  });
  addReputationAlarms(scope, configurationSetName, alarms);
  const dlq = createDeadLetterQueue(scope, "EmailDlq", {
    alarmId: "EmailDlqAlarm",
    topic: alarms,
    impact: "delegates don't get their emails",
    cause: "emails failed permanently: see the queue, fix the reason, and npm run redrive",
    runbook: "email-dead-letter-queue",
  });
  return { from, configurationSetName, arns: [identity.emailIdentityArn, setArn], dlq, feedback };
}

/** Sends bounces and complaints to the function. */
export function addEmailFeedback({ feedback }: EmailResources, lambda: LambdaFunction, eventDlq: Queue): void {
  feedback.addSubscription(new LambdaSubscription(lambda, { deadLetterQueue: eventDlq }));
}

/** Shares of all emails. SES reviews an account at 5 % bounces or 0.1 % complaints; the alarms are raised before. */
const reputationThresholds = { BounceRate: 0.02, ComplaintRate: 0.0005 } as const;

function addReputationAlarms(scope: Construct, configurationSet: string, topic: Topic): void {
  for (const [rate, threshold] of Object.entries(reputationThresholds)) {
    const metric = new Metric({
      namespace: "AWS/SES",
      metricName: `Reputation.${rate}`,
      dimensionsMap: { "ses:configuration-set": configurationSet },
      period: Duration.hours(1),
      statistic: "Average",
    });
    const cause = `${rate === "BounceRate" ? "bounces" : "complaints"} are at ${threshold * 100} %`;
    createAlarm(scope, `Mail${rate}`, {
      topic,
      metric,
      impact: "SES may soon stop all emails",
      cause,
      threshold,
      runbook: "email-reputation",
    });
  }
}
