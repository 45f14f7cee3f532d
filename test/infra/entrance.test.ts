import { expect, test } from "vitest";
import { entranceHeader, type Route, routes } from "#shared/contract/routes.ts";
import { functionsOf, resourcesOf, synthesise } from "../support/template.ts";

const template = synthesise();
const secrets = { Ref: "EntranceSecrets" };

test("nobody sees the secret, and none stands in the template", () => {
  const [parameter, ...others] = Object.entries(template.findParameters("EntranceSecrets"));
  expect(others).toEqual([]);
  expect(parameter?.[1]).toMatchObject({ NoEcho: true, AllowedPattern: expect.stringContaining("{32,") });
  expect(parameter?.[1]).not.toHaveProperty("Default");
});

test("whoever answers an address is told the secret, and so is the authoriser; nobody else", () => {
  const answering = new Set([...Object.values<Route>(routes).map((route) => route.function), "authoriser"]);
  for (const [, { Properties }] of functionsOf(template)) {
    const { Variables } = (Properties["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
    const folder = String(Properties["Description"]).replace("Palais: ", "");
    expect(Variables?.["ENTRANCE_SECRETS"], folder).toEqual(answering.has(folder) ? secrets : undefined);
  }
});

test("the distribution sends the first to the API, and nothing to the bucket", () => {
  const [[, { Properties }] = ["", { Properties: {} }]] = resourcesOf(template, "AWS::CloudFront::Distribution");
  const { Origins } = (Properties as { DistributionConfig: { Origins: Record<string, unknown>[] } }).DistributionConfig;
  const [api, ...others] = Origins.filter(({ OriginCustomHeaders }) => OriginCustomHeaders);
  expect(others).toEqual([]);
  expect(api?.["S3OriginConfig"]).toBeUndefined();
  expect(api?.["OriginCustomHeaders"]).toEqual([
    { HeaderName: entranceHeader, HeaderValue: { "Fn::Select": [0, { "Fn::Split": [",", secrets] }] } },
  ]);
});
