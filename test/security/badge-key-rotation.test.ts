import { createServer } from "node:http";
import { KMSClient } from "@aws-sdk/client-kms";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BadgeKeys, createKmsBadgeKeys } from "#shared/badges/signer.ts";
import { type PublishedKey, signToken, verifyToken } from "#shared/badges/token.ts";
import { evaluateOfflineScan, mergeGateListPage } from "#shared/check-in/offline-scan.rules.ts";
import { connectDocumentsBucket } from "#shared/documents/bucket.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { routes } from "#shared/http/routes.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";
import { listBadgeKeys } from "../../functions/badge/live-badge.ts";
import { getGateList } from "../../functions/check-in/gate-list.ts";
import { recordScans } from "../../functions/check-in/scan.ts";
import { startTestKms } from "../support/kms.ts";
import { type ListeningServer, listen } from "../support/listen.ts";
import { captureLogLines } from "../support/log-lines.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
let kms: Awaited<ReturnType<typeof startTestKms>>;
let conferenceId: string;
let registrationId: string;
beforeAll(async () => {
  [started, kms] = [await startTable(), await startTestKms()];
  conferenceId = await openHall(started.table, 2);
  ({ id: registrationId } = await applyToConference(started.table, conferenceId));
  await performAction(started.table, conferenceId, registrationId, "approve");
});
afterAll(async () => {
  kms.stop();
  await started.stop();
});

const desk = { kind: "staff", id: "desk", email: "desk@example.org", groups: ["entry-desk"] };

/** Calls the functions of gates as a deployment with these badge keys. */
async function callGate(
  badgeKeys: BadgeKeys,
  operation: "recordScans" | "getGateList" | "listBadgeKeys",
  body = {},
  status = 200,
) {
  const handler = createHttpHandler({
    recordScans: recordScans(started.table, badgeKeys, connectDocumentsBucket("none")),
    getGateList: getGateList(started.table, badgeKeys),
    listBadgeKeys: listBadgeKeys(badgeKeys),
  });
  const event = {
    routeKey: `${routes[operation].method} ${routes[operation].path}`,
    headers: { "content-type": "application/json" },
    pathParameters: { conferenceId },
    requestContext: { authorizer: { lambda: { caller: JSON.stringify(desk) } }, http: { sourceIp: "127.0.0.1" } },
    ...(operation === "recordScans" && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  } as unknown as GatewayEvent;
  const answer = await handler(event, { getRemainingTimeInMillis: () => 20_000 } as Context);
  expect(answer.statusCode, answer.body ?? "").toBe(status);
  return JSON.parse(answer.body ?? "{}");
}

/** Scans a badge with the network, and leaves again. */
async function scanOnline(badgeKeys: BadgeKeys, token: string): Promise<string> {
  const scan = async (direction: "in" | "out") => {
    const scans = [{ scanId: createId(), token, at: new Date().toISOString() }];
    return (await callGate(badgeKeys, "recordScans", { gate: "Gate A", direction, scans })).items[0];
  };
  const { verdict, reason } = await scan("in");
  if (verdict === "admit") await scan("out");
  return reason ?? verdict;
}

/** Scans a badge at a gate that has just received its list, and has no network. */
async function scanOffline(badgeKeys: BadgeKeys, token: string): Promise<string> {
  const page = await callGate(badgeKeys, "getGateList");
  const claims = await verifyToken(page.keys, token);
  if ("failure" in claims) return claims.failure;
  const at = new Date().toISOString();
  const scan = evaluateOfflineScan(mergeGateListPage(undefined, page), claims, [], { direction: "in", at });
  return scan.verdict === "admit" ? "admit" : scan.reason;
}

test("a rotation of the badge key ends no printed badge until the old key is retired", async () => {
  const openKeys = (arns: string) => createKmsBadgeKeys(kms.client, arns);
  const printed = (badgeKeys: BadgeKeys) => signToken(badgeKeys, { conferenceId, registrationId, serial: 1 });
  const steps = {
    before: openKeys("badge"),
    bothPublished: openKeys("badge,other-badge"),
    newSigns: openKeys("other-badge,badge"),
    oldRetired: openKeys("other-badge"),
  };
  const [oldBadge, newBadge] = [await printed(steps.before), await printed(steps.newSigns)];
  expect(newBadge).not.toBe(oldBadge);
  expect(await printed(steps.bothPublished)).toBe(oldBadge);
  const outcomes: Record<string, readonly string[]> = {};
  for (const [name, badgeKeys] of Object.entries(steps))
    outcomes[name] = [
      await scanOnline(badgeKeys, oldBadge),
      await scanOffline(badgeKeys, oldBadge),
      await scanOnline(badgeKeys, newBadge),
      await scanOffline(badgeKeys, newBadge),
    ];
  expect(outcomes).toEqual({
    before: ["admit", "admit", "unknown-key", "unknown-key"],
    bothPublished: ["admit", "admit", "admit", "admit"],
    newSigns: ["admit", "admit", "admit", "admit"],
    oldRetired: ["unknown-key", "unknown-key", "admit", "admit"],
  });
});

test("the public list names every accepted key, the signing key first", async () => {
  const badgeKeys = createKmsBadgeKeys(kms.client, "other-badge,badge");
  const { items } = (await callGate(badgeKeys, "listBadgeKeys")) as { items: readonly PublishedKey[] };
  expect(items).toHaveLength(2);
  expect(items[0]).toEqual(await createKmsBadgeKeys(kms.client, "other-badge").getPublishedKey());
  expect(items[1]).toEqual(await createKmsBadgeKeys(kms.client, "badge").getPublishedKey());
});

describe("a listed key that KMS does not use", () => {
  let refusing: ListeningServer;
  let fault: string;
  const lines = captureLogLines();
  beforeAll(async () => {
    const server = createServer((_, response) => {
      response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ __type: fault, message: "The key can't be used." }));
    });
    refusing = await listen(server);
  });
  afterAll(() => refusing.close());
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const openKeys = () =>
    createKmsBadgeKeys(new KMSClient({ endpoint: refusing.endpoint, region: "local", credentials }), "retired");

  test.each(["DisabledException", "KMSInvalidStateException", "NotFoundException"])(
    "is named in one line of the log (%s), and the desk gets no list without it",
    async (name) => {
      fault = name;
      await callGate(openKeys(), "getGateList", {}, 500);
      expect(lines.filter(({ code }) => code === "badge.key-unusable")).toEqual([
        expect.objectContaining({ level: "error", key: "retired", error: name }),
      ]);
      expect(lines).toContainEqual(expect.objectContaining({ code: "request.failed", error: "BadgeKeyError" }));
    },
  );

  test("is named, too, if it is to sign", async () => {
    fault = "DisabledException";
    await expect(openKeys().sign(new Uint8Array([1]))).rejects.toThrow(
      "KMS does not use the badge key retired (DisabledException).",
    );
    expect(lines).toMatchObject([{ code: "badge.key-unusable", key: "retired" }]);
  });
});
