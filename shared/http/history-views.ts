import type { HistoryEntry } from "#shared/commands/journal.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Action } from "#shared/model/change.ts";
import type { FieldChange, Registration } from "#shared/model/registration.ts";
import { roundToDay } from "#shared/model/time.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { focalPointsPath, isForStaff } from "#shared/registrations/registration.rules.ts";
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
  const isVisible = (path: string) =>
    isStaff ? path !== focalPointsPath || canReadName(registration, caller) : !isForStaff(path);
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
    action: toHistoryAction(isReservePromotion, action, change, isHidden),
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
const actionsWithSentReason: ReadonlySet<string> = new Set(["reject", "return", "revoke", "decline-change"]);

/** The actions of a delegation on its members, as staff see them who may not learn that the person is a member. */
const neutralActions: Partial<Record<Action, Action>> = {
  nominate: "submit",
  "confirm-member": "amend",
  "decline-member": "amend",
  "request-membership": "amend",
  "record-credential-review": "amend",
};

/** The action of a change. For those from whom the delegation is hidden, a member is as a person without one. */
function toHistoryAction(
  isReservePromotion: boolean,
  action: Action,
  { accreditation: [before] }: HistoryEntry["change"],
  isHidden: boolean,
): Action | "promote-from-reserve" {
  if (isReservePromotion) return isHidden ? "seat-from-waiting-list" : "promote-from-reserve";
  if (!isHidden) return action;
  if (action === "substitute") return before ? "withdraw" : "submit";
  return neutralActions[action] ?? action;
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
