import {
  deriveSessionId,
  endSession,
  findOpenSession,
  getIdleMs,
  recordUse,
  type SessionUse,
  storeSession,
  toAddressOwner,
  toDelegateOwner,
  toEndUpdate,
  toSessionKeys,
} from "#shared/auth/sessions.repository.ts";
import type { DeriveWrites } from "#shared/commands/command-store.ts";
import { toJournalItem } from "#shared/commands/journal.ts";
import { listFocalPointDelegations } from "#shared/delegations/delegations.repository.ts";
import { computeDigest, createId, keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  getItem,
  getString,
  type Item,
  N,
  S,
  type Table,
  toItemKey,
  updateItem,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { createConferenceChange, type EmailIntent } from "#shared/model/change.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { foldAddress } from "#shared/text/text-rules.ts";

/** How long a sign-in link is valid after it was sent, in ms. */
const signInLinkTtlMs = 10 * 60_000;

/** How long a session lasts, in ms: an afternoon at the form. */
const delegateSessionTtlMs = 4 * 3_600_000;

/** What the access token of a delegate grants. */
export interface DelegateSession {
  readonly sessionId?: string;
  readonly conferenceId: string;
  readonly registrationIds: readonly string[];
  /** The digest of the address that the link was sent to. */
  readonly addressDigest: string;
  /** The delegations that the address acts for. */
  readonly delegationIds: readonly string[];
}

/** What an address may access at a conference: its registration, and the delegations that it acts for. */
export interface SignInScope {
  readonly email: string;
  readonly registrationId?: string;
  readonly delegationIds: readonly string[];
}

/** Finds what an address may access now. It always reads both items, so that the duration does not depend on the address. */
export async function findSignInScope(table: Table, conferenceId: string, email: string): Promise<SignInScope> {
  const digest = computeAddressDigest(email);
  const person = await getItem(table, keys.person(conferenceId, digest));
  const delegationIds = await listFocalPointDelegations(table, conferenceId, digest);
  return { email, delegationIds, ...(person && { registrationId: getString(person, "registrationId") }) };
}

/**
 * Stores a sign-in link and, for a known address, queues the e-mail with the link. For an unknown address it writes decoys
 * of the same size in the same indexes, which expire within a day and are never read, so that the duration does not
 * depend on the address.
 */
export async function createSignInLink(
  table: Table,
  conferenceId: string,
  scope: SignInScope,
  at: string,
  deadline: Deadline,
): Promise<void> {
  const linkId = createId();
  const isKnown = buildSignInEmails(scope, linkId).length > 0;
  const written = isKnown ? scope : { ...scope, registrationId: createId() };
  const emails = buildSignInEmails(written, linkId);
  const change = createConferenceChange(conferenceId, "request-sign-in", { actor: { kind: "public" }, at }, emails);
  const expiresAt = N(toEpochSeconds(Date.parse(at)) + 86_400);
  const link = {
    ...toItemKey(keys.signInLink(linkId)),
    entity: S("sign-in-link"),
    conferenceId: S(conferenceId),
    expiresAt,
    [isKnown ? "signInGrant" : "decoyGrant"]: S(JSON.stringify(toSignInGrant(written))),
  };
  const journal = toJournalItem(change, createId());
  const put = (Item: Item) => ({ item: { Put: { TableName: table.name, Item } }, onConditionFailed: "never" as const });
  await writeTransaction(table, [put(link), put(isKnown ? journal : { ...hideEmails(journal), expiresAt })], deadline);
}

/** A journal item whose e-mails are never sent: they have another attribute and another list. */
function hideEmails({ mails, dueKey, ...rest }: Item): Item {
  return { ...rest, ...(mails && { decoyEmails: mails }), ...(dueKey?.S && { dueKey: S(`DECOY#${dueKey.S}`) }) };
}

/** One e-mail: to the person, or to a focal point without a registration. */
function buildSignInEmails(
  { email, registrationId, delegationIds: [delegationId] }: SignInScope,
  linkId: string,
): EmailIntent[] {
  if (registrationId) return [{ kind: "sign-in", registrationId, linkId }];
  return delegationId ? [{ kind: "delegation-sign-in", delegationId, linkId, to: computeAddressDigest(email) }] : [];
}

/** What a link or a session grants. The digest of the address finds its delegations at each use. */
interface SignInGrant {
  readonly registrationIds: readonly string[];
  readonly addressDigest: string;
}

const toSignInGrant = ({ email, registrationId }: SignInScope): SignInGrant => ({
  registrationIds: registrationId ? [registrationId] : [],
  addressDigest: computeAddressDigest(email),
});

/** Starts the validity of a link, when its e-mail is sent. @param now in ms */
export async function activateSignInLink(table: Table, linkId: string, now: number): Promise<void> {
  await updateItem(table, keys.signInLink(linkId), {
    expression: "SET validUntil = :until",
    condition: "attribute_exists(PK)",
    values: { ":until": N(now + signInLinkTtlMs) },
  });
}

/**
 * Redeems a link. Of concurrent calls, one succeeds.
 * @returns `undefined` for a link that was used, has expired, or was never sent
 */
export async function redeemSignInLink(
  table: Table,
  linkId: string,
  now: number,
): Promise<DelegateSessionDraft | undefined> {
  const link = await updateItem(table, keys.signInLink(linkId), {
    expression: "SET usedAt = :now",
    condition: "attribute_not_exists(usedAt) AND validUntil > :now AND attribute_exists(signInGrant)",
    values: { ":now": N(now) },
  });
  if (!link) return undefined;
  const grant = JSON.parse(getString(link, "signInGrant")) as SignInGrant;
  return { conferenceId: getString(link, "conferenceId"), ...grant };
}

/** A session before its token is known. */
export type DelegateSessionDraft = SignInGrant & { readonly conferenceId: string };

/**
 * Creates a session. Only the digest of its token is stored.
 * @param browser such as `Firefox, Windows`
 * @returns the end of the session
 */
export async function createDelegateSession(
  table: Table,
  token: string,
  session: DelegateSessionDraft,
  now: number,
  browser?: string,
): Promise<string> {
  const until = now + delegateSessionTtlMs;
  const owner = toDelegateOwner(session.conferenceId, session.addressDigest);
  const stored = { sessionId: deriveSessionId(token), begunAt: now, usedAt: now, ...(browser && { browser }) };
  await storeSession(table, owner, stored, until);
  await updateItem(table, keys.delegateSession(computeDigest(token)), {
    expression: "SET entity = :e, signInGrant = :s, expiresAt = :x",
    condition: "attribute_not_exists(PK)",
    values: {
      ":e": S("delegate-session"),
      ":s": S(JSON.stringify(session)),
      ":x": N(toEpochSeconds(until) + 86_400),
    },
  });
  return new Date(until).toISOString();
}

const findDraft = async (table: Table, token: string): Promise<DelegateSessionDraft | undefined> => {
  const item = await getItem(table, keys.delegateSession(computeDigest(token)));
  return item && (JSON.parse(getString(item, "signInGrant")) as DelegateSessionDraft);
};

/** Ends the session of a token, if there is one. */
export async function endDelegateSession(table: Table, token: string, now: number): Promise<void> {
  const draft = await findDraft(table, token);
  if (!draft) return;
  await endSession(table, toDelegateOwner(draft.conferenceId, draft.addressDigest), deriveSessionId(token), now);
}

/** Finds the session of an access token; `undefined` if it has ended or was idle for too long. */
export async function findDelegateSession(
  table: Table,
  token: string,
  { now, isAutomatic }: SessionUse,
): Promise<DelegateSession | undefined> {
  const draft = await findDraft(table, token);
  if (!draft) return undefined;
  const [owner, sessionId] = [toDelegateOwner(draft.conferenceId, draft.addressDigest), deriveSessionId(token)];
  const sessionKeys = toSessionKeys(owner, sessionId);
  const [items, loaded] = await Promise.all([
    batchGetItems(table, Object.values(sessionKeys)),
    loadDelegateSession(table, draft),
  ]);
  const session = findOpenSession(items, sessionKeys, { now, idle: getIdleMs([]) });
  if (!session) return undefined;
  if (!isAutomatic) await recordUse(table, owner, session, now);
  return { ...loaded, sessionId };
}

/** Ends the sessions of an address when a registration gets another one, or when another person erases it. */
export const deriveSessionEnds: DeriveWrites = (table, { registrations, actor, at }) =>
  registrations.flatMap(({ before, after }) => {
    const email = before?.person.email;
    if (email === undefined || (after.person.email && foldAddress(after.person.email) === foldAddress(email)))
      return [];
    // The person who asks for the erasure reads its receipt.
    if (after.erasure && actor.kind === "delegate") return [];
    const Update = toEndUpdate(table, toAddressOwner(after.conferenceId, email), Date.parse(at));
    return [{ item: { Update }, onConditionFailed: "changed-meanwhile" as const }];
  });

/** Adds the present delegations of the address, so that a removed focal point loses access at once. */
export async function loadDelegateSession(
  table: Table,
  { conferenceId, registrationIds, addressDigest }: DelegateSessionDraft,
): Promise<DelegateSession> {
  const delegationIds = await listFocalPointDelegations(table, conferenceId, addressDigest);
  return { conferenceId, registrationIds, addressDigest, delegationIds };
}
