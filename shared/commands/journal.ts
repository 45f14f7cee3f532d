import { getSeatLimit } from "#shared/capacity/seats.rules.ts";
import { computeDigest, createId, getBucket, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  BOOL,
  getItem,
  getNumber,
  getString,
  type Item,
  N,
  parseData,
  S,
  type Table,
  toItemKey,
} from "#shared/dynamodb/table.ts";
import type { Actor } from "#shared/model/actor.ts";
import type {
  Action,
  Change,
  EmailIntent,
  RegistrationChange,
  TargetReason,
  UnseenFields,
} from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { BounceStatus, EmailFailureReason, EmailStatus } from "#shared/model/email.ts";
import type { Registration } from "#shared/model/registration.ts";
import { serializeFieldChanges } from "#shared/registrations/field-changes.rules.ts";
import { listHistoryFields, listSearchableAnswers } from "#shared/registrations/registration.rules.ts";

/** The idempotency key of a request: the change it identifies, and the request it belongs to. */
export interface IdempotencyRecord {
  /** The identifier of the change, derived from caller and key; of an anonymous caller, from key and request. */
  readonly changeId: string;
  /** SHA-256 of the operation, its address and its body, to tell a repetition from another request under the same key. */
  readonly requestDigest: string;
  /** For an anonymous caller: the identifier of the claim of the key for one request, derived from network and key. */
  readonly claimId?: string;
}

/** An e-mail that a change queued, and its delivery state. */
export interface QueuedEmail {
  /** `<changeId>.<number>`; the e-mail carries it in the header `X-Palais-Mail`. */
  readonly emailId: string;
  readonly changeId: string;
  readonly conferenceId: string;
  readonly intent: EmailIntent;
  readonly status: EmailStatus;
}

/** The effect of one change on one registration, without personal data. `previous` is the change before. */
export interface JournalRegistration {
  readonly registrationId: string;
  readonly version: number;
  readonly previous?: string;
  readonly accreditation: readonly [from: string | undefined, to: string];
  readonly seat: readonly [from: string | undefined, to: string];
  /** The paths of the form fields that changed, and of those that were given unseen. */
  readonly fields: readonly string[];
  /** The digest of the changed values, which are stored beside the registration (`computeValuesDigest`). */
  readonly valuesDigest?: string;
}

/**
 * The digest of the values that a change altered in a registration. The audit chain thereby proves them too. With the
 * salt of the journal item, which an erasure removes, the values cannot be guessed from it.
 * @param data the values as they are stored
 */
export const computeValuesDigest = (salt: string, registrationId: string, data: string): string =>
  computeDigest("field-changes", salt, registrationId, data);

/** One change in the journal. */
export interface JournalEntry {
  readonly changeId: string;
  readonly conferenceId: string;
  readonly at: string;
  readonly actor: Actor;
  readonly action: Action;
  readonly reason?: string;
  /** The targets that a seat from the waiting list brought nearer. */
  readonly towards?: readonly TargetReason[];
  readonly registrations: readonly JournalRegistration[];
  /** The registration whose annotations changed. */
  readonly annotated?: string;
  readonly emails: readonly QueuedEmail[];
}

/**
 * The journal item of a change. It is four things at once: the audit entry, the outbox of the change's e-mails, the
 * idempotency record of the request, and the marker by which stream consumers find what they must look at.
 */
export function toJournalItem(
  change: Change,
  changeId: string,
  response?: IdempotencyRecord & { readonly body: string },
): Item {
  return {
    ...toItemKey(keys.journal(changeId)),
    entity: S("journal"),
    changeId: S(changeId),
    conferenceId: S(change.conferenceId),
    at: S(change.at),
    ...auditEntry(change),
    ...outboxEntry(change, changeId),
    ...changesToChainKeys(change, changeId),
    ...(response && { requestDigest: S(response.requestDigest), answer: S(response.body) }),
    ...waitingListMarker(change),
    ...searchIndexMarker(change),
  };
}

// Audit entry

function auditEntry(change: Change): Item {
  const { actor, action, reason, targetReasons, delegation, organizationMerge } = change;
  const { participantList, annotated, registrations, unseen } = change;
  // The audit chain holds a commitment to the entry with this salt: without the salt, erased data cannot be guessed
  // from the chain.
  const salt = createId();
  const entry = {
    actor,
    action,
    ...(reason === undefined ? {} : { reason }),
    ...(targetReasons && { towards: targetReasons }),
    ...(delegation && { delegationId: delegation.after.delegationId }),
    ...(organizationMerge && { organizationMerge }),
    ...(participantList && { participantList }),
    ...(annotated !== undefined && { annotated }),
    registrations: registrations.map((each, index) =>
      toJournalRegistration(each, salt, index === 0 ? unseen : undefined),
    ),
  };
  return { data: S(JSON.stringify(entry)), salt: S(salt) };
}

function toJournalRegistration(
  { before, after }: RegistrationChange,
  salt: string,
  unseen: UnseenFields | undefined,
): JournalRegistration {
  const fields = before ? listHistoryFields(before, after, unseen) : [];
  const values = fields.length > 0 ? serializeFieldChanges(before, after, unseen) : undefined;
  return {
    registrationId: after.registrationId,
    version: after.version,
    ...(before?.lastChange === undefined ? {} : { previous: before.lastChange }),
    accreditation: [before?.accreditation.state, after.accreditation.state],
    seat: [before?.seat.state, after.seat.state],
    fields,
    ...(values !== undefined && { valuesDigest: computeValuesDigest(salt, after.registrationId, values) }),
  };
}

/** What an officer does with a conference without a change of a registration, although it queues emails. */
const listedActions: readonly Action[] = ["update-conference", "invite-staff"];

/**
 * A change of settings, of a delegation or of annotations is the last change of no registration, by which the sweep of
 * the audit chain finds the others, so it is listed until the sweep has seen its link. Emails alone are not listed: a
 * sign-in link must be written as that of an unknown address is.
 */
function changesToChainKeys(change: Change, changeId: string): Item {
  const { conferenceId, registrations, emails, delegation, action, at } = change;
  const isOfEmails = emails.length > 0 && !delegation && !listedActions.includes(action);
  if (registrations.length > 0 || isOfEmails) return {};
  return { expiringKey: S(lists.changesToChain(conferenceId)), expiringSort: S(`${at}#${changeId}`) };
}

// Outbox

/** The queued e-mails with their delivery state, and the keys by which the outbox and the e-mail history list them. */
function outboxEntry(change: Change, changeId: string): Item {
  const { emails, at, announcement } = change;
  if (emails.length === 0 && !announcement) return {};
  const queued = emails.map((intent, index) => [`m${index}`, toEmailAttribute(intent)] as const);
  return {
    ...(emails.length > 0 && { mails: { M: Object.fromEntries(queued) } }),
    ...(announcement && { announces: S(JSON.stringify(announcement)) }),
    dueKey: S(lists.outbox(getBucket(changeId))),
    dueSort: S(`${at}#${changeId}`),
    ...recipientListKeys(change, changeId),
  };
}

const toEmailAttribute = (intent: EmailIntent) => ({ M: { intent: S(JSON.stringify(intent)), state: S("queued") } });

/**
 * An e-mail without a change of the registration is in the history of no registration, so it is listed by its
 * recipient. The notice of a second submission is not listed, because it must be written as a first submission is.
 */
function recipientListKeys({ emails, registrations, action, at }: Change, changeId: string): Item {
  const [email] = emails;
  if (!email || !("registrationId" in email) || registrations.length > 0 || action === "submit-again") return {};
  return { expiringKey: S(lists.standaloneEmails(email.registrationId)), expiringSort: S(`${at}#${changeId}`) };
}

// Markers for stream consumers

/** In the waiting list marker, in place of identifiers: any waiting registration may fit now. */
export const wholeWaitingList = "*";

/**
 * Names the registrations that joined the waiting list or released a seat that it may want. If the seat belongs to a
 * delegation, or a limit changes, the whole waiting list must be read.
 */
function waitingListMarker({ action, admission, registrations, delegation }: Change): Item {
  const raisesQuota = delegation?.before && getSeatLimit(delegation.after) > getSeatLimit(delegation.before);
  if (action === "update-conference" || raisesQuota) return { waitingListMarker: S(wholeWaitingList) };
  const affecting = registrations.filter(affectsWaitingList);
  if (admission !== "public" || affecting.length === 0) return {};
  const ids = registrations.map(({ after }) => after.registrationId);
  const isOfDelegation = affecting.some(({ before }) => before?.delegationId !== undefined);
  return { waitingListMarker: S([...ids, ...(isOfDelegation ? [wholeWaitingList] : [])].join(" ")) };
}

const affectsWaitingList = ({ before, after }: RegistrationChange) =>
  after.seat.state === "waiting" ||
  after.sessions.some(({ seat }) => seat.state === "waiting") ||
  Object.keys(before?.shardAllocations ?? {}).some((pool) => !(pool in after.shardAllocations));

/** Names the registrations whose entries in the search index change. */
function searchIndexMarker({ registrations }: Change): Item {
  const changed = registrations.filter(({ before, after }) => !before || searchKey(before) !== searchKey(after));
  return changed.length === 0 ? {} : { reindexIds: S(changed.map(({ after }) => after.registrationId).join(" ")) };
}

/** Everything of a registration that the search index contains. */
function searchKey(registration: Registration): string {
  const { person, latinName, organization, protection, passportDigest } = registration;
  const { givenName, familyName, nameOnBadge, email, birthDate, nationality } = person;
  const alias = protection?.alias;
  const names = [givenName, familyName, nameOnBadge, organization, alias?.nameOnBadge, alias?.organization];
  const answers = listSearchableAnswers(registration);
  const isProtected = protection !== undefined;
  return JSON.stringify([...names, latinName, email, birthDate, nationality, passportDigest, isProtected, answers]);
}

// Reading

/** @throws Error for an item that is not a journal entry */
export function parseJournalEntry(item: Item): JournalEntry {
  const entry = parseData<Pick<JournalEntry, "actor" | "action" | "registrations" | "annotated" | "reason">>(item);
  const [changeId, conferenceId] = [getString(item, "changeId"), getString(item, "conferenceId")];
  const emails = Object.entries(item["mails"]?.M ?? {}).map(([name, { M: email = {} }]) => ({
    emailId: `${changeId}.${name.slice(1)}`,
    changeId,
    conferenceId,
    intent: JSON.parse(getString(email, "intent")) as EmailIntent,
    status: parseEmailStatus(email),
  }));
  return { ...entry, changeId, conferenceId, at: getString(item, "at"), emails };
}

function parseEmailStatus(email: Item): EmailStatus {
  const state = getString(email, "state");
  const earlier = {
    ...(email["failures"] && { failures: getNumber(email, "failures") }),
    ...(email["unfinished"] && { unfinished: getNumber(email, "unfinished") }),
  };
  const possiblyTwice = email["possiblyTwice"]?.BOOL && { possiblyTwice: true };
  switch (state) {
    case "claimed":
      return { state, until: getString(email, "until"), attempts: getNumber(email, "attempts") || 1, ...earlier };
    case "sent": {
      const bounceStatus = email["bounceStatus"]?.S as BounceStatus | undefined;
      const sent = { at: getString(email, "at"), messageId: getString(email, "messageId") };
      const withheld = email["isWithheld"]?.BOOL && { isWithheld: true };
      return { state, ...sent, ...(bounceStatus && { bounceStatus }), ...withheld, ...possiblyTwice };
    }
    case "failed": {
      const [reason, error] = [getString(email, "reason") as EmailFailureReason, email["error"]?.S];
      return { state, at: getString(email, "at"), reason, ...(error && { error }), ...possiblyTwice };
    }
    default:
      return { state: "queued", ...earlier };
  }
}

/** A delivery state as attributes of the e-mail, each value under its name. */
export function toEmailStatusAttributes(status: EmailStatus): Item {
  return Object.fromEntries(
    Object.entries(status).map(([name, value]: [string, string | number | boolean]) => [name, toAttribute(value)]),
  );
}

function toAttribute(value: string | number | boolean) {
  if (typeof value === "string") return S(value);
  return typeof value === "number" ? N(value) : BOOL(value);
}

// History

/** The effect of one change on one registration. */
export interface HistoryEntry {
  readonly journalEntry: JournalEntry;
  readonly change: JournalRegistration;
  /** Whether the change withdrew another registration, and this one received its seat. */
  readonly isReservePromotion: boolean;
}

/**
 * The changes of a registration, latest first, along the links of the journal.
 * @param from the identifier of the first change, from the previous page
 * @throws DomainError `bad-cursor` for a change that is not one of this registration
 */
export async function listHistory(
  table: Table,
  { registrationId, lastChange }: Registration,
  from: string | undefined,
  limit: number,
): Promise<{ entries: HistoryEntry[]; next: string | null }> {
  const entries: HistoryEntry[] = [];
  let changeId = from ?? lastChange;
  while (changeId !== undefined && entries.length < limit) {
    const item = await getItem(table, keys.journal(changeId));
    const journalEntry = item && parseJournalEntry(item);
    const index = journalEntry?.registrations.findIndex((each) => each.registrationId === registrationId) ?? -1;
    const change = journalEntry?.registrations[index];
    if (!journalEntry || !change) throw new DomainError("bad-cursor");
    entries.push({ journalEntry, change, isReservePromotion: index > 0 && receivesSeat(change) });
    changeId = change.previous;
  }
  return { entries, next: changeId ?? null };
}

/** The change that frees a seat of a delegation gives it to the next member of the reserve (`promoteReserve`). */
const receivesSeat = ({ accreditation, seat: [before, after] }: JournalRegistration): boolean =>
  accreditation[0] === accreditation[1] && before === "waiting" && after !== "waiting";
