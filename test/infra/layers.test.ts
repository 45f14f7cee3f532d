import type { CfnLayerVersion } from "aws-cdk-lib/aws-lambda";
import { expect, test } from "vitest";
import { PalaisStack } from "../../infra/palais-stack.ts";
import { hasReference, listTemplateFunctions, listTemplateResources, synthesizeTemplate } from "../support/template.ts";

const synthesizeWithLayer = (description: string) =>
  synthesizeTemplate((app) => {
    const stack = new PalaisStack(app, "Palais");
    (stack.node.findChild("FontLayer").node.defaultChild as CfnLayerVersion).description = description;
    return stack;
  });

/** The logical ids of the versions of functions, by their function. CloudFormation publishes a version for a new id. */
function listVersions(template: ReturnType<typeof synthesizeTemplate>): ReadonlyMap<string, string> {
  const versions = listTemplateResources(template, "AWS::Lambda::Version");
  return new Map(
    listTemplateFunctions(template).flatMap(([id, { Properties }]) => {
      const [own] = versions.find(([, version]) => hasReference(version.Properties["FunctionName"], id)) ?? [];
      return own === undefined ? [] : [[String(Properties["Description"]).replace("Palais: ", ""), own]];
    }),
  );
}

test("another layer publishes a version of each function that answers requests with it, and of no other", () => {
  const [before, after] = ["some fonts", "other fonts"].map(synthesizeWithLayer).map(listVersions);
  const published = [...(before ?? [])].flatMap(([name, id]) => (after?.get(name) === id ? [] : [name]));
  expect(before?.size).toBeGreaterThan(10);
  expect(published.toSorted()).toEqual(["badge", "participants"]);
});

test("former layers are kept, as former versions of the functions are, which a rollback makes live", () => {
  const layers = listTemplateResources(synthesizeTemplate(), "AWS::Lambda::LayerVersion");
  // Those of CDK's own function have no code of ours.
  expect(layers.filter(([id]) => !/AwsCliLayer/.test(id))).toMatchObject([
    [expect.stringMatching(/^FontLayer/), { DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" }],
  ]);
});
