import { isDeepStrictEqual } from "node:util";
import { listIndexItems, parseAnnotations } from "#shared/annotations/annotations.repository.ts";
import { toVersionMarkers } from "#shared/capacity/capacity-snapshot.ts";
import { toRegistrationListing } from "#shared/capacity/waiting-list.rules.ts";
import { toDirectoryEntry } from "#shared/conferences/conferences.repository.ts";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { getNumber, type Item, openTable } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import { listDerivedItems } from "#shared/wiring/derived-writes.ts";
import { guardCheck, mendIfSourcesAreRead, type RowFinding, type RowSource, type SourceEntity } from "./finding.ts";
import { type ConferenceRows, toOwnKey } from "./stored-rows.ts";

/** Derivations need the name of the table alone, and nothing is written here. */
const unusedTable = openTable("");

/** A row as it must be, and the row from which it follows. */
interface ExpectedRow {
  readonly item: Item;
  readonly source: RowSource;
}

const emptyChange = {
  at: "",
  actor: { kind: "public" },
  action: "submit",
  registrations: [],
  emails: [],
  admission: "public",
} as const satisfies Omit<Change, "conferenceId">;

/** The entities of the rows from which those of most exclusive entities follow. */
const ownerEntities = ["registration", "delegation"] as const;

/**
 * The entities whose rows follow from a registration, a delegation or annotations alone, so that any other row is one
 * too many, with the entities of the rows from which they follow.
 */
const exclusiveEntities = new Map<string, readonly SourceEntity[]>([
  ...["badge", "person", "head-of-delegation", "membership-request", "focal-point"].map(
    (entity) => [entity, ownerEntities] as const,
  ),
  ["annotated", ["registration", "annotations"]],
]);

/** The entities whose rows name the one owner of something. Another owner may be a registration that can't be read. */
const constraintEntities = new Set(["person", "head-of-delegation"]);

/**
 * Compares the rows that follow from registrations, delegations and the conference with those that are stored: badges
 * at the gates, uniqueness constraints, requests of membership, visa letters, focal points, tags and assignees, and the
 * keys of the indexes.
 */
export function findDerivedRowDifferences(rows: ConferenceRows): RowFinding[] {
  const expected = Map.groupBy(listExpectedRows(rows), ({ item }) => serializeKey(toOwnKey(item)));
  const differences = [...expected].flatMap(([key, candidates]) => compareRow(rows, rows.byKey.get(key), candidates));
  const owners = new Set([
    ...rows.registrations.map(({ registrationId }) => registrationId),
    ...rows.delegations.map(({ delegationId }) => delegationId),
  ]);
  const extra = rows.items
    .filter((item) => !expected.has(serializeKey(toOwnKey(item))))
    .flatMap((item) => {
      const sources = exclusiveEntities.get(item["entity"]?.S ?? "");
      if (!sources) return [];
      const text = `${describeRow(item)} follows from no registration or delegation`;
      const isOwnerRead = owners.has(findOwnerId(item));
      return [{ text, ...mendIfSourcesAreRead(rows, sources, { kind: "extra-row", seen: item }, isOwnerRead) }];
    });
  const listings = rows.registrations.flatMap((registration) =>
    guardCheck(`registration ${registration.registrationId}`, () =>
      findListingDifferences(rows.conference, registration, rows.byKey),
    ),
  );
  return [...differences, ...extra, ...listings, ...findConferenceRowDifferences(rows)];
}

function listExpectedRows({ conference, registrations, delegations, byKey }: ConferenceRows): ExpectedRow[] {
  const { conferenceId } = conference;
  const derive = (source: RowSource, change: Pick<Change, "registrations"> | Required<Pick<Change, "delegation">>) =>
    listDerivedItems(unusedTable, { ...emptyChange, conferenceId, ...change }, conference)
      .filter((item) => item["entity"]?.S !== "shard")
      .map((item) => ({ item, source }));
  return [
    ...registrations.flatMap((after) => derive(toSource(after), { registrations: [{ after }] })),
    ...registrations.flatMap((each) => listExpectedIndexRows(each, byKey)),
    ...delegations.flatMap((after) =>
      derive({ key: keys.delegation(after.delegationId), version: after.version }, { delegation: { after } }),
    ),
  ];
}

const toSource = ({ registrationId, version }: Registration): RowSource => ({
  key: keys.registration(registrationId),
  version,
});

/** The rows by which tags and the assignee of a registration are found. An erasure under way may have deleted them. */
function listExpectedIndexRows(registration: Registration, byKey: ReadonlyMap<string, Item>): ExpectedRow[] {
  const key = keys.annotations(registration.registrationId);
  const stored = byKey.get(serializeKey(key));
  if (!stored) return [];
  const source = { key, version: getNumber(stored, "version") };
  return listIndexItems(registration, parseAnnotations(stored))
    .filter((item) => !registration.erasure || byKey.has(serializeKey(toOwnKey(item))))
    .map((item) => ({ item, source }));
}

const describeRow = (item: Item) => `the ${item["entity"]?.S} row ${item["PK"]?.S} ${item["SK"]?.S}`;

/** The registration or delegation that a row of an exclusive entity names. */
function findOwnerId(item: Item): string {
  const named = item["registrationId"]?.S ?? item["delegationId"]?.S;
  return named ?? item["SK"]?.S?.split("#").at(-1) ?? "";
}

function compareRow(rows: ConferenceRows, stored: Item | undefined, candidates: readonly ExpectedRow[]): RowFinding[] {
  const [expected, ...others] = candidates;
  if (!expected) return [];
  if (others.length > 0) {
    const owners = candidates.map(({ source }) => source.key.PK.replace("#", " ").toLowerCase());
    return [
      {
        text: `${describeRow(expected.item)} has ${owners.length} owners: ${owners.join(", ")}`,
        refusal: "only one of them may exist: withdraw or correct the others in the console",
      },
    ];
  }
  // Other attributes, such as the time of the last notice to the owner of an address, follow from nothing.
  const isSame = Object.entries(expected.item).every(([name, value]) => isDeepStrictEqual(stored?.[name], value));
  if (isSame) return [];
  const fault = stored ? "disagrees with" : "is missing for";
  const owner = expected.source.key.PK.replace("#", " ").toLowerCase();
  const mend = { kind: "derived-row", ...expected, seen: stored } as const;
  const mayHaveOtherOwner = stored !== undefined && constraintEntities.has(expected.item["entity"]?.S ?? "");
  return [
    {
      text: `${describeRow(expected.item)} ${fault} ${owner}`,
      ...(mayHaveOtherOwner ? mendIfSourcesAreRead(rows, ownerEntities, mend) : { mend }),
    },
  ];
}

/** The attributes by which indexes list a registration. Those that also follow from settings may be older than them. */
const listedAttributes = [
  "registrationId",
  "conferenceKey",
  "conferenceSort",
  "accreditationState",
  "seatState",
  "category",
  "delegationId",
  "changeRequestedAt",
  "dueKey",
  "waitingFor",
  "seatUntil",
];

function findListingDifferences(
  conference: Conference,
  registration: Registration,
  byKey: ReadonlyMap<string, Item>,
): RowFinding[] {
  const source = toSource(registration);
  const stored = byKey.get(serializeKey(source.key));
  const item = toRegistrationItem(registration, toRegistrationListing(conference, registration));
  const compared = [...listedAttributes, ...(registration.seat.state === "offered" ? ["expiringKey"] : [])];
  const wrong = compared.filter((name) => !isDeepStrictEqual(stored?.[name], item[name]));
  if (!stored || wrong.length === 0) return [];
  return [
    {
      text: `registration ${registration.registrationId} is listed by another ${wrong.join(", ")} than its data`,
      mend: { kind: "derived-row", item, source, seen: stored },
    },
  ];
}

/**
 * The conference is in the list of all conferences, with its last day, and all copies of its version marker are its
 * own.
 */
function findConferenceRowDifferences({ conference, byKey }: ConferenceRows): RowFinding[] {
  const { conferenceId, version } = conference;
  const source = { key: keys.conference(conferenceId), version };
  const stored = byKey.get(serializeKey(source.key));
  const compare = (item: Item, text: string): RowFinding[] => {
    const seen = byKey.get(serializeKey(toOwnKey(item)));
    return isDeepStrictEqual(seen, item) ? [] : [{ text, mend: { kind: "derived-row", item, source, seen } }];
  };
  return [
    ...compare(toDirectoryEntry(conference), `the list of conferences has no, or another, row for ${conferenceId}`),
    ...(stored ? toVersionMarkers(conferenceId, stored) : []).flatMap((marker) =>
      compare(marker, `${conferenceId} has no, or another, version marker at ${toOwnKey(marker).PK}`),
    ),
  ];
}
