import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { type Committed, commit } from "#shared/commands/commit.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Change } from "#shared/model/change.ts";
import {
  applyDelegationAmendment,
  createAccreditedDelegation,
  createRequestedDelegation,
} from "../../functions/delegations/change-delegation.rules.ts";
import { listOrganizations } from "../../functions/delegations/read-delegations.ts";
import { noon, secretariatActor } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const context = { actor: secretariatActor, at: noon };
const named = (en: string) => ({
  name: { en, fr: `${en} (fr)` },
  category: "ngo" as const,
  country: "SEN",
  focalPoints: [`${createId()}@example.org`],
  language: "en" as const,
});

test("lists accredited organizations by name and identifier alone, and reads them again after a minute", async () => {
  const conferenceId = await openHall(started.table, 5);
  const write = async (change: Change) => {
    const snapshot = await loadCapacitySnapshot(started.table, conferenceId);
    const options = { deadline: Date.now() + 5_000, changeId: createId() };
    const { outcome, delegation } = (await commit(started.table, snapshot, change, options)) as Committed;
    expect(outcome).toBe("committed");
    if (!delegation) throw new Error("no delegation was written");
    return delegation;
  };
  const { conference } = await loadCapacitySnapshot(started.table, conferenceId);
  const request = (en: string) => write(createRequestedDelegation(conference, named(en), createId(), context));
  const unionId = createId();
  await write(createAccreditedDelegation(conference, { ...named("Union"), quota: 3 }, unionId, context));
  const asks = await request("Alliance");
  await write(
    applyDelegationAmendment(conference, await request("Refused"), { status: "refused", reason: "No." }, context),
  );

  const handler = listOrganizations(started.table);
  const names = async (now: string, handle = handler) => {
    const asked = { params: { conferenceId }, now } as Parameters<typeof handler>[0];
    return (await handle(asked)).items.map(({ name }) => name.en);
  };
  const asked = { params: { conferenceId }, now: noon } as Parameters<typeof handler>[0];
  expect(await handler(asked)).toEqual({
    items: [{ delegationId: unionId, name: { en: "Union", fr: "Union (fr)" }, category: "ngo", country: "SEN" }],
    next: null,
  });
  await write(applyDelegationAmendment(conference, asks, { status: "accredited" }, context));
  expect(await names("2027-03-01T12:00:59.999Z")).toEqual(["Union"]);
  expect(await names(noon, listOrganizations(started.table))).toEqual(["Alliance", "Union"]);
  expect(await names("2027-03-01T12:01:00.000Z")).toEqual(["Alliance", "Union"]);
});

test("a conference that isn't there is refused by name", async () => {
  const handler = listOrganizations(started.table);
  const asked = { params: { conferenceId: "nowhere" }, now: noon } as Parameters<typeof handler>[0];
  await expect(handler(asked)).rejects.toMatchObject({ code: "unknown-conference" });
});
