import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { findStoredFormFault } from "#shared/dynamodb/stored-form.repository.ts";
import { deleteItem, N, putItem, S, scanItems, type Table, toItemKey } from "#shared/dynamodb/table.ts";
import { writeArchive } from "../../cli/backup/archive.ts";
import {
  assertNotRestoring,
  assertRestorable,
  beginRestore,
  endRestore,
} from "../../cli/backup/restore-marker.repository.ts";
import { toHome } from "../../local/home.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { openHall } from "../support/test-commands.ts";
import { localAws, runCli } from "./support/run-cli.ts";

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const putForm = (table: Table, form: number) =>
  putItem(table, { ...toItemKey(keys.storedForm), entity: S("stored-form"), form: N(form) });

describe("of another version of Palais", () => {
  let folder: string;
  let deployed: TestTable;
  let conferenceId: string;
  const at = (name: string) => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "palais-form-"));
    deployed = await startTable(toHome(folder).database);
    conferenceId = await openHall(deployed.table, 2);
    await putForm(deployed.table, 99);
    async function* lines() {
      for await (const item of scanItems(deployed.table)) yield { item };
    }
    await writeArchive(at("newer.gz"), lines(), async () => {});
  });
  afterAll(async () => {
    await deployed.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const readers = [
    { command: "status", args: () => [] },
    { command: "audit", args: () => ["--conference", conferenceId] },
    { command: "verify-counters", args: () => [] },
    { command: "backup", args: () => ["--to", at("new.gz")] },
  ];

  async function expectRefusal(command: string, args: readonly string[]): Promise<void> {
    const environment = { ...localAws, AWS_ENDPOINT_URL_DYNAMODB: deployed.endpoint, PALAIS_HOME: folder };
    const { printed, code } = await runCli(command, args, environment);
    expect(printed).toMatch(/^[^\n]+ can't be used: it was written by a newer version of Palais \(form 99; [^\n]+\n$/);
    expect(code).toBe(2);
    expect(existsSync(at("new.gz"))).toBe(false);
  }

  test.each(readers)("a local system is refused by $command", ({ command, args }) => expectRefusal(command, args()));

  test.each([
    ...readers.map((each) => ({
      ...each,
      args: () => [...each.args(), ...(each.command === "backup" ? ["--bucket", "documents"] : [])],
    })),
    { command: "verify-counters", args: () => ["--repair"] },
    { command: "rebuild", args: () => [] },
    { command: "redrive", args: () => ["--queue", "http://127.0.0.1:1/queue"] },
    { command: "sign-out", args: () => ["--all"] },
    { command: "trace-mail", args: () => ["--registration", "x"] },
  ])("a table is refused by $command", ({ command, args }) =>
    expectRefusal(command, [...args(), "--table", deployed.table.name]),
  );

  test("a backup is refused by its verification and by a restore", async () => {
    await expectRefusal("backup", ["--verify", at("newer.gz")]);
    await expectRefusal("restore", ["--from", at("newer.gz")]);
  });
});

test("an empty table may be used; one of an older or a newer version is refused with the reason", async () => {
  const { table } = started;
  expect(await findStoredFormFault(table)).toBeUndefined();
  await openHall(table, 2);
  expect(await findStoredFormFault(table)).toBeUndefined();
  await putForm(table, 99);
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
