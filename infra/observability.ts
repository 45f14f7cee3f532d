import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSubscription, Topic } from "aws-cdk-lib/aws-sns";
import { CfnCondition, Fn } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** Where alarms go. Not encrypted with a key of ours: an alarm carries no personal data, and CloudWatch must reach it. */
export function makeAlarmTopic(scope: Construct, alarmMail: string): Topic {
  const topic = new Topic(scope, "Alarms", { enforceSSL: true });
  // A policy of one's own replaces the default that lets this account's alarms in.
  topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com"));
  const wanted = new CfnCondition(scope, "AlarmMailGiven", {
    expression: Fn.conditionNot(Fn.conditionEquals(alarmMail, "")),
  });
  const subscription = new CfnSubscription(scope, "AlarmMailSubscription", {
    topicArn: topic.topicArn,
    protocol: "email",
    endpoint: alarmMail,
  });
  subscription.cfnOptions.condition = wanted;
  return topic;
}

export interface AlarmProps {
  readonly topic: Topic;
  readonly metric: IMetric;
  /** Who is hurt: "delegates can't register". It is what the person who is woken reads first. */
  readonly impact: string;
  /** What was seen: "registration fails". */
  readonly because: string;
  /** The page below `docs/runbooks/` that says what to look at, and what to do. */
  readonly runbook: string;
  /** The alarm is raised when the metric reaches it; once if nothing is said. */
  readonly threshold?: number;
  /** For how many periods in a row. */
  readonly periods?: number;
}

/** An alarm whose description says who is hurt, what was seen, and which page helps. Silence is no alarm: nobody may be there at night. */
export function raiseAlarm(scope: Construct, id: string, props: AlarmProps): Alarm {
  const { topic, metric, impact, because, runbook, threshold = 1, periods = 1 } = props;
  const alarm = new Alarm(scope, id, {
    metric,
    alarmDescription: `${impact}: ${because} (docs/runbooks/${runbook}.md)`,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
