import { createHash } from "node:crypto";
import type { BadgeKeys } from "#shared/badges/signer.ts";
import { computeConferenceTag } from "#shared/badges/token.ts";
import {
  type DelegationPresence,
  parseDelegationPresence,
  parseGateBadge,
  parsePresence,
} from "#shared/check-in/check-in.repository.ts";
import { type GateBadge, toCheckInRules } from "#shared/check-in/check-in.rules.ts";
import type { GateListPresence } from "#shared/check-in/offline-scan.rules.ts";
import { buckets, gateRows, hashIdentifier, lists } from "#shared/dynamodb/keys.ts";
import { getString, type Item, queryItems, type Table } from "#shared/dynamodb/table.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { toBadgeAccessView } from "#shared/http/views.ts";
import { defaultDayEndsAt } from "#shared/model/time.ts";
import { digestBytes, GateListCursor, groupCount } from "./gate-list-cursor.ts";

/** The data that a gate needs offline: everything, or the changes since its last request. */
export const getGateList =
  (table: Table, badgeKeys: Pick<BadgeKeys, "listPublishedKeys">): ApiHandler<"getGateList"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const { conferenceId } = conference;
    const [since, from] = [GateListCursor.parse(request.query.since), GateListCursor.parse(request.query.cursor)];
    const { badges, presences, delegations, cursor } = await loadGateListPage(table, conferenceId, since, from);
    const { dayEndsAt = defaultDayEndsAt, ...rules } = toCheckInRules(conference);
    return {
      conferenceId,
      conferenceTag: await computeConferenceTag(conferenceId),
      at: request.now,
      ...rules,
      dayEndsAt,
      seatedSessions: [...rules.seatedSessions],
      keys: [...(await badgeKeys.listPublishedKeys())],
      items: badges.map(toGateBadgeView),
      presences,
      delegations,
      since: cursor.isComplete ? cursor.toString() : null,
      next: cursor.isComplete ? null : cursor.toString(),
    };
  };

const toGateBadgeView = ({ access, sessions, ...badge }: GateBadge) => ({
  ...badge,
  ...(access && { access: toBadgeAccessView(access) }),
  ...(sessions && { sessions: [...sessions] }),
});

/** A page ends after this many rows, at the end of their bucket: about 400 KB of JSON. */
const rowsPerPage = 2_000;

type DelegationLimit = Omit<DelegationPresence, "inside" | "day">;

/**
 * Loads the rows that differ from those that the gate has. Rows belong to small groups. A cursor holds the digest of
 * each group; a group whose digest differs is sent again as a whole. No clock, sequence or index decides what is new,
 * only the rows themselves, read consistently, so no change can be missed.
 * @param since what the gate has; the empty cursor for the whole list
 * @param from where the previous page ended
 */
async function loadGateListPage(table: Table, conferenceId: string, since: GateListCursor, from: GateListCursor) {
  const badges: GateBadge[] = [];
  const presences: GateListPresence[] = [];
  const delegations: DelegationLimit[] = [];
  const cursor = from.copy();
  while (cursor.bucket < buckets.length && badges.length + presences.length < rowsPerPage) {
    const rows = await loadGateBucket(table, conferenceId, cursor.bucket);
    badges.push(...rows.badges.flatMap((group, index) => filterChangedGroup("badges", group, index, since, cursor)));
    presences.push(
      ...rows.presences.flatMap((group, index) => filterChangedGroup("presences", group, index, since, cursor)),
    );
    delegations.push(...rows.delegations);
    cursor.bucket += 1;
  }
  return { badges, presences, delegations, cursor };
}

/** The rows of a group if they have changed since the gate received them. The cursor records their digest. */
function filterChangedGroup<Row>(
  kind: "badges" | "presences",
  rows: readonly Row[],
  group: number,
  since: GateListCursor,
  cursor: GateListCursor,
): readonly Row[] {
  if (group % buckets.length !== cursor.bucket || rows.length === 0) return [];
  const digest = createHash("sha256").update(JSON.stringify(rows)).digest().subarray(0, digestBytes);
  cursor.setDigest(kind, group, digest);
  return since.hasDigest(kind, group, digest) ? [] : rows;
}

/** The rows of a bucket by group, in the order of their keys, without prints and check-in events, which sort last. */
async function loadGateBucket(table: Table, conferenceId: string, bucket: number) {
  const badges: GateBadge[][] = Array.from({ length: groupCount }, () => []);
  const presences: GateListPresence[][] = Array.from({ length: groupCount }, () => []);
  const delegations: DelegationLimit[] = [];
  const query = { partition: lists.gate(conferenceId, bucket), before: gateRows.badgePrint, isConsistent: true };
  for await (const item of queryItems(table, query)) {
    const kind = item["entity"]?.S;
    if (kind === "delegation-presence") delegations.push(toDelegationLimit(item));
    if (kind === "badge") badges[getGroup(item)]?.push(parseGateBadge(item));
    if (kind === "presence") presences[getGroup(item)]?.push(toListedPresence(item));
  }
  return { badges, presences, delegations };
}

const getGroup = (item: Item) => hashIdentifier(getString(item, "registrationId")) % groupCount;

function toListedPresence(item: Item): GateListPresence {
  const { version: _version, delegationId: _delegationId, ...presence } = parsePresence(item);
  return presence;
}

function toDelegationLimit(item: Item): DelegationLimit {
  const { inside: _inside, day: _day, ...limit } = parseDelegationPresence(item);
  return limit;
}
