import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { CfnSubscription, type Topic } from "aws-cdk-lib/aws-sns";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { createEncryptedTopic } from "../messaging/encrypted-topic.ts";
import { createIsSetCondition, isTrialStage } from "../parameters.ts";

/**
 * Creates the topic of all alarms.
 * @param email the subscriber; empty for none
 */
export function createAlarmTopic(scope: Construct, key: Key, email: string): Topic {
  const topic = createEncryptedTopic(scope, "Alarms", key);
  // The policy that `enforceSSL` creates replaces the default one, which admits the alarms of this account.
  topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com"));
  const condition = createIsSetCondition(scope, "HasAlarmEmail", email);
  const subscription = new CfnSubscription(scope, "AlarmEmailSubscription", {
    topicArn: topic.topicArn,
    protocol: "email",
    endpoint: email,
  });
  subscription.cfnOptions.condition = condition;
  return topic;
}

/** The alarms of a stack. */
export interface Alarms {
  readonly scope: Construct;
  /** What they notify. */
  readonly topic: Topic;
}

export interface AlarmProps {
  readonly metric: IMetric;
  /** The consequence for users, as a clause: "delegates can't register". The reader of an alarm sees it first. */
  readonly impact: string;
  /** The observation, as a clause: "registration fails". */
  readonly cause: string;
  /** The name of the page in `docs/runbooks/`. */
  readonly runbook: string;
  /** The alarm is raised when the metric reaches this value; 1 by default. */
  readonly threshold?: number;
  /** The number of consecutive periods; 1 by default. */
  readonly periods?: number;
  /** The alarm is raised when the metric stays below the threshold, or when there is no data. */
  readonly isHeartbeat?: boolean;
}

/** The metric setting that alarms and graphs of queues and streams use. */
export const latestMaximum = { period: Duration.minutes(1), statistic: "Maximum" };

/** The sum of a metric that DynamoDB has of a table, or of one of its indexes. */
export const createTableMetric = (
  tableName: string,
  metricName: string,
  { period }: { readonly period: Duration },
  index?: string,
): Metric =>
  new Metric({
    namespace: "AWS/DynamoDB",
    metricName,
    period,
    statistic: "Sum",
    dimensionsMap: { TableName: tableName, ...(index !== undefined && { GlobalSecondaryIndexName: index }) },
  });

/**
 * Creates an alarm whose description contains the impact, the cause and the runbook. Missing data raises no alarm
 * except of a heartbeat, because there may be no requests at night.
 * @param id identifies it among all alarms of the stack
 * @returns `undefined` in a trial stage, which has no alarms
 */
export function createAlarm({ scope, topic }: Alarms, id: string, props: AlarmProps): Alarm | undefined {
  if (isTrialStage(scope)) return undefined;
  const { metric, impact, cause, runbook, threshold = 1, periods = 1, isHeartbeat = false } = props;
  const alarm = new Alarm(scope, id, {
    metric,
    alarmDescription: `${impact}: ${cause} (docs/runbooks/${runbook}.md)`,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: isHeartbeat
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: isHeartbeat ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
