import { describe, expect, test } from "vitest";
import { planInvocations, type StreamRecord } from "../../functions/stream-dispatcher/subscriptions.rules.ts";

let sequence = 0;
function aRecord(
  image: Readonly<Record<string, string>>,
  eventName: StreamRecord["eventName"] = "INSERT",
): StreamRecord {
  sequence += 1;
  const NewImage = Object.fromEntries(Object.entries(image).map(([name, value]) => [name, { S: value }]));
  return {
    ...(eventName && { eventName }),
    dynamodb: { SequenceNumber: String(sequence), ApproximateCreationDateTime: 1_800_000_000, NewImage },
  };
}
const aChange = (more: Readonly<Record<string, string>> = {}) =>
  aRecord({ entity: "journal", changeId: "c1", conferenceId: "idm", data: "{}", salt: "s", ...more });

/** The consumers, with the image of each record that they receive. */
const plan = (...records: StreamRecord[]) =>
  planInvocations(records).map(({ consumer, records: sent }) => [
    consumer,
    sent.map(({ dynamodb }) => dynamodb?.NewImage),
  ]);

const conference = { conferenceId: { S: "idm" } };
const change = { ...conference, changeId: { S: "c1" } };

describe("a record goes to the consumers that subscribe to it", () => {
  test("each new change to the records, and to others by its markers", () => {
    expect(plan(aChange())).toEqual([["audit-and-statistics", [change]]]);
    expect(plan(aChange({ reindexIds: "r1 r2", waitingListMarker: "*" }))).toEqual([
      ["audit-and-statistics", [change]],
      ["search-indexer", [{ reindexIds: { S: "r1 r2" } }]],
      ["waiting-list", [{ ...conference, waitingListMarker: { S: "*" } }]],
    ]);
  });

  test("a due job to the worker of its kind, also when it is due again", () => {
    for (const eventName of ["INSERT", "MODIFY"] as const)
      for (const kind of ["import", "badge"])
        expect(plan(aRecord({ entity: "job", jobId: "j1", dueJobKind: kind, request: "{}" }, eventName))).toEqual([
          [`${kind}-worker`, [{ jobId: { S: "j1" } }]],
        ]);
  });

  test("a person's presence at the venue to the feed, as it begins and changes, and not that in a session", () => {
    const presence = { PK: "GATE#idm#3", entity: "presence", registrationId: "r1", gate: "north" };
    const named = { PK: { S: "GATE#idm#3" }, registrationId: { S: "r1" } };
    for (const eventName of ["INSERT", "MODIFY"] as const)
      expect(plan(aRecord({ ...presence, place: "venue" }, eventName))).toEqual([["audit-and-statistics", [named]]]);
    expect(plan(aRecord({ ...presence, place: "session:one" }))).toEqual([]);
  });

  test("a changed journal item, a job that is not due, another item and a deletion to none", () => {
    expect(plan(aRecord({ entity: "journal", changeId: "c1", reindexIds: "r1" }, "MODIFY"))).toEqual([]);
    expect(plan(aRecord({ entity: "job", jobId: "j1" }))).toEqual([]);
    expect(plan(aRecord({ entity: "registration", changeId: "c1", dueJobKind: "import" }))).toEqual([]);
    expect(plan({ eventName: "REMOVE", dynamodb: {} }, {})).toEqual([]);
  });
});

test("a consumer receives no data, salt, answer or email of a change, only what its attributes name", () => {
  const [invocation] = planInvocations([aChange({ answer: "{}", mails: "m" })]);
  expect(invocation?.records).toEqual([
    {
      eventName: "INSERT",
      dynamodb: { SequenceNumber: String(sequence), ApproximateCreationDateTime: 1_800_000_000, NewImage: change },
    },
  ]);
  const bare = {
    eventName: "INSERT",
    dynamodb: { NewImage: { entity: { S: "journal" }, changeId: { S: "c1" } } },
  } as const;
  expect(planInvocations([bare])[0]?.records).toEqual([
    { eventName: "INSERT", dynamodb: { NewImage: { changeId: { S: "c1" } } } },
  ]);
  const job = { dynamodb: { NewImage: { entity: { S: "job" }, dueJobKind: { S: "badge" }, jobId: { S: "j1" } } } };
  expect(planInvocations([job])[0]?.records).toEqual([{ dynamodb: { NewImage: { jobId: { S: "j1" } } } }]);
});

describe("an invocation has at most as many records as its consumer takes, in their order", () => {
  const sizes = (records: readonly StreamRecord[]) =>
    Object.fromEntries(
      Object.entries(Object.groupBy(planInvocations(records), ({ consumer }) => consumer)).map(
        ([consumer, all = []]) => [consumer, all.map(({ records: sent }) => sent.length)],
      ),
    );

  test("hundreds of changes", () => {
    const records = Array.from({ length: 130 }, () => aChange({ reindexIds: "r1" }));
    expect(sizes(records)).toEqual({ "audit-and-statistics": [100, 30], "search-indexer": [25, 25, 25, 25, 25, 5] });
    const sent = planInvocations(records).filter(({ consumer }) => consumer === "search-indexer");
    expect(sent.flatMap((each) => each.records.map(({ dynamodb }) => dynamodb?.SequenceNumber))).toEqual(
      records.map(({ dynamodb }) => dynamodb?.SequenceNumber),
    );
  });

  test("each job alone", () => {
    expect(
      sizes(Array.from({ length: 3 }, () => aRecord({ entity: "job", jobId: "j", dueJobKind: "import" }))),
    ).toEqual({
      "import-worker": [1, 1, 1],
    });
  });

  test("fewer, if the event would be too large for Lambda", () => {
    const records = Array.from({ length: 8 }, () => aChange({ waitingListMarker: "r".repeat(60_000) }));
    expect(sizes(records)["waiting-list"]).toEqual([3, 3, 2]);
  });
});
