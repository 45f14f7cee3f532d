import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { finishErasure, startErasure } from "#shared/privacy/erase-registration.ts";
import { countRegistrations, loadConferenceCounts } from "#shared/statistics/statistics.repository.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { createConference } from "../../bench/support/handlers.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { otherSecretariat, reader, useHandlers } from "../support/protection.ts";
import { openTestDocuments, startTestS3, type TestBucket } from "../support/s3.ts";

const place = useHandlers();
let bucket: TestBucket;
beforeAll(async () => {
  bucket = await startTestS3();
});
afterAll(() => bucket.stop());

test("an erasure of a protected person shows neither the delegation nor the data, to staff and to focal points", async () => {
  const { handlers, started } = place;
  const { table } = started;
  const conferenceId = `erased-${createId()}`;
  await createConference(table, conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["fp@example.org"], quota: 5 };
  const delegationId = String((await handlers.call("createDelegation", conferenceId, draft)).body.delegationId);
  const person = { givenName: "Amina", familyName: "Diallo", nationality: "FJI", gender: "female" };
  const items = [{ person, country: "FJI", role: "speaker" }];
  const { body } = await handlers.call("nominateMembers", delegationId, { items });
  const id = String(body.items?.[0]?.registrationId);
  const protection = { alias: { nameOnBadge: "Alias" }, readers: [reader.email], reason: "at risk" };
  expect((await handlers.call("protectRegistration", id, protection)).status).toBe(200);

  const deadline = Date.now() + 60_000;
  const focalPoint: Caller = {
    kind: "delegate",
    conferenceId,
    registrationIds: [],
    addressDigest: "none",
    delegationIds: [delegationId],
  };
  const look = async () => {
    await countRegistrations(table, conferenceId, [id], deadline);
    const { country, gender } = computeStatistics((await loadConferenceCounts(table, conferenceId)).all);
    const ask = (operation: "getRegistration" | "getHistory", caller: Caller) =>
      handlers.call(operation, id, "", { caller });
    const query = { delegation: delegationId };
    const listed = await handlers.call("listRegistrations", conferenceId, "", { caller: otherSecretariat, query });
    const staff = [await ask("getRegistration", otherSecretariat), await ask("getHistory", otherSecretariat)];
    expect(staff.map(({ status }) => status)).toEqual([200, 200]);
    expect(listed.body.items).toEqual([]);
    expect((await ask("getRegistration", focalPoint)).status).toBe(404);
    const shown = JSON.stringify([staff, country, gender]);
    for (const word of [delegationId, "FJI", "female", "speaker", "nominate", "Diallo"])
      expect(shown).not.toContain(word);
    expect(staff[0]?.body).toMatchObject({ submittedAt: expect.stringMatching(/T00:00:00/) });
  };
  await look();
  const context = { actor: { kind: "staff", id: "other" }, at: new Date().toISOString() } as const;
  const store = toCommandStore(table);
  await startErasure(store, { registrationId: id, reason: "at-their-request", context, deadline });
  await look();
  await finishErasure({ table: store, documents: openTestDocuments(bucket.endpoint) }, id, deadline);
  await look();
  expect((await verifyCounters(table, conferenceId)).differences).toEqual([]);
});
