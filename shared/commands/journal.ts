import type { Action, Actor, Change, EmailIntent, RegistrationChange, TargetReason } from "#shared/domain/change.ts";
import type { Comeback, FailureReason, MailState } from "#shared/domain/mail-state.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { seatLimit } from "#shared/domain/seats.ts";
import { newId } from "#shared/store/ids.ts";
import { bucketOf, keys, lists } from "#shared/store/keys.ts";
import { BOOL, type Item, keyOf, N, number, S, text } from "#shared/store/table.ts";

/** The idempotency key of a request: the change it identifies, and the request it belongs to. */
export interface IdempotencyRecord {
  /** The identifier of the change, derived from caller, address and key. */
  readonly changeId: string;
  /** SHA-256 of the request, to tell a repetition from another request under the same key. */
  readonly requestDigest: string;
}

/** An e-mail that a change queued, and its delivery state. */
export interface QueuedEmail {
  /** `<changeId>.<number>`; the e-mail carries it in the header `X-Palais-Mail`. */
  readonly mailId: string;
  readonly conferenceId: string;
  readonly intent: EmailIntent;
  readonly standing: MailState;
}

/** The effect of one change on one registration, without personal data. `previous` is the change before. */
export interface JournalRegistration {
  readonly registrationId: string;
  readonly version: number;
  readonly previous?: string;
  readonly accreditation: readonly [from: string | undefined, to: string];
  readonly seat: readonly [from: string | undefined, to: string];
  /** The paths of the form fields that changed. */
  readonly fields: readonly string[];
}

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
  readonly mails: readonly QueuedEmail[];
}

/**
 * The journal item of a change. It is four things at once: the audit entry, the outbox of the change's e-mails, the
 * idempotency record of the request, and the marker by which stream consumers find what they must look at.
 */
export function journalItem(
  change: Change,
  changeId: string,
  response?: IdempotencyRecord & { readonly body: string },
): Item {
  return {
    ...keyOf(keys.journal(changeId)),
    entity: S("journal"),
    changeId: S(changeId),
    conferenceId: S(change.conferenceId),
    at: S(change.at),
    ...auditEntry(change),
    ...outboxEntry(change, changeId),
    ...(response && { requestDigest: S(response.requestDigest), answer: S(response.body) }),
    ...waitingListMarker(change),
    ...searchIndexMarker(change),
  };
}

// Audit entry

function auditEntry(change: Change): Item {
  const { actor, action, reason, towards, delegation, registrations } = change;
  const entry = {
    actor,
    action,
    ...(reason === undefined ? {} : { reason }),
    ...(towards && { towards }),
    ...(delegation && { delegationId: delegation.after.delegationId }),
    registrations: registrations.map(toJournalRegistration),
  };
  return {
    data: S(JSON.stringify(entry)),
    // The audit chain holds a commitment to the entry with this salt: without the salt, erased data cannot be guessed
    // from the chain.
    salt: S(newId()),
  };
}

function toJournalRegistration({ before, after }: RegistrationChange): JournalRegistration {
  return {
    registrationId: after.registrationId,
    version: after.version,
    ...(before?.lastChange === undefined ? {} : { previous: before.lastChange }),
    accreditation: [before?.accreditation.state, after.accreditation.state],
    seat: [before?.seat.state, after.seat.state],
    fields: before ? listChangedFields(before, after) : [],
  };
}

const formFields = [
  "category",
  "country",
  "organization",
  "functionTitle",
  "role",
  "language",
  "needs",
  "consent",
] as const;

function listChangedFields(before: Registration, after: Registration): string[] {
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const personFields = [
    ...new Set([...Object.keys(before.person), ...Object.keys(after.person)]),
  ] as (keyof Registration["person"])[];
  return [
    ...formFields.filter((field) => differs(before[field], after[field])),
    ...personFields
      .filter((field) => differs(before.person[field], after.person[field]))
      .map((field) => `person.${field}`),
    ...(differs(before.passportDigest, after.passportDigest) ? ["person.passportNumber"] : []),
  ];
}

// Outbox

/** The queued e-mails with their delivery state, and the keys by which the outbox and the e-mail history list them. */
function outboxEntry(change: Change, changeId: string): Item {
  const { mails, at, announces } = change;
  if (mails.length === 0 && !announces) return {};
  const queued = mails.map((intent, index) => [`m${index}`, mailAttribute(intent)] as const);
  return {
    ...(mails.length > 0 && { mails: { M: Object.fromEntries(queued) } }),
    ...(announces && { announces: S(JSON.stringify(announces)) }),
    dueKey: S(lists.outbox(bucketOf(changeId))),
    dueSort: S(`${at}#${changeId}`),
    ...recipientListKeys(change, changeId),
  };
}

const mailAttribute = (intent: EmailIntent) => ({ M: { intent: S(JSON.stringify(intent)), state: S("promised") } });

/**
 * An e-mail without a change of the registration is in the history of no registration, so it is listed by its
 * recipient. The notice of a second submission is not listed, because it must be written as a first submission is.
 */
function recipientListKeys({ mails, registrations, action, at }: Change, changeId: string): Item {
  const [mail] = mails;
  if (!mail || !("registrationId" in mail) || registrations.length > 0 || action === "submit-again") return {};
  return { expiringKey: S(lists.mailsTo(mail.registrationId)), expiringSort: S(`${at}#${changeId}`) };
}

// Markers for stream consumers

/** In the waiting list marker, in place of identifiers: any waiting registration may fit now. */
export const wholeWaitingList = "*";

/**
 * Names the registrations that joined the waiting list or released a seat that it may want. If the seat belongs to a
 * delegation, or a limit changes, the whole waiting list must be read.
 */
function waitingListMarker({ action, admission, registrations, delegation }: Change): Item {
  const raisesQuota = delegation?.before && seatLimit(delegation.after) > seatLimit(delegation.before);
  if (action === "change-conference" || raisesQuota) return { waitingListMarker: S(wholeWaitingList) };
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
  return changed.length === 0 ? {} : { found: S(changed.map(({ after }) => after.registrationId).join(" ")) };
}

/** Everything of a registration that the search index contains. */
function searchKey({ person, organization, protection, passportDigest }: Registration): string {
  const { givenName, familyName, nameOnBadge, email, birthDate, nationality } = person;
  const alias = protection?.alias;
  const names = [givenName, familyName, nameOnBadge, organization, alias?.nameOnBadge, alias?.organization];
  return JSON.stringify([...names, email, birthDate, nationality, passportDigest, protection !== undefined]);
}

// Reading

/** @throws Error for an item that is not a journal entry */
export function journalEntryOf(item: Item): JournalEntry {
  const entry = JSON.parse(text(item, "data")) as Pick<JournalEntry, "actor" | "action" | "registrations" | "reason">;
  const [changeId, conferenceId] = [text(item, "changeId"), text(item, "conferenceId")];
  const mails = Object.entries(item["mails"]?.M ?? {}).map(([name, mail]) => ({
    mailId: `${changeId}.${name.slice(1)}`,
    conferenceId,
    intent: JSON.parse(text(mail.M ?? {}, "intent")) as EmailIntent,
    standing: standingOf(mail.M ?? {}),
  }));
  return { ...entry, changeId, conferenceId, at: text(item, "at"), mails };
}

function standingOf(mail: Item): MailState {
  const state = text(mail, "state");
  switch (state) {
    case "claimed":
      return { state, until: text(mail, "until"), attempts: number(mail, "attempts") || 1, ...failures(mail) };
    case "sent": {
      const comeback = mail["comeback"]?.S as Comeback | undefined;
      const messageId = text(mail, "messageId");
      return { state, at: text(mail, "at"), messageId, ...(comeback && { comeback }), ...twice(mail) };
    }
    case "failed": {
      const [reason, error] = [text(mail, "reason") as FailureReason, mail["error"]?.S];
      return { state, at: text(mail, "at"), reason, ...(error && { error }), ...twice(mail) };
    }
    default:
      return { state: "promised", ...failures(mail) };
  }
}

const failures = (mail: Item) => (mail["failures"] ? { failures: number(mail, "failures") } : {});

const twice = (mail: Item) => (mail["possiblyTwice"]?.BOOL ? { possiblyTwice: true } : {});

/** A delivery state as attributes of the e-mail: each of its values under its name. */
export function standingAttributes(standing: MailState): Item {
  return Object.fromEntries(
    Object.entries(standing).map(([name, value]: [string, string | number | boolean]) => [name, attributeOf(value)]),
  );
}

function attributeOf(value: string | number | boolean) {
  if (typeof value === "string") return S(value);
  return typeof value === "number" ? N(value) : BOOL(value);
}
