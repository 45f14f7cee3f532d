import { computeDigest, keys, serializeKey } from "#shared/dynamodb/keys.ts";
import { buildSearchKeys } from "#shared/search/search-terms.ts";
import { mendIfSourcesAreRead, type RowFinding } from "./finding.ts";
import { type ConferenceRows, toOwnKey } from "./stored-rows.ts";
import { isChangeOlder } from "./verify-statistics.ts";

/**
 * Compares the search index with the registrations that it says it contains: each has its rows, and no row leads to a
 * registration that does not have the term or the trait.
 * @param now in ms since 1970, to find registrations that the consumer of the stream never indexed
 */
export function findSearchDifferences(rows: ConferenceRows, now: number | undefined): RowFinding[] {
  const wanted = new Set<string>();
  const unknown = new Set<string>();
  const findings = rows.registrations.flatMap((registration): RowFinding[] => {
    const { registrationId, lastChange } = registration;
    const searchKeys = buildSearchKeys(registration).map(serializeKey);
    const entry = rows.byKey.get(serializeKey(keys.searchEntry(registrationId)));
    const isCurrent = entry ? entry["keysDigest"]?.S === computeDigest(...searchKeys) : searchKeys.length === 0;
    for (const key of searchKeys) wanted.add(key);
    const mend = { kind: "search", registrationId } as const;
    if (!isCurrent) {
      unknown.add(registrationId);
      const isLost = isChangeOlder(rows.byKey, lastChange, now);
      return isLost ? [{ text: `registration ${registrationId} was never indexed since its last change`, mend }] : [];
    }
    const missing = searchKeys.filter((key) => !rows.byKey.has(key));
    if (missing.length === 0) return [];
    return [{ text: `${missing.length} search rows of registration ${registrationId} are missing`, mend }];
  });
  const read = new Set(rows.registrations.map(({ registrationId }) => registrationId));
  const extra = rows.items
    .filter((item) => ["search-term", "match-trait"].includes(item["entity"]?.S ?? ""))
    .filter((item) => !wanted.has(serializeKey(toOwnKey(item))) && !unknown.has(item["registrationId"]?.S ?? ""))
    .map((item) => ({
      text: `the search row ${item["entity"]?.S} of ${item["registrationId"]?.S} leads to a registration without it`,
      ...mendIfSourcesAreRead(
        rows,
        ["registration"],
        { kind: "extra-row", seen: item },
        read.has(item["registrationId"]?.S ?? ""),
      ),
    }));
  return [...findings, ...extra];
}
