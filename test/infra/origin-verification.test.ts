import { expect, test } from "vitest";
import { type Route, routes } from "#shared/http/routes.ts";
import { originVerifyHeader } from "#shared/model/access.ts";
import { listTemplateFunctions, listTemplateResources, synthesizeTemplate } from "../support/template.ts";

const template = synthesizeTemplate();
const secrets = { Ref: "OriginVerifySecrets" };

test("the secret is generated, and the template contains none", () => {
  const [parameter, ...others] = Object.entries(template.findParameters("OriginVerifySecrets"));
  expect(others).toEqual([]);
  expect(parameter?.[1]).toMatchObject({ NoEcho: true, AllowedPattern: expect.stringContaining("{32,") });
  expect(parameter?.[1]).not.toHaveProperty("Default");
});

test("exactly the functions of routes and the authorizer get the secret", () => {
  const answering = new Set([...Object.values<Route>(routes).map((route) => route.function), "authorizer"]);
  for (const [, { Properties }] of listTemplateFunctions(template)) {
    const { Variables } = (Properties["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
    const folder = String(Properties["Description"]).replace("Palais: ", "");
    expect(Variables?.["ORIGIN_VERIFY_SECRETS"], folder).toEqual(answering.has(folder) ? secrets : undefined);
  }
});

test("the distribution sends the first to the API, and nothing to the bucket", () => {
  const [[, { Properties }] = ["", { Properties: {} }]] = listTemplateResources(
    template,
    "AWS::CloudFront::Distribution",
  );
  const { Origins } = (Properties as { DistributionConfig: { Origins: Record<string, unknown>[] } }).DistributionConfig;
  const [api, ...others] = Origins.filter(({ OriginCustomHeaders }) => OriginCustomHeaders);
  expect(others).toEqual([]);
  expect(api?.["S3OriginConfig"]).toBeUndefined();
  expect(api?.["OriginCustomHeaders"]).toEqual([
    { HeaderName: originVerifyHeader, HeaderValue: { "Fn::Select": [0, { "Fn::Split": [",", secrets] }] } },
  ]);
});
