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
async function callsOf(
  conferenceId: string,
  body: { readonly scans: readonly object[]; readonly [field: string]: unknown },
): Promise<string[]> {
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
  expect(JSON.parse(answer.body ?? "{}")).toMatchObject({ items: body.scans.map(() => ({ verdict: "admit" })) });
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

test("the offline scans of one badge read the events of the person once, whatever their number", async () => {
  const conferenceId = await openHall(started.table, 2);
  const { id } = await applyToConference(started.table, conferenceId);
  await performAction(started.table, conferenceId, id, "approve");
  const token = await signToken(badgeKeys, { conferenceId, registrationId: id, serial: 1 });
  const send = (count: number, minutesAgo: number) => {
    const toScan = (_: unknown, index: number) => {
      const at = new Date(Date.now() - minutesAgo * 60_000 + index).toISOString();
      return { scanId: createId(), token, at, offline: true, admitted: true };
    };
    return callsOf(conferenceId, { gate: "Gate A", direction: "in", scans: Array.from({ length: count }, toScan) });
  };
  const countQueries = (calls: readonly string[]) => calls.filter((call) => call === "Query").length;
  expect(countQueries(await send(20, 60))).toBe(1);
  expect(countQueries(await send(20, 30))).toBe(1);
});
