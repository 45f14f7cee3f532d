import { App } from "aws-cdk-lib/core";
import { describe, expect, test } from "vitest";
import { PalaisMonitoringStack } from "../../infra/monitoring-stack.ts";
import {
  hasReference,
  listAlarms,
  listTemplateResources,
  synthesizeMonitoring,
  synthesizeTemplate,
} from "../support/template.ts";

const template = synthesizeMonitoring();

describe("the access log of the distribution", () => {
  const read = (type: string) => {
    const [[id, { Properties }] = ["", { Properties: {} as Readonly<Record<string, unknown>> }], ...others] =
      listTemplateResources(template, type);
    expect(others).toEqual([]);
    return { id, ...Properties };
  };
  const [source, destination] = [read("AWS::Logs::DeliverySource"), read("AWS::Logs::DeliveryDestination")];

  test("is delivered by CloudWatch Logs from us-east-1 to the bucket of the other stack", () => {
    expect(new PalaisMonitoringStack(new App(), "Test").region).toBe("us-east-1");
    expect(source).toMatchObject({ LogType: "ACCESS_LOGS" });
    expect(hasReference(source, "DistributionId")).toBe(true);
    expect(hasReference(destination, "AccessLogsBucket")).toBe(true);
    const [[, delivery] = []] = listTemplateResources(template, "AWS::Logs::Delivery");
    expect(delivery?.Properties).toMatchObject({
      DeliverySourceName: (source as { Name?: unknown }).Name,
      DeliveryDestinationArn: { "Fn::GetAtt": [destination.id, "Arn"] },
    });
    expect(delivery?.DependsOn).toEqual([source.id]);
    const { DistributionConfig } = Object.values(
      synthesizeTemplate().findResources("AWS::CloudFront::Distribution"),
    ).map(({ Properties }) => Properties)[0] as { DistributionConfig: object };
    expect(DistributionConfig).not.toHaveProperty("Logging");
  });

  test("has no query, cookie or referrer, which may contain a token", () => {
    const { RecordFields } = read("AWS::Logs::Delivery") as unknown as { RecordFields: string[] };
    expect(RecordFields).toContain("cs-uri-stem");
    expect(RecordFields.filter((field) => /query|cookie|referer/i.test(field))).toEqual([]);
  });

  test("may be written to its bucket for the sources of this account only, without an access control list", () => {
    const [[bucketId, bucket] = []] = listTemplateResources(synthesizeTemplate(), "AWS::S3::Bucket").filter(([id]) =>
      id.startsWith("AccessLogs"),
    );
    expect(bucket?.Properties["OwnershipControls"]).toEqual({ Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] });
    const statements = listTemplateResources(synthesizeTemplate(), "AWS::S3::BucketPolicy").flatMap(
      ([, { Properties }]) =>
        hasReference(Properties["Bucket"], bucketId ?? "")
          ? (Properties["PolicyDocument"] as { Statement: Record<string, unknown>[] }).Statement
          : [],
    );
    const [delivery] = statements.filter(({ Principal }) =>
      JSON.stringify(Principal).includes("delivery.logs.amazonaws.com"),
    );
    expect(delivery).toMatchObject({
      Effect: "Allow",
      Action: "s3:PutObject",
      Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
    });
    expect(JSON.stringify(delivery?.["Condition"])).toContain(":logs:us-east-1:");
    expect(JSON.stringify(delivery?.["Resource"])).toContain("/AWSLogs/");
    expect(Object.keys(synthesizeTemplate().findOutputs("AccessLogsBucket"))).toHaveLength(1);
  });
});

describe("errors of the edge", () => {
  test("raise an alarm at the operator's address when 5 % of at least 50 answers are 5xx, for ten minutes", () => {
    const [[, alarm] = []] = listAlarms(template).filter(([id]) => id.startsWith("EdgeErrors"));
    expect(alarm?.Properties).toMatchObject({ Threshold: 5, EvaluationPeriods: 2, TreatMissingData: "notBreaching" });
    const metrics = JSON.stringify(alarm?.Properties["Metrics"]);
    for (const part of ["5xxErrorRate", '"Requests"', "requests >= 50", '"Global"']) expect(metrics).toContain(part);
    const [[topicId] = [""]] = listTemplateResources(template, "AWS::SNS::Topic");
    expect(alarm?.Properties["AlarmActions"]).toEqual([{ Ref: topicId }]);
    expect(listTemplateResources(template, "AWS::SNS::Subscription")).toMatchObject([
      [
        expect.anything(),
        { Properties: { Protocol: "email", Endpoint: { Ref: "AlarmEmail" }, TopicArn: { Ref: topicId } } },
      ],
    ]);
  });

  test("raise none in a trial stage", () => {
    const trial = synthesizeTemplate((app) => {
      app.node.setContext("trial", "true");
      return new PalaisMonitoringStack(app, "PalaisMonitoring");
    });
    expect(listAlarms(trial)).toEqual([]);
  });
});

describe("the budget", () => {
  test("notifies the operator at half of it, and when the forecast reaches all of it", () => {
    const [[, budget] = []] = listTemplateResources(template, "AWS::Budgets::Budget");
    const [[topicId] = [""]] = listTemplateResources(template, "AWS::SNS::Topic");
    const subscribers = [{ Address: { Ref: topicId }, SubscriptionType: "SNS" }];
    expect(budget?.Properties).toMatchObject({
      Budget: { BudgetLimit: { Amount: { Ref: "MonthlyBudget" } }, TimeUnit: "MONTHLY" },
      NotificationsWithSubscribers: [
        { Notification: { NotificationType: "ACTUAL", Threshold: 50 }, Subscribers: subscribers },
        { Notification: { NotificationType: "FORECASTED", Threshold: 100 }, Subscribers: subscribers },
      ],
    });
  });

  test("may publish to the topic for this account only", () => {
    const statements = listTemplateResources(template, "AWS::SNS::TopicPolicy").flatMap(
      ([, { Properties }]) => (Properties["PolicyDocument"] as { Statement: Record<string, unknown>[] }).Statement,
    );
    expect(statements.filter(({ Principal }) => JSON.stringify(Principal).includes("budgets"))).toMatchObject([
      {
        Effect: "Allow",
        Action: "sns:Publish",
        Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
      },
    ]);
  });

  test("is not in the stack Palais, because CloudFormation knows budgets in few regions", () => {
    expect(listTemplateResources(synthesizeTemplate(), "AWS::Budgets::Budget")).toEqual([]);
  });
});
