import { describe, expect, test } from "vitest";
import { type Route, routes } from "#shared/contract/routes.ts";
import { names, resourcesOf, synthesise } from "../support/template.ts";

const template = synthesise();
const declared = new Map(Object.values<Route>(routes).map((route) => [`${route.method} ${route.path}`, route]));
const made = resourcesOf(template, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) => Properties);

/** The folder of the function that a route's integration calls. */
function functionOf(route: Readonly<Record<string, unknown>>): string | undefined {
  const integration = resourcesOf(template, "AWS::ApiGatewayV2::Integration").find(([id]) =>
    names(route["Target"], id),
  );
  const lambda = resourcesOf(template, "AWS::Lambda::Function").find(([id]) =>
    names(integration?.[1].Properties["IntegrationUri"], id),
  );
  return String(lambda?.[1].Properties["Description"]).replace("Palais: ", "");
}

describe("the gateway", () => {
  test("answers every address of the contract, and $default, and no other", () => {
    expect(made.map((route) => route["RouteKey"]).toSorted()).toEqual([...declared.keys(), "$default"].toSorted());
  });

  test("gives each address to the function that the contract names", () => {
    const wanted = [...declared].map(([key, route]) => [key, route.function]);
    expect(Object.fromEntries(made.map((route) => [route["RouteKey"], functionOf(route)]))).toEqual(
      Object.fromEntries([...wanted, ["$default", "front"]]),
    );
  });

  test("asks the authoriser about every address that is not for the public alone", () => {
    const asked = made.filter((route) => route["AuthorizationType"] === "CUSTOM").map((route) => route["RouteKey"]);
    const wanted = [...declared].filter(([, { access }]) => access.join() !== "public").map(([key]) => key);
    expect(asked.toSorted()).toEqual(wanted.toSorted());
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
    const [stage] = resourcesOf(template, "AWS::ApiGatewayV2::Stage").map(([, { Properties }]) => Properties);
    const format = JSON.stringify(stage?.["AccessLogSettings"]);
    expect(format).toContain("$context.routeKey");
    expect(format).not.toMatch(/\$context\.(?:path|identity|requestOverride)|querystring|sourceIp|userAgent/i);
  });

  test("lets through no more than its stage says", () => {
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      DefaultRouteSettings: { ThrottlingRateLimit: 3_000, ThrottlingBurstLimit: 5_000 },
    });
  });
});
