import { describe, expect, test } from "vitest";
import {
  hasReference,
  listRoleStatements,
  listTemplateFunctions,
  listTemplateResources,
  synthesizeMonitoring,
  synthesizeTemplate,
} from "../support/template.ts";

const template = synthesizeTemplate();
const [[ownKey] = [""]] = listTemplateResources(template, "AWS::KMS::Key").filter(([id]) => id.startsWith("BadgeKey"));
const arns = {
  "Fn::If": ["HasBadgeKeyArns", { Ref: "BadgeKeyArns" }, { "Fn::GetAtt": [ownKey, "Arn"] }],
};

const [[topicKeyId] = [""]] = listTemplateResources(template, "AWS::KMS::Key").filter(([id]) =>
  id.startsWith("TopicKey"),
);

interface ServiceStatement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal: { readonly Service?: string };
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const statements = listRoleStatements<Statement>(template);
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
  const used = listTemplateResources(template, "AWS::KMS::Key").filter(([id]) => id !== topicKeyId);
  expect(used).toHaveLength(3);
  for (const [, key] of used)
    expect(key).toMatchObject({ DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" });
});

describe("messages at rest", () => {
  const allowed = (properties: unknown) =>
    (properties as { Statement: ServiceStatement[] }).Statement.filter(
      ({ Effect, Principal }) => Effect === "Allow" && Principal.Service !== undefined,
    );

  test.each([
    ["Palais", template, 2, ["cloudwatch.amazonaws.com", "ses.amazonaws.com"]],
    ["PalaisMonitoring", synthesizeMonitoring(), 1, ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]],
  ])(
    "topics of %s have a key that is rotated, and that every publishing service may use",
    (_, stack, count, services) => {
      const [[keyId, key] = []] = listTemplateResources(stack, "AWS::KMS::Key").filter(([id]) =>
        id.startsWith("TopicKey"),
      );
      const topics = listTemplateResources(stack, "AWS::SNS::Topic");
      expect(topics).toHaveLength(count);
      for (const [, topic] of topics) expect(hasReference(topic.Properties["KmsMasterKeyId"], keyId ?? "")).toBe(true);
      expect(key?.Properties["EnableKeyRotation"]).toBe(true);
      const users = allowed(key?.Properties["KeyPolicy"]).flatMap(({ Action, Principal }) =>
        ["kms:GenerateDataKey*", "kms:Decrypt"].every((each) => Action.includes(each)) ? [Principal.Service] : [],
      );
      const publishers = listTemplateResources(stack, "AWS::SNS::TopicPolicy").flatMap(([, { Properties }]) =>
        allowed(Properties["PolicyDocument"]).map(({ Principal }) => Principal.Service),
      );
      expect(publishers.toSorted()).toEqual(services);
      expect(users.toSorted()).toEqual(services);
    },
  );

  test("queues are encrypted with the key of SQS, which every sender may use", () => {
    const queues = listTemplateResources(template, "AWS::SQS::Queue");
    expect(queues.length).toBeGreaterThan(4);
    for (const [id, { Properties }] of queues) expect(Properties["SqsManagedSseEnabled"], id).toBe(true);
  });
});
