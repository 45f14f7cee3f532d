import type { IncomingHttpHeaders } from "node:http";
import { toArn } from "../template/arn.ts";

/** A service as the prefix of its actions. */
export type AwsService = "cognito-idp" | "dynamodb" | "kms" | "lambda" | "s3" | "secretsmanager" | "ses" | "sqs";

/** A request to a service, before it is sent. `path` includes the query. Names of headers are in lower case. */
export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a policy has to allow, for example `dynamodb:Query` for the ARN of an index. */
export interface AwsCall {
  readonly action: string;
  readonly resource: string;
  /** The values of the keys that conditions can name. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * What a request to a service needs to be allowed, as the service authorization reference of AWS has it: a transaction
 * needs the action of each of its writes, a query of an index needs the index.
 * @throws Error for a request of an unknown kind
 */
export const listAwsCalls = (service: AwsService, request: AwsRequest): readonly AwsCall[] =>
  callLists[service](request);

const getOperation = ({ headers }: AwsRequest): string =>
  String(headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1) ?? "";

const parseMembers = <T>({ body }: AwsRequest): T => JSON.parse(body) as T;

/** A call of an operation that has the name of its action, for the resource that a member of its body names. */
const listCallsFor =
  (service: AwsService, toResource: (body: Readonly<Record<string, string>>) => string) =>
  (request: AwsRequest): AwsCall[] => [
    { action: `${service}:${getOperation(request)}`, resource: toResource(parseMembers(request)) },
  ];

const isArn = (text: string) => text.startsWith("arn:");

const toArnUnlessArn = (service: string, prefix: string, text = ""): string =>
  isArn(text) ? text : toArn(service, prefix + text);

const callLists: Readonly<Record<AwsService, (request: AwsRequest) => readonly AwsCall[]>> = {
  dynamodb: listDynamoDbCalls,
  kms: listCallsFor("kms", ({ KeyId }) => toArnUnlessArn("kms", "key/", KeyId)),
  secretsmanager: listCallsFor("secretsmanager", ({ SecretId }) =>
    toArnUnlessArn("secretsmanager", "secret:", SecretId),
  ),
  sqs: listCallsFor("sqs", ({ QueueUrl = "" }) => toArn("sqs", QueueUrl.split("/").at(-1) ?? "")),
  "cognito-idp": listCallsFor("cognito-idp", ({ UserPoolId = "" }) => toArn("cognito-idp", `userpool/${UserPoolId}`)),
  lambda: listLambdaCalls,
  ses: listSesCalls,
  s3: listS3Calls,
};

type TableTarget = { readonly TableName?: string; readonly IndexName?: string };

interface DynamoDbBody extends TableTarget {
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, TableTarget>>[];
}

const transactionActions: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

function listDynamoDbCalls(request: AwsRequest): AwsCall[] {
  const { RequestItems, TransactItems, ...target } = parseMembers<DynamoDbBody>(request);
  const toTableArn = ({ TableName, IndexName }: TableTarget) =>
    toArnUnlessArn("dynamodb", "table/", TableName) + (IndexName === undefined ? "" : `/index/${IndexName}`);
  if (TransactItems) {
    const calls = TransactItems.flatMap(Object.entries<TableTarget>).map(([kind, item]) => ({
      action: `dynamodb:${transactionActions[kind] ?? kind}`,
      resource: toTableArn(item),
    }));
    return [...new Map(calls.map((call) => [call.action + call.resource, call])).values()];
  }
  const action = `dynamodb:${getOperation(request)}`;
  const targets = RequestItems ? Object.keys(RequestItems).map((TableName) => ({ TableName })) : [target];
  return targets.map((each) => ({ action, resource: toTableArn(each) }));
}

/** `Invoke` needs another permission by its name. */
function listLambdaCalls({ path }: AwsRequest): AwsCall[] {
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
  if (name === undefined) throw new Error(`an unknown request to Lambda: ${path}`);
  return [
    { action: "lambda:InvokeFunction", resource: toArnUnlessArn("lambda", "function:", decodeURIComponent(name)) },
  ];
}

/** Sending needs the identity of the sender's domain and the configuration set, and may depend on the sender. */
function listSesCalls({ body }: AwsRequest): AwsCall[] {
  const fields = new URLSearchParams(body);
  const action = `ses:${fields.get("Action")}`;
  if (action !== "ses:SendRawEmail") return [{ action, resource: "*" }];
  const message = Buffer.from(fields.get("RawMessage.Data") ?? "", "base64").toString("latin1");
  // A long header goes on in lines that begin with a blank.
  const [from = ""] = /^From:.*(?:\r?\n[ \t].*)*/im.exec(message) ?? [];
  const [sender = ""] = /[^\s<>]+@[^\s<>]+/.exec(from) ?? [];
  const context = { "ses:FromAddress": sender };
  const configurationSet = fields.get("ConfigurationSetName");
  return [
    { action, resource: toArn("ses", `identity/${sender.split("@")[1]}`), context },
    ...(configurationSet === null
      ? []
      : [{ action, resource: toArn("ses", `configuration-set/${configurationSet}`), context }]),
  ];
}

const s3Actions: Readonly<Record<string, string>> = {
  GET: "GetObject",
  HEAD: "GetObject",
  PUT: "PutObject",
  POST: "PutObject",
  DELETE: "DeleteObject",
};

/** Copying also reads the source. Parts of an upload need the same as the upload in one piece. */
function listS3Calls({ method, path, headers }: AwsRequest): AwsCall[] {
  const { pathname, searchParams } = new URL(path, "http://s3");
  const toObjectArn = (name: string) => `arn:aws:s3:::${decodeURIComponent(name).replace(/^\//, "")}`;
  const isBucket = pathname.split("/").filter(Boolean).length < 2;
  const resource = toObjectArn(pathname);
  if (isBucket && method === "GET") return [{ action: "s3:ListBucket", resource: resource.replace(/\/$/, "") }];
  const action = s3Actions[method];
  if (isBucket || action === undefined) throw new Error(`an unknown request to S3: ${method} ${pathname}`);
  if (searchParams.has("tagging")) return [{ action: `s3:${action}Tagging`, resource }];
  if (searchParams.has("uploadId") && method === "DELETE") return [{ action: "s3:AbortMultipartUpload", resource }];
  const source = headers["x-amz-copy-source"];
  return [
    { action: `s3:${action}`, resource },
    ...(headers["x-amz-tagging"] === undefined ? [] : [{ action: "s3:PutObjectTagging", resource }]),
    ...(source === undefined ? [] : [{ action: "s3:GetObject", resource: toObjectArn(String(source)) }]),
  ];
}
