import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BadgeSigner, signToken } from "#shared/badge/token.ts";
import { routes } from "#shared/contract/routes.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import type { Event } from "#shared/http/event.ts";
import { serve } from "#shared/http/serve.ts";
import { newId } from "#shared/store/ids.ts";
import { scan } from "../../functions/entry/scan.ts";
import { act, apply, openHall } from "../support/hall.ts";
import { aSigner } from "../support/signer.ts";
import { clientOf, startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let signer: BadgeSigner;
beforeAll(async () => {
  [started, signer] = [await startTable(), await aSigner()];
});
afterAll(() => started.stop());

/** A client that writes down which calls are made. */
function listening(endpoint: string): { client: DynamoDBClient; calls: string[] } {
  const [client, calls]: [DynamoDBClient, string[]] = [clientOf(endpoint), []];
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
  const handler = serve({ scan: scan({ client, name: started.table.name }, signer, openDocuments("none")) });
  const event = {
    routeKey: `${routes.scan.method} ${routes.scan.path}`,
    headers: { "content-type": "application/json" },
    pathParameters: { conferenceId },
    requestContext: { authorizer: { lambda: { caller: JSON.stringify(desk) } }, http: { sourceIp: "127.0.0.1" } },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  } as unknown as Event;
  const answer = await handler(event, { getRemainingTimeInMillis: () => 20_000 } as Context);
  expect(JSON.parse(answer.body ?? "{}")).toMatchObject({ items: [{ verdict: "admit" }] });
  return calls;
}

test("to let somebody in takes one read and one transaction", async () => {
  const conferenceId = await openHall(started.table, 2);
  const { id } = await apply(started.table, conferenceId);
  await act(started.table, conferenceId, id, "approve");
  const token = await signToken(signer, { conferenceId, registrationId: id, serial: 1 });
  const scans = () => [{ scanId: newId(), token, at: new Date().toISOString() }];
  const body = { gate: "Gate A", direction: "in" };
  expect(await callsOf(conferenceId, { ...body, scans: scans() })).toEqual(["BatchGetItem", "TransactWriteItems"]);
  expect(await callsOf(conferenceId, { ...body, direction: "out", scans: scans() })).toEqual([
    "BatchGetItem",
    "TransactWriteItems",
  ]);
});
