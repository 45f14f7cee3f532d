import { describe, expect, test } from "vitest";
import { type FunctionName, permissions } from "../../infra/functions/permissions.ts";
import {
  hasReference,
  listAlarms,
  listTemplateFunctions,
  listTemplateResources,
  synthesizeTemplate,
} from "../support/template.ts";

const template = synthesizeTemplate();
const alarms = listAlarms(template);
const [[topicId] = [""]] = listTemplateResources(template, "AWS::SNS::Topic").filter(([id]) => id.startsWith("Alarms"));

function findAlarm(id: string): Readonly<Record<string, unknown>> {
  const [[, { Properties }] = ["", { Properties: {} }], ...others] = alarms.filter(([each]) => each.startsWith(id));
  expect(others).toEqual([]);
  return Properties;
}

interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Period: number;
    readonly Stat: string;
    readonly Metric: {
      readonly MetricName: string;
      readonly Namespace: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
    };
  };
}

test("every alarm reaches the operator", () => {
  expect(alarms.length).toBeGreaterThan(60);
  for (const [id, { Properties }] of alarms) expect(Properties["AlarmActions"], id).toEqual([{ Ref: topicId }]);
});

test("only alarms of a version roll a deployment back", () => {
  const groups = listTemplateResources(template, "AWS::CodeDeploy::DeploymentGroup");
  const used = alarms.filter(([id]) =>
    groups.some(([, { Properties }]) => hasReference(Properties["AlarmConfiguration"], id)),
  );
  expect(used).toHaveLength(groups.length);
  for (const [id] of used) expect(id).toMatch(/^Release/);
});

test("an alarm is raised when three quarters of at least 50 answers of the API are 4xx, for ten minutes", () => {
  const alarm = findAlarm("ApiRefusals");
  expect(alarm).toMatchObject({
    Threshold: 75,
    EvaluationPeriods: 2,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    TreatMissingData: "notBreaching",
  });
  const queries = alarm["Metrics"] as MetricQuery[];
  expect(queries.flatMap(({ Expression }) => Expression ?? [])).toEqual([
    "IF(requests >= 50, 100 * refusals / requests, 0)",
  ]);
  const [[api] = [""]] = listTemplateResources(template, "AWS::ApiGatewayV2::Api");
  const counted = queries.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ Id, ...MetricStat }] : []));
  expect(counted).toMatchObject(
    [
      { Id: "refusals", MetricName: "4xx" },
      { Id: "requests", MetricName: "Count" },
    ].map(({ Id, MetricName }) => ({
      Id,
      Period: 300,
      Stat: "Sum",
      Metric: { Namespace: "AWS/ApiGateway", MetricName, Dimensions: [{ Name: "ApiId", Value: { Ref: api } }] },
    })),
  );
});

test("an alarm is raised when SES accepts no email, which the outbox logs", () => {
  const [logGroup] = listTemplateFunctions(template).flatMap(([, { Properties }]) =>
    Properties["Description"] === "Palais: email-outbox"
      ? [(Properties["LoggingConfig"] as { LogGroup: object }).LogGroup]
      : [],
  );
  const filters = listTemplateResources(template, "AWS::Logs::MetricFilter").filter(([id]) =>
    id.startsWith("EmailOutages"),
  );
  expect(filters).toMatchObject([
    [
      expect.anything(),
      {
        Properties: {
          LogGroupName: logGroup,
          FilterPattern: '{ $.code = "email.outage" }',
          MetricTransformations: [{ MetricNamespace: "Palais", MetricName: "EmailOutages", MetricValue: "1" }],
        },
      },
    ],
  ]);
  expect(findAlarm("EmailOutageAlarm")).toMatchObject({
    Namespace: "Palais",
    MetricName: "EmailOutages",
    Statistic: "Sum",
    Threshold: 1,
  });
});

describe("the services behind the API", () => {
  test("throttles of the table and of each index are counted together", () => {
    const alarm = findAlarm("TableThrottles");
    expect(alarm).toMatchObject({ Threshold: 10, EvaluationPeriods: 1, TreatMissingData: "notBreaching" });
    const queries = alarm["Metrics"] as MetricQuery[];
    const [sum] = queries.filter(({ Expression }) => Expression);
    const counted = queries.flatMap(({ Id, MetricStat }) => {
      if (!MetricStat) return [];
      expect(sum?.Expression).toContain(`FILL(${Id}, 0)`);
      expect(MetricStat).toMatchObject({ Period: 300, Stat: "Sum", Metric: { Namespace: "AWS/DynamoDB" } });
      const index = MetricStat.Metric.Dimensions.find(({ Name }) => Name === "GlobalSecondaryIndexName");
      return [`${MetricStat.Metric.MetricName} ${index?.Value ?? "table"}`];
    });
    const [[, table] = []] = listTemplateResources(template, "AWS::DynamoDB::Table");
    const indexes = (table?.Properties["GlobalSecondaryIndexes"] ?? []) as { IndexName: string }[];
    expect(indexes).toHaveLength(3);
    const expected = ["table", ...indexes.map(({ IndexName }) => IndexName)].flatMap((each) => [
      `ReadThrottleEvents ${each}`,
      `WriteThrottleEvents ${each}`,
    ]);
    expect(counted.toSorted()).toEqual(expected.toSorted());
  });

  test("failures of KMS are counted in the logs of every function that uses it", () => {
    expect(findAlarm("KmsFailures")).toMatchObject({
      Namespace: "Palais",
      MetricName: "KmsFailures",
      Statistic: "Sum",
      Threshold: 5,
      TreatMissingData: "notBreaching",
    });
    const filters = listTemplateResources(template, "AWS::Logs::MetricFilter").filter(([, { Properties }]) =>
      JSON.stringify(Properties["FilterPattern"]).includes("kms.failed"),
    );
    const counted = listTemplateFunctions(template).flatMap(([, { Properties }]) => {
      const { LogGroup } = Properties["LoggingConfig"] as { LogGroup: { Ref: string } };
      const own = filters.filter(([, filter]) => hasReference(filter.Properties["LogGroupName"], LogGroup.Ref));
      return own.map(() => String(Properties["Description"]).replace("Palais: ", ""));
    });
    const mayUseKms = (Object.keys(permissions) as FunctionName[]).filter((name) =>
      /Key"/.test(JSON.stringify(permissions[name])),
    );
    expect(mayUseKms.length).toBeGreaterThan(5);
    expect(counted.toSorted()).toEqual(mayUseKms.toSorted());
  });
});

describe("the canary", () => {
  const findFilter = (code: string) =>
    listTemplateResources(template, "AWS::Logs::MetricFilter").flatMap(([, { Properties }]) =>
      JSON.stringify(Properties["FilterPattern"]).includes(code) ? [Properties] : [],
    );
  const canaries = listTemplateFunctions(template).filter(
    ([, { Properties }]) => Properties["Description"] === "Palais: canary",
  );
  const [[canaryId, canary] = ["", { Properties: {} as Readonly<Record<string, unknown>> }]] = canaries;
  const { LogGroup } = canary.Properties["LoggingConfig"] as { LogGroup: { Ref: string } };

  test("runs every five minutes", () => {
    const rules = listTemplateResources(template, "AWS::Events::Rule").filter(([, { Properties }]) =>
      hasReference(Properties["Targets"], canaryId),
    );
    expect(rules).toMatchObject([
      [expect.stringMatching(/^CanaryVisit/), { Properties: { ScheduleExpression: "rate(5 minutes)" } }],
    ]);
  });

  test("raises an alarm when it does not pass three times, or does not run", () => {
    expect(findFilter("canary.passed")).toMatchObject([
      {
        LogGroupName: { Ref: LogGroup.Ref },
        MetricTransformations: [{ MetricName: "CanaryPassed", MetricValue: "1" }],
      },
    ]);
    expect(findAlarm("CanaryFails")).toMatchObject({
      MetricName: "CanaryPassed",
      Statistic: "Sum",
      Period: 300,
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    });
  });

  test("raises an alarm at 80 % of SES's daily quota", () => {
    expect(findFilter("email.quota")).toMatchObject([
      {
        LogGroupName: { Ref: LogGroup.Ref },
        MetricTransformations: [{ MetricName: "EmailQuotaUsed", MetricValue: "$.usedPercent" }],
      },
    ]);
    expect(findAlarm("EmailQuota")).toMatchObject({
      MetricName: "EmailQuotaUsed",
      Statistic: "Maximum",
      Threshold: 80,
    });
  });

  test("may connect to the site", () => {
    const { Variables } = canary.Properties["Environment"] as { Variables: Record<string, unknown> };
    expect(JSON.stringify(Variables["OUTGOING_HOSTS"])).toContain(
      JSON.stringify({ "Fn::Select": [2, { "Fn::Split": ["/", Variables["SITE_URL"]] }] }),
    );
  });
});
