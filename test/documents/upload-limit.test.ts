import { afterAll, beforeAll, expect, test } from "vitest";
import { countUpload } from "#shared/documents/documents.repository.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { startTable, type TestTable } from "../support/table.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const noon = "2027-03-01T12:30:00.000Z";
const limit = 5;
const perHour = { count: limit, per: "hour" } as const;

/** What comes of so many asks at once. */
async function ask(source: string, count: number, at = noon): Promise<string[]> {
  const asked = Array.from({ length: count }, () => countUpload(started.table, source, at, perHour));
  const results = await Promise.allSettled(asked);
  return results.map((each) =>
    each.status === "fulfilled" ? "given" : each.reason instanceof DomainError ? each.reason.code : String(each.reason),
  );
}

const given = (answers: readonly string[]) => answers.filter((each) => each === "given").length;

test("one source gets so many uploads an hour, however many it asks for at once; another and the next hour have their own", async () => {
  const answers = await ask("one", 12);
  expect(given(answers)).toBe(limit);
  expect(new Set(answers)).toEqual(new Set(["given", "too-many-uploads"]));
  expect(await ask("one", 1)).toEqual(["too-many-uploads"]);
  expect(given(await ask("another", 1))).toBe(1);
  expect(given(await ask("one", 1, "2027-03-01T13:00:00.000Z"))).toBe(1);
});
