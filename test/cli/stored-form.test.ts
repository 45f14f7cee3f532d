import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { findStoredFormFault } from "#shared/dynamodb/stored-form.repository.ts";
import { deleteItem, N, putItem, S, toItemKey } from "#shared/dynamodb/table.ts";
import {
  assertNotRestoring,
  assertRestorable,
  beginRestore,
  endRestore,
} from "../../cli/backup/restore-marker.repository.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

test("an empty table may be used; one of an older or a newer version is refused with the reason", async () => {
  const { table } = started;
  expect(await findStoredFormFault(table)).toBeUndefined();
  await openHall(table, 2);
  expect(await findStoredFormFault(table)).toBeUndefined();
  await putItem(table, { ...toItemKey(keys.storedForm), entity: S("stored-form"), form: N(99) });
  expect(await findStoredFormFault(table)).toMatch(/a newer version of Palais \(form 99/);
  await deleteItem(table, keys.storedForm);
  expect(await findStoredFormFault(table)).toMatch(/an older version of Palais \(form 0/);
});

test("a table with an unfinished restore is refused by name, and only the same backup may go on", async () => {
  const { table } = started;
  await expect(assertRestorable(table, "digest")).rejects.toThrow("isn't empty: nothing was restored");
  await assertNotRestoring(table);
  await beginRestore(table, "digest", new Date());
  await expect(assertNotRestoring(table)).rejects.toThrow(
    /contains an unfinished restore of .* Repeat it: npm run restore/,
  );
  await expect(assertRestorable(table, "another")).rejects.toThrow(/an unfinished restore of another backup/);
  await assertRestorable(table, "digest");
  await endRestore(table);
  await assertNotRestoring(table);
});
