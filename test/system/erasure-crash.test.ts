import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { takeOut } from "#shared/erasure/begin.ts";
import { finishErasure } from "#shared/erasure/finish.ts";
import type { Stores } from "#shared/erasure/stores.ts";
import { audit } from "#shared/store/audit/audit.ts";
import { recount } from "#shared/store/recount.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { begunErasures } from "#shared/store/retention.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { handleSchedule } from "../../functions/retention/handle.ts";
import { table } from "./authorisation/tokens.ts";
import { canaries, inTable, objectsOf, plant, storesOf } from "./canaries.ts";
import { newConference, patience, within } from "./system.ts";

class Crash extends Error {}

/** Dies at the n-th call: before it was sent, or when it was carried out and nobody heard the answer. */
function mortal(stores: Stores, dieAt: number, when: "before" | "after"): Stores {
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

/** An erasure that dies at its first call, begun again dies at its second, and so on, until one comes to its end. */
async function untilItEnds(fresh: () => Stores, registrationId: string, when: "before" | "after"): Promise<number> {
  const context = { actor: { kind: "delegate", id: registrationId }, at: new Date().toISOString() } as const;
  for (let dieAt = 1; ; dieAt += 1) {
    const stores = mortal(fresh(), dieAt, when);
    const deadline = Date.now() + 20_000;
    try {
      await takeOut(stores.table, { registrationId, because: "at-their-request", context, deadline });
      await finishErasure(stores, registrationId, deadline);
      return dieAt;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

test.each(["before", "after"] as const)(
  "an erasure that dies at any of its calls, %s it is carried out, ends when it is begun again, and leaves nothing",
  async (when) => {
    const id = await newConference(5);
    const words = canaries();
    const planted = await plant(id, words);
    const { registrationId, bucket, photo, passport, olderPassport } = planted;
    const lives = await untilItEnds(() => storesOf(planted), registrationId, when);
    expect(lives).toBeGreaterThan(15);
    for (const each of [words.mark, words.birthDate]) expect(await inTable(each)).toEqual([]);
    const files = [photo, passport, olderPassport];
    expect((await objectsOf(bucket)).filter((key) => files.some((each) => key.endsWith(each)))).toEqual([]);
    expect((await loadRegistration(table(), registrationId)).erasure).toMatchObject({ doneAt: expect.any(String) });
    expect(await Array.fromAsync(begunErasures(table()))).not.toContain(registrationId);
    const proofs = await within(
      patience,
      async () => ({ counts: await recount(table(), id), books: await audit(table(), id, Date.now()) }),
      ({ counts, books }) => counts.notYetCounted === 0 && books.onTheWay === 0,
    );
    expect([proofs.counts.differences, proofs.books.differences]).toEqual([[], []]);
  },
  120_000,
);

test("an erasure that broke off is ended by the sweep", async () => {
  const id = await newConference(5);
  const planted = await plant(id, canaries());
  const { registrationId } = planted;
  const context = { actor: { kind: "delegate", id: registrationId }, at: new Date().toISOString() } as const;
  await takeOut(toCommandStore(table()), {
    registrationId,
    because: "at-their-request",
    context,
    deadline: Date.now() + 10_000,
  });
  expect(await Array.fromAsync(begunErasures(table()))).toContain(registrationId);
  await handleSchedule(storesOf(planted))({ sweep: true }, { getRemainingTimeInMillis: () => 60_000 });
  expect((await loadRegistration(table(), registrationId)).erasure?.doneAt).toBeDefined();
});
