import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, describe, expect, test } from "vitest";
import { localCredentials } from "../../local/context.ts";
import { startS3Server } from "../../local/documents/s3-server.ts";
import { LocalFunction } from "../../local/functions/local-function.ts";
import { findFreePort, stopServer, toLoopbackUrl } from "../../local/network.ts";
import { type AwsCall, type AwsRequest, type AwsService, listAwsCalls } from "../../local/permissions/aws-calls.ts";
import { readPolicyStatements } from "../../local/permissions/policies.ts";
import { isCallAllowed } from "../../local/permissions/policy-statement.ts";
import { toArn } from "../../local/template/arn.ts";
import { TemplateScope } from "../../local/template/resolve.ts";
import { waitFor } from "../support/wait-for.ts";

const tableArn = toArn("dynamodb", "table/Palais");

const statementsOf = (...statements: object[]) =>
  readPolicyStatements(
    [{ PolicyDocument: { Statement: statements } }],
    new TemplateScope({}),
    (faults) => new Error(faults),
  );

describe("what a request needs to be allowed", () => {
  const post = (target: string, body: object): AwsRequest => ({
    method: "POST",
    path: "/",
    headers: { "x-amz-target": target },
    body: JSON.stringify(body),
  });
  const list = (service: AwsService, request: AwsRequest) =>
    listAwsCalls(service, request).map(({ action, resource }) => `${action} ${resource}`);
  const dynamodb = (operation: string, body: object) => list("dynamodb", post(`DynamoDB_20120810.${operation}`, body));
  const s3 = (method: string, address: string, headers: Record<string, string> = {}) =>
    list("s3", { method, path: address, headers, body: "" });

  test("is the action of DynamoDB, and the index that is queried", () => {
    expect(dynamodb("GetItem", { TableName: "Palais" })).toEqual([`dynamodb:GetItem ${tableArn}`]);
    expect(dynamodb("Query", { TableName: tableArn, IndexName: "due" })).toEqual([
      `dynamodb:Query ${tableArn}/index/due`,
    ]);
    expect(dynamodb("BatchGetItem", { RequestItems: { Palais: {}, Other: {} } })).toEqual([
      `dynamodb:BatchGetItem ${tableArn}`,
      `dynamodb:BatchGetItem ${toArn("dynamodb", "table/Other")}`,
    ]);
  });

  test("is each kind of write of a transaction once", () => {
    const TransactItems = ["Put", "Put", "Update", "Delete", "ConditionCheck"].map((kind) => ({
      [kind]: { TableName: "Palais" },
    }));
    expect(dynamodb("TransactWriteItems", { TransactItems })).toEqual(
      ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"].map((action) => `dynamodb:${action} ${tableArn}`),
    );
    expect(dynamodb("TransactGetItems", { TransactItems: [{ Get: { TableName: "Palais" } }] })).toEqual([
      `dynamodb:GetItem ${tableArn}`,
    ]);
  });

  test("is what the body of other services names", () => {
    expect(list("kms", post("TrentService.Sign", { KeyId: "badge" }))).toEqual([
      `kms:Sign ${toArn("kms", "key/badge")}`,
    ]);
    const queue = post("AmazonSQS.SendMessage", { QueueUrl: "http://127.0.0.1:5000/local/EmailDlq" });
    expect(list("sqs", queue)).toEqual([`sqs:SendMessage ${toArn("sqs", "EmailDlq")}`]);
    const secret = post("secretsmanager.GetSecretValue", { SecretId: "Origin" });
    expect(list("secretsmanager", secret)).toEqual([
      `secretsmanager:GetSecretValue ${toArn("secretsmanager", "secret:Origin")}`,
    ]);
    const account = post("AWSCognitoIdentityProviderService.AdminCreateUser", { UserPoolId: "pool" });
    expect(list("cognito-idp", account)).toEqual([
      `cognito-idp:AdminCreateUser ${toArn("cognito-idp", "userpool/pool")}`,
    ]);
    const functionArn = toArn("lambda", "function:Inspect");
    const invocation = { method: "POST", headers: {}, body: "{}" };
    const address = (name: string) => `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
    for (const name of ["Inspect", functionArn])
      expect(list("lambda", { ...invocation, path: address(name) })).toEqual([`lambda:InvokeFunction ${functionArn}`]);
    expect(() => list("lambda", { ...invocation, path: "/2015-03-31/functions" })).toThrow("unknown request");
  });

  test("is the identity and the configuration set of an email, with its sender", () => {
    const message = Buffer.from(
      "Subject: x\r\nFrom: =?utf-8?q?Palais?=\r\n <no-reply@palais.example>\r\n\r\nFrom: other@example.org",
    );
    const fields = {
      Action: "SendRawEmail",
      ConfigurationSetName: "all",
      "RawMessage.Data": message.toString("base64"),
    };
    const calls = listAwsCalls("ses", {
      method: "POST",
      path: "/",
      headers: {},
      body: String(new URLSearchParams(fields)),
    });
    expect(calls.map(({ resource }) => resource)).toEqual([
      toArn("ses", "identity/palais.example"),
      toArn("ses", "configuration-set/all"),
    ]);
    for (const { context } of calls) expect(context).toEqual({ "ses:FromAddress": "no-reply@palais.example" });
  });

  test("is the object of S3, with its tags and the source of a copy", () => {
    expect(s3("GET", "/docs/checked/a%20b?x-id=GetObject")).toEqual(["s3:GetObject arn:aws:s3:::docs/checked/a b"]);
    expect(s3("GET", "/docs/a?tagging")).toEqual(["s3:GetObjectTagging arn:aws:s3:::docs/a"]);
    expect(s3("GET", "/docs/?list-type=2&prefix=a")).toEqual(["s3:ListBucket arn:aws:s3:::docs"]);
    expect(s3("PUT", "/docs/b", { "x-amz-copy-source": "docs/a", "x-amz-tagging": "a=b" })).toEqual([
      "s3:PutObject arn:aws:s3:::docs/b",
      "s3:PutObjectTagging arn:aws:s3:::docs/b",
      "s3:GetObject arn:aws:s3:::docs/a",
    ]);
    expect(s3("DELETE", "/docs/a?uploadId=1")).toEqual(["s3:AbortMultipartUpload arn:aws:s3:::docs/a"]);
    expect(() => s3("POST", "/docs?delete")).toThrow("unknown request");
  });
});

test("a policy allows its actions on its resources, under its conditions", () => {
  const statements = statementsOf(
    { Effect: "Allow", Action: "dynamodb:Query", Resource: [tableArn, `${tableArn}/index/due`] },
    { Effect: "Allow", Action: ["s3:Get*"], Resource: "arn:aws:s3:::docs/checked/*" },
    {
      Effect: "Allow",
      Action: "ses:SendRawEmail",
      Resource: "*",
      Condition: { StringEquals: { "ses:FromAddress": "no-reply@palais.example" } },
    },
  );
  const allows = (call: AwsCall) => isCallAllowed(statements, call);
  expect(allows({ action: "dynamodb:Query", resource: `${tableArn}/index/due` })).toBe(true);
  expect(allows({ action: "dynamodb:Query", resource: `${tableArn}/index/expiring` })).toBe(false);
  expect(allows({ action: "dynamodb:Scan", resource: tableArn })).toBe(false);
  expect(allows({ action: "s3:GetObject", resource: "arn:aws:s3:::docs/checked/a/b" })).toBe(true);
  expect(allows({ action: "s3:GetObject", resource: "arn:aws:s3:::docs/quarantine/a" })).toBe(false);
  expect(allows({ action: "s3:PutObject", resource: "arn:aws:s3:::docs/checked/a" })).toBe(false);
  const sendAs = (sender: string) =>
    allows({ action: "ses:SendRawEmail", resource: "x", context: { "ses:FromAddress": sender } });
  expect([sendAs("no-reply@palais.example"), sendAs("other@palais.example")]).toEqual([true, false]);
});

test("a policy allows a restored table by the ARN that the emulator gives it", () => {
  const Resource = "arn:aws:dynamodb:ddblocal:000000000000:table/Palais";
  const statements = statementsOf({ Effect: "Allow", Action: "dynamodb:Query", Resource });
  expect(isCallAllowed(statements, { action: "dynamodb:Query", resource: tableArn })).toBe(true);
});

test("a policy of another form is refused", () => {
  for (const odd of [{ Effect: "Deny" }, { NotAction: "s3:*" }, { Condition: { IpAddress: {} } }])
    expect(() => statementsOf({ Effect: "Allow", Action: "s3:*", Resource: "*", ...odd })).toThrow();
});

describe("a function", () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const end of ends) await end();
  });

  test("gets the error of AWS for what its role does not allow, and nothing is sent", async () => {
    const received: string[] = [];
    const server = createServer((request, response) => {
      received.push(String(request.headers["x-amz-target"]));
      request.resume().on("end", () => response.end("{}"));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    ends.push(() => stopServer(server, 0));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const folder = await mkdtemp(path.join(tmpdir(), "palais-permissions-"));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const file = path.join(folder, "index.mjs");
    const sdk = import.meta.resolve("@aws-sdk/client-dynamodb");
    await writeFile(
      file,
      `import { DynamoDBClient, QueryCommand } from ${JSON.stringify(sdk)};
      const client = new DynamoDBClient({});
      export const handler = async ({ index }) => {
        const input = { TableName: "Palais", IndexName: index, KeyConditionExpression: "PK = :pk" };
        try { await client.send(new QueryCommand(input)); return "sent"; } catch (error) { return error.name; }
      };`,
    );
    const output: string[] = [];
    const called = new LocalFunction({
      file,
      handler: "handler",
      functionName: "Tested",
      functionArn: toArn("lambda", "function:Tested"),
      memory: 128,
      timeoutMs: 20_000,
      environment: {
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "Tested",
        AWS_SECRET_ACCESS_KEY: "local",
        AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      },
      permissions: {
        functionName: "tested",
        services: { [endpoint]: "dynamodb" },
        statements: statementsOf({ Effect: "Allow", Action: "dynamodb:Query", Resource: `${tableArn}/index/due` }),
      },
      onOutput: (chunk) => output.push(chunk.toString()),
    });
    ends.push(() => called.stop());
    expect(await called.invoke({ index: "due" })).toBe("sent");
    expect(await called.invoke({ index: "expiring" })).toBe("AccessDeniedException");
    expect(received).toEqual(["DynamoDB_20120810.Query"]);
    // A thread's output arrives after its answer.
    await waitFor(
      10_000,
      async () => output.join(""),
      (text) => text.includes('"code":"permissions.denied"'),
    );
  });

  test("signs addresses and forms that allow no more than its role", async () => {
    const stored = createServer((request, response) => request.resume().on("end", () => response.end()));
    const emulatorPort = await findFreePort();
    await new Promise<void>((resolve) => stored.listen(emulatorPort, "127.0.0.1", resolve));
    ends.push(() => stopServer(stored, 0));
    const statements = statementsOf({
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:GetObject"],
      Resource: "arn:aws:s3:::docs/quarantine/*",
    });
    const port = await findFreePort();
    const server = await startS3Server(port, {
      emulator: toLoopbackUrl(emulatorPort),
      folder: "",
      buckets: [],
      onStored: () => {},
      isAllowed: (accessKeyId, call) => accessKeyId === "Document" && isCallAllowed(statements, call),
    });
    ends.push(() => stopServer(server, 0));
    const credentials = { ...localCredentials, accessKeyId: "Document" };
    const client = new S3Client({
      endpoint: toLoopbackUrl(port),
      region: "eu-central-1",
      credentials,
      forcePathStyle: true,
    });
    const read = async (Key: string) =>
      (await fetch(await getSignedUrl(client, new GetObjectCommand({ Bucket: "docs", Key })))).status;
    const write = async (Key: string) =>
      (
        await fetch(await getSignedUrl(client, new PutObjectCommand({ Bucket: "docs", Key })), {
          method: "PUT",
          body: "x",
        })
      ).status;
    const post = async (Key: string) => {
      const { url, fields } = await createPresignedPost(client, { Bucket: "docs", Key });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set("file", new Blob(["x"]));
      return (await fetch(url, { method: "POST", body: form })).status;
    };
    expect([await read("quarantine/a"), await write("quarantine/a"), await post("quarantine/a")]).toEqual([
      200, 200, 204,
    ]);
    expect([await read("checked/a"), await write("checked/a"), await post("checked/a")]).toEqual([403, 403, 403]);
  });
});
