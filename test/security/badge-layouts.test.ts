import { afterAll, beforeAll, expect, test } from "vitest";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { createConference, createHandlers, openTable } from "../../bench/support/handlers.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

test("the entry desk prints badges in layouts of the conference alone, not in one that may print any answer", async () => {
  const table = openTable(started.endpoint, 4);
  const conferenceId = "desk-layouts";
  await createConference(table, conferenceId, { capacity: 9, arrivalsPerSecond: 1 });
  const start = async (group: "secretariat" | "entry-desk", body: object) => {
    const caller = { kind: "staff", id: "s", email: "s@example.org", groups: [group] } as const;
    const answer = await createHandlers(table).call("startBadgeBatch", conferenceId, body, { caller });
    return answer.body.code ?? answer.status;
  };
  const custom = { layout: badgeLayouts.a6 };
  expect([await start("entry-desk", {}), await start("entry-desk", { layout: "card" })]).toEqual([202, 202]);
  expect(await start("entry-desk", custom)).toBe("not-allowed");
  expect(await start("secretariat", custom)).toBe(202);
});
