import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toPresenceItem } from "#shared/check-in/check-in.repository.ts";
import { type Key, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { getNumber, N, putItem, S, scanItems, type Table, toItemKey } from "#shared/dynamodb/table.ts";
import { auditConference, toAuditRecords, verifyHistory } from "../../cli/audit/load-audit.ts";
import { writeArchive } from "../../cli/backup/archive.ts";
import { verifyBackup } from "../../cli/backup/backup-verification.ts";
import { rebuildConference } from "../../cli/rebuild/rebuild-conference.ts";
import { assessTable } from "../../cli/status/assess-table.ts";
import { repairConference } from "../../cli/verify-counters/repair.ts";
import { verifyItems } from "../../cli/verify-counters/verify-counters.ts";
import { putItems } from "../support/journal.ts";
import { applyToConference } from "../support/test-commands.ts";
import {
  alter,
  alterData,
  conferenceId,
  delegationId,
  drop,
  emptyShard,
  find,
  findAll,
  holderShard,
  keyOf,
  listWhole,
  people,
  person,
  registrationKey,
  remove,
  scan,
  shardKey,
  started,
  useWholeTable,
} from "./support/whole-table.ts";

useWholeTable();

interface Damage {
  readonly name: string;
  readonly inflict: () => Promise<unknown>;
  /** What the check says. */
  readonly says: RegExp;
  /** Why it is refused; it is mended otherwise. */
  readonly refusal?: RegExp;
}

const lost = /bring it back from a backup/;

const counters: Damage[] = [
  ...[1, 2, 7].map(
    (more): Damage => ({
      name: `a shard that counts ${more} seats too many`,
      inflict: () =>
        alter(shardKey("venue", holderShard()), {
          taken: N(getNumber(find(shardKey("venue", holderShard())), "taken") + more),
        }),
      says: /^venue shard \d says \d+ taken, the rows say/,
    }),
  ),
  {
    name: "a shard that counts a seat too few",
    inflict: () =>
      alter(shardKey("venue", holderShard()), {
        taken: N(getNumber(find(shardKey("venue", holderShard())), "taken") - 1),
      }),
    says: /^venue shard \d says/,
  },
  {
    name: "a shard that counts none",
    inflict: () => alter(shardKey("category:ngo"), { taken: N(0) }),
    says: /^category:ngo shard 0 says 0/,
  },
  {
    name: "a session that counts too many",
    inflict: () => alter(shardKey("session:side-event"), { taken: N(5) }),
    says: /^session:side-event shard 0/,
  },
  {
    name: "a delegation that counts too many",
    inflict: () => alter(shardKey(`delegation:${delegationId}`), { taken: N(1) }),
    says: /^delegation:.* shard 0 says 1/,
  },
  {
    name: "a shard without a counter",
    inflict: () => alter(shardKey("venue", 1), { taken: S("many") }),
    says: /^venue shard 1 is damaged \(taken no number, limit \d+\)/,
  },
  {
    name: "a negative counter",
    inflict: () => alter(shardKey("venue", 0), { taken: N(-3) }),
    says: /^venue shard 0 is damaged \(taken -3, limit \d+\)/,
  },
  {
    name: "a counter with a fraction",
    inflict: () => alter(shardKey("venue", 0), { taken: N(1.5) }),
    says: /^venue shard 0 is damaged \(taken 1.5, limit \d+\)/,
  },
];

const shards: Damage[] = [
  { name: "a shard that is gone", inflict: () => remove(shardKey("venue", 0)), says: /^venue shard 0 is missing/ },
  {
    name: "the only shard of a quota that is gone",
    inflict: () => remove(shardKey("category:ngo")),
    says: /^category:ngo shard 0 is missing/,
  },
  {
    name: "the shard of a delegation that is gone",
    inflict: () => remove(shardKey(`delegation:${delegationId}`)),
    says: /^delegation:.* shard 0 is missing/,
  },
  {
    name: "a limit that is too high",
    inflict: () => alter(shardKey("venue", 0), { limit: N(400) }),
    says: /^venue has a limit of 20, its shards together/,
  },
  {
    name: "a limit that is too low",
    inflict: () => alter(shardKey("venue", 0), { limit: N(0) }),
    says: /^venue has a limit of 20, its shards together/,
  },
  {
    name: "a quota's limit that is too high",
    inflict: () => alter(shardKey("category:ngo"), { limit: N(5) }),
    says: /^category:ngo has a limit of 4/,
  },
  {
    name: "a delegation's limit that is too high",
    inflict: () => alter(shardKey(`delegation:${delegationId}`), { limit: N(99) }),
    says: /another limit than its quota/,
  },
  {
    name: "a ledger that is gone",
    inflict: () => remove(keys.pool(conferenceId, "venue")),
    says: /its item says nothing/,
  },
  {
    name: "a ledger that says another limit",
    inflict: () => alter(keys.pool(conferenceId, "venue"), { allocatedLimit: N(7) }),
    says: /its item says 7/,
  },
  {
    name: "a ledger without a number",
    inflict: () => alter(keys.pool(conferenceId, "category:ngo"), { allocatedLimit: S("x") }),
    says: /its item says nothing/,
  },
  {
    name: "a shard that says it is another",
    inflict: () => alter(shardKey("venue", 0), { shard: N(1) }),
    says: /^venue shard 0 names shard 1 of venue/,
  },
  {
    name: "a shard beyond the plan with a limit of its own",
    inflict: () =>
      putItem(started.table, {
        ...find(shardKey("venue", 0)),
        ...toItemKey(shardKey("venue", 2)),
        shard: N(2),
        taken: N(0),
        limit: N(3),
      }),
    says: /^venue has 2 shards, and shard 2 beyond them counts no one/,
  },
  {
    name: "a shard far beyond the plan with a limit of its own",
    inflict: () =>
      putItem(started.table, {
        ...find(shardKey("venue", 0)),
        ...toItemKey(shardKey("venue", 5)),
        shard: N(5),
        taken: N(0),
        limit: N(3),
      }),
    says: /^venue has 2 shards, and shard 5 beyond them counts no one/,
  },
  {
    name: "shards that exchange their contents",
    inflict: async () => {
      const [a, b] = [find(shardKey("venue", 0)), find(shardKey("venue", 1))];
      await putItems(started.table, [
        { ...b, ...toItemKey(keyOf(a)) },
        { ...a, ...toItemKey(keyOf(b)) },
      ]);
    },
    says: /^venue shard 0 names shard 1 of venue/,
  },
];

const constraints: Damage[] = [
  {
    name: "a person without a constraint",
    inflict: () => drop(findAll("person")[0]),
    says: /^the person row .* is missing for registration/,
  },
  {
    name: "a constraint that names no registration",
    inflict: () => alter(keyOf(findAll("person")[1]), { registrationId: S("x") }),
    says: /^the person row .* disagrees with/,
  },
  {
    name: "a constraint that names another registration",
    inflict: () => alter(keyOf(findAll("person")[2]), { registrationId: S(person(9).registrationId) }),
    says: /^the person row .* disagrees with/,
  },
  {
    name: "a constraint of a withdrawn person",
    inflict: () =>
      putItem(started.table, {
        ...toItemKey(keys.person(conferenceId, "d".repeat(64))),
        entity: S("person"),
        registrationId: S(person(9).registrationId),
      }),
    says: /^the person row .* follows from no registration/,
  },
  {
    name: "a head of delegation whom no registration names",
    inflict: () =>
      putItem(started.table, {
        ...toItemKey(keys.headOfDelegation(delegationId)),
        entity: S("head-of-delegation"),
        registrationId: S(person(0).registrationId),
      }),
    says: /^the head-of-delegation row .* follows from no registration/,
  },
  {
    name: "a focal point's row that is gone",
    inflict: () => drop(findAll("focal-point")[0]),
    says: /^the focal-point row .* is missing/,
  },
  {
    name: "a focal point's row of another address",
    inflict: () =>
      putItem(started.table, {
        ...find(keyOf(findAll("focal-point")[0])),
        ...toItemKey(keys.focalPoint(conferenceId, "e".repeat(64), delegationId)),
      }),
    says: /^the focal-point row .* follows from no registration or delegation/,
  },
  {
    name: "a request of membership that no registration makes",
    inflict: () =>
      putItem(started.table, {
        ...toItemKey(keys.membershipRequest(delegationId, person(0).registrationId)),
        entity: S("membership-request"),
        registrationId: S(person(0).registrationId),
      }),
    says: /^the membership-request row .* follows from no/,
  },
  {
    name: "two live registrations of one person",
    inflict: () =>
      alterData(registrationKey(1), (data) => ({
        ...data,
        person: { ...(data["person"] as object), email: person(0).person.email },
      })),
    says: /^the person row .* has 2 owners/,
    refusal: /only one of them may exist/,
  },
];

const derivedRows: Damage[] = [
  { name: "a badge that is gone", inflict: () => drop(findAll("badge")[0]), says: /^the badge row .* is missing for/ },
  {
    name: "a badge with another serial",
    inflict: () => alterData(keyOf(findAll("badge")[0]), (data) => ({ ...data, serial: 7 })),
    says: /^the badge row .* disagrees with/,
  },
  {
    name: "a badge that is no JSON",
    inflict: () => alter(keyOf(findAll("badge")[1]), { data: S("{") }),
    says: /^the badge row .* disagrees with/,
  },
  {
    name: "a badge of a person without one",
    inflict: () =>
      putItem(started.table, {
        ...find(keyOf(findAll("badge")[0])),
        ...toItemKey(keys.badge(conferenceId, person(5).registrationId)),
      }),
    says: /^the badge row .* follows from no registration/,
  },
  {
    name: "a presence that is gone",
    inflict: () => drop(findAll("presence")[0]),
    says: /^the presence of registration .* is missing for the check-in events/,
  },
  {
    name: "a presence that says outside",
    inflict: () => alter(keyOf(findAll("presence")[0]), { inside: { BOOL: false } }),
    says: /^the presence of registration .* disagrees/,
  },
  {
    name: "a presence without a time",
    inflict: () => alter(keyOf(findAll("presence")[0]), { since: N(1) }),
    says: /^the presence of registration .* disagrees/,
  },
  {
    name: "a presence without an event",
    inflict: () =>
      putItem(
        started.table,
        toPresenceItem(conferenceId, {
          registrationId: person(1).registrationId,
          place: "venue",
          inside: true,
          gate: "A",
          since: "2027-10-26T08:00:00.000Z",
          scanId: "s",
          version: 1,
        }),
      ),
    says: /^the presence row .* follows from no check-in event/,
  },
  {
    name: "a delegation without its admission limit",
    inflict: () => remove(keys.delegationPresence(conferenceId, delegationId)),
    says: /^the presence row of delegation/,
  },
  {
    name: "a delegation with a member inside who is not",
    inflict: () => alter(keys.delegationPresence(conferenceId, delegationId), { inside: { SS: ["x"] } }),
    says: /^the presence row of delegation/,
  },
  {
    name: "a registration listed in another state",
    inflict: () => alter(registrationKey(3), { accreditationState: S("approved") }),
    says: /^registration .* is listed by another accreditationState/,
  },
  {
    name: "a registration listed at another conference",
    inflict: () => alter(registrationKey(3), { conferenceKey: S("CONFERENCE#other#0") }),
    says: /^registration .* is listed by another conferenceKey/,
  },
  {
    name: "a person on the waiting list whom it does not list",
    inflict: () => {
      const { dueKey: _k, dueSort: _s, waitingFor: _w, ...item } = find(registrationKey(4));
      return putItem(started.table, item);
    },
    says: /^registration .* is listed by another dueKey, waitingFor/,
  },
  {
    name: "a conference that the list does not name",
    inflict: () => remove(keys.conferenceDirectoryEntry(conferenceId)),
    says: /^the list of conferences/,
  },
  {
    name: "a version marker of a conference that is gone",
    inflict: () => remove(keys.conferenceVersion(conferenceId, 3)),
    says: /has no, or another, version marker/,
  },
  {
    name: "a version marker of another conference",
    inflict: () => alter(keys.conferenceVersion(conferenceId, 4), { digest: S("other") }),
    says: /has no, or another, version marker/,
  },
  {
    name: "a count that is too high",
    inflict: () => alter(keyOf(findAll("statistics")[0]), { "pending.held": N(70) }),
    says: /^statistics say 7\d pending.held/,
  },
  { name: "a count that is gone", inflict: () => drop(findAll("statistics")[1]), says: /^statistics say 0/ },
  {
    name: "a person who is counted as something else",
    inflict: () =>
      alterData(keys.countMarker(person(0).registrationId), (data) => ({ ...data, status: "rejected.none" })),
    says: /^registration .* is counted as something else/,
  },
  {
    name: "a count marker that is gone",
    inflict: () => remove(keys.countMarker(person(0).registrationId)),
    says: /^statistics say/,
  },
  {
    name: "a count marker that is no JSON",
    inflict: () => alter(keys.countMarker(person(0).registrationId), { data: S("?") }),
    says: /^statistics say/,
  },
  {
    name: "a search row that is gone",
    inflict: () => drop(findAll("search-term")[0]),
    says: /^1 search rows of registration/,
  },
  {
    name: "a trait's row that is gone",
    inflict: () => drop(findAll("match-trait")[0]),
    says: /^1 search rows of registration/,
  },
  {
    name: "a search row of a name that the person does not have",
    inflict: () =>
      putItem(started.table, {
        ...toItemKey(keys.searchTerm(conferenceId, "someone", person(0).registrationId)),
        entity: S("search-term"),
        registrationId: S(person(0).registrationId),
      }),
    says: /^the search row search-term of .* leads to a registration without it/,
  },
];

const seats: Damage[] = [
  {
    name: "a seat that is counted nowhere",
    inflict: () => alterData(registrationKey(7), (data) => ({ ...data, shardAllocations: {} })),
    says: /occupies other pools than its seats require/,
  },
  {
    name: "a seat in a pool that does not exist",
    inflict: () =>
      alterData(registrationKey(7), (data) => ({
        ...data,
        shardAllocations: { ...(data["shardAllocations"] as object), "category:none": 0 },
      })),
    says: /occupies other pools/,
  },
  {
    name: "a seat in a shard that does not exist",
    inflict: () => alterData(registrationKey(7), (data) => ({ ...data, shardAllocations: { venue: 9 } })),
    says: /occupies other pools/,
  },
  {
    name: "a withdrawn person who still occupies a seat",
    inflict: () => alterData(registrationKey(9), (data) => ({ ...data, shardAllocations: { venue: emptyShard() } })),
    says: /occupies other pools/,
  },
];

const garbage: Damage[] = [
  {
    name: "a registration that is no JSON",
    inflict: () => alter(registrationKey(8), { data: S("\u0000garbage") }),
    says: /^item REGISTRATION#.* can't be read/,
    refusal: lost,
  },
  {
    name: "a registration without a seat",
    inflict: () => alterData(registrationKey(8), ({ seat: _, ...data }) => data),
    says: /^item REGISTRATION#.* has no valid seat/,
    refusal: lost,
  },
  {
    name: "a registration under another key",
    inflict: () => alterData(registrationKey(8), (data) => ({ ...data, registrationId: person(0).registrationId })),
    says: /its data is that of another key/,
    refusal: lost,
  },
  {
    name: "a registration of another entity",
    inflict: () => alter(registrationKey(8), { entity: S("tea") }),
    says: /its entity is tea, not registration/,
    refusal: lost,
  },
  {
    name: "a registration of a category that does not exist",
    inflict: () => alterData(registrationKey(8), (data) => ({ ...data, category: "tea" })),
    says: /^registration .* can't be read/,
    refusal: lost,
  },
  {
    name: "a delegation without a name",
    inflict: () => alterData(keys.delegation(delegationId), ({ name: _, ...data }) => data),
    says: /^item DELEGATION#.* has no valid name/,
    refusal: lost,
  },
  {
    name: "an item of no kind",
    inflict: () => putItem(started.table, { ...toItemKey({ PK: "TEA#1", SK: "POT" }), entity: S("tea") }),
    says: /^item TEA#1 POT can't be read/,
    refusal: /no function reads it: npm run verify-counters -- --remove 'TEA#1 POT' removes it$/,
  },
  {
    name: "a check-in event that is no JSON",
    inflict: () => alter(keyOf(findAll("check-in-event")[0]), { data: S("") }),
    says: /^item GATE#.* can't be read/,
    refusal: lost,
  },
];

const listTexts = async () => {
  const { conferences, unreadable } = verifyItems(await scan(), Date.now());
  return { texts: [...unreadable, ...conferences.flatMap(({ findings }) => findings)], checked: conferences.length };
};

/** The limits of the shards of each pool add up to no more than its limit, and no shard has more seats than its limit. */
async function findSeatsAboveLimits(table: Table): Promise<string[]> {
  const items = (await Array.fromAsync(scanItems(table))).filter(({ entity }) => entity?.S === "shard");
  const limited = items.filter(({ limit }) => limit !== undefined);
  return limited.filter((item) => getNumber(item, "taken") > getNumber(item, "limit")).map((item) => keyOf(item).PK);
}

/** The rows of the whole table that no longer are in the table. */
async function listLostRows(): Promise<string[]> {
  const left = new Set((await scan()).map((item) => serializeKey(keyOf(item))));
  return listWhole()
    .map((item) => serializeKey(keyOf(item)))
    .filter((key) => !left.has(key));
}

test("the table is right before it is damaged", async () => {
  expect(await listTexts()).toEqual({ texts: [], checked: 1 });
});

const all = { counters, shards, constraints, "derived rows": derivedRows, seats, garbage };

test("more than 50 kinds of damage are generated", () => {
  expect(Object.values(all).flat().length).toBeGreaterThan(50);
});

describe.each(Object.entries(all))("of the %s", (_name, damages) => {
  test.each(damages)("$name is found, named, and mended or refused", async ({ inflict, says, refusal }) => {
    await inflict();
    const found = await listTexts();
    expect(found.texts.map(({ text }) => text)).toContainEqual(expect.stringMatching(says));
    expect(found.checked).toBe(1);
    const entries = findAll("journal").length;
    const results = await repairConference(started.table, conferenceId);
    const left = await listTexts();
    expect(await findSeatsAboveLimits(started.table)).toEqual([]);
    if (refusal === lost) expect(await listLostRows()).toEqual([]);
    if (refusal) {
      expect(
        left.texts.map((each) => `${each.text} ${each.refusal}`).concat(results.map((each) => `${each.refusal}`)),
      ).toContainEqual(expect.stringMatching(refusal));
      return;
    }
    expect(left.texts).toEqual([]);
    expect(results.filter((each) => each.refusal !== undefined)).toEqual([]);
    const journal = (await scan()).filter(({ entity }) => entity?.S === "journal");
    expect(journal.length).toBeGreaterThan(entries);
    expect(journal.some((item) => item["data"]?.S?.includes('"action":"repair"'))).toBe(true);
  });
});

test("a seat by its row above a full quota is counted and named, and closes the quota", async () => {
  await alterData(registrationKey(5), (data) => ({
    ...data,
    seat: { state: "held", since: "2027-01-01T00:00:00Z" },
    waitingFor: [],
  }));
  await repairConference(started.table, conferenceId);
  expect((await listTexts()).texts).toEqual([]);
  const [report] = verifyItems(await scan(), Date.now()).conferences;
  expect(report?.poolsOverLimit).toEqual([
    { pool: "category:ngo", limit: 4, holders: 5, registrationIds: [person(5).registrationId] },
  ]);
  const { table } = started;
  expect((await applyToConference(table, conferenceId, { category: "ngo" })).seat).toBe("waiting");
});

describe("of the history", () => {
  const differences = async () => verifyHistory(toAuditRecords(conferenceId, await scan()), 0).differences;
  const journals = () => findAll("journal").map(keyOf);
  const links = () => findAll("audit-link").map(keyOf);

  test.each([
    ["an entry that is gone", () => remove(journals()[3] as Key), /^entry .* was removed/],
    [
      "an entry with another actor",
      () => alterData(journals()[2] as Key, (data) => ({ ...data, actor: { kind: "public" } })),
      /was altered/,
    ],
    ["an entry with another time", () => alter(journals()[1] as Key, { at: S("2020-01-01T00:00:00Z") }), /was altered/],
    ["an entry that is no JSON", () => alter(journals()[1] as Key, { data: S("{") }), /was altered/],
    ["a link that is gone", () => remove(links()[4] as Key), /^link \d+ is missing/],
    [
      "a link with another commitment",
      () => alter(links()[4] as Key, { commitment: S("0") }),
      /does not follow|was altered/,
    ],
    [
      "a head that says less",
      () => alter(keys.auditHead(conferenceId), { sequence: N(2) }),
      /not the one that its head names/,
    ],
    ["a head that is gone", () => remove(keys.auditHead(conferenceId)), /link|end|chain/],
  ] as const)("%s is found", async (_name, inflict, says) => {
    expect(await differences()).toEqual([]);
    await inflict();
    expect(await differences()).toContainEqual(expect.stringMatching(says));
  });
});

test("a history that is lost as a whole is one difference in the audit, the status and a backup", async () => {
  for (const entity of ["journal", "audit-link", "audit-head"]) for (const item of findAll(entity)) await drop(item);
  const lost = "the whole history is missing";
  const items = await scan();
  expect((await auditConference(started.table, conferenceId, Date.now())).differences).toEqual([lost]);
  const histories = assessTable(items, Date.now()).filter(({ subject }) => subject === `${conferenceId}: history`);
  expect(histories).toEqual([{ subject: `${conferenceId}: history`, state: "attention", text: lost }]);
  const folder = await mkdtemp(join(tmpdir(), "palais-lost-"));
  async function* lines() {
    for (const item of items) yield { item };
  }
  await writeArchive(join(folder, "b.gz"), lines(), async () => {});
  const { differences } = await verifyBackup(join(folder, "b.gz"));
  await rm(folder, { recursive: true });
  expect(differences).toEqual([`${conferenceId}: ${lost}`]);
});

test("a rebuild writes all derived rows again, from none", async () => {
  for (const entity of [
    "statistics",
    "count-marker",
    "search-term",
    "match-trait",
    "search-entry",
    "badge",
    "presence",
    "person",
  ])
    for (const item of findAll(entity)) await drop(item);
  const { registrations } = await rebuildConference(started.table, conferenceId);
  expect(registrations).toBe(people.length);
  expect(await listTexts()).toEqual({ texts: [], checked: 1 });
});
