import { describe, expect, test } from "vitest";
import { toArn } from "../../local/template/arn.ts";
import { TemplateScope } from "../../local/template/resolve.ts";
import { listTemplateResources, synthesizeTemplate } from "../support/template.ts";

const template = synthesizeTemplate();
const conditions = template.toJSON()["Conditions"] as Readonly<Record<string, unknown>>;
const [[ownId = ""] = []] = listTemplateResources(template, "AWS::DynamoDB::Table");
const toStreamArn = (name: string, label: string) => toArn("dynamodb", `table/${name}/stream/${label}`);

/** Resolves a part of the template as CloudFormation does, as far as it is about the table. */
function resolveWith(streamArn: string) {
  const scope = new TemplateScope({ RestoredTableStreamArn: streamArn }, conditions);
  scope.define(ownId, {
    ref: "Own",
    attributes: { Arn: toArn("dynamodb", "table/Own"), StreamArn: toStreamArn("Own", "2026-01-01T00:00:00.000") },
  });
  return (part: unknown) => scope.resolve(part);
}

const restoredArn = toStreamArn("palais-restored.2", "2026-12-01T10:20:30.456");

describe.each([
  {
    name: "the table of the stack",
    parameter: "",
    table: "Own",
    stream: toStreamArn("Own", "2026-01-01T00:00:00.000"),
  },
  { name: "the restored table", parameter: restoredArn, table: "palais-restored.2", stream: restoredArn },
])("with $name", ({ parameter, table, stream }) => {
  const resolve = resolveWith(parameter);

  test("every function uses it, and its output names it", () => {
    const functions = listTemplateResources(template, "AWS::Lambda::Function");
    const names = functions.flatMap(([, { Properties }]) => {
      const { Variables } = (Properties["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
      return Variables?.["TABLE_NAME"] === undefined ? [] : [resolve(Variables["TABLE_NAME"])];
    });
    expect(names.length).toBeGreaterThan(15);
    expect(new Set(names)).toEqual(new Set([table]));
    expect(resolve(template.toJSON()["Outputs"]["TableName"]["Value"])).toBe(table);
  });

  test("the alarms and the dashboard watch it", () => {
    const nested = listTemplateResources(template, "AWS::CloudFormation::Stack");
    const passed = nested.map(([, { Properties }]) => Properties["Parameters"] as Record<string, unknown>);
    expect(passed.map((parameters) => resolve(parameters["TableName"]))).toEqual([table]);
  });

  test("every mapping reads its stream", () => {
    const mappings = listTemplateResources(template, "AWS::Lambda::EventSourceMapping");
    const streams = mappings.map(([, { Properties }]) => resolve(Properties["EventSourceArn"]));
    expect(streams).toEqual([stream, stream]);
  });

  test("every permission for DynamoDB is for it, its indexes or its stream", () => {
    const allowed = listTemplateResources(template, "AWS::IAM::Role").flatMap(([, { Properties }]) => {
      const policies = (Properties["Policies"] ?? []) as { PolicyDocument: { Statement: PolicyStatement[] } }[];
      const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      return statements
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith("dynamodb:")))
        .flatMap(({ Resource }) => [Resource].flat().map(resolve));
    });
    const arn = toArn("dynamodb", `table/${table}`);
    const known = [
      arn,
      stream,
      `${arn}/stream/*`,
      ...["by-conference", "due", "expiring"].map((each) => `${arn}/index/${each}`),
    ];
    expect(allowed.length).toBeGreaterThan(30);
    expect(new Set(allowed)).toEqual(new Set(known));
  });
});

interface PolicyStatement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

test("another restored table publishes versions, and its mark leaves room for three keys in their description", () => {
  const marks = ["", restoredArn, toStreamArn("palais-restored.2", "2026-12-01T10:20:31.456")].map((parameter) => {
    const resolve = resolveWith(parameter);
    const [description] = listTemplateResources(template, "AWS::Lambda::Version")
      .map(([, { Properties }]) => JSON.stringify(Properties["Description"] ?? ""))
      .flatMap((text) => /\{"Fn::If":\["HasRestoredTable",.*?"own"\]\}/.exec(text) ?? []);
    return String(resolve(JSON.parse(description ?? "null")));
  });
  expect(new Set(marks).size).toBe(3);
  expect(Math.max(...marks.map(({ length }) => length))).toBeLessThanOrEqual(16);
});

test("the parameter is the stream of a table, or empty", () => {
  const { RestoredTableStreamArn } = template.findParameters("*");
  const pattern = new RegExp(`^(?:${RestoredTableStreamArn?.["AllowedPattern"]})$`);
  expect([restoredArn, ""].filter((each) => !pattern.test(each))).toEqual([]);
  expect(
    ["palais-restored", toArn("dynamodb", "table/x"), "arn:aws:kinesis:a:b:stream/x"].filter((each) =>
      pattern.test(each),
    ),
  ).toEqual([]);
});
