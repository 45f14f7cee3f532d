import { describe, expect, test } from "vitest";
import { TemplateScope } from "../../local/template/resolve.ts";
import { assertResourcesRunnable, listResources } from "../../local/template/resources.ts";
import type { StackTemplate } from "../../local/template/synthesized-stack.ts";

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
  const alarm = { Type: "AWS::CloudWatch::Alarm" };
  type Resources = StackTemplate["Resources"];
  const assertRunnable = (resources: Resources, nested: Resources = {}) =>
    assertResourcesRunnable({ template: { Resources: resources }, nestedTemplates: [{ Resources: nested }] });

  test("resources for protection and monitoring are ignored; an unknown one is named", () => {
    expect(() => assertRunnable({ Alarm: alarm, Queue: queue })).not.toThrow();
    const cache = { Type: "AWS::ElastiCache::CacheCluster" };
    expect(() => assertRunnable({ Cache: cache })).toThrow(/Cache \(AWS::ElastiCache::CacheCluster\)/);
  });

  test("a resource with a condition is refused, because conditions aren't evaluated", () => {
    expect(() => assertRunnable({ Queue: { ...queue, Condition: "Sometimes" } })).toThrow(/Sometimes/);
  });

  test("a nested stack has only what is ignored; what would have to run is named", () => {
    const stack = { Type: "AWS::CloudFormation::Stack" };
    expect(() => assertRunnable({ Stack: stack, Queue: queue }, { Alarm: alarm })).not.toThrow();
    expect(() => assertRunnable({ Stack: stack }, { Alarm: alarm, Queue: queue })).toThrow(
      /: Queue \(AWS::SQS::Queue in a nested stack\)\./,
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
