import type { HistoryEntry } from "#shared/commands/journal.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Action, EmailIntent, EmailKind } from "#shared/model/change.ts";
import type { FieldChange, Registration } from "#shared/model/registration.ts";
import { roundToDay } from "#shared/model/time.ts";
import { isFieldOfAnyone, isForStaff } from "#shared/registrations/registration.rules.ts";
import { canCompare, canReadWritten, isHiddenMember, type Viewer } from "./views.ts";

/**
 * The entries of a registration's history that the caller may see. That an officer told two people apart is for staff who
 * may compare them: to a person who enters the data of someone else, it would say that this other person is registered.
 * @param dismissed the other people
 */
export function listVisibleEntries(
  entries: readonly HistoryEntry[],
  registration: Registration,
  dismissed: readonly Registration[],
  viewer: Viewer,
): HistoryEntry[] {
  const seesDismissals =
    viewer.caller.kind === "staff" && dismissed.every((each) => canCompare(registration, each, viewer));
  return entries.filter(({ journalEntry }) => seesDismissals || journalEntry.action !== "dismiss-duplicate");
}

/**
 * A change of a registration, with the values that it altered. Only staff see which member of staff acted; the owner
 * sees the reason of a decision only if it was sent by e-mail.
 */
export function toHistoryEntryView(
  { journalEntry, change, isReservePromotion }: HistoryEntry,
  viewer: Viewer,
  changes: readonly FieldChange[],
  registration: Registration,
) {
  const { at, actor, action, reason } = journalEntry;
  const { caller } = viewer;
  const isStaff = caller.kind === "staff";
  const isHidden = isStaff && isHiddenMember(registration, caller);
  const shownAction = toHistoryAction(isReservePromotion, action, change, isHidden);
  // What a change of a delegation altered belongs to the membership, such as the country of a member.
  const isOfAnyone = shownAction === action && !change.fields.includes("delegation");
  const isVisible = (path: string) =>
    isStaff ? !isHidden || (isOfAnyone && isFieldOfAnyone(path)) : !isForStaff(path);
  const visible = changes.filter(({ path }) => isVisible(path));
  const showsReason =
    reason !== undefined &&
    !isReservePromotion &&
    (isStaff
      ? canReadReason(registration, action, viewer)
      : actor.kind !== "staff" || actionsWithSentReason.has(action));
  return {
    at: isHidden ? roundToDay(at) : at,
    version: change.version,
    action: shownAction,
    by: toHistoryActor(isReservePromotion, actor, isHidden, isStaff),
    ...(showsReason && { reason }),
    accreditation: toStateChangeView(change.accreditation),
    seat: toStateChangeView(change.seat),
    fields: change.fields.filter(isVisible),
    ...(visible.length > 0 && { changes: visible }),
  };
}

/**
 * Whether a member of staff may read the reason of a change. Why a person is protected is for the readers of the identity
 * alone, also after the protection has ended; the reasons of a protected person's other changes may name them.
 */
const canReadReason = (registration: Registration, action: HistoryEntry["journalEntry"]["action"], viewer: Viewer) =>
  action === "protect" && !registration.protection ? false : canReadWritten(registration, viewer);

/** The journal has `null` for the state before a submission, because JSON has no `undefined`. */
const toStateChangeView = ([before, after]: readonly [string | null | undefined, string]) => ({
  ...(before && { before }),
  after,
});

/** The decisions whose reason is sent to the person. */
const actionsWithSentReason: ReadonlySet<string> = new Set([
  "reject",
  "return",
  "revoke",
  "decline-change",
  "revoke-visa-letter",
]);

/**
 * What can happen to a person without a delegation. The history shows nothing else to staff who may not learn that the
 * person is a member: any other action is one of the delegation.
 */
const actionsOnAnyone: ReadonlySet<Action> = new Set<Action>([
  ...["submit", "submit-again", "approve", "import-approved", "reject", "return", "resubmit", "amend"],
  ...["request-change", "take-back-change", "accept-change", "decline-change", "revoke", "reopen", "withdraw"],
  ...["seat-from-waiting-list", "offer-from-waiting-list", "accept-offer", "decline-offer", "request-seat-again"],
  ...["expire-offer", "correction-overdue", "address-unconfirmed", "confirm-address", "request-sign-in"],
  ...["reprint", "issue-visa-letter", "resend-visa-letter", "revoke-visa-letter", "limit-access"],
  ...["attach-document", "reject-document", "delete-documents"],
  ...["protect", "unprotect", "dismiss-duplicate", "mark-undeliverable", "lift-suppression"],
  ...["send-reminder", "remind-of-questions", "send-certificates", "erase", "complete-erasure", "repair"],
] as Action[]);

/** The action of a change. For those from whom the delegation is hidden, a member is as a person without one. */
function toHistoryAction(
  isReservePromotion: boolean,
  action: Action,
  { accreditation: [before, after] }: HistoryEntry["change"],
  isHidden: boolean,
): Action | "promote-from-reserve" {
  if (isReservePromotion) return isHidden ? "seat-from-waiting-list" : "promote-from-reserve";
  if (!isHidden || actionsOnAnyone.has(action)) return action;
  if (!before) return "submit";
  return after === "withdrawn" && before !== after ? "withdraw" : "amend";
}

/** The e-mails that a person without a delegation can get. */
const emailsToAnyone: ReadonlySet<EmailKind> = new Set<EmailKind>([
  ...["received", "waiting", "seat-given", "offer", "offer-expired", "withdrawn", "reopened", "already-registered"],
  ...["approved", "approved-waiting", "approved-online", "online-access", "rejected", "revoked", "returned"],
  ...["corrected", "correction-overdue", "change-declined", "address-unconfirmed", "address-changed", "sign-in"],
  ...["badge-reissued", "visa-letter", "visa-letter-revoked", "reminder", "certificate", "answers-due"],
  "conference-changed",
] as EmailKind[]);

/**
 * The kind of an e-mail in a history that hides the delegation of the person: that of a person without one, to whom the
 * same happens.
 * @returns `undefined` for an e-mail that no such person gets
 */
export function toHiddenEmailKind(
  intent: EmailIntent,
  { seat: [, seat] }: Pick<HistoryEntry["change"], "seat">,
): EmailKind | undefined {
  switch (intent.kind) {
    case "substitute":
      return "received";
    case "substituted":
      return "withdrawn";
    case "membership-confirmed":
      return seat === "held" ? "seat-given" : undefined;
    case "head-replaced":
      return "serial" in intent ? "badge-reissued" : undefined;
    default:
      return emailsToAnyone.has(intent.kind) ? intent.kind : undefined;
  }
}

/**
 * Who made a change. The member who released a promoted person's seat is not disclosed: not to that person, and to staff
 * neither, because the two belong to the same delegation. Whether a focal point, the person or a visitor acted for a
 * protected person is for the readers.
 */
function toHistoryActor(isReservePromotion: boolean, actor: Actor, isHidden: boolean, isStaff: boolean) {
  if (isReservePromotion && (isHidden || !isStaff)) return { kind: "system" as const };
  if (isHidden && actor.kind !== "staff" && actor.kind !== "system") return { kind: "delegate" as const };
  const isAnonymous =
    !("id" in actor) || (actor.kind === "staff" && !isStaff) || (actor.kind === "delegate" && isReservePromotion);
  return { kind: actor.kind, ...(!isAnonymous && { id: actor.id }) };
}
