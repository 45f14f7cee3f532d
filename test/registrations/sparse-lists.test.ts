import { afterAll, beforeAll, expect, test } from "vitest";
import { listRegistrations } from "#shared/registrations/registrations.repository.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { applyToConference, openHall } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

test("a page of few among many stops after the most that it may read, and the next ones find all others", async () => {
  const { table } = started;
  const conferenceId = await openHall(table, 20);
  const ids: string[] = [];
  for (let n = 0; n < 13; n += 1) ids.push((await applyToConference(table, conferenceId, {}, {})).id);
  for (const order of [undefined, "oldest"] as const) {
    const list = async (wanted: readonly string[]) => {
      const pages: string[][] = [];
      let read = 0;
      let cursor: string | undefined;
      do {
        const isListed = ({ registrationId }: { readonly registrationId: string }) => {
          read += 1;
          return wanted.includes(registrationId);
        };
        const filter = { order, isListed, maxRead: 4 };
        const before = read;
        const { registrations, next } = await listRegistrations(table, conferenceId, filter, cursor, 2);
        expect(read - before).toBeLessThanOrEqual(4);
        pages.push(registrations.map(({ registrationId }) => registrationId));
        cursor = next ?? undefined;
      } while (cursor !== undefined);
      return pages;
    };
    expect(await list([])).toEqual([[], [], [], []]);
    expect((await list(ids)).flat().toSorted()).toEqual(ids.toSorted());
    const [one = "", other = ""] = [ids[2], ids[11]];
    expect((await list([one, other])).flat().toSorted()).toEqual([one, other].toSorted());
  }
});
