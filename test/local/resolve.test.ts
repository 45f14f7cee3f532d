import { describe, expect, test } from "vitest";
import { Scope } from "../../local/template/resolve.ts";
import { checkResources, resourcesOf } from "../../local/template/resources.ts";

const scope = () => {
  const made = new Scope({ MailFrom: "no-reply@palais.example" });
  made.name("Table", { ref: "Palais-Table", attributes: { Arn: "arn:table", "Nested.Name": "deep" } });
  return made;
};

/** How a text of `Fn::Sub` names something: in braces after a dollar. */
const named = (name: string) => `$\{${name}}`;

describe("an intrinsic function stands for what runs here", () => {
  test.each([
    ["a parameter", { Ref: "MailFrom" }, "no-reply@palais.example"],
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

  test("a map with a key called Ref beside others is a map", () => {
    expect(scope().resolve({ Ref: "Table", other: 1 })).toEqual({ Ref: "Table", other: 1 });
  });
});

describe("what can't be resolved is an error, never a guess", () => {
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

describe("a template is run whole or refused", () => {
  const queue = { Type: "AWS::SQS::Queue", Properties: {} };

  test("what guards or watches has nothing to run; what is unknown is named", () => {
    expect(() =>
      checkResources({ Resources: { Alarm: { Type: "AWS::CloudWatch::Alarm" }, Queue: queue } }),
    ).not.toThrow();
    const Resources = { Cache: { Type: "AWS::ElastiCache::CacheCluster" } };
    expect(() => checkResources({ Resources })).toThrow(/Cache \(AWS::ElastiCache::CacheCluster\)/);
  });

  test("a resource under a condition is refused, for nobody evaluates it", () => {
    expect(() => checkResources({ Resources: { Queue: { ...queue, Condition: "Sometimes" } } })).toThrow(/Sometimes/);
  });

  test("a property that means nothing here must be known to mean nothing", () => {
    const rule = {
      Type: "AWS::Events::Rule",
      Properties: { ScheduleExpression: "rate(1 minute)", Targets: [], EventBusName: "other" },
    };
    expect(() => resourcesOf("AWS::Events::Rule", { Resources: { Rule: rule } }, scope())).toThrow(
      /Rule.*EventBusName/s,
    );
  });

  test("a property of no consequence may name what nothing runs", () => {
    const Properties = {
      Code: { S3Key: "k" },
      Handler: "index.handler",
      Runtime: "nodejs24.x",
      Role: { Ref: "NoRoleHere" },
    };
    const Resources = { Function: { Type: "AWS::Lambda::Function", Properties } };
    expect(resourcesOf("AWS::Lambda::Function", { Resources }, scope())[0]?.properties.Timeout).toBe(3);
  });
});
