import { existsSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { keys } from "#shared/dynamodb/keys.ts";
import { findStoredFormFault, loadStoredForm } from "#shared/dynamodb/stored-form.repository.ts";
import { deleteItem, type Item, N, putItem, S, scanItems, toItemKey, writeItems } from "#shared/dynamodb/table.ts";
import { toAuditRecords, verifyHistory } from "../../cli/audit/load-audit.ts";
import { readArchive } from "../../cli/backup/archive.ts";
import { openLocalTable } from "../../cli/target.ts";
import { upgradeSteps } from "../../cli/upgrade/steps.ts";
import { upgradeLocalSystem } from "../../cli/upgrade/upgrade-local.ts";
import { upgradeTable } from "../../cli/upgrade/upgrade-table.ts";
import { verifyItems } from "../../cli/verify-counters/verify-counters.ts";
import { openHome } from "../../local/home.ts";
import { Teardown } from "../../local/lifecycle.ts";
import { RunnerRecord } from "../../local/runner-record.ts";
import { readSnapshot, runStorage } from "../../local/storage.ts";
import { startSystem } from "../../local/system.ts";
import { synthesizeApp } from "../../local/template/synthesized-stack.ts";
import { putItems } from "../support/journal.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { startTable, type TestTable } from "../support/table.ts";
import { getAssembly } from "../support/template.ts";
import { setCapacity } from "../support/test-commands.ts";
import { callSystemAt } from "../system/support/system.ts";
import { localAws, runCli } from "./support/run-cli.ts";

/**
 * A backup that the code of commit ed245644 has written, the first with a stored form. Its conference has categories and
 * sessions with and without a limit, people who wait, a badge at a gate, a person with an alias, and a bound invitation.
 */
const fixture = "test/cli/fixtures/backup-form-1.gz";

let form1: readonly Item[];
let conferenceId: string;
let folder: string;
let started: TestTable;

beforeAll(async () => {
  const items: Item[] = [];
  for await (const line of readArchive(fixture)) if ("item" in line) items.push(line.item);
  form1 = items;
  conferenceId = items.find(({ entity }) => entity?.S === "conference")?.["PK"]?.S?.split("#")[1] ?? "";
  folder = await mkdtemp(join(tmpdir(), "palais-upgrade-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  started = await startTable();
});
afterEach(() => started.stop());

const scan = () => Array.fromAsync(scanItems(started.table));
const fill = () => writeItems(started.table, form1, Date.now() + 20_000);
const environment = () => ({ ...localAws, AWS_ENDPOINT_URL_DYNAMODB: started.endpoint });

/** What is wrong with the books and the history of a table. */
function listDifferences(items: readonly Item[]): string[] {
  const { conferences, unreadable } = verifyItems(items, Date.now());
  const history = verifyHistory(toAuditRecords(conferenceId, items), Date.now());
  return [
    ...unreadable.map(({ text }) => text),
    ...conferences.flatMap((each) => each.differences),
    ...history.differences,
  ];
}

const countTaken = (items: readonly Item[], pool: string) =>
  items
    .filter((item) => item["entity"]?.S === "shard" && item["pool"]?.S === pool)
    .reduce((sum, item) => sum + Number(item["taken"]?.N), 0);

function expectUpgraded(items: readonly Item[]): void {
  expect(listDifferences(items)).toEqual([]);
  expect(countTaken(items, "venue")).toBe(
    countTaken(items, "category:ngo") + countTaken(items, "category:member-state"),
  );
  expect(countTaken(items, "category:member-state")).toBeGreaterThan(0);
  expect(countTaken(items, "session:dinner")).toBeGreaterThan(0);
  const [address] = items.filter(({ PK }) => PK?.S?.startsWith("STAFF-ADDRESS#"));
  expect(address).toMatchObject({ holder: address?.["boundTo"], heldAt: { N: "0" } });
}

test("the fixture is in form 1, whose books disagree with those of this release", () => {
  expect(form1.find(({ PK }) => PK?.S === keys.storedForm.PK)?.["form"]?.N).toBe("1");
  expect(listDifferences(form1)).toContainEqual(expect.stringMatching(/occupies other pools than its seats require/));
  expect(countTaken(form1, "category:member-state")).toBe(0);
});

describe("an upgrade of a table", () => {
  test("brings rows and books to the form of this release, and a second one finds nothing to do", async () => {
    await fill();
    expect(await findStoredFormFault(started.table)).toMatch(
      /an older version of Palais \(form 1; this one reads form 2\)\. Upgrade it: npm run upgrade$/,
    );
    const report = await upgradeTable(started.table);
    expect(report).toMatchObject({ from: 1, to: 2, unreadable: [] });
    expect(report?.items).toBeGreaterThan(9);
    expect(report?.results.filter(({ refusal }) => refusal)).toEqual([]);
    const items = await scan();
    expectUpgraded(items);
    expect(await findStoredFormFault(started.table)).toBeUndefined();
    expect(await upgradeTable(started.table)).toBeUndefined();
    expect(await scan()).toEqual(items);
  });

  test("lets the secretariat set a limit on a category that had none, which form 1 could not count", async () => {
    await fill();
    await upgradeTable(started.table);
    const { venue, categories } = await loadConference(started.table, conferenceId);
    const limited = categories.map((each) => (each.category === "member-state" ? { ...each, quota: 3 } : each));
    await setCapacity(started.table, conferenceId, venue.capacity, { categories: limited });
    const { differences, seatsOverLimit } = verifyItems(await scan()).conferences[0] ?? {};
    expect([differences, seatsOverLimit]).toEqual([
      [],
      countTaken(form1, "venue") - countTaken(form1, "category:ngo") - 3,
    ]);
  });

  test("that was interrupted after any row is refused by name and repeated", async () => {
    const [step] = upgradeSteps;
    const upgradeItem = step?.prepare(form1) ?? ((item: Item) => item);
    const changed = form1.map(upgradeItem).filter((item, index) => item !== form1[index]);
    for (const done of [0, 1, Math.floor(changed.length / 2), changed.length]) {
      await started.stop();
      started = await startTable();
      await fill();
      await putItem(started.table, {
        ...toItemKey(keys.storedForm),
        ...{ entity: S("stored-form"), form: N(2), upgradingFrom: N(1) },
      });
      await putItems(started.table, changed.slice(0, done));
      expect(await findStoredFormFault(started.table)).toBe(
        "its upgrade from form 1 to form 2 is not complete. Repeat it: npm run upgrade",
      );
      expect(await upgradeTable(started.table)).toMatchObject({ from: 1, items: changed.length - done });
      expectUpgraded(await scan());
      expect(await loadStoredForm(started.table)).toEqual({ form: 2 });
    }
  });

  test("names a row that can't be read, and upgrades the others", async () => {
    await fill();
    await putItem(started.table, { ...toItemKey(keys.registration("lost")), entity: S("registration"), data: S("?") });
    const { printed, code } = await runCli("upgrade", ["--table", started.table.name], environment());
    expect(printed).toMatch(/^upgraded from form 1 to form 2: \d+ rows written/);
    expect(printed).toMatch(/^UNREADABLE: item REGISTRATION#lost REGISTRATION can't be read: /m);
    expect(code).toBe(1);
    await deleteItem(started.table, keys.registration("lost"));
    expect((await runCli("verify-counters", ["--table", started.table.name, "--repair"], environment())).code).toBe(0);
    expectUpgraded(await scan());
  });

  test.each([
    {
      name: "of a newer version",
      form: 99,
      says: /can't be upgraded: it was written by a newer version .*\(form 99; /,
    },
    { name: "of form 0", form: 0, says: /can't be upgraded: .*\(form 0; .*, and its figures can't be trusted/ },
  ])("$name is refused in one line", async ({ form, says }) => {
    await fill();
    await putItem(started.table, { ...toItemKey(keys.storedForm), entity: S("stored-form"), form: N(form) });
    const before = await scan();
    const { printed, code } = await runCli("upgrade", ["--table", started.table.name], environment());
    expect(printed).toMatch(/^[^\n]+\n$/);
    expect(printed).toMatch(says);
    expect(code).toBe(2);
    expect(await scan()).toEqual(before);
  });

  test("with --table upgrades a deployed table once", async () => {
    await fill();
    const run = () => runCli("upgrade", ["--table", started.table.name], environment());
    expect(await run()).toEqual({
      printed: expect.stringMatching(
        /^upgraded from form 1 to form 2: \d+ rows written, \d+ corrections of what follows from them\n$/,
      ),
      code: 0,
    });
    expectUpgraded(await scan());
    expect(await run()).toEqual({ printed: "nothing to upgrade\n", code: 0 });
  });
});

describe("a backup in an older form", () => {
  test("is upgraded by a restore into a new table", async () => {
    const args = ["--from", fixture, "--table", started.table.name, "--bucket", "documents"];
    const { printed, code } = await runCli("restore", args, environment());
    expect(printed).toMatch(/^230 items and 0 files are restored\nupgraded from form 1 to form 2: /);
    expect(code).toBe(0);
    expectUpgraded(await scan());
  });

  test("is not verified, because this release counts otherwise", async () => {
    const { printed, code } = await runCli("backup", ["--verify", fixture], environment());
    expect(printed).toMatch(
      /^[^\n]+ can't be verified: .*\(form 1; this one reads form 2\)\. Upgrade it: npm run restore\n$/,
    );
    expect(code).toBe(2);
  });
});

describe("a local system in an older form", () => {
  const at = (name: string) => join(folder, name);
  let cdkOut: string;

  beforeAll(async () => {
    const made = getAssembly().cdkOut;
    cdkOut = made ?? at("cdk.out");
    if (made === undefined) await synthesizeApp(cdkOut);
  }, 180_000);

  /** A home as the older version left it. */
  async function prepareHome(): Promise<void> {
    const teardown = new Teardown();
    const home = openHome(at("home"));
    const record = await RunnerRecord.acquire(home, "a test", () => {});
    const storage = await runStorage(home, record, cdkOut, teardown);
    await writeItems(openLocalTable(storage), form1, Date.now() + 20_000);
    await teardown.run("stop");
    await record.release();
    // The rows are written without the start that creates keys: it may create them afterwards.
    writeFileSync(home.keyRecord, JSON.stringify({ keys: [] }));
  }

  test("is refused until it is upgraded where it is, and then starts", async () => {
    await prepareHome();
    expect(await runCli("status", [], { PALAIS_HOME: at("home") })).toEqual({
      printed: expect.stringMatching(/\(form 1; this one reads form 2\)\. Upgrade it: npm run upgrade\n$/),
      code: 2,
    });
    const port = await findFreePortBlock(7_100);
    const start = () => startSystem({ home: at("home"), port, cdkOut, seeds: false });
    await expect(start()).rejects.toThrow(/Upgrade it: npm run upgrade/);
    expect(await upgradeLocalSystem({ folder: at("home"), cdkOut })).toMatchObject({ from: 1, to: 2 });
    expectUpgraded([...readSnapshot(at("home"))]);
    const system = await start();
    try {
      await expect(upgradeLocalSystem({ folder: at("home"), cdkOut })).rejects.toThrow(/Palais already runs/);
      const token = system.users.find(({ groups }) => groups.includes("secretariat"))?.idToken;
      const { body } = await callSystemAt(system.api, `/v1/conferences/${conferenceId}/capacity`, { token });
      expect(body.items).toContainEqual(expect.objectContaining({ pool: "category:member-state", limit: null }));
    } finally {
      await system.stop();
    }
  }, 240_000);

  test("is not made where there is none", async () => {
    await expect(upgradeLocalSystem({ folder: at("typo"), cdkOut })).rejects.toThrow(/no Palais system in/);
    expect(existsSync(at("typo"))).toBe(false);
  });
});
