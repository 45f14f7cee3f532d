import { expect, test } from "vitest";
import { listTemplateFunctions, listTemplateResources, synthesizeTemplate } from "../support/template.ts";

const template = synthesizeTemplate();
const [[ownKey] = [""]] = listTemplateResources(template, "AWS::KMS::Key").filter(([id]) => id.startsWith("BadgeKey"));
const arns = {
  "Fn::If": ["HasBadgeKeyArns", { Ref: "BadgeKeyArns" }, { "Fn::GetAtt": [ownKey, "Arn"] }],
};

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const statements = listTemplateResources(template, "AWS::IAM::Policy").flatMap(
  ([, { Properties }]) => (Properties["PolicyDocument"] as { Statement: Statement[] }).Statement,
);
const findResources = (action: string) =>
  statements.filter(({ Action }) => [Action].flat().includes(action)).map(({ Resource }) => Resource);

test("functions sign badges with the first key only, and read the public keys of all", () => {
  expect(new Set(findResources("kms:Sign").map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify({ "Fn::Select": [0, { "Fn::Split": [",", arns] }] })]),
  );
  expect(new Set(findResources("kms:GetPublicKey").map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify({ "Fn::Split": [",", arns] })]),
  );
});

test("every function that knows the badge keys gets all of them", () => {
  const known = listTemplateFunctions(template).flatMap(([, { Properties }]) => {
    const { Variables } = (Properties["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
    return Variables && "BADGE_KEY_ARNS" in Variables ? [Variables["BADGE_KEY_ARNS"]] : [];
  });
  expect(known).toEqual([arns, arns, arns, arns]);
});

test("the parameters accept key ARNs, separated by commas, and by default the stack's own keys are used", () => {
  const { BadgeKeyArns, PassportKeyArn } = template.findParameters("*");
  const key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  for (const [parameter, accepted, rejected] of [
    [BadgeKeyArns, ["", key, `${key},${key}`], [`${key},`, `${key}, ${key}`, "alias/badge", "*"]],
    [PassportKeyArn, ["", key], [`${key},${key}`, "*"]],
  ] as const) {
    expect(parameter?.["Default"]).toBe("");
    const pattern = new RegExp(`^(?:${parameter?.["AllowedPattern"]})$`);
    for (const text of accepted) expect(text).toMatch(pattern);
    for (const text of rejected) expect(text).not.toMatch(pattern);
  }
});

test("a deleted stack leaves its keys, so that a restored one can use them", () => {
  for (const [, key] of listTemplateResources(template, "AWS::KMS::Key"))
    expect(key).toMatchObject({ DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" });
});
