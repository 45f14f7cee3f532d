import { expect, test } from "vitest";
import { type Route, routes } from "#shared/http/routes.ts";
import { originVerifyHeader } from "#shared/model/access.ts";
import {
  hasReference,
  listAlarms,
  listRoleStatements,
  listTemplateFunctions,
  listTemplateResources,
  synthesizeTemplate,
} from "../support/template.ts";

const template = synthesizeTemplate();
const [[secretId, secret] = ["", { Properties: {} as Readonly<Record<string, unknown>> }], ...otherSecrets] =
  listTemplateResources(template, "AWS::SecretsManager::Secret");
const answering = new Set([...Object.values<Route>(routes).map((route) => route.function), "authorizer"]);
const getFolder = (properties: Record<string, unknown>) => String(properties["Description"]).replace("Palais: ", "");

test("the vault generates the secret; no parameter and no variable contains it", () => {
  expect(otherSecrets).toEqual([]);
  expect(secret.Properties["GenerateSecretString"]).toMatchObject({ GenerateStringKey: "sent", PasswordLength: 48 });
  expect(secret.Properties).not.toHaveProperty("SecretString");
  expect(Object.keys(template.findParameters("*")).filter((name) => /secret/i.test(name))).toEqual([]);
  for (const [, { Properties }] of listTemplateFunctions(template))
    expect(JSON.stringify(Properties["Environment"] ?? {})).not.toContain("{{resolve:");
});

test("exactly the functions of routes and the authorizer know the secret's name, and may read it", () => {
  for (const [, { Properties }] of listTemplateFunctions(template)) {
    const folder = getFolder(Properties);
    const { Variables } = (Properties["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
    const expected = answering.has(folder) ? { Ref: secretId } : undefined;
    expect(Variables?.["ORIGIN_VERIFY_SECRET_ARN"], folder).toEqual(expected);
  }
  const readers = listRoleStatements<{ Action: string; Resource: unknown }>(template).filter(({ Action }) =>
    [Action].flat().includes("secretsmanager:GetSecretValue"),
  );
  expect(readers).toHaveLength(answering.size);
  for (const { Action, Resource } of readers)
    expect([Action, Resource]).toEqual(["secretsmanager:GetSecretValue", { Ref: secretId }]);
});

test("the distribution sends the secret to the API, and nothing to the bucket", () => {
  const [[, { Properties }] = ["", { Properties: {} }]] = listTemplateResources(
    template,
    "AWS::CloudFront::Distribution",
  );
  const { Origins } = (Properties as { DistributionConfig: { Origins: Record<string, unknown>[] } }).DistributionConfig;
  const [api, ...others] = Origins.filter(({ OriginCustomHeaders }) => OriginCustomHeaders);
  expect(others).toEqual([]);
  expect(api?.["S3OriginConfig"]).toBeUndefined();
  const HeaderValue = {
    "Fn::Join": ["", ["{{resolve:secretsmanager:", { Ref: secretId }, ":SecretString:sent}}"]],
  };
  expect(api?.["OriginCustomHeaders"]).toEqual([{ HeaderName: originVerifyHeader, HeaderValue }]);
});

test("an alarm is raised when most answers are 4xx, as with a wrong secret", () => {
  const found = listAlarms(template).filter(([, { Properties }]) =>
    JSON.stringify(Properties["Metrics"] ?? "").includes('"4xx"'),
  );
  expect(found).toHaveLength(1);
  const [[, { Properties }] = ["", { Properties: {} }]] = found;
  expect(Properties).toMatchObject({ Threshold: 75, EvaluationPeriods: 2, TreatMissingData: "notBreaching" });
  const [[apiId] = [""]] = listTemplateResources(template, "AWS::ApiGatewayV2::Api");
  expect(hasReference(Properties, apiId)).toBe(true);
});
