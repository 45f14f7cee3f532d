import { journalItem } from "#shared/commands/journal.ts";
import type { Change, EmailIntent } from "#shared/domain/change.ts";
import { delegationsOfFocalPoint } from "./delegations.ts";
import { digestOf, newId } from "./ids.ts";
import { keys } from "./keys.ts";
import { addressDigest } from "./suppression.ts";
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
  /** Those that the address acts for. */
  readonly delegationIds: readonly string[];
}

/** What an address may open at a conference: its registration, and the delegations that it acts for. */
export interface Openable {
  readonly email: string;
  readonly registrationId?: string;
  readonly delegationIds: readonly string[];
}

/** What an address may open now; both are asked for, whatever the first says, so that time tells nothing. */
export async function openableBy(table: Table, conferenceId: string, email: string): Promise<Openable> {
  const digest = addressDigest(email);
  const guard = await getItem(table, keys.person(conferenceId, digest));
  const delegationIds = await delegationsOfFocalPoint(table, conferenceId, digest);
  return { email, delegationIds, ...(guard && { registrationId: text(guard, "registrationId") }) };
}

/**
 * Keeps a request for a sign-in link and, where the address may open something, promises the mail that carries it. For
 * an unknown address the same items are written, as long and in the same indexes, gone within a day, and nothing reads
 * them: time tells nothing either.
 */
export async function requestLink(
  table: Table,
  conferenceId: string,
  opens: Openable,
  at: string,
  deadline: Deadline,
): Promise<void> {
  const linkId = newId();
  const promised = promisesOf(opens, linkId);
  const isKnown = promised.length > 0;
  const known = isKnown ? opens : { ...opens, registrationId: newId() };
  const change: Change = {
    conferenceId,
    at,
    actor: { kind: "public" },
    action: "request-sign-in",
    registrations: [],
    mails: promisesOf(known, linkId),
    admission: "public",
  };
  const expiresAt = N(seconds(Date.parse(at)) + 86_400);
  const link = {
    ...keyOf(keys.link(linkId)),
    entity: S("link"),
    conferenceId: S(conferenceId),
    expiresAt,
    [isKnown ? "opens" : "wouldOpen"]: S(JSON.stringify(linkOf(known))),
  };
  const journal = journalItem(change, newId());
  const put = (Item: Item) => ({ item: { Put: { TableName: table.name, Item } }, otherwise: "never" as const });
  await writeAll(table, [put(link), put(isKnown ? journal : { ...withoutMail(journal), expiresAt })], deadline);
}

/** A journal item whose mail nobody finds: it stands in another list, under another name. */
function withoutMail({ mails, dueKey, ...rest }: Item): Item {
  return { ...rest, ...(mails && { wouldSend: mails }), ...(dueKey?.S && { dueKey: S(`DECOY#${dueKey.S}`) }) };
}

/** One mail, to the person, or to the focal point who isn't registered. */
function promisesOf({ email, registrationId, delegationIds: [delegationId] }: Openable, linkId: string): EmailIntent[] {
  if (registrationId) return [{ kind: "sign-in", registrationId, linkId }];
  return delegationId ? [{ kind: "delegation-sign-in", delegationId, linkId, to: addressDigest(email) }] : [];
}

/** What a link or a session keeps: no address, but its digest, by which the delegations are looked up at each use. */
interface Kept {
  readonly registrationIds: readonly string[];
  readonly address: string;
}

const linkOf = ({ email, registrationId }: Openable): Kept => ({
  registrationIds: registrationId ? [registrationId] : [],
  address: addressDigest(email),
});

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
export async function redeemLink(table: Table, linkId: string, now: number): Promise<SessionDraft | undefined> {
  const condition = "attribute_not_exists(usedAt) AND opensUntil > :now AND attribute_exists(opens)";
  const link = await update(table, keys.link(linkId), {
    expression: "SET usedAt = :now",
    values: { ":now": N(now) },
    condition,
  });
  return link && { conferenceId: text(link, "conferenceId"), ...(JSON.parse(text(link, "opens")) as Kept) };
}

/** A session before its token is known. */
export type SessionDraft = Kept & { readonly conferenceId: string };

/** Opens a session. Only the digest of its token is stored: what the table holds opens nothing. */
export async function openSession(table: Table, token: string, session: SessionDraft, now: number): Promise<string> {
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

/** Ends a session before its time, if there is one of that token. */
export async function closeSession(table: Table, token: string, now: number): Promise<void> {
  const values = { ":now": N(now) };
  const condition = "attribute_exists(PK) AND opensUntil > :now";
  await update(table, keys.session(digestOf(token)), { expression: "SET opensUntil = :now", values, condition });
}

/** What an access token opens now, or none. */
export async function findSession(table: Table, token: string, now: number): Promise<DelegateSession | undefined> {
  const item = await getItem(table, keys.session(digestOf(token)));
  const lives = item && Number(item["opensUntil"]?.N ?? 0) > now;
  return lives ? sessionOf(table, JSON.parse(text(item, "opens")) as SessionDraft) : undefined;
}

/** Who acts for which delegation is asked anew each time: a focal point who was taken off acts for it no more. */
export async function sessionOf(
  table: Table,
  { conferenceId, registrationIds, address }: SessionDraft,
): Promise<DelegateSession> {
  const delegationIds = await delegationsOfFocalPoint(table, conferenceId, address);
  return { conferenceId, registrationIds, delegationIds };
}
