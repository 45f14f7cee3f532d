import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toVersionMarkers } from "#shared/capacity/capacity-snapshot.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { listConferences, loadConference, loadConferences } from "#shared/conferences/conferences.repository.ts";
import { listDelegationCategories, loadDelegations } from "#shared/delegations/delegations.repository.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, putItem, S, scanItems } from "#shared/dynamodb/table.ts";
import type { ErasureContext } from "#shared/privacy/erase-registration.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { createAccreditedDelegation } from "../../functions/delegations/change-delegation.rules.ts";
import { sendDueReminders } from "../../functions/email-outbox/announcements.ts";
import { handleRetentionSchedule } from "../../functions/retention/handle.ts";
import { handleEvent } from "../../functions/waiting-list/serve-waiting-list.ts";
import { secretariatActor } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, getDeadline, openHall, performAction } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

/** A field of a record gets another value. @returns the damaged item */
async function damage(key: { readonly PK: string; readonly SK: string }, field: string, value: unknown): Promise<Item> {
  const item = (await getItem(started.table, key)) ?? {};
  const data = JSON.parse(item["data"]?.S ?? "{}") as object;
  const damaged = { ...item, data: S(JSON.stringify({ ...data, [field]: value })) };
  await putItem(started.table, damaged);
  return damaged;
}

/** Damages a conference so that the caches of this process see it: with its version markers. */
async function damageConference(conferenceId: string, field: string, value: unknown): Promise<void> {
  const damaged = await damage(keys.conference(conferenceId), field, value);
  for (const marker of toVersionMarkers(conferenceId, damaged)) await putItem(started.table, marker);
}

/** Two halls, the first in the list of conferences damaged. */
async function openTwo(seats: number, body: Record<string, unknown> = {}) {
  const ids = [await openHall(started.table, seats, body), await openHall(started.table, seats, body)];
  const [damaged = "", sound = ""] = ids.toSorted();
  return { damaged, sound };
}

const listItems = async (entity: string) => {
  const items = await Array.fromAsync(scanItems(started.table));
  return items.filter((item) => item["entity"]?.S === entity).map((item) => JSON.stringify(item));
};

describe("a damaged conference", () => {
  test("is read by no one, and left out of lists", async () => {
    const { damaged, sound } = await openTwo(1);
    await damageConference(damaged, "title", 5);
    await expect(loadConference(started.table, damaged)).rejects.toThrow("damaged-record");
    const loaded = await loadConferences(started.table, [damaged, sound]);
    expect(loaded.map(({ conferenceId }) => conferenceId)).toEqual([sound]);
    const page = await listConferences(started.table, undefined, 100);
    expect(page.damaged.map(({ conferenceId }) => conferenceId)).toContain(damaged);
    expect(page.conferences.map(({ conferenceId }) => conferenceId)).toContain(sound);
    await damageConference(damaged, "staff", "x");
    expect((await listConferences(started.table, undefined, 100)).damaged).toEqual([]);
  });

  test("accepts no form and changes no seat, and the waiting list of another one is served", async () => {
    const { damaged, sound } = await openTwo(1);
    const people = new Map<string, string[]>();
    for (const id of [damaged, sound]) {
      const [first, second] = [await applyToConference(started.table, id), await applyToConference(started.table, id)];
      people.set(id, [first.id, second.id]);
    }
    const seated = (id: string) => people.get(id)?.[0] ?? "";
    for (const id of [damaged, sound]) await performAction(started.table, id, seated(id), "withdraw");
    await damageConference(damaged, "categories", "x");
    const shard = await getItem(started.table, keys.shard(damaged, "venue", 0));
    await expect(applyToConference(started.table, damaged)).rejects.toThrow("damaged-record");
    await handleEvent(toCommandStore(started.table))({ sweep: true }, { getRemainingTimeInMillis: () => 20_000 });
    const stateOf = async (id: string) => (await loadRegistration(started.table, people.get(id)?.[1] ?? "")).seat.state;
    expect([await stateOf(damaged), await stateOf(sound)]).toEqual(["waiting", "held"]);
    expect(await getItem(started.table, keys.shard(damaged, "venue", 0))).toEqual(shard);
  });

  test("gets no reminder, and another one gets its own", async () => {
    const { damaged, sound } = await openTwo(1, { startsOn: "2027-10-26", endsOn: "2027-10-27" });
    await damageConference(damaged, "languages", "x");
    await sendDueReminders(started.table, Date.parse("2027-10-25T12:00:00Z"));
    const entries = await listItems("journal");
    const hasReminder = (id: string) => entries.some((text) => text.includes("send-reminder") && text.includes(id));
    expect([hasReminder(damaged), hasReminder(sound)]).toEqual([false, true]);
  });

  test("keeps its data after the retention period, and those of another one are erased", async () => {
    const { damaged, sound } = await openTwo(1, {
      startsOn: "2020-10-26",
      endsOn: "2020-10-27",
      registration: { opensAt: "2020-01-01T00:00:00Z", closesAt: "2020-10-20T00:00:00Z" },
    });
    await damageConference(damaged, "title", 5);
    // Neither has a document.
    const documents = {} as ErasureContext["documents"];
    const stores = { table: toCommandStore(started.table), documents };
    await handleRetentionSchedule(stores)({ sweep: true }, { getRemainingTimeInMillis: () => 60_000 });
    const completed = await listItems("retention");
    expect([damaged, sound].map((id) => completed.some((text) => text.includes(id)))).toEqual([false, true]);
  });
});

describe("a damaged delegation", () => {
  test("is left out, holds back no seat of a member, and lets no category be replaced", async () => {
    const store = toCommandStore(started.table);
    const conferenceId = await openHall(started.table, 5);
    const delegationId = createId();
    const draft = {
      name: { en: "Union" },
      category: "ngo",
      focalPoints: ["focal@example.org"],
      language: "en",
      quota: 1,
    };
    const context = { actor: secretariatActor, at: new Date().toISOString() };
    await executeCommand(store, {
      conferenceId,
      deadline: getDeadline(),
      decide: ({ conference }) =>
        createAccreditedDelegation(
          conference,
          draft as Parameters<typeof createAccreditedDelegation>[1],
          delegationId,
          context,
        ),
      answer: () => undefined,
    });
    const { id } = await applyToConference(started.table, conferenceId, { category: "ngo" });
    await damage(keys.registration(id), "delegationId", delegationId);
    expect(await listDelegationCategories(started.table, conferenceId)).toEqual(["ngo"]);
    const damaged = await damage(keys.delegation(delegationId), "members", "x");
    expect(await loadDelegations(started.table, [delegationId])).toEqual([]);
    await expect(listDelegationCategories(started.table, conferenceId)).rejects.toThrow("damaged-record");
    const { accreditation } = await performAction(started.table, conferenceId, id, "withdraw");
    expect(accreditation).toBe("withdrawn");
    expect(await getItem(started.table, keys.delegation(delegationId))).toEqual(damaged);
  });
});
