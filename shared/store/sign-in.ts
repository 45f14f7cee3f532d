import type { Change, MailPromise } from "#shared/domain/change.ts";
import { digestOf, newId } from "./ids.ts";
import { journalItem } from "./journal.ts";
import { keys } from "./keys.ts";
import { getItem, type Item, keyOf, N, S, type Table, text } from "./table.ts";
import { type Deadline, writeAll } from "./transaction.ts";
import { update } from "./update.ts";

const seconds = (time: number) => Math.floor(time / 1000);

/** How long a mailed link opens anything, in ms, from the moment it is sent. */
const linkLifeMs = 10 * 60_000;

/** How long one sign-in lasts, in ms: an afternoon at the form. */
const sessionLifeMs = 4 * 3_600_000;

/** What a delegate's access token opens. */
export interface DelegateSession {
  readonly conferenceId: string;
  readonly registrationIds: readonly string[];
}

/** The live registration of an address at a conference, or none. */
export async function registrationOfPerson(
  table: Table,
  conferenceId: string,
  email: string,
): Promise<string | undefined> {
  const guard = await getItem(table, keys.person(conferenceId, digestOf(email.toLowerCase())));
  return guard && text(guard, "registrationId");
}

/**
 * Keeps a request for a sign-in link and, where the address is registered, promises the mail that carries it. An
 * unknown address is written just the same, and its items are gone within a day: time tells nothing either.
 */
export async function requestLink(
  table: Table,
  conferenceId: string,
  registrationId: string | undefined,
  at: string,
  deadline: Deadline,
): Promise<void> {
  const linkId = newId();
  const mails: MailPromise[] = registrationId ? [{ kind: "sign-in", registrationId, linkId }] : [];
  const change: Change = {
    conferenceId,
    at,
    actor: { kind: "public" },
    action: "request-sign-in",
    steps: [],
    mails,
    door: "newcomers",
  };
  const expiresAt = N(seconds(Date.parse(at)) + 86_400);
  const link = {
    ...keyOf(keys.link(linkId)),
    entity: S("link"),
    conferenceId: S(conferenceId),
    expiresAt,
    ...(registrationId && { registrationId: S(registrationId) }),
  };
  const journal = { ...journalItem(change, newId()), ...(registrationId ? {} : { expiresAt }) };
  const put = (Item: Item) => ({ item: { Put: { TableName: table.name, Item } }, otherwise: "never" as const });
  await writeAll(table, [put(link), put(journal)], deadline);
}

/** The link's ten minutes begin when its mail is sent. */
export async function startLink(table: Table, linkId: string, now: number): Promise<void> {
  const values = { ":until": N(now + linkLifeMs) };
  await update(table, keys.link(linkId), {
    expression: "SET opensUntil = :until",
    values,
    condition: "attribute_exists(PK)",
  });
}

/**
 * Uses a link up. Of many who try at once one succeeds.
 * @returns what it opens; none if it was used, has expired, or was never mailed
 */
export async function redeemLink(table: Table, linkId: string, now: number): Promise<DelegateSession | undefined> {
  const condition = "attribute_not_exists(usedAt) AND opensUntil > :now AND attribute_exists(registrationId)";
  const link = await update(table, keys.link(linkId), {
    expression: "SET usedAt = :now",
    values: { ":now": N(now) },
    condition,
  });
  return link && { conferenceId: text(link, "conferenceId"), registrationIds: [text(link, "registrationId")] };
}

/** Opens a session. Only the digest of its token is stored: what the table holds opens nothing. */
export async function openSession(table: Table, token: string, session: DelegateSession, now: number): Promise<string> {
  const until = now + sessionLifeMs;
  const values = {
    ":e": S("session"),
    ":s": S(JSON.stringify(session)),
    ":u": N(until),
    ":x": N(seconds(until) + 86_400),
  };
  const expression = "SET entity = :e, opens = :s, opensUntil = :u, expiresAt = :x";
  const condition = "attribute_not_exists(PK)";
  await update(table, keys.session(digestOf(token)), { expression, values, condition });
  return new Date(until).toISOString();
}

/** What an access token opens now, or none. */
export async function findSession(table: Table, token: string, now: number): Promise<DelegateSession | undefined> {
  const item = await getItem(table, keys.session(digestOf(token)));
  const lives = item && Number(item["opensUntil"]?.N ?? 0) > now;
  return lives ? (JSON.parse(text(item, "opens")) as DelegateSession) : undefined;
}
