import type { Action, Actor, Change, MailPromise, Step } from "#shared/domain/change.ts";
import { seatLimit } from "#shared/domain/delegation.ts";
import type { Comeback, FailureReason, MailState } from "#shared/domain/mail-state.ts";
import type { Registration } from "#shared/domain/registration.ts";
import type { Reason } from "#shared/domain/turns-by-targets.ts";
import { newId } from "./ids.ts";
import { bucketOf, keys, lists } from "./keys.ts";
import { BOOL, type Item, keyOf, N, number, S, text } from "./table.ts";
import { changesWhoIsFound } from "./who-is-found.ts";

/** A caller's `Idempotency-Key`: whose, for which request, and the answer it gets each time. */
export interface Repeatable {
  /** The change's identifier, derived from caller, address and key. */
  readonly changeId: string;
  /** SHA-256 of the request, to tell a repetition from another request under the same key. */
  readonly requestDigest: string;
}

/** A promise of a change, with how it stands. */
export interface PromisedMail {
  /** `<changeId>.<number>`: on the mail itself as `X-Palais-Mail`. */
  readonly mailId: string;
  readonly conferenceId: string;
  readonly promise: MailPromise;
  readonly standing: MailState;
}

/** What one change did to one registration, without its personal data; `previous` is the link to the change before. */
export interface JournalStep {
  readonly registrationId: string;
  readonly version: number;
  readonly previous?: string;
  readonly accreditation: readonly [from: string | undefined, to: string];
  readonly seat: readonly [from: string | undefined, to: string];
  /** The fields of the form that changed, by path. */
  readonly fields: readonly string[];
}

/** One change as the history has it. */
export interface JournalEntry {
  readonly changeId: string;
  readonly conferenceId: string;
  readonly at: string;
  readonly actor: Actor;
  readonly action: Action;
  readonly reason?: string;
  /** The targets that a seat from the line brought nearer. */
  readonly towards?: readonly Reason[];
  readonly steps: readonly JournalStep[];
  readonly mails: readonly PromisedMail[];
}

/** A change's journal item: audit entry, outbox and idempotency record at once. */
export function journalItem(change: Change, changeId: string, answer?: Repeatable & { readonly body: string }): Item {
  const entry = {
    actor: change.actor,
    action: change.action,
    ...(change.reason === undefined ? {} : { reason: change.reason }),
    ...(change.towards && { towards: change.towards }),
    ...(change.delegation && { delegationId: change.delegation.after.delegationId }),
    steps: change.steps.map(journalStep),
  };
  return {
    ...keyOf(keys.journal(changeId)),
    entity: S("journal"),
    changeId: S(changeId),
    conferenceId: S(change.conferenceId),
    at: S(change.at),
    data: S(JSON.stringify(entry)),
    // The audit chain keeps a commitment to the entry under it: without it, what was erased can't be guessed from the chain.
    salt: S(newId()),
    ...outbox(change, changeId),
    ...movesLine(change),
    ...whoIsFound(change),
    ...besideHistory(change, changeId),
    ...(answer && { requestDigest: S(answer.requestDigest), answer: S(answer.body) }),
  };
}

/** The promises, each with its standing, and the item's place in the list of what is still to be sent. */
function outbox({ mails, at, announces }: Change, changeId: string): Item {
  if (mails.length === 0 && !announces) return {};
  const promised = mails.map((promise, index) => [`m${index}`, mailAttribute(promise)] as const);
  return {
    ...(mails.length > 0 && { mails: { M: Object.fromEntries(promised) } }),
    ...(announces && { announces: S(JSON.stringify(announces)) }),
    dueKey: S(lists.outbox(bucketOf(changeId))),
    dueSort: S(`${at}#${changeId}`),
  };
}

const mailAttribute = (promise: MailPromise) => ({ M: { promise: S(JSON.stringify(promise)), state: S("promised") } });

const freesOrJoins = ({ before, after }: Step) =>
  after.seat.state === "waiting" ||
  after.sessions.some(({ seat }) => seat.state === "waiting") ||
  Object.keys(before?.places ?? {}).some((pool) => !(pool in after.places));

/** In the place of registrations: somebody anywhere in the line may fit now. */
export const wholeLine = "*";

/** Who joined the line, or gave up a place that the line may want; of a delegation's places the line must be asked. */
function movesLine(change: Change): Item {
  const { action, door, steps, delegation } = change;
  const raises = delegation?.before && seatLimit(delegation.after) > seatLimit(delegation.before);
  if (action === "change-conference" || raises) return { movesLine: S(wholeLine) };
  if (door !== "newcomers" || !steps.some(freesOrJoins)) return {};
  const frees = steps.some(
    ({ before, after }) => before?.delegationId !== undefined && freesOrJoins({ before, after }),
  );
  const ids = steps.map(({ after }) => after.registrationId);
  return { movesLine: S([...ids, ...(frees ? [wholeLine] : [])].join(" ")) };
}

/** Whom the index of people must look at again. */
function whoIsFound({ steps }: Change): Item {
  const ids = steps.filter(changesWhoIsFound).map(({ after }) => after.registrationId);
  return ids.length === 0 ? {} : { found: S(ids.join(" ")) };
}

/**
 * A mail that comes with no change of the registration stands in no history: it is found by its reader. Not the notice of a
 * second submission, which must be written as a first one is.
 */
function besideHistory({ mails, steps, action, at }: Change, changeId: string): Item {
  const [mail] = mails;
  if (!mail || !("registrationId" in mail) || steps.length > 0 || action === "submit-again") return {};
  return { expiringKey: S(lists.mailsTo(mail.registrationId)), expiringSort: S(`${at}#${changeId}`) };
}

function journalStep({ before, after }: Step): JournalStep {
  return {
    registrationId: after.registrationId,
    version: after.version,
    ...(before?.lastChange === undefined ? {} : { previous: before.lastChange }),
    accreditation: [before?.accreditation.state, after.accreditation.state],
    seat: [before?.seat.state, after.seat.state],
    fields: before ? changedFields(before, after) : [],
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

function changedFields(before: Registration, after: Registration): string[] {
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

/** @throws Error for an item that isn't a journal entry */
export function journalEntryOf(item: Item): JournalEntry {
  const entry = JSON.parse(text(item, "data")) as Pick<JournalEntry, "actor" | "action" | "steps" | "reason">;
  const [changeId, conferenceId] = [text(item, "changeId"), text(item, "conferenceId")];
  const mails = Object.entries(item["mails"]?.M ?? {}).map(([name, mail]) => ({
    mailId: `${changeId}.${name.slice(1)}`,
    conferenceId,
    promise: JSON.parse(text(mail.M ?? {}, "promise")) as MailPromise,
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

/** A standing as attributes of the mail: each of its values under its name. */
export function standingAttributes(standing: MailState): Item {
  return Object.fromEntries(
    Object.entries(standing).map(([name, value]: [string, string | number | boolean]) => [name, attributeOf(value)]),
  );
}

function attributeOf(value: string | number | boolean) {
  if (typeof value === "string") return S(value);
  return typeof value === "number" ? N(value) : BOOL(value);
}
