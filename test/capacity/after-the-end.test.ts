import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { loadCapacitySnapshot } from "#shared/capacity/capacity-snapshot.ts";
import { holdSeat } from "#shared/capacity/seats.rules.ts";
import { commit } from "#shared/commands/commit.repository.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { createChange } from "#shared/registrations/registration.rules.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { servePass } from "../../functions/waiting-list/serve-waiting-list.ts";
import { secretariatActor } from "../support/builders.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall, performAction, readSeatCounts } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());
afterEach(() => vi.useRealTimers());

/** The hall's conference ends on 28 October 2027 at 04:00 in Zurich. */
const [justBefore, eightDaysLater] = ["2027-10-28T01:59:00.000Z", "2027-11-05T09:00:00.000Z"];

const moveTo = (at: string) => vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(at) });

/** A full hall of one seat, and a person who waits for it. */
async function fullHall() {
  const store = toCommandStore(started.table);
  const id = await openHall(store, 1);
  const holder = await applyToConference(store, id);
  const waiting = await applyToConference(store, id);
  const serve = async (at: string) => {
    const how = { at, deadline: Date.now() + 20_000, thorough: true };
    const passes = [];
    do passes.push(await servePass(store, id, [waiting.id], how));
    while (passes.at(-1)?.again && passes.length < 5);
    return passes;
  };
  return { store, id, holder, waiting, serve };
}

describe("a withdrawal after the end of the conference", () => {
  test("gives its seat to no one, and the waiting list is at rest after one pass", async () => {
    const { store, id, holder, waiting, serve } = await fullHall();
    moveTo(eightDaysLater);
    await performAction(store, id, holder.id, "withdraw");
    expect(await serve(eightDaysLater)).toEqual([{ seated: 0, again: false }]);
    expect((await loadRegistration(store, waiting.id)).seat.state).toBe("waiting");
    expect(await readSeatCounts(store, id)).toMatchObject({ taken: 0, holders: 0, differences: [] });
  });

  test("a minute before, it seats the next in line", async () => {
    const { store, id, holder, waiting, serve } = await fullHall();
    moveTo(justBefore);
    await performAction(store, id, holder.id, "withdraw");
    expect((await serve(justBefore))[0]).toMatchObject({ seated: 1 });
    expect((await loadRegistration(store, waiting.id)).seat.state).toBe("held");
  });
});

test("no change that gives a seat after the end is written, whatever rule made it", async () => {
  const { store, id, holder, waiting } = await fullHall();
  moveTo(eightDaysLater);
  await performAction(store, id, holder.id, "withdraw");
  const snapshot = await loadCapacitySnapshot(store, id);
  const before = await loadRegistration(store, waiting.id);
  const change = createChange(before, holdSeat(before, eightDaysLater), "seat-from-waiting-list", {
    actor: secretariatActor,
    at: eightDaysLater,
  });
  const options = { deadline: Date.now() + 5_000, changeId: createId() };
  await expect(commit(store, snapshot, { ...change, admission: "waiting-list" }, options)).rejects.toMatchObject({
    code: "conference-over",
  });
  expect((await loadRegistration(store, waiting.id)).seat.state).toBe("waiting");
});

test("a decision that gives a seat is refused after the end, and changes nothing", async () => {
  const { store, id, holder, waiting } = await fullHall();
  await performAction(store, id, waiting.id, "reject");
  moveTo(eightDaysLater);
  await performAction(store, id, holder.id, "withdraw");
  await expect(performAction(store, id, waiting.id, "reopen")).rejects.toMatchObject({ code: "conference-over" });
  expect((await loadRegistration(store, waiting.id)).accreditation.state).toBe("rejected");
});
