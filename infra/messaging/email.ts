import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { ConfigurationSet, ConfigurationSetTlsPolicy, EmailSendingEvent, EventDestination } from "aws-cdk-lib/aws-ses";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { LambdaSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration, Fn, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { type Alarms, createAlarm } from "../monitoring/alarms.ts";
import { createDeadLetterQueue } from "./dead-letter-queues.ts";
import { createEncryptedTopic } from "./encrypted-topic.ts";

export interface EmailResources {
  readonly from: string;
  readonly configurationSetName: string;
  /** The identity of the sender's domain. */
  readonly domainArn: string;
  /** The resources of the permission `ses:SendRawEmail`. In SES's sandbox they include the identities of recipients. */
  readonly arns: readonly string[];
  /** Emails that failed permanently, each with its reason. `npm run redrive` sends them again. */
  readonly dlq: Queue;
  /** Bounces and complaints. */
  readonly feedback: Topic;
}

/**
 * Creates the sender of emails. The sender's domain is verified before the deployment (docs/operations.md): an identity
 * of the stack would wait for its DNS records, and fail where it exists already. TLS is required for delivery. The
 * suppression list is in the table and not in SES, so that the secretariat can lift a suppression
 * (docs/decisions/0010-keep-the-suppression-list-in-palais.md).
 */
export function createEmailResources(scope: Construct, from: string, key: Key, alarms: Alarms): EmailResources {
  const configurationSet = new ConfigurationSet(scope, "EmailConfigurationSet", {
    reputationMetrics: true,
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    disableSuppressionList: true,
  });
  const { configurationSetName } = configurationSet;
  const toSesArn = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({ service: "ses", resource, resourceName });
  const feedback = createEncryptedTopic(scope, "EmailFeedbackTopic", key);
  configurationSet.addEventDestination("Feedback", {
    destination: EventDestination.snsTopic(feedback),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
  });
  addReputationAlarms(configurationSetName, alarms);
  const dlq = createDeadLetterQueue(scope, "EmailDlq", {
    alarmId: "EmailDlqAlarm",
    output: "EmailDlqUrl",
    alarms,
    impact: "delegates don't get their emails",
    cause: "emails failed permanently: see the queue, fix the reason, and npm run redrive",
    runbook: "email-dead-letter-queue",
  });
  const arns = [toSesArn("identity", "*"), toSesArn("configuration-set", configurationSetName)];
  const domainArn = toSesArn("identity", Fn.select(1, Fn.split("@", from)));
  return { from, configurationSetName, domainArn, arns, dlq, feedback };
}

/** Alerts the operator when SES accepts no email of this account. The emails wait, and are not given up. */
export function addEmailOutageAlarm(scope: Construct, { logGroup }: LambdaFunction, alarms: Alarms): void {
  const outages = new MetricFilter(scope, "EmailOutages", {
    logGroup: logGroup as ILogGroup,
    filterPattern: FilterPattern.stringValue("$.code", "=", "email.outage"),
    metricNamespace: "Palais",
    metricName: "EmailOutages",
  });
  createAlarm(alarms, "EmailOutageAlarm", {
    metric: outages.metric({ statistic: "Sum", period: Duration.minutes(5) }),
    impact: "delegates don't get their emails",
    cause: "SES accepts no email: the account is paused, or the sender or a recipient of the sandbox is not verified",
    runbook: "email-outage",
  });
}

/** Sends bounces and complaints to the function. */
export function addEmailFeedback({ feedback }: EmailResources, lambda: LambdaFunction, eventDlq: Queue): void {
  feedback.addSubscription(new LambdaSubscription(lambda, { deadLetterQueue: eventDlq }));
}

/** Shares of all emails. SES reviews an account at 5 % bounces or 0.1 % complaints; the alarms are raised before. */
const reputationThresholds = { BounceRate: 0.02, ComplaintRate: 0.0005 } as const;

function addReputationAlarms(configurationSet: string, alarms: Alarms): void {
  for (const [rate, threshold] of Object.entries(reputationThresholds)) {
    const metric = new Metric({
      namespace: "AWS/SES",
      metricName: `Reputation.${rate}`,
      dimensionsMap: { "ses:configuration-set": configurationSet },
      period: Duration.hours(1),
      statistic: "Average",
    });
    const cause = `${rate === "BounceRate" ? "bounces" : "complaints"} are at ${threshold * 100} %`;
    createAlarm(alarms, `Mail${rate}`, {
      metric,
      impact: "SES may soon stop all emails",
      cause,
      threshold,
      runbook: "email-reputation",
    });
  }
}
