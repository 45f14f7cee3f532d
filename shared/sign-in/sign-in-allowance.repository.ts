import { computeDigest, keys } from "#shared/dynamodb/keys.ts";
import { getItem, getNumber, N, S, type Table, updateItem } from "#shared/dynamodb/table.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

/** An address can get this many links at once, and then one more in each interval, in ms. */
const maxLinksAtOnce = 6;
const refillMs = 10 * 60_000;

/** How far in the future the allowance may be full while a link is left, in ms. */
const lastLinkMs = (maxLinksAtOnce - 1) * refillMs;

/**
 * Takes one of the sign-in links that an address can get for a conference. They refill one by one (a token bucket, stored
 * as the time at which it is full again). Every request counts, whether or not the address is registered, so that the
 * answer does not tell.
 * @param at RFC 3339
 * @returns `undefined` if a link was left, otherwise the time from which the next one is possible, RFC 3339
 */
export async function takeSignInLink(
  table: Table,
  { conferenceId, email }: { readonly conferenceId: string; readonly email: string },
  at: string,
): Promise<string | undefined> {
  const key = keys.rate("sign-in", computeDigest(foldAddress(email), conferenceId), "allowance");
  const now = Date.parse(at);
  const expires = { ":expires": N(toEpochSeconds(now) + 7_200) };
  const taken =
    (await updateItem(table, key, {
      expression: "SET entity = :entity, fullAt = :next, expiresAt = :expires",
      condition: "attribute_not_exists(fullAt) OR fullAt <= :now",
      values: { ":entity": S("rate"), ":next": N(now + refillMs), ":now": N(now), ...expires },
    })) ??
    (await updateItem(table, key, {
      expression: "SET fullAt = fullAt + :refill, expiresAt = :expires",
      condition: "fullAt <= :last",
      values: { ":refill": N(refillMs), ":last": N(now + lastLinkMs), ...expires },
    }));
  if (taken) return undefined;
  const item = await getItem(table, key);
  return new Date(item ? getNumber(item, "fullAt") - lastLinkMs : now).toISOString();
}
