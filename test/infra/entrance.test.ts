import { expect, test } from "vitest";
import { entranceHeader, type Route, routes } from "#shared/contract/routes.ts";
import { functionsOf, resourcesOf, synthesise } from "../support/template.ts";

const template = synthesise();
const secrets = resourcesOf(template, "AWS::SecretsManager::Secret").map(([id]) => id);
const named = (value: unknown) => secrets.filter((id) => JSON.stringify(value)?.includes(`"${id}"`));

test("whoever answers an address lets in what brings the secret of today, or the next; the authoriser too", () => {
  const answering = new Set([...Object.values<Route>(routes).map((route) => route.function), "authoriser"]);
  for (const [, { Properties }] of functionsOf(template)) {
    const { Variables } = (Properties["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
    const folder = String(Properties["Description"]).replace("Palais: ", "");
    expect(named(Variables?.["ENTRANCE_SECRETS"] ?? ""), folder).toEqual(answering.has(folder) ? secrets : []);
  }
  expect(secrets).toHaveLength(2);
});

test("the distribution sends the API one of them, and the bucket none", () => {
  const [[, { Properties }] = ["", { Properties: {} }]] = resourcesOf(template, "AWS::CloudFront::Distribution");
  const { Origins } = (Properties as { DistributionConfig: { Origins: Record<string, unknown>[] } }).DistributionConfig;
  const sent = Origins.map(({ OriginCustomHeaders, S3OriginConfig }) => ({ OriginCustomHeaders, S3OriginConfig }));
  const [api, ...others] = sent.filter(({ OriginCustomHeaders }) => OriginCustomHeaders);
  expect(others).toEqual([]);
  expect(api?.S3OriginConfig).toBeUndefined();
  expect(api?.OriginCustomHeaders).toMatchObject([{ HeaderName: entranceHeader }]);
  expect(named(api?.OriginCustomHeaders)).toEqual(secrets.slice(0, 1));
});
