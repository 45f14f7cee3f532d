import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from "aws-cdk-lib/aws-logs";
import { CfnParameter, Duration, Fn, Stack, type StackProps, Tags } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { createDeadLetterQueue, redriveAlarmEmails } from "./messaging/dead-letter-queues.ts";
import { createTopicKey } from "./messaging/encrypted-topic.ts";
import { type Alarms, createAlarm, createAlarmTopic } from "./monitoring/alarms.ts";
import { addBudget } from "./monitoring/budget.ts";

/** The fields that help to investigate an attack, without the query, which may contain a token, cookies and the referrer. */
const recordFields = [
  "date",
  "time",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "sc-bytes",
  "cs(User-Agent)",
  "time-taken",
  "ssl-protocol",
  "cs-protocol-version",
  "x-edge-location",
  "x-edge-request-id",
  "x-edge-result-type",
  "x-edge-detailed-result-type",
];

/**
 * What AWS offers in us-east-1 only: the access log of the distribution, the alarm on its errors, and the budget, which
 * CloudFormation knows in few regions. The stack is deployed after the stack Palais, whose outputs are its parameters
 * (docs/operations.md). The log is delivered to a bucket in the region of that stack.
 */
export class PalaisMonitoringStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, {
      description: "Palais: the access log and the alarm of the distribution, and the budget",
      ...props,
      env: { region: "us-east-1", ...props?.env },
    });
    const parameter = (name: string, more: object) => new CfnParameter(this, name, more).valueAsString;
    const distributionId = parameter("DistributionId", {
      description: "The output DistributionId of the stack Palais",
      allowedPattern: "E[A-Z0-9]+",
    });
    const logBucket = parameter("AccessLogsBucket", {
      description: "The output AccessLogsBucket of the stack Palais",
      allowedPattern: "[a-z0-9.-]+",
    });
    const alarmEmail = parameter("AlarmEmail", {
      description: "The address that receives alarms; empty for none",
      default: "",
    });
    const monthlyBudget = new CfnParameter(this, "MonthlyBudget", {
      description: "The costs of a month above which a notification is sent, in USD",
      type: "Number",
      default: 100,
      minValue: 1,
    }).valueAsNumber;
    this.#deliverAccessLog(distributionId, logBucket);
    const topic = createAlarmTopic(this, createTopicKey(this, ["budgets.amazonaws.com"]), alarmEmail);
    const alarms = { scope: this, topic };
    const undelivered = createDeadLetterQueue(this, "AlarmEmailDlq", {
      alarmId: "AlarmEmailDlqAlarm",
      output: "AlarmEmailDlqUrl",
      alarms,
      impact: "an alarm of the edge or of the budget may be unread",
      cause: "emails of alarms could not be delivered, see the queue",
      runbook: "dead-letter-queue",
    });
    redriveAlarmEmails(this, topic, undelivered);
    addErrorAlarm(alarms, distributionId);
    addBudget(this, monthlyBudget, topic);
    Tags.of(this).add("service", "palais");
  }

  #deliverAccessLog(distributionId: string, bucketName: string): void {
    const resourceArn = this.formatArn({
      service: "cloudfront",
      region: "",
      resource: "distribution",
      resourceName: distributionId,
    });
    const name = Fn.join("-", ["palais", distributionId]);
    const source = new CfnDeliverySource(this, "AccessLogSource", { name, resourceArn, logType: "ACCESS_LOGS" });
    const destination = new CfnDeliveryDestination(this, "AccessLogDestination", {
      name,
      destinationResourceArn: this.formatArn({ service: "s3", account: "", region: "", resource: bucketName }),
      outputFormat: "json",
    });
    const delivery = new CfnDelivery(this, "AccessLogDelivery", {
      deliverySourceName: name,
      deliveryDestinationArn: destination.attrArn,
      recordFields,
      s3SuffixPath: "{yyyy}/{MM}/{dd}/{HH}",
    });
    // It refers to the source by its name only.
    delivery.node.addDependency(source);
  }
}

/** The share of 5xx among the answers of the edge; a few errors among a few answers raise no alarm. */
function addErrorAlarm(alarms: Alarms, distributionId: string): void {
  const period = Duration.minutes(5);
  const createMetric = (metricName: string, statistic: string) =>
    new Metric({
      namespace: "AWS/CloudFront",
      metricName,
      dimensionsMap: { DistributionId: distributionId, Region: "Global" },
      statistic,
      period,
    });
  createAlarm(alarms, "EdgeErrors", {
    metric: new MathExpression({
      expression: "IF(requests >= 50, share, 0)",
      label: "Share of 5xx",
      usingMetrics: {
        requests: createMetric("Requests", "Sum"),
        share: createMetric("5xxErrorRate", "Average"),
      },
      period,
    }),
    impact: "users get errors instead of pages and answers",
    cause: "the edge answers 5xx to 5 % of the requests",
    runbook: "edge-errors",
    threshold: 5,
    periods: 2,
  });
}
