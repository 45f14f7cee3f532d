import { describe, expect, test } from "vitest";
import { isPublicRoute, type Route, routes } from "#shared/http/routes.ts";
import { hasReference, listAlarms, listTemplateResources, synthesizeTemplate } from "../support/template.ts";

const template = synthesizeTemplate();
const declared = new Map(Object.values<Route>(routes).map((route) => [`${route.method} ${route.path}`, route]));
const made = listTemplateResources(template, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) => Properties);

/** The folder of the function that a route's integration calls. */
function functionOf(route: Readonly<Record<string, unknown>>): string | undefined {
  const integration = listTemplateResources(template, "AWS::ApiGatewayV2::Integration").find(([id]) =>
    hasReference(route["Target"], id),
  );
  const [, alias] =
    listTemplateResources(template, "AWS::Lambda::Alias").find(([id]) =>
      hasReference(integration?.[1].Properties["IntegrationUri"], id),
    ) ?? [];
  const lambda = listTemplateResources(template, "AWS::Lambda::Function").find(([id]) =>
    hasReference(alias?.Properties["FunctionName"], id),
  );
  return String(lambda?.[1].Properties["Description"]).replace("Palais: ", "");
}

interface ReleaseMetric {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

describe("the gateway", () => {
  test("answers every address of the contract, and $default, and no other", () => {
    expect(made.map((route) => route["RouteKey"]).toSorted()).toEqual([...declared.keys(), "$default"].toSorted());
  });

  test("gives each address to the function that the contract names", () => {
    const wanted = [...declared].map(([key, route]) => [key, route.function]);
    expect(Object.fromEntries(made.map((route) => [route["RouteKey"], functionOf(route)]))).toEqual(
      Object.fromEntries([...wanted, ["$default", "openapi"]]),
    );
  });

  test("asks the authorizer about each route that is not public, and about no other", () => {
    const asked = made.filter((route) => route["AuthorizationType"] === "CUSTOM").map((route) => route["RouteKey"]);
    const needed = [...declared].filter(([, route]) => !isPublicRoute(route)).map(([key]) => key);
    expect(asked.toSorted()).toEqual(needed.toSorted());
    expect(needed.length).toBeGreaterThan(50);
    for (const route of made.filter((each) => !asked.includes(each["RouteKey"])))
      expect(route).toMatchObject({ AuthorizationType: "NONE" });
  });

  test("lets exactly the functions with public routes ask the authorizer about a token", () => {
    const asking = new Set([...declared.values()].filter(isPublicRoute).map((route) => route.function));
    for (const [, { Properties }] of listTemplateResources(template, "AWS::Lambda::Function")) {
      const folder = String(Properties["Description"]).replace("Palais: ", "");
      const { Variables } = (Properties["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
      const named = JSON.stringify(Variables?.["AUTHORIZER_FUNCTION"] ?? "none");
      expect(/"Ref":"Authorizer/.test(named), folder).toBe([...asking].some((each) => each === folder));
    }
  });

  test("asks it at every call, also without a token, so that each refusal is in our own words", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
      AuthorizerPayloadFormatVersion: "2.0",
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: [],
    });
  });

  test("writes no address, query or path of a caller into its log", () => {
    const [stage] = listTemplateResources(template, "AWS::ApiGatewayV2::Stage").map(([, { Properties }]) => Properties);
    const format = JSON.stringify(stage?.["AccessLogSettings"]);
    expect(format).toContain("$context.routeKey");
    expect(format).not.toMatch(/\$context\.(?:path|identity|requestOverride)|querystring|sourceIp|userAgent/i);
  });

  test("lets through no more than its stage says", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      DefaultRouteSettings: { ThrottlingRateLimit: 3_000, ThrottlingBurstLimit: 5_000 },
    });
  });

  test("and less of what costs more than it asks, each of them an address that is there", () => {
    const [[, stage] = []] = listTemplateResources(template, "AWS::ApiGatewayV2::Stage");
    const settings = Object.entries(stage?.Properties["RouteSettings"] as Record<string, Record<string, number>>);
    expect(settings.map(([key]) => declared.get(key)?.path).toSorted()).toEqual([
      "/v1/conferences/{conferenceId}/delegation-requests",
      "/v1/conferences/{conferenceId}/programme.ics",
      "/v1/conferences/{conferenceId}/published-list.pdf",
      "/v1/conferences/{conferenceId}/uploads",
      "/v1/sign-in-links",
      "/v1/sign-ins",
    ]);
    for (const [key, { ThrottlingRateLimit }] of settings) {
      expect([...declared.keys()]).toContain(key);
      expect(ThrottlingRateLimit).toBeLessThan(3_000);
    }
  });

  test("gives new code a tenth of the requests first, and takes them back when an alarm is raised", () => {
    const aliases = listTemplateResources(template, "AWS::Lambda::Alias");
    const groups = listTemplateResources(template, "AWS::CodeDeploy::DeploymentGroup");
    const serving = new Set(Object.values<Route>(routes).map((route) => route.function));
    expect(aliases).toHaveLength(serving.size);
    for (const [id, alias] of aliases) {
      const { CodeDeployLambdaAliasUpdate: update } = alias.UpdatePolicy ?? {};
      const [, group] = groups.find(([each]) => hasReference(update, each)) ?? [];
      expect(group?.Properties["DeploymentConfigName"], id).toBe("CodeDeployDefault.LambdaCanary10Percent5Minutes");
      expect(group?.Properties["AutoRollbackConfiguration"]).toMatchObject({
        Enabled: true,
        Events: expect.arrayContaining(["DEPLOYMENT_STOP_ON_ALARM"]),
      });
    }
  });

  test("takes a release back for failures of its own version alone, so that no alarm prevents the release that mends it", () => {
    const groups = listTemplateResources(template, "AWS::CodeDeploy::DeploymentGroup");
    const alarms = new Map(listAlarms(template));
    const filters = listTemplateResources(template, "AWS::Logs::MetricFilter");
    expect(groups.length).toBeGreaterThan(10);
    for (const [id, { Properties }] of groups) {
      const { Alarms: named } = Properties["AlarmConfiguration"] as { Alarms: { Name: { Ref: string } }[] };
      const [alarm] = named.map(({ Name }) => alarms.get(Name.Ref)?.Properties);
      expect(named, id).toHaveLength(1);
      const metrics = ((alarm?.["Metrics"] ?? []) as { MetricStat?: { Metric: ReleaseMetric } }[]).flatMap(
        ({ MetricStat }) => MetricStat?.Metric ?? [],
      );
      const versionOf = ({ Dimensions }: ReleaseMetric) =>
        Dimensions.find(({ Name }) => Name === "ExecutedVersion" || Name === "Version")?.Value;
      expect(metrics.map(({ MetricName }) => MetricName.replace(/-.*/, ""))).toEqual(["Errors", "FailedRequests"]);
      for (const metric of metrics)
        expect(versionOf(metric)).toMatchObject({ "Fn::GetAtt": [expect.any(String), "Version"] });
      const counted = filters.filter(([, filter]) =>
        JSON.stringify(filter.Properties["MetricTransformations"]).includes(`"${metrics[1]?.MetricName}"`),
      );
      expect(counted, id).toHaveLength(1);
      expect(counted[0]?.[1].Properties).toMatchObject({
        FilterPattern: '{ $.code = "request.failed" }',
        MetricTransformations: [{ Dimensions: [{ Key: "Version", Value: "$.version" }] }],
      });
    }
  });

  test("publishes a version for another value of a parameter, which its description shows", () => {
    const parameters = Object.keys(template.findParameters("*")).map((name) => `{"Ref":"${name}"}`);
    const shown = new Map(
      listTemplateResources(template, "AWS::Lambda::Version").map(([, { Properties }]) => [
        JSON.stringify(Properties["FunctionName"]),
        JSON.stringify(Properties["Description"] ?? ""),
      ]),
    );
    const used = listTemplateResources(template, "AWS::Lambda::Function").flatMap(([id, { Properties }]) => {
      const description = shown.get(JSON.stringify({ Ref: id }));
      const environment = JSON.stringify(Properties["Environment"]);
      const values = parameters.filter((each) => environment.includes(each));
      return description === undefined ? [] : values.map((value) => [id, value, description.includes(value)] as const);
    });
    expect(used.filter(([, , isShown]) => !isShown)).toEqual([]);
    expect(new Set(used.map(([, value]) => value)).size).toBe(4);
  });

  test("keeps the versions of earlier releases, for a rollback in seconds", () => {
    for (const [id, version] of listTemplateResources(template, "AWS::Lambda::Version"))
      expect(version.DeletionPolicy, id).toBe("Retain");
  });
});

test("all functions are released by one application, because a stack has at most 500 resources", () => {
  expect(listTemplateResources(template, "AWS::CodeDeploy::Application")).toHaveLength(1);
  // Fewer than the limit, so that functions and routes can be added. An opening adds two.
  expect(Object.keys(template.toJSON()["Resources"]).length).toBeLessThanOrEqual(485);
});
