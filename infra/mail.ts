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
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Duration, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { raiseAlarm } from "./observability.ts";

export interface Mail {
  readonly from: string;
  readonly configurationSetName: string;
  /** What `ses:SendRawEmail` needs the right to. */
  readonly arns: readonly string[];
  /** Mails that were given up, each with its reason; `npm run redrive` takes them out. */
  readonly givenUp: Queue;
  /** What came back. */
  readonly feedback: Topic;
}

/**
 * Where mails come from, and under which rules: encrypted on the way or not at all. Whom no more mails go to is kept in
 * the table and not by SES, or the secretariat couldn't lift it (docs/decisions/0024-suppression-is-ours.md).
 */
export function makeMail(scope: Construct, from: string, alarms: Topic): Mail {
  const configurationSet = new ConfigurationSet(scope, "Mails", {
    reputationMetrics: true,
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    disableSuppressionList: true,
  });
  const identity = new EmailIdentity(scope, "Sender", { identity: Identity.email(from), configurationSet });
  const { configurationSetName } = configurationSet;
  const setArn = Stack.of(scope).formatArn({
    service: "ses",
    resource: "configuration-set",
    resourceName: configurationSetName,
  });
  const feedback = new Topic(scope, "MailsCameBack", { enforceSSL: true });
  configurationSet.addEventDestination("Feedback", {
    destination: EventDestination.snsTopic(feedback),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
  });
  watchReputation(scope, configurationSetName, alarms);
  const givenUp = makeGivenUp(scope, alarms);
  return { from, configurationSetName, arns: [identity.emailIdentityArn, setArn], givenUp, feedback };
}

/** What came back, to the function that records it. */
export function addMailFeedback({ feedback }: Mail, lambda: LambdaFunction, undelivered: Queue): void {
  feedback.addSubscription(new LambdaSubscription(lambda, { deadLetterQueue: undelivered }));
}

function makeGivenUp(scope: Construct, alarms: Topic): Queue {
  const queue = new Queue(scope, "GivenUpMails", {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  raiseAlarm(scope, "MailsGivenUp", {
    topic: alarms,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: "Maximum" }),
    impact: "delegates don't get their mails",
    because: "mails were given up, see the queue, mend the reason, and npm run redrive",
    runbook: "mails-given-up",
  });
  return queue;
}

/** Shares of the mails, at which SES looks into an account at 5 % and 0.1 %: we want to know before. */
const limits = { BounceRate: 0.02, ComplaintRate: 0.0005 } as const;

function watchReputation(scope: Construct, configurationSet: string, topic: Topic): void {
  for (const [rate, threshold] of Object.entries(limits)) {
    const metric = new Metric({
      namespace: "AWS/SES",
      metricName: `Reputation.${rate}`,
      dimensionsMap: { "ses:configuration-set": configurationSet },
      period: Duration.hours(1),
      statistic: "Average",
    });
    const impact = "SES may soon stop all mails";
    const because = `${rate === "BounceRate" ? "bounces" : "complaints"} are at ${threshold * 100} %`;
    raiseAlarm(scope, `Mail${rate}`, { topic, metric, impact, because, threshold, runbook: "mail-reputation" });
  }
}
