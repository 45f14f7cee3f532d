import { computeDigest, keys } from "#shared/dynamodb/keys.ts";
import { getItem, getNumber, N, S, type Table, updateItem } from "#shared/dynamodb/table.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

/** What can be taken at once, and then one more in each interval (a token bucket). */
interface Allowance {
  readonly maxAtOnce: number;
  /** In ms. */
  readonly refillMs: number;
}

/** The links that one requester can get for an address: a stranger elsewhere uses none of them up. */
const allowanceOfRequester: Allowance = { maxAtOnce: 6, refillMs: 10 * 60_000 };

/**
 * The links to an address over all requesters, so that requests from many networks do not flood a mailbox. The interval
 * is half of the ten minutes for which a link is valid: while this allowance is used up, the mailbox always has a link
 * that was sent within five minutes.
 */
const allowanceOfAddress: Allowance = { maxAtOnce: 30, refillMs: 5 * 60_000 };

/** A request for a sign-in link. `requester`: the digest of the network that it came from. */
export interface SignInLinkClaim {
  readonly conferenceId: string;
  readonly email: string;
  readonly requester: string;
}

/**
 * Takes one of the sign-in links that this requester can get for an address and conference, and one of those that all
 * requesters together can get. Every request counts, whether or not the address is registered, so that the answer does
 * not tell.
 * @param at RFC 3339
 * @returns `undefined` if a link was left, otherwise the time from which the next one is possible, RFC 3339
 */
export async function takeSignInLink(
  table: Table,
  { conferenceId, email, requester }: SignInLinkClaim,
  at: string,
): Promise<string | undefined> {
  const address = foldAddress(email);
  const now = Date.parse(at);
  return (
    (await take(table, allowanceOfRequester, computeDigest(address, conferenceId, requester), now)) ??
    (await take(table, allowanceOfAddress, computeDigest(address, conferenceId), now))
  );
}

/** @returns `undefined` if something was left. The bucket is stored as the time at which it is full again. */
async function take(
  table: Table,
  { maxAtOnce, refillMs }: Allowance,
  source: string,
  now: number,
): Promise<string | undefined> {
  const key = keys.rate("sign-in", source, "allowance");
  const longestMs = (maxAtOnce - 1) * refillMs;
  const expires = { ":expires": N(toEpochSeconds(now + longestMs + refillMs) + 3_600) };
  const taken =
    (await updateItem(table, key, {
      expression: "SET entity = :entity, fullAt = :next, expiresAt = :expires",
      condition: "attribute_not_exists(fullAt) OR fullAt <= :now",
      values: { ":entity": S("rate"), ":next": N(now + refillMs), ":now": N(now), ...expires },
    })) ??
    (await updateItem(table, key, {
      expression: "SET fullAt = fullAt + :refill, expiresAt = :expires",
      condition: "fullAt <= :last",
      values: { ":refill": N(refillMs), ":last": N(now + longestMs), ...expires },
    }));
  if (taken) return undefined;
  const item = await getItem(table, key);
  return new Date(item ? getNumber(item, "fullAt") - longestMs : now).toISOString();
}
