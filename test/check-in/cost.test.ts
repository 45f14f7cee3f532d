import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signToken } from "#shared/badges/token.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { routes } from "#shared/http/routes.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";
import { recordScans } from "../../functions/check-in/scan.ts";
import { createTestSigner } from "../support/signer.ts";
import { createTestClient, startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
let badgeKeys: Awaited<ReturnType<typeof createTestSigner>>;
beforeAll(async () => {
  [started, badgeKeys] = [await startTable(), await createTestSigner()];
});
afterAll(() => started.stop());

/** A client that writes down which calls are made. */
function listening(endpoint: string): { client: DynamoDBClient; calls: string[] } {
  const [client, calls]: [DynamoDBClient, string[]] = [createTestClient(endpoint), []];
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) => {
        calls.push(commandName.replace("Command", ""));
        return next(args);
      },
    { step: "initialize" },
  );
  return { client, calls };
}

const desk = { kind: "staff", id: "desk", email: "desk@example.org", groups: ["entry-desk"] };

/** One call of a gate, as Lambda hands it to the function. */
async function callsOf(conferenceId: string, body: object): Promise<string[]> {
  const { client, calls } = listening(started.endpoint);
  const handler = createHttpHandler({
    recordScans: recordScans({ client, name: started.table.name }, badgeKeys, connectDocumentsBucket("none")),
  });
  const event = {
    routeKey: `${routes.recordScans.method} ${routes.recordScans.path}`,
    headers: { "content-type": "application/json" },
    pathParameters: { conferenceId },
    requestContext: { authorizer: { lambda: { caller: JSON.stringify(desk) } }, http: { sourceIp: "127.0.0.1" } },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  } as unknown as GatewayEvent;
  const answer = await handler(event, { getRemainingTimeInMillis: () => 20_000 } as Context);
  expect(JSON.parse(answer.body ?? "{}")).toMatchObject({ items: [{ verdict: "admit" }] });
  return calls;
}

test("an admission takes one read and one transaction", async () => {
  const conferenceId = await openHall(started.table, 2);
  const { id } = await applyToConference(started.table, conferenceId);
  await performAction(started.table, conferenceId, id, "approve");
  const token = await signToken(badgeKeys, { conferenceId, registrationId: id, serial: 1 });
  const scans = () => [{ scanId: createId(), token, at: new Date().toISOString() }];
  const body = { gate: "Gate A", direction: "in" };
  expect(await callsOf(conferenceId, { ...body, scans: scans() })).toEqual(["BatchGetItem", "TransactWriteItems"]);
  expect(await callsOf(conferenceId, { ...body, direction: "out", scans: scans() })).toEqual([
    "BatchGetItem",
    "TransactWriteItems",
  ]);
});
