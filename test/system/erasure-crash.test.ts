import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { ErasureContext } from "#shared/privacy/erase-registration.ts";
import { finishErasure, startErasure } from "#shared/privacy/erase-registration.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { auditConference } from "../../cli/audit/load-audit.ts";
import { verifyCounters } from "../../cli/verify-counters/verify-counters.ts";
import { handleRetentionSchedule } from "../../functions/retention/handle.ts";
import { listPendingErasures } from "../../functions/retention/retention.repository.ts";
import { openSystemTable } from "./authorization/tokens.ts";
import { waitUntilAtRest } from "./support/at-rest.ts";
import {
  createCanaries,
  findInTable,
  listBucketKeys,
  openStores,
  panelSession,
  plantPerson,
} from "./support/canaries.ts";
import { createConference } from "./support/system.ts";

class Crash extends Error {}

/**
 * A client that fails at the n-th call: before the call is sent, or after it was executed but before the answer
 * arrives.
 */
function failAtCall(stores: ErasureContext, dieAt: number, when: "before" | "after"): ErasureContext {
  let calls = 0;
  const watch = (client: DynamoDBClient | S3Client) =>
    (client as DynamoDBClient).middlewareStack.add(
      (next) => async (args) => {
        calls += 1;
        const dies = calls >= dieAt;
        if (dies && when === "before") throw new Crash();
        const answer = await next(args);
        if (dies) throw new Crash();
        return answer;
      },
      { step: "initialize" },
    );
  watch(stores.table.client);
  watch(stores.documents.client);
  return stores;
}

/** Repeats an erasure that fails at its first call, then at its second, and so on, until one completes. */
async function repeatUntilComplete(
  fresh: () => ErasureContext,
  registrationId: string,
  when: "before" | "after",
): Promise<number> {
  const context = { actor: { kind: "delegate", id: registrationId }, at: new Date().toISOString() } as const;
  for (let dieAt = 1; ; dieAt += 1) {
    const stores = failAtCall(fresh(), dieAt, when);
    const deadline = Date.now() + 20_000;
    try {
      await startErasure(stores.table, { registrationId, reason: "at-their-request", context, deadline });
      await finishErasure(stores, registrationId, deadline);
      return dieAt;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

test.each(["before", "after"] as const)(
  "an erasure that fails at any of its calls, %s the call is executed, completes when it is repeated, and leaves no data",
  async (when) => {
    const id = await createConference(5, { sessions: [panelSession] });
    const words = createCanaries();
    const planted = await plantPerson(id, words);
    const { registrationId, bucket, photo, passport, olderPassport } = planted;
    const lives = await repeatUntilComplete(() => openStores(planted), registrationId, when);
    expect(lives).toBeGreaterThan(15);
    expect(await findInTable(words.mark, words.birthDate)).toEqual([]);
    const files = [photo, passport, olderPassport];
    expect((await listBucketKeys(bucket)).filter((key) => files.some((each) => key.endsWith(each)))).toEqual([]);
    expect((await loadRegistration(openSystemTable(), registrationId)).erasure).toMatchObject({
      completedAt: expect.any(String),
    });
    expect(await Array.fromAsync(listPendingErasures(openSystemTable()))).not.toContain(registrationId);
    await waitUntilAtRest(id);
    const counts = await verifyCounters(openSystemTable(), id);
    const books = await auditConference(openSystemTable(), id, Date.now());
    expect([counts.differences, books.differences]).toEqual([[], []]);
  },
);

test("the sweep completes an interrupted erasure", async () => {
  const id = await createConference(5, { sessions: [panelSession] });
  const planted = await plantPerson(id, createCanaries());
  const { registrationId } = planted;
  const context = { actor: { kind: "delegate", id: registrationId }, at: new Date().toISOString() } as const;
  await startErasure(toCommandStore(openSystemTable()), {
    registrationId,
    reason: "at-their-request",
    context,
    deadline: Date.now() + 10_000,
  });
  expect(await Array.fromAsync(listPendingErasures(openSystemTable()))).toContain(registrationId);
  await handleRetentionSchedule(openStores(planted))({ sweep: true }, { getRemainingTimeInMillis: () => 60_000 });
  expect((await loadRegistration(openSystemTable(), registrationId)).erasure?.completedAt).toBeDefined();
});
