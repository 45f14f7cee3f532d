import { toEpochSeconds } from "#shared/model/time.ts";
import { keys } from "./keys.ts";
import { N, S, type Table, updateItem } from "./table.ts";

/** How many requests of a kind one source may send within an hour or a day (UTC). */
export interface RateLimit {
  readonly kind: "upload" | "delegation-request";
  readonly count: number;
  readonly per: "hour" | "day";
}

/** Counts a request of a source. @returns false beyond the limit */
export async function countWithinLimit(
  table: Table,
  source: string,
  at: string,
  { kind, count, per }: RateLimit,
): Promise<boolean> {
  const period = at.slice(0, per === "hour" ? "2027-03-01T12".length : "2027-03-01".length);
  const periodSeconds = per === "hour" ? 3_600 : 86_400;
  const counted = await updateItem(table, keys.rate(kind, source, period), {
    expression: "SET entity = :rate, expiresAt = :expires ADD #count :one",
    condition: "attribute_not_exists(PK) OR #count < :limit",
    names: { "#count": "count" },
    values: {
      ":one": N(1),
      ":limit": N(count),
      ":rate": S("rate"),
      ":expires": N(toEpochSeconds(Date.parse(at)) + 2 * periodSeconds),
    },
  });
  return counted !== undefined;
}
