import { describe, expect, test } from "vitest";
import { keys, lists } from "#shared/dynamodb/keys.ts";
import { getItem, type Item, N, putItem, S, toItemKey } from "#shared/dynamodb/table.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { toAuditRecords, verifyHistory } from "../../cli/audit/load-audit.ts";
import { verifySnapshot } from "../../cli/backup/backup-verification.ts";
import { assessTable, type StatusLine } from "../../cli/status/assess-table.ts";
import { repairConference } from "../../cli/verify-counters/repair.ts";
import { localAws, runCli } from "./support/run-cli.ts";
import { conferenceId, delegationId, findAll, listWhole, scan, started, useWholeTable } from "./support/whole-table.ts";

useWholeTable();

/** Rows that the table of the other tests has not. */
const listOtherRows = (): Item[] => [
  {
    ...toItemKey(keys.job("j")),
    entity: S("job"),
    jobId: S("j"),
    kind: S("import"),
    dueKey: S(lists.dueJobs("import")),
    dueSort: S(`${new Date().toISOString()}#j`),
  },
  { ...toItemKey(keys.lastBackup), entity: S("last-backup"), at: S(new Date().toISOString()) },
];

const isKeyAttribute = (name: string) => name === "PK" || name === "SK";

/** The row without an attribute, and with another one in its place. */
function listAttributeDamages(item: Item): Item[] {
  const names = Object.keys(item).filter((name) => !isKeyAttribute(name));
  return names.flatMap((name) => {
    const { [name]: value = S(""), ...others } = item;
    return [others, { ...item, [name]: value.S === undefined ? S("x") : N(-1) }, { ...item, [name]: { M: {} } }];
  });
}

const wrongValues = [undefined, null, {}, [null], "x", -1];

/** A JSON value in which one field, at most two levels deep, has each wrong value in its place. */
function* listFieldDamages(data: unknown, depth = 2): Generator<unknown> {
  if (typeof data !== "object" || data === null || depth === 0) return;
  for (const [name, value] of Object.entries(data)) {
    const replace = (replaced: unknown) =>
      Array.isArray(data)
        ? data.map((each, index) => (String(index) === name ? replaced : each))
        : { ...data, [name]: replaced };
    for (const wrong of wrongValues) yield replace(wrong);
    for (const inner of listFieldDamages(value, depth - 1)) yield replace(inner);
  }
}

function* listDamages(item: Item): Generator<Item> {
  yield* listAttributeDamages(item);
  const text = item["data"]?.S;
  if (text === undefined) return;
  for (const data of ["null", "[]", "{}", "{x"]) yield { ...item, data: S(data) };
  for (const data of listFieldDamages(JSON.parse(text))) yield { ...item, data: S(JSON.stringify(data)) };
}

/** Reads the rows as `status`, `audit` and `backup` do. */
function verifyAll(items: readonly Item[]) {
  const lines = assessTable(items, Date.now());
  const { differences } = verifySnapshot(items);
  const history = verifyHistory(toAuditRecords(conferenceId, items), Date.now()).differences;
  return { lines, differences, history };
}

test("one damaged row stops neither the status, nor the audit, nor the verification of a backup", () => {
  const whole = [...listWhole(), ...listOtherRows()];
  const rows = [...Map.groupBy(whole, (item) => item["entity"]?.S).values()].flatMap((each) => each.slice(0, 1));
  const crashes: string[] = [];
  for (const row of rows) {
    const others = whole.filter((item) => item !== row);
    for (const damaged of listDamages(row)) {
      try {
        verifyAll([...others, damaged]);
      } catch (error) {
        crashes.push(`${error}: ${JSON.stringify(damaged)}`);
      }
    }
  }
  expect(rows.length).toBeGreaterThan(20);
  expect(crashes).toEqual([]);
}, 600_000);

/** What the reports say once an attribute of a row is gone, or another one. */
function verifyDamaged(item: Item | undefined, changed: Readonly<Record<string, Item[string] | undefined>>) {
  const damaged: Item = {};
  for (const [name, value] of Object.entries({ ...item, ...changed })) if (value) damaged[name] = value;
  const whole = [...listWhole(), ...listOtherRows()];
  const others = whole.filter(({ PK, SK }) => PK?.S !== item?.["PK"]?.S || SK?.S !== item?.["SK"]?.S);
  return verifyAll([...others, damaged]);
}

const listFaults = (lines: readonly StatusLine[]): string[] =>
  lines.flatMap(({ subject, state, text }) => (state === "attention" ? [`${subject}: ${text}`] : []));

describe("a damaged row is named with its key:", () => {
  const head = () => findAll("audit-head")[0];
  const link = (sequence: number) => findAll("audit-link").find((item) => item["sequence"]?.N === String(sequence));
  const inHistory = (row: RegExp, fault: string) => new RegExp(`${row.source} can't be read: ${fault}`);

  test.each([
    [
      "the head of a chain without its hash",
      head,
      { hash: undefined },
      inHistory(/AUDIT#\S+ HEAD/, "item without hash"),
    ],
    [
      "a head below its links",
      head,
      { sequence: N(-5) },
      inHistory(/AUDIT#\S+ HEAD/, "its sequence is no whole number"),
    ],
    [
      "a head with a fraction",
      head,
      { sequence: { N: "1.5" } },
      inHistory(/AUDIT#\S+ HEAD/, "its sequence is no whole"),
    ],
    [
      "a link without its commitment",
      () => link(3),
      { commitment: undefined },
      inHistory(/AUDIT#\S+ LINK#\S+/, "item without commitment"),
    ],
    [
      "a link far before the first",
      () => link(3),
      { sequence: N(-1e9) },
      inHistory(/AUDIT#\S+ LINK#\S+/, "its sequence is no whole number"),
    ],
  ])("%s", (_name, find, changed, says) => {
    const { lines, differences, history } = verifyDamaged(find(), changed);
    expect(history).toContainEqual(expect.stringMatching(says));
    expect(differences).toContainEqual(expect.stringMatching(says));
    expect(listFaults(lines)).toContainEqual(expect.stringMatching(/: history: \d+: /));
  });

  test.each([
    [
      "a job without its time",
      "job",
      { dueSort: undefined },
      /^jobs and imports: item JOB#j JOB can't be read: item w/,
    ],
    [
      "a last backup without its time",
      "last-backup",
      { at: undefined },
      /^last backup: item LAST-BACKUP LAST-BACKUP c/,
    ],
    [
      "a delegation without a name",
      "delegation",
      { data: undefined },
      /^rows: .*item DELEGATION#\S+ DELEGATION can't be read: item without data/,
    ],
  ])("%s", (_name, entity, changed, says) => {
    const item = [...listWhole(), ...listOtherRows()].find((each) => each["entity"]?.S === entity);
    expect(listFaults(verifyDamaged(item, changed).lines)).toContainEqual(expect.stringMatching(says));
  });

  test("a delegation without an English name", () => {
    const [item] = findAll("delegation");
    const data = { ...JSON.parse(item?.["data"]?.S ?? ""), name: {} };
    const { differences } = verifyDamaged(item, { data: S(JSON.stringify(data)) });
    expect(differences).toContainEqual(
      expect.stringMatching(/^item DELEGATION#\S+ DELEGATION can't be read: its data has no valid name\.en$/),
    );
  });
});

describe("a registration that no function reads", () => {
  const alterPerson = (item: Item | undefined): Item => {
    const data = JSON.parse(item?.["data"]?.S ?? "{}") as { readonly person: object };
    return { ...item, data: S(JSON.stringify({ ...data, person: { ...data.person, familyName: 5 } })) };
  };
  const listOwn = (differences: readonly string[], id: string | undefined) =>
    differences.filter((text) => text.includes(`registration ${id} can't be read`));

  test.each([
    ["whose name is a number", alterPerson, "person.familyName"],
    ["without a version", (item: Item | undefined): Item => ({ ...item, version: S("") }), "version"],
  ])("%s is named with the field, and its seats are counted all the same", (_name, damage, field) => {
    const [item] = findAll("registration");
    const id = item?.["registrationId"]?.S;
    const { lines, differences } = verifyDamaged(item, damage(item));
    expect(listOwn(differences, id)).toEqual([
      `${conferenceId}: registration ${id} can't be read: its data has no valid ${field}`,
    ]);
    const named = new RegExp(`^${conferenceId}: counters: .*registration ${id} can't be read: .*verify-counters`);
    expect(listFaults(lines)).toContainEqual(expect.stringMatching(named));
    expect(differences.filter((text) => /shard|pool/.test(text))).toEqual([]);
  });

  test("stays as it is in a repair, which mends the counters, and says what to do", async () => {
    const [item] = findAll("registration");
    const damaged = alterPerson(item);
    const key = keys.shard(conferenceId, "venue", 0);
    const shard = (await getItem(started.table, key)) ?? {};
    await putItem(started.table, damaged);
    await putItem(started.table, { ...shard, taken: N(0) });
    const results = await repairConference(toCommandStore(started.table), conferenceId);
    const text = `registration ${item?.["registrationId"]?.S} can't be read: its data has no valid person.familyName`;
    expect(results).toContainEqual({ text, refusal: expect.stringContaining("bring it back from a backup") });
    expect((await getItem(started.table, key))?.["taken"]).toEqual(shard["taken"]);
    const stored = await getItem(started.table, keys.registration(item?.["registrationId"]?.S ?? ""));
    expect(stored).toEqual(damaged);
    const { printed } = await runCli("verify-counters", ["--conference", conferenceId, "--table", started.table.name], {
      ...localAws,
      AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
    });
    expect(printed).toContain(`DIFFERENCE: ${text} (can't be mended: its content is lost: bring it back from a backup`);
  }, 60_000);
});

describe("a conference or delegation that no function reads", () => {
  const alterData = (item: Item | undefined, changed: object): Item => ({
    ...item,
    data: S(JSON.stringify({ ...(JSON.parse(item?.["data"]?.S ?? "{}") as object), ...changed })),
  });

  test.each([
    ["title", { title: 5 }, "title"],
    ["first day", { startsOn: "soon" }, "startsOn"],
    ["categories", { categories: [{ category: "ngo" }] }, "categories.0.title"],
  ])("is named with the field: the %s of a conference", (_name, changed, field) => {
    const [item] = findAll("conference");
    const { lines, differences } = verifyDamaged(item, alterData(item, changed));
    const text = `item CONFERENCE#${conferenceId} CONFERENCE can't be read: its data has no valid ${field}`;
    expect(differences.filter((each) => each.startsWith("item"))).toEqual([text]);
    expect(listFaults(lines)).toContainEqual(expect.stringContaining(text));
  });

  test.each([
    ["members", { members: "x" }],
    ["language", { language: "xx" }],
    ["status", { status: "lost" }],
  ])("is named with the field: the %s of a delegation, whose pool is counted all the same", (field, changed) => {
    const [item] = findAll("delegation");
    const { lines, differences } = verifyDamaged(item, alterData(item, changed));
    const text = `${conferenceId}: delegation ${delegationId} can't be read: its data has no valid ${field}`;
    expect(differences.filter((each) => each.includes("can't be read"))).toEqual([text]);
    expect(listFaults(lines)).toContainEqual(
      expect.stringMatching(new RegExp(`^${conferenceId}: counters: .*delegation ${delegationId} can't be read`)),
    );
    expect(differences.filter((each) => /shard|pool/.test(each))).toEqual([]);
  });

  test("stays as it is in a repair, and its rows too, and says what to do", async () => {
    const [conference] = findAll("conference");
    const [delegation] = findAll("delegation");
    const damagedDelegation = alterData(delegation, { members: "x" });
    await putItem(started.table, damagedDelegation);
    const text = `delegation ${delegationId} can't be read: its data has no valid members`;
    const results = await repairConference(toCommandStore(started.table), conferenceId);
    expect(results).toContainEqual({ text, refusal: expect.stringContaining("bring it back from a backup") });
    const damagedConference = alterData(conference, { title: 5 });
    await putItem(started.table, damagedConference);
    const before = await scan();
    const args = ["--repair", "--table", started.table.name];
    const { printed, code } = await runCli("verify-counters", args, {
      ...localAws,
      AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
    });
    expect(code).toBe(1);
    expect(printed).toContain(`item CONFERENCE#${conferenceId} CONFERENCE can't be read: its data has no valid title`);
    expect(await scan()).toEqual(before);
  }, 60_000);
});

describe("a history whose head was lowered", () => {
  const rewrite = (item: Item): Item => (item["entity"]?.S === "journal" ? { ...item, at: S("2001-01-01") } : item);

  test.each([-5, 0, 3])("to %i hides no entry that was altered", (sequence) => {
    const items = listWhole().map((item) =>
      item["entity"]?.S === "audit-head" ? { ...item, sequence: N(sequence) } : rewrite(item),
    );
    const { differences } = verifyHistory(toAuditRecords(conferenceId, items), Date.now());
    const links = findAll("audit-link").length;
    expect(differences.filter((text) => text.includes("was altered"))).toHaveLength(sequence > 0 ? sequence : links);
    const beyond = differences.filter((text) => text.endsWith("is beyond the head of the chain, which is 3"));
    expect(beyond).toHaveLength(sequence > 0 ? links - sequence : 0);
  });

  test("names links that are missing up to a number in one sentence", () => {
    const links = findAll("audit-link").length;
    const [item] = findAll("audit-head");
    expect(verifyDamaged(item, { sequence: N(1e9) }).history).toEqual([
      `the links ${links + 1} to 1000000000 are missing`,
    ]);
  });
});

test("a verification that fails itself is a difference, so a local backup is kept", () => {
  const poisoned: Item = {
    get entity(): never {
      throw new Error("no entity");
    },
  };
  expect(verifySnapshot([poisoned]).differences).toEqual(["the rows can't be verified: no entity"]);
});
