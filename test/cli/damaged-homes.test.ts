import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { keys } from "#shared/dynamodb/keys.ts";
import { getItem, putItem, S, scanItems } from "#shared/dynamodb/table.ts";
import { listRegistrations } from "#shared/registrations/registrations.repository.ts";
import { openLocalTable } from "../../cli/target.ts";
import { mendStoredRows } from "../../local/dynamodb/mend-rows.ts";
import { readSnapshot } from "../../local/storage.ts";
import { startSystem } from "../../local/system.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { getAssembly } from "../support/template.ts";
import { applyToConference, openHall } from "../support/test-commands.ts";
import { waitFor } from "../support/wait-for.ts";
import { runCli } from "./support/run-cli.ts";

/** A home with a hall of two seats: both are held, and one person waits. Its file is damaged while the system is stopped. */
let folder: string;
let cdkOut: string;
let port: number;
let conferenceId: string;
let registrationId: string;
let whole: readonly Record<string, unknown>[];
/** The rows of the table and of its indexes, by the name of the file's table. */
const wholeTables = new Map<string, readonly Record<string, unknown>[]>();
let tableName: string;
const home = () => join(folder, "home");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "palais-damaged-"));
  cdkOut = getAssembly().cdkOut ?? join(folder, "cdk.out");
  if (getAssembly().cdkOut === undefined) await synthesizeApp(cdkOut);
  port = await findFreePortBlock(7_500);
  await runSystem(async (system) => {
    const table = openLocalTable(system);
    conferenceId = await openHall(table, 2);
    const people = [];
    for (let person = 0; person < 3; person += 1) people.push(await applyToConference(table, conferenceId));
    registrationId = people[0]?.id ?? "";
    tableName = table.name;
  });
  await useFile((file) => {
    for (const name of listFileTables(file)) wholeTables.set(name, file.prepare(`SELECT * FROM "${name}"`).all());
  });
  whole = wholeTables.get(tableName) ?? [];
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() =>
  useFile((file) => {
    for (const [table, rows] of wholeTables) {
      file.prepare(`DELETE FROM "${table}"`).run();
      for (const row of rows) {
        const names = Object.keys(row);
        const places = names.map(() => "?").join(", ");
        file
          .prepare(`INSERT INTO "${table}" (${names.join(", ")}) VALUES (${places})`)
          .run(...(Object.values(row) as (string | number | null)[]));
      }
    }
  }),
);

/** The tables of the file that have the rows of the table and of its indexes. */
const listFileTables = (file: DatabaseSync): string[] =>
  file
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name))
    .filter((name) => name.startsWith(tableName));

type System = Awaited<ReturnType<typeof startSystem>>;

/** Starts the system of the home, and stops it after the work. @returns what the start says */
async function runSystem(work: (system: System) => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const progress = {
    log: (line: string) => lines.push(line),
    runStep: async <T>(name: string, step: () => Promise<T>, describe?: (value: T) => string) => {
      const value = await step();
      lines.push(`${name}: ${describe?.(value) ?? ""}`);
      return value;
    },
  };
  const system = await startSystem({ home: home(), port, cdkOut, seeds: false, progress });
  try {
    await work(system);
  } finally {
    await system.stop();
  }
  return lines;
}

async function useFile(work: (file: DatabaseSync) => void): Promise<void> {
  const file = new DatabaseSync(join(home(), "dynamodb.db"));
  work(file);
  file.close();
}

interface Row {
  readonly PK: string;
  readonly SK: string;
}

const damage = ({ PK, SK }: Row, text: string) =>
  useFile((file) => {
    const { changes } = file
      .prepare(`UPDATE "${tableName}" SET item_json = ? WHERE pk = ? AND sk = ?`)
      .run(text, `S:${PK}`, `S:${SK}`);
    if (changes !== 1) throw new Error(`no row ${PK} ${SK}`);
  });

const setCounter = async (taken: number) => {
  const key = keys.shard(conferenceId, "venue", 0);
  const item = [...readSnapshot(home())].find(({ PK }) => PK?.S === key.PK) ?? {};
  await damage(key, JSON.stringify({ ...item, taken: { N: String(taken) } }));
};

const findRow = (entity: string): Row => {
  const item = [...readSnapshot(home())].find((each) => each["entity"]?.S === entity);
  return { PK: item?.["PK"]?.S ?? "", SK: item?.["SK"]?.S ?? "" };
};

const run = (name: string, ...args: string[]) => runCli(name, args, { PALAIS_HOME: home() });

test("a repair of a stopped system is refused before anything is verified", async () => {
  const { printed, code } = await run("verify-counters", "--repair");
  expect([printed.split("\n").length, code]).toEqual([2, 2]);
  expect(printed).toMatch(/^The system in .* is not running\. Start it with npm start/);
});

describe("a row whose text is no item", () => {
  test.each(["{garbage", "null", "[]", "", '{"PK":5}', "{}"])("%s is named, and the others are read", async (text) => {
    await damage(findRow("person"), text);
    const { PK, SK } = findRow("unreadable");
    const named = `item ${PK} ${SK} can't be read: its text in the database is no item`;
    expect([...readSnapshot(home())]).toHaveLength(whole.length);
    expect(await run("verify-counters")).toEqual({ printed: expect.stringContaining(`DIFFERENCE: ${named}`), code: 1 });
  });

  test("is named by the status and by a backup, which contains the others", async () => {
    await damage(keys.registration(registrationId), '{"data":{"S":"Secretname');
    const named = new RegExp(`item REGISTRATION#${registrationId} REGISTRATION can't be read`);
    const status = await run("status");
    expect(status).toEqual({ printed: expect.stringMatching(named), code: 1 });
    expect(status.printed).toMatch(/rows .*can't be read.*: npm run verify-counters\n/);
    const backup = await run("backup", "--to", join(folder, "damaged.gz"));
    expect(backup).toEqual({ printed: expect.stringMatching(named), code: 1 });
    expect(backup.printed).toContain(`${whole.length} items`);
    expect(status.printed + backup.printed).not.toContain("Secretname");
  });

  test("is set aside by the start, mended if it follows from others, and refused if it does not", async () => {
    const lost = keys.registration(registrationId);
    const derived = findRow("conference-version");
    await damage(lost, "{garbage");
    await damage(derived, "null");
    const lines = await runSystem(async (system) => {
      const table = openLocalTable(system);
      expect((await getItem(table, lost))?.["entity"]).toEqual(S("unreadable"));
      expect(await Array.fromAsync(scanItems(table))).not.toHaveLength(0);
      const { printed, code } = await run("verify-counters", "--repair");
      expect(code).toBe(1);
      expect(printed).toContain(`MENDED: ${conferenceId} has no, or another, version marker at ${derived.PK}`);
      expect(printed).toMatch(/UNREADABLE: item REGISTRATION#.* bring it back from a backup/);
      expect((await getItem(table, derived))?.["entity"]).toEqual(S("conference-version"));
    });
    expect(lines.filter((line) => line.includes("was set aside"))).toHaveLength(2);
    expect(lines).toContain("rows: 2 can't be read");
  }, 60_000);

  test("is looked for by reading each row of the table and of its indexes once", async () => {
    let rows = 0;
    await useFile((file) => {
      for (const name of listFileTables(file))
        rows += Number(file.prepare(`SELECT count(*) AS count FROM "${name}"`).get()?.["count"]);
    });
    const parse = vi.spyOn(JSON, "parse");
    expect(mendStoredRows(join(home(), "dynamodb.db"), true)).toEqual({ unreadable: [], indexed: 0 });
    // And once for the definitions of the indexes.
    expect(parse).toHaveBeenCalledTimes(rows + 1);
    expect(rows).toBeGreaterThan(whole.length);
    parse.mockRestore();
  });

  test("that appears while the system runs is set aside by the repair", async () => {
    await runSystem(async (system) => {
      const table = openLocalTable(system);
      await damage(findRow("person"), "{garbage");
      await expect(Array.fromAsync(scanItems(table))).rejects.toThrow();
      expect(await run("verify-counters", "--repair")).toEqual({ printed: expect.stringContaining("MENDED"), code: 0 });
      expect(await Array.fromAsync(scanItems(table))).not.toHaveLength(0);
    });
  }, 60_000);

  test("that says the form of the table is named as damaged", async () => {
    await damage(keys.storedForm, "{garbage");
    expect(await run("status")).toEqual({ printed: expect.stringMatching(/STORED-FORM.* is damaged/), code: 2 });
    await expect(runSystem(async () => {})).rejects.toThrow(/STORED-FORM.* is damaged/);
  }, 60_000);
});

describe("a row of an index", () => {
  const inIndex = (statement: string, ...values: string[]) =>
    useFile((file) => {
      const { changes } = file.prepare(statement.replace("INDEX", `"${tableName}::gsi::by-conference"`)).run(...values);
      if (changes === 0) throw new Error("no row of the index has changed");
    });
  const ofRegistration = () => `S:${keys.registration(registrationId).PK}`;

  test.each<readonly [string, () => Promise<void>]>([
    ["that is lost", () => inIndex("DELETE FROM INDEX WHERE table_pk = ?", ofRegistration())],
    ["whose text is no item", () => inIndex("UPDATE INDEX SET item_json = '{' WHERE table_pk = ?", ofRegistration())],
    [
      "in another list",
      () => inIndex("UPDATE INDEX SET gsi_pk = 'S:CONFERENCE#other#0' WHERE table_pk = ?", ofRegistration()),
    ],
    [
      "in the wrong order",
      () => inIndex("UPDATE INDEX SET gsi_sk = 'S:approved#2020' WHERE table_pk = ?", ofRegistration()),
    ],
    [
      "with another attribute",
      () =>
        inIndex(
          "UPDATE INDEX SET item_json = replace(item_json, '\"held\"', '\"none\"') WHERE table_pk = ?",
          ofRegistration(),
        ),
    ],
    [
      "of an item that does not exist",
      () =>
        inIndex(
          "INSERT INTO INDEX SELECT gsi_pk, gsi_sk, 'S:REGISTRATION#none', table_sk, item_json FROM INDEX LIMIT 1".replaceAll(
            "INDEX",
            `"${tableName}::gsi::by-conference"`,
          ),
        ),
    ],
  ])(
    "%s is named by the status, and mended by the start",
    async (_name, change) => {
      await change();
      expect(await run("status")).toEqual({
        printed: expect.stringMatching(/ ! +indexes +lists lack .*\(1\)/),
        code: 1,
      });
      const lines = await runSystem(async (system) => {
        const listed = await listRegistrations(openLocalTable(system), conferenceId, { seat: "held" }, undefined, 10);
        expect(listed.registrations).toHaveLength(2);
      });
      expect(lines).toContain("mended: rows of indexes that did not follow from their items (1)");
      expect((await run("status")).printed).toMatch(/ {3} +indexes +follow from the rows/);
      await runSystem(async () => {}).then((again) => expect(again.join()).not.toContain("rows of indexes"));
    },
    60_000,
  );

  test("of an item that can't be read stays, so that lists name it", async () => {
    await damage(keys.registration(registrationId), "{garbage");
    const lines = await runSystem(async () => {});
    expect(lines.join()).not.toContain("rows of indexes");
  }, 60_000);
});

test("a counter that says fewer seats than people hold is mended by the start, and seats no one above the limit", async () => {
  await setCounter(0);
  const lines = await runSystem(async (system) => {
    const table = openLocalTable(system);
    expect((await applyToConference(table, conferenceId)).seat).toBe("waiting");
    expect(await run("verify-counters")).toMatchObject({ code: 0 });
  });
  expect(lines).toContain(`${conferenceId}: mended: venue shard 0 says 0 taken, the rows say 2`);
  const steps = ["rows: every row can be read", "counters: 1 to look at"];
  expect(lines.filter((line) => steps.includes(line))).toEqual(steps);
}, 60_000);

test("a counter that a start can't mend is named with the command, and gives no seat", async () => {
  await damage(keys.registration(registrationId), "{garbage");
  await setCounter(-5);
  const lines = await runSystem(async (system) => {
    expect((await applyToConference(openLocalTable(system), conferenceId)).seat).toBe("waiting");
  });
  expect(lines).toContainEqual(expect.stringMatching(/Not mended: .* See npm run verify-counters -- --repair$/));
}, 60_000);

describe("people who are seated above a limit", () => {
  test("are counted from the registrations, named without personal data, and left to the secretariat", async () => {
    await runSystem(async (system) => {
      const table = openLocalTable(system);
      const key = keys.shard(conferenceId, "venue", 0);
      const shard = (await getItem(table, key)) ?? {};
      await putItem(table, { ...shard, taken: { N: "1" }, open: { BOOL: true } });
      // The counter shows a free seat that does not exist. The newcomer takes it, or the person who waits.
      await applyToConference(table, conferenceId);
      await waitFor(
        20_000,
        () => run("verify-counters"),
        ({ printed }) => printed.includes("OVER LIMIT"),
      );
      const over = /OVER LIMIT: .*: 3 people hold a seat in venue, whose limit is 2\. Seated last: [a-z2-7]{26}\./;
      for (const args of [[], ["--repair"], []]) {
        const { printed, code } = await run("verify-counters", ...args);
        expect(printed).toMatch(over);
        expect(printed).toMatch(/the secretariat raises the limit, or withdraws or rejects registrations/);
        expect(printed).toContain("1 seats over a limit");
        expect(code).toBe(1);
      }
      expect(await run("status")).toEqual({
        printed: expect.stringMatching(/limits .*3 people hold a seat in venue/),
        code: 1,
      });
      expect((await applyToConference(table, conferenceId)).seat).toBe("waiting");
    });
  }, 60_000);

  test("may be more than are found while a registration can't be read", async () => {
    await damage(keys.registration(registrationId), "{garbage");
    expect((await run("verify-counters")).printed).toContain("at least 0 seats over a limit");
  });
});
