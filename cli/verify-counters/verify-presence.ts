import { isDeepStrictEqual } from "node:util";
import {
  parseCheckInEvent,
  parseDelegationPresence,
  parsePresence,
  type StoredPresence,
  toPresenceItem,
} from "#shared/check-in/check-in.repository.ts";
import { findLatestPresence, toPresenceKey } from "#shared/check-in/check-in.rules.ts";
import { keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { type Item, N, S, toItemKey } from "#shared/dynamodb/table.ts";
import { getConferenceDay } from "#shared/model/time.ts";
import { guardCheck, mendIfSourcesAreRead, type RowFinding, type RowSource } from "./finding.ts";
import type { ConferenceRows } from "./stored-rows.ts";

/**
 * Compares the presences with the check-in events: each presence is that after the person's latest event, and the row
 * of a delegation names its members who are inside.
 */
export function findPresenceDifferences(rows: ConferenceRows): RowFinding[] {
  const byEntity = Map.groupBy(rows.items, (item) => item["entity"]?.S ?? "");
  const events = (byEntity.get("check-in-event") ?? []).map(parseCheckInEvent);
  const expected = Map.groupBy(events, ({ registrationId, place }) => toPresenceKey(registrationId, place));
  const stored = byEntity.get("presence") ?? [];
  const sources = new Map(rows.registrations.map((each) => [each.registrationId, each]));
  const missingOrWrong = [...expected.values()].flatMap((own) => {
    const [first] = own;
    const registration = sources.get(first?.registrationId ?? "");
    const latest = findLatestPresence(own);
    if (!first || !latest || !registration) return [];
    const { registrationId, place } = first;
    const key = keys.presence(rows.conference.conferenceId, registrationId, place);
    const item = rows.byKey.get(serializeKey(key));
    const source: RowSource = { key: keys.registration(registrationId), version: registration.version };
    return guardCheck(`the presence of registration ${registrationId}`, () =>
      comparePresence(rows, item, { ...latest, registrationId, place }, source),
    );
  });
  const extra = stored.filter((item) => !expected.has(toPresenceKey(item["registrationId"]?.S ?? "", getPlace(item))));
  return [
    ...missingOrWrong,
    ...extra.map((item) => ({
      text: `the presence row ${item["PK"]?.S} ${item["SK"]?.S} follows from no check-in event`,
      ...mendIfSourcesAreRead(
        rows,
        ["check-in-event"],
        { kind: "extra-row", seen: item },
        sources.has(item["registrationId"]?.S ?? ""),
      ),
    })),
    ...findDelegationDifferences(rows),
  ];
}

const getPlace = (item: Item) => (item["place"]?.S ?? "venue") as StoredPresence["place"];

function comparePresence(
  rows: ConferenceRows,
  item: Item | undefined,
  latest: Omit<StoredPresence, "delegationId" | "version">,
  source: RowSource,
): RowFinding[] {
  const { conference, registrations } = rows;
  const stored = item && item["entity"]?.S === "presence" ? tryParsePresence(item) : undefined;
  const { registrationId, place, inside, gate, since, scanId } = latest;
  const isSame =
    stored !== undefined &&
    isDeepStrictEqual(
      [stored.registrationId, stored.place, stored.inside, stored.gate, stored.since, stored.scanId],
      [registrationId, place, inside, gate, since, scanId],
    );
  if (isSame) return [];
  const { delegationId } = registrations.find((each) => each.registrationId === registrationId) ?? {};
  const version = (stored?.version ?? 0) + 1;
  const presence = { ...latest, version, ...(inside && delegationId !== undefined && { delegationId }) };
  const expected = toPresenceItem(conference.conferenceId, presence);
  const fault = item ? "disagrees with" : "is missing for";
  return [
    {
      text: `the presence of registration ${registrationId} at ${place} ${fault} the check-in events`,
      ...mendIfSourcesAreRead(rows, ["check-in-event"], { kind: "derived-row", item: expected, source, seen: item }),
    },
  ];
}

function tryParsePresence(item: Item): StoredPresence | undefined {
  try {
    return parsePresence(item);
  } catch {
    return undefined;
  }
}

/** The row of a delegation has its admission limit, and the members who are inside on the day that it counts. */
function findDelegationDifferences(rows: ConferenceRows): RowFinding[] {
  const { conference, delegations, items, byKey } = rows;
  const presences = items
    .filter((item) => item["entity"]?.S === "presence")
    .flatMap((item) => tryParsePresence(item) ?? [])
    .filter(({ place, inside }) => place === "venue" && inside);
  return delegations.flatMap(({ delegationId, insideAtOnce, version }) => {
    const key = keys.delegationPresence(conference.conferenceId, delegationId);
    const item = byKey.get(serializeKey(key));
    const source = { key: keys.delegation(delegationId), version };
    return guardCheck(`the presence row of delegation ${delegationId}`, () => {
      const stored = item && parseDelegationPresence(item);
      const members = presences.filter((each) => each.delegationId === delegationId);
      const day =
        stored?.day ??
        members
          .map(({ since }) => getConferenceDay(since, conference))
          .toSorted()
          .at(-1);
      const inside = members.filter(({ since }) => getConferenceDay(since, conference) === day);
      const ids = inside.map(({ registrationId }) => registrationId).toSorted();
      const isSame =
        stored?.insideAtOnce === insideAtOnce && isDeepStrictEqual([...(stored?.inside ?? [])].toSorted(), ids);
      if (isSame) return [];
      const expected: Item = {
        ...toItemKey(key),
        entity: S("delegation-presence"),
        delegationId: S(delegationId),
        ...(insideAtOnce !== undefined && { insideAtOnce: N(insideAtOnce) }),
        ...(ids.length > 0 && { inside: { SS: ids } }),
        ...(day !== undefined && { day: S(day) }),
      };
      const text = `the presence row of delegation ${delegationId} has another limit or other members inside than the rows`;
      return [
        {
          text,
          ...mendIfSourcesAreRead(rows, ["check-in-event"], {
            kind: "derived-row",
            item: expected,
            source,
            seen: item,
          }),
        },
      ];
    });
  });
}
