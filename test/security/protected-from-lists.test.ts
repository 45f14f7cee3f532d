import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { saveSnapshot } from "#shared/participant-list/list-files.ts";
import { loadCurrentSnapshot, saveParticipantListVersion } from "#shared/participant-list/list-versions.repository.ts";
import { createConference, createHandlers, type Handlers, openTable } from "../../bench/support/handlers.ts";
import { compareSnapshots } from "../../functions/participants/differences.rules.ts";
import { loadSnapshotAt } from "../../functions/participants/list-versions.ts";
import { buildFormBody } from "../support/builders.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
let bucket: TestBucket;
let handlers: Handlers;
beforeAll(async () => {
  [started, bucket] = await Promise.all([startTable(), startTestS3()]);
  handlers = createHandlers(openTable(started.endpoint, 4));
});
afterAll(async () => {
  await bucket.stop();
  await started.stop();
});

const conferenceId = `lists-${createId()}`;
const organization = "Secret Ministry";

async function approve(familyName: string): Promise<string> {
  const person = { givenName: "Xenia", familyName, email: `${familyName}@example.org` };
  const form = buildFormBody({ organization, consent: { listOfParticipants: true, photo: false } }, person);
  const { body } = await handlers.submit(conferenceId, JSON.stringify(form));
  const id = String(body.registrationId);
  expect((await handlers.decide(id, "approve")).status).toBe(200);
  return id;
}

test("a list that was saved before a person was protected shows the alias", async () => {
  const documents = openTestDocuments(bucket.endpoint);
  await createConference(openTable(started.endpoint, 4), conferenceId, { capacity: 50, arrivalsPerSecond: 1 });
  const [secretId] = [await approve("Hidden"), await approve("Visible")];
  const conference = await loadConference(started.table, conferenceId);
  const now = new Date().toISOString();
  const contentId = createId();
  await saveSnapshot(documents, conferenceId, contentId, await loadCurrentSnapshot(started.table, conference, now));
  const version = { status: "final", at: now, by: "s", contentId, named: 2, unnamed: 0 } as const;
  await saveParticipantListVersion(started.table, conferenceId, version, Date.now() + 60_000);
  const read = async (saved?: string) =>
    (await loadSnapshotAt(started.table, documents, conference, saved, now)).snapshot;
  expect((await read("1")).entries.map(({ name }) => name).toSorted()).toEqual(["Xenia Hidden", "Xenia Visible"]);
  const alias = { nameOnBadge: "Speaker Seven", organization: "A group" };
  const protection = { alias, readers: ["bench@example.org"], reason: "at risk" };
  expect((await handlers.call("protectRegistration", secretId, protection)).status).toBe(200);
  const masked = await read("1");
  expect(masked.entries.find(({ registrationId }) => registrationId === secretId)).toEqual({
    registrationId: secretId,
    category: "ngo",
    name: "Speaker Seven",
    sortName: "Speaker Seven",
    organization: "A group",
    isHead: false,
  });
  expect(JSON.stringify(masked)).not.toContain("Hidden");
  expect(JSON.stringify(masked)).toContain("Xenia Visible");
  expect(compareSnapshots(masked, await read())).toEqual({ added: [], removed: [], changed: [] });
});
