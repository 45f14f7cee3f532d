import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "vitest";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { BOOL, type Item, N, putItem, S, toItemKey } from "#shared/dynamodb/table.ts";
import { rebuildConference } from "../../cli/rebuild/rebuild-conference.ts";
import { repairConference } from "../../cli/verify-counters/repair.ts";
import { verifyItems } from "../../cli/verify-counters/verify-counters.ts";
import { putItems } from "../support/journal.ts";
import {
  alter,
  alterData,
  conferenceId,
  drop,
  find,
  findAll,
  keyOf,
  person,
  registrationKey,
  remove,
  scan,
  started,
  useWholeTable,
} from "./support/whole-table.ts";

useWholeTable();

const findItem = async (item: Item) =>
  (await scan()).find((each) => serializeKey(keyOf(each)) === serializeKey(keyOf(item)));

/** Everything but the history, to which a repair adds entries. */
const scanRows = async () => {
  const rows = (await scan()).filter(({ entity }) => entity?.S !== "journal");
  return new Map(rows.map((item) => [serializeKey(keyOf(item)), item]));
};

const alterAll = async (entity: string, changed: Item) => {
  for (const item of findAll(entity)) await alter(keyOf(item), changed);
};
const dropAll = async (entity: string) => {
  for (const item of findAll(entity)) await drop(item);
};

/** The sum of all counts of the statistics. */
const countPeople = (rows: ReadonlyMap<string, Item>): number =>
  [...rows.values()]
    .filter(({ entity }) => entity?.S === "statistics")
    .flatMap((item) => Object.values(item).map(({ N: count = "0" }) => Number(count)))
    .reduce((sum, count) => sum + count, 0);

const notJson = { data: S("\u0000garbage") };

const losses = [
  { name: "one registration is no JSON", inflict: () => alter(registrationKey(0), notJson) },
  { name: "no registration is JSON", inflict: () => alterAll("registration", notJson) },
  {
    name: "one registration is of a category that does not exist",
    inflict: () => alterData(registrationKey(0), (data) => ({ ...data, category: "tea" })),
  },
  { name: "one registration is missing", inflict: () => remove(registrationKey(0)) },
  { name: "all registrations are missing", inflict: () => dropAll("registration") },
  { name: "no delegation is JSON", inflict: () => alterAll("delegation", notJson) },
  { name: "no check-in event is JSON", inflict: () => alterAll("check-in-event", notJson) },
  {
    name: "the check-in events are of another entity",
    inflict: () => alterAll("check-in-event", { entity: S("tea") }),
  },
];

describe.each(losses)("if $name", ({ inflict }) => {
  beforeEach(inflict);

  test("a repair changes no row that may follow from it, and says why", async () => {
    const before = await scanRows();
    const results = await repairConference(started.table, conferenceId);
    expect(await scanRows()).toEqual(before);
    const { unreadable, conferences } = verifyItems(await scan(), Date.now());
    const refusals = [...results, ...unreadable, ...conferences.flatMap(({ findings }) => findings)].map(
      ({ refusal }) => refusal,
    );
    expect(refusals).toContainEqual(expect.stringMatching(/backup/));
    expect(results.filter(({ refusal }) => refusal === undefined)).toEqual([]);
  });

  test("a rebuild deletes nothing and counts no one away", async () => {
    const before = await scanRows();
    await rebuildConference(started.table, conferenceId);
    const after = await scanRows();
    expect([...before.keys()].filter((key) => !after.has(key))).toEqual([]);
    expect(countPeople(after)).toBe(countPeople(before));
  });
});

describe("while the system writes", () => {
  const middleware = "meanwhile";

  /** Repairs, and writes as soon as the scan with this number is answered. */
  async function repairDuring(scanNumber: number, write: () => Promise<unknown>) {
    const client: DynamoDBClient = started.table.client;
    let scans = 0;
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          if (commandName === "ScanCommand") scans += 1;
          if (commandName === "ScanCommand" && scans === scanNumber) await write();
          return answer;
        },
      { step: "initialize", name: middleware },
    );
    try {
      return await repairConference(started.table, conferenceId);
    } finally {
      client.middlewareStack.remove(middleware);
    }
  }

  test("a badge stays whose registration was read before its approval", async () => {
    const registration = find(registrationKey(0));
    const badge = find(keys.badge(conferenceId, person(0).registrationId));
    await alterData(registrationKey(0), (data) => ({ ...data, accreditation: { state: "pending" }, badgeSerial: 0 }));
    await repairDuring(2, () => putItem(started.table, registration));
    expect(await findItem(badge)).toEqual(badge);
  });

  test.each([2, 4])("a scan at a gate during scan %i of the table is not overwritten", async (scanNumber) => {
    const [event = {}, presence = {}] = [...findAll("check-in-event"), ...findAll("presence")];
    await alter(keyOf(presence), { inside: BOOL(false) });
    const scanned = { scanId: "scan-2", gate: "B", at: "2027-10-26T09:00:00.000Z" };
    const later = [
      {
        ...event,
        ...toItemKey(keys.checkInEvent(conferenceId, person(0).registrationId, "venue", "digest-2")),
        data: S(JSON.stringify({ ...JSON.parse(event["data"]?.S ?? ""), ...scanned })),
      },
      { ...presence, scanId: S("scan-2"), gate: S("B"), since: S(scanned.at), version: N(7) },
    ];
    await repairDuring(scanNumber, () => putItems(started.table, later));
    expect(await findItem(presence)).toEqual(later[1]);
  });
});
