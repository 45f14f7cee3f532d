import { readdir } from "node:fs/promises";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { saveProposal } from "#shared/accreditation/proposals.repository.ts";
import type { DecisionProposal } from "#shared/accreditation/proposals.rules.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { getString, scanItems, type Table } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { FontCollection } from "#shared/printing/text/fonts.ts";
import { listAccessLog } from "#shared/privacy/access-log.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { createConference, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { getBadgeCode, issueBadge } from "../../functions/badge/live-badge.ts";
import { startExport } from "../../functions/participants/exports.ts";
import { createListExport } from "../../functions/participants/list-export.ts";
import { endRegistrationSessions } from "../../functions/sign-in/sessions.ts";
import { buildFormBody } from "../support/builders.ts";
import { useHandlers } from "../support/protection.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { saveQuestions } from "../support/saved-questions.ts";
import { createTestSigner } from "../support/signer.ts";

const place = useHandlers();
let bucket: TestBucket;
beforeAll(async () => {
  bucket = await startTestS3();
});
afterAll(() => bucket.stop());

const desk = { kind: "staff", id: "desk", email: "desk@example.org", groups: ["entry-desk"] } as const;
const secretariat = { ...desk, id: "secretariat", groups: ["secretariat"] } as const;

let conferenceId = "";
let registrationId = "";
beforeEach(async () => {
  conferenceId = `recorded-${createId()}`;
  await createConference(openTable(place.started.endpoint, 4), conferenceId, { capacity: 5, arrivalsPerSecond: 1 });
  const form = buildFormBody({}, { email: `person.${conferenceId}@example.org` });
  registrationId = String((await place.handlers.submit(conferenceId, JSON.stringify(form))).body.registrationId);
});

/** The list as CSV is not typeset. */
const fonts = new FontCollection(() => {
  throw new Error("a font was read");
});

async function ask(route: string, caller: object, body: object = {}, listTable: Table = place.started.table) {
  const store = toCommandStore(place.started.table);
  const signer = await createTestSigner();
  const handler = createHttpHandler({
    getBadgeCode: getBadgeCode(place.started.table, signer),
    issueBadge: issueBadge(store, signer),
    endRegistrationSessions: endRegistrationSessions(place.started.table),
    startExport: startExport(place.started.table),
    getListAsCsv: createListExport("csv", { table: listTable, documents: openTestDocuments(bucket.endpoint), fonts }),
  });
  const event = {
    version: "2.0",
    routeKey: route,
    rawPath: (route.split(" ")[1] ?? "").replace(
      /\{\w+\}/,
      route.includes("{conferenceId}") ? conferenceId : registrationId,
    ),
    headers: { "content-type": "application/json" },
    pathParameters: { conferenceId, registrationId },
    requestContext: {
      http: { sourceIp: "127.0.0.1" },
      authorizer: { lambda: { caller: JSON.stringify(caller) } },
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  } as unknown as Parameters<typeof handler>[0];
  const { statusCode = 200 } = await handler(event, { getRemainingTimeInMillis: () => 60_000 } as Context);
  return statusCode;
}

const listAccesses = async () =>
  (await listAccessLog(place.started.table, { registrationId }, undefined, 50)).entries.map(({ by, what }) => [
    by,
    what,
  ]);

/** The entries of the conference in the journal with this action. */
async function listEntries(action: string) {
  const items = await Array.fromAsync(scanItems(place.started.table));
  return items
    .filter((item) => item["entity"]?.S === "journal" && item["conferenceId"]?.S === conferenceId)
    .map((item) => JSON.parse(getString(item, "data")) as { readonly action: string })
    .filter((entry) => entry.action === action);
}

test("the access log records that staff read the code of a badge, and not that its holder does", async () => {
  expect((await place.handlers.decide(registrationId, "approve")).status).toBe(200);
  const owner = {
    kind: "delegate",
    conferenceId,
    registrationIds: [registrationId],
    addressDigest: "a",
    delegationIds: [],
  };
  expect(await ask("GET /v1/registrations/{registrationId}/badge-code", owner)).toBe(200);
  expect(await listAccesses()).toEqual([]);
  expect(await ask("GET /v1/registrations/{registrationId}/badge-code", desk)).toBe(200);
  expect(await ask("POST /v1/registrations/{registrationId}/badges", desk)).toBeLessThan(300);
  expect(await listAccesses()).toEqual([
    ["desk", "badge"],
    ["desk", "badge"],
  ]);
});

test("the access log records that the secretariat ends the sessions of a person", async () => {
  expect(await ask("POST /v1/registrations/{registrationId}/session-ends", secretariat)).toBe(200);
  expect(await listAccesses()).toEqual([["secretariat", "sessions"]]);
});

test("an export that is refused for want of a reason is not recorded as an export", async () => {
  const { table } = place.started;
  await saveQuestions(table, conferenceId, { key: "illness", type: "text", label: { en: "Health" }, sensitive: true });
  const named = { what: "answers", format: "csv", columns: ["answers.illness"] };
  expect(await ask("POST /v1/conferences/{conferenceId}/exports", secretariat, named)).toBe(422);
  expect(await listEntries("update-questions")).toHaveLength(1);
  expect(await listEntries("export-answers")).toEqual([]);
});

test("a member of staff has at most five exports made at a time, and only those are recorded", async () => {
  const start = (caller: object) =>
    ask("POST /v1/conferences/{conferenceId}/exports", caller, { what: "registrations", format: "csv" });
  for (let count = 0; count < 5; count += 1) expect(await start(secretariat)).toBe(202);
  expect(await start(secretariat)).toBe(429);
  expect(await start({ ...secretariat, id: "colleague" })).toBe(202);
  expect(await listEntries("export-registrations")).toHaveLength(6);
});

/** The table, without what writes one item alone. */
function openWithoutPuts(): Table {
  const table = openTable(place.started.endpoint, 4);
  table.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === "PutItemCommand") throw new Error("the journal can't be written");
        return next(args);
      },
    { step: "initialize" },
  );
  return table;
}

test("the list of participants is not made unless the journal records it, each time it is downloaded", async () => {
  const route = "GET /v1/conferences/{conferenceId}/participants.csv";
  const listFiles = async () =>
    (await readdir(bucket.folder, { recursive: true })).filter((file) => file.includes(`made/${conferenceId}`));
  expect(await ask(route, secretariat, {}, openWithoutPuts())).toBeGreaterThanOrEqual(500);
  expect(await listFiles()).toEqual([]);
  for (const _ of [1, 2]) expect(await ask(route, secretariat)).toBe(303);
  expect(await listFiles()).not.toEqual([]);
  const actor = { kind: "staff", id: "secretariat" };
  const entry = { actor, action: "export-list", participantList: { format: "csv" }, registrations: [] };
  expect(await listEntries("export-list")).toEqual([entry, entry]);
});

test("a proposal with its reason stays in the history after the registration changes", async () => {
  const proposal: DecisionProposal = {
    decision: "reject",
    reason: "not on the list",
    at: new Date().toISOString(),
    by: "reviewer",
  };
  const save = (each: DecisionProposal) =>
    saveProposal(place.started.table, registrationId, each, () => undefined, Date.now() + 60_000);
  await save(proposal);
  await place.handlers.call("amendRegistration", registrationId, { functionTitle: "Envoy" }, { version: "*" });
  const later = { ...proposal, reason: "still not on it" };
  await save(later);
  expect((await place.handlers.decide(registrationId, "approve")).status).toBe(200);
  const read = async (caller: Parameters<Handlers["call"]>[3]) => {
    const { body } = await place.handlers.call("getHistory", registrationId, "", caller);
    return body.items?.map((item) => (item as { readonly proposals?: readonly object[] }).proposals);
  };
  expect(await read({ caller: secretariat })).toEqual([undefined, [later], [proposal]]);
});
