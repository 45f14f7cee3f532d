import { describe, expect, test } from "vitest";
import { isPublicRoute, type Route, routes } from "#shared/http/routes.ts";
import { permissions } from "../../infra/functions/permissions.ts";
import {
  hasReference,
  listRoleStatements,
  listTemplateFunctions,
  listTemplateResources,
  synthesizeTemplate,
} from "../support/template.ts";

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect: string;
  readonly Condition?: unknown;
}

const template = synthesizeTemplate();
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** The statements of a function's role, by the function's folder. */
const statements = new Map(
  listTemplateFunctions(template).map(([, { Properties }]) => {
    const [roleId = ""] = (Properties["Role"] as { "Fn::GetAtt": string[] })["Fn::GetAtt"];
    const found = listRoleStatements<Statement>(template, roleId);
    return [String(Properties["Description"]).replace("Palais: ", ""), found] as const;
  }),
);
const all = [...statements].flatMap(([folder, found]) => found.map((statement) => ({ folder, ...statement })));

const dispatchedConsumers = [
  "audit-and-statistics",
  "badge-worker",
  "export-worker",
  "import-worker",
  "search-indexer",
  "waiting-list",
];

/** What every function may do. */
const ownActions = [
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "sqs:SendMessage",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

const listActionsOf = (folder: string) =>
  statements
    .get(folder)
    ?.flatMap(({ Action }) => Action)
    .toSorted();

/** The functions that may invoke a function. */
function listInvokersOf(folder: string): string[] {
  const [id = ""] =
    listTemplateFunctions(template).find(([, { Properties }]) => Properties["Description"] === `Palais: ${folder}`) ??
    [];
  const invokers = all.filter(({ Action }) => list(Action).includes("lambda:InvokeFunction"));
  return invokers.filter(({ Resource }) => hasReference(Resource, id)).map((invoker) => invoker.folder);
}

describe("least privilege", () => {
  test("each function has a role of its own, without a managed policy", () => {
    const all = listTemplateResources(template, "AWS::IAM::Role");
    const roles = all.filter(([, { Properties }]) => JSON.stringify(Properties).includes("lambda.amazonaws.com"));
    // The malware scanner's, and that of releases.
    expect(all.length - roles.length).toBe(2);
    const own = roles.filter(([id]) =>
      listTemplateFunctions(template).some(([, { Properties }]) => hasReference(Properties["Role"], id)),
    );
    expect(own).toHaveLength(Object.keys(permissions).length);
    // One more: CDK's own, which copies the site's files.
    expect(roles).toHaveLength(own.length + 1);
    for (const [, role] of own) expect(role.Properties["ManagedPolicyArns"]).toBeUndefined();
  });

  test("no action has a wildcard", () => {
    expect(all.flatMap(({ Action }) => list(Action)).filter((action) => action.includes("*"))).toEqual([]);
  });

  test("no resource has a wildcard, but for the objects of one prefix, the streams of the one table that a consumer must list, and traces, which have none", () => {
    const any = all.filter(({ Resource }) => list(Resource).some((each) => JSON.stringify(each).includes("*")));
    const isObject = ({ Action }: Statement) =>
      list(Action).every((action) => /^s3:(?:\w+Object|AbortMultipartUpload$)/.test(action));
    for (const { Resource } of any.filter(isObject))
      expect(JSON.stringify(Resource)).toMatch(/\/(quarantine|checked|lists|made|branding)\/\*/);
    const isTrace = ({ Action }: Statement) => list(Action).every((action) => action.startsWith("xray:Put"));
    const isEmail = ({ Action }: Statement) => ["ses:SendRawEmail", "ses:GetSendQuota"].includes(String(Action));
    const wild = any.filter((statement) => !isObject(statement) && !isTrace(statement) && !isEmail(statement));
    expect(wild.map(({ folder, Action }) => [folder, Action]).toSorted()).toEqual([
      ["email-outbox", "dynamodb:ListStreams"],
      ["stream-dispatcher", "dynamodb:ListStreams"],
    ]);
    for (const { Resource } of wild) expect(JSON.stringify(Resource)).toContain("/stream/*");
  });

  test("an email is sent from the one address alone, also to the verified recipients of SES's sandbox", () => {
    const sending = (action: string) => action.startsWith("ses:") && action !== "ses:GetSendQuota";
    expect(all.filter(({ Action }) => list(Action).some(sending))).toMatchObject([
      {
        folder: "email-outbox",
        Action: "ses:SendRawEmail",
        Resource: [expect.anything(), expect.anything()],
        Condition: { StringEquals: { "ses:FromAddress": { Ref: "EmailFrom" } } },
      },
    ]);
    const arns = all.filter(({ Action }) => Action === "ses:SendRawEmail").flatMap(({ Resource }) => list(Resource));
    const [[configurationSet] = []] = listTemplateResources(template, "AWS::SES::ConfigurationSet");
    const toArn = (...resource: unknown[]) => ({
      "Fn::Join": [
        "",
        [
          "arn:",
          { Ref: "AWS::Partition" },
          ":ses:",
          { Ref: "AWS::Region" },
          ":",
          { Ref: "AWS::AccountId" },
          ...resource,
        ],
      ],
    });
    expect(arns).toEqual([toArn(":identity/*"), toArn(":configuration-set/", { Ref: configurationSet })]);
  });

  test("what the malware scan hasn't found clean can't be read, whatever the code believes", () => {
    const readers = all.filter(
      ({ Action, Resource }) =>
        list(Action).includes("s3:GetObject") && JSON.stringify(Resource).includes("/checked/*"),
    );
    expect(readers.map(({ folder }) => folder)).toContain("document");
    for (const { Condition } of readers) {
      expect(Condition).toEqual({
        StringEquals: { "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND" },
      });
    }
  });

  test("what stores values of a sheet can check that the sheet still exists, and its run can delete them", () => {
    const listActions = (folder: "import" | "import-worker"): readonly string[] => permissions[folder].table ?? [];
    for (const folder of ["import", "import-worker"] as const)
      expect(listActions(folder)).toContain("ConditionCheckItem");
    expect(listActions("import-worker")).toContain("DeleteItem");
  });

  test("what keeps notes and tags can check that the registration is as it was read, and the queue finds them", () => {
    expect(listActionsOf("people-search")).toContain("dynamodb:ConditionCheckItem");
    const isTable = (resource: unknown) => !JSON.stringify(resource).includes("/index/");
    const queries = statements.get("accreditation")?.filter(({ Action }) => list(Action).includes("dynamodb:Query"));
    expect(queries?.some(({ Resource }) => list(Resource).some(isTable))).toBe(true);
  });

  test("no function scans the table", () => {
    expect(all.flatMap(({ Action }) => list(Action))).not.toContain("dynamodb:Scan");
  });

  test("openapi reaches nothing but its log, its traces, the secret of the distribution, the authorizer, and where an event that failed ends", () => {
    expect(listActionsOf("openapi")).toEqual(
      [...ownActions, "lambda:InvokeFunction", "secretsmanager:GetSecretValue"].toSorted(),
    );
  });

  test("what parses hostile files reaches nothing but its log, its traces, and where an event that failed ends", () => {
    expect(listActionsOf("document-inspect")).toEqual(ownActions);
    expect(listInvokersOf("document-inspect")).toEqual(["document-scan"]);
  });

  test("the dispatcher reads the stream and invokes the consumers, and cannot reach the table", () => {
    for (const consumer of dispatchedConsumers) expect(listInvokersOf(consumer)).toEqual(["stream-dispatcher"]);
    const stream = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map(
      (each) => `dynamodb:${each}`,
    );
    // Lambda sends what it gives up with the permissions of the function.
    const queue = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"];
    expect(listActionsOf("stream-dispatcher")).toEqual(
      [...ownActions, ...stream, ...queue, "lambda:InvokeFunction"].toSorted(),
    );
  });

  test("only functions with public routes ask the authorizer", () => {
    const asking = Object.values<Route>(routes).filter(isPublicRoute);
    expect(listInvokersOf("authorizer").toSorted()).toEqual(
      [...new Set(asking.map((each) => each.function))].toSorted(),
    );
  });

  test("only what makes badges and email-outbox can sign one, only email-outbox can make a link, only sign-in can check one", () => {
    const who = (action: string, key = "") =>
      all
        .filter(({ Action, Resource }) => list(Action).includes(action) && JSON.stringify(Resource).includes(key))
        .map(({ folder }) => folder);
    expect(who("kms:Sign").toSorted()).toEqual(["badge", "badge-worker", "email-outbox"]);
    expect(who("kms:GenerateMac", "SignInKey")).toEqual(["email-outbox"]);
    expect(who("kms:GenerateMac", "PassportKey").toSorted()).toEqual([
      ...["delegations", "email-outbox", "import-worker", "registration"],
    ]);
    expect(new Set(who("kms:GenerateMac")).size).toBe(4);
    expect(who("kms:VerifyMac")).toEqual(["sign-in"]);
    expect(who("ses:SendRawEmail")).toEqual(["email-outbox"]);
  });

  test.each(Object.keys(permissions))("%s may do on the table what its line says, and no more", (folder) => {
    const line: { table?: readonly string[]; query?: readonly string[]; consumers?: unknown } =
      permissions[folder as keyof typeof permissions];
    const { table = [], query = [] } = line;
    const streams = /Stream|GetRecords|GetShardIterator/;
    const granted = statements
      .get(folder)
      ?.flatMap(({ Action }) => list(Action))
      .filter((action) => action.startsWith("dynamodb:") && !streams.test(action));
    const wanted = [...table, ...(query.length > 0 ? ["Query"] : [])].map((action) => `dynamodb:${action}`);
    expect(granted?.toSorted()).toEqual(wanted.toSorted());
  });
});
