import { describe, expect, test } from "vitest";
import { TemplateScope } from "../../local/template/resolve.ts";
import { assertResourcesRunnable, listResources } from "../../local/template/resources.ts";

const scope = () => {
  const made = new TemplateScope({ EmailFrom: "no-reply@palais.example" });
  made.define("Table", { ref: "Palais-Table", attributes: { Arn: "arn:table", "Nested.Name": "deep" } });
  return made;
};

/** A placeholder of `Fn::Sub`: a name in braces after a dollar. */
const named = (name: string) => `$\{${name}}`;

describe("an intrinsic function resolves to the local value", () => {
  test.each([
    ["a parameter", { Ref: "EmailFrom" }, "no-reply@palais.example"],
    ["a pseudo parameter", { Ref: "AWS::Region" }, "eu-central-1"],
    ["a resource", { Ref: "Table" }, "Palais-Table"],
    ["an attribute", { "Fn::GetAtt": ["Table", "Arn"] }, "arn:table"],
    ["an attribute named as one text", { "Fn::GetAtt": "Table.Nested.Name" }, "deep"],
    [
      "a join of both",
      { "Fn::Join": ["/", ["x", { Ref: "Table" }, { "Fn::GetAtt": ["Table", "Arn"] }]] },
      "x/Palais-Table/arn:table",
    ],
    [
      "a substitution",
      { "Fn::Sub": `${named("Table")} in ${named("AWS::Region")}, ${named("Table.Arn")}, ${named("!kept")}` },
      `Palais-Table in eu-central-1, arn:table, ${named("kept")}`,
    ],
    ["a substitution with names of its own", { "Fn::Sub": [named("own"), { own: { Ref: "Table" } }] }, "Palais-Table"],
    ["a choice from a split", { "Fn::Select": [1, { "Fn::Split": ["-", { Ref: "Table" }] }] }, "Table"],
  ])("%s", (_name, value, expected) => {
    expect(scope().resolve({ deep: [value] })).toEqual({ deep: [expected] });
  });

  test("a map with a key `Ref` besides others is a plain map", () => {
    expect(scope().resolve({ Ref: "Table", other: 1 })).toEqual({ Ref: "Table", other: 1 });
  });
});

describe("an unresolvable function is an error", () => {
  test.each([
    ["an unknown function", { "Fn::ImportValue": "x" }, /Fn::ImportValue/],
    ["an unknown resource", { Ref: "Nowhere" }, /Nowhere/],
    ["an unknown attribute", { "Fn::GetAtt": ["Table", "Colour"] }, /Table\.Colour/],
    ["an unknown name in a text", { "Fn::Sub": named("Nowhere") }, /Nowhere/],
    ["an index past the end", { "Fn::Select": [2, ["a"]] }, /nothing at 2/],
  ])("%s", (_name, value, message) => {
    expect(() => scope().resolve(value)).toThrow(message);
  });
});

describe("a template is run completely or refused", () => {
  const queue = { Type: "AWS::SQS::Queue", Properties: {} };

  test("resources for protection and monitoring are ignored; an unknown one is named", () => {
    expect(() =>
      assertResourcesRunnable({ Resources: { Alarm: { Type: "AWS::CloudWatch::Alarm" }, Queue: queue } }),
    ).not.toThrow();
    const Resources = { Cache: { Type: "AWS::ElastiCache::CacheCluster" } };
    expect(() => assertResourcesRunnable({ Resources })).toThrow(/Cache \(AWS::ElastiCache::CacheCluster\)/);
  });

  test("a resource with a condition is refused, because conditions aren't evaluated", () => {
    expect(() => assertResourcesRunnable({ Resources: { Queue: { ...queue, Condition: "Sometimes" } } })).toThrow(
      /Sometimes/,
    );
  });

  test("a property without a local effect must be known as such", () => {
    const rule = {
      Type: "AWS::Events::Rule",
      Properties: { ScheduleExpression: "rate(1 minute)", Targets: [], EventBusName: "other" },
    };
    expect(() => listResources("AWS::Events::Rule", { Resources: { Rule: rule } }, scope())).toThrow(
      /Rule.*EventBusName/s,
    );
  });

  test("a property without a local effect may refer to an ignored resource", () => {
    const Properties = {
      Code: { S3Key: "k" },
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Role: { Ref: "NoRoleHere" },
    };
    const Resources = { Function: { Type: "AWS::Lambda::Function", Properties } };
    expect(listResources("AWS::Lambda::Function", { Resources }, scope())[0]?.properties.Timeout).toBe(3);
  });
});
