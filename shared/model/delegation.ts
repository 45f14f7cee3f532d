import type { Deadlines, Language, LocalizedText } from "./conference.ts";
import { DomainError, type FieldError } from "./domain-error.ts";

/** The status of a delegation. A delegation that the secretariat creates is accredited from the start. */
export const delegationStatuses = ["requested", "accredited", "refused"] as const;
export type DelegationStatus = (typeof delegationStatuses)[number];

/** What a delegation may have other deadlines for than its category. */
export const delegationDeadlineKinds = ["nomination", "substitution", "changes"] as const;

export type DelegationDeadlines = Pick<Deadlines, (typeof delegationDeadlineKinds)[number]>;

/** Whether its focal points were asked to confirm that they act for it, or declined to. */
export const focalPointConfirmations = ["awaited", "declined"] as const;

/** An organization that attends one conference, and its members. */
export interface Delegation {
  readonly delegationId: string;
  readonly conferenceId: string;
  /** Increases by 1 with each change; `0` for a delegation that is not stored yet. */
  readonly version: number;
  readonly status: DelegationStatus;
  readonly name: LocalizedText;
  readonly category: string;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
  /** The addresses of its focal points. E-mails to the delegation go to the first one. */
  readonly focalPoints: readonly string[];
  /** Until one of its focal points confirms, they change nothing. Absent: confirmed, or not asked. */
  readonly confirmation?: (typeof focalPointConfirmations)[number];
  /** The focal points who declined to act for it, by address, until one of the others confirms. */
  readonly declinedBy?: readonly string[];
  /** The language of the e-mails to its focal points. */
  readonly language: Language;
  /** The maximum number of seats of its members. Without it, only the venue and the category limit them. */
  readonly quota?: number;
  /** The maximum number of nominations beyond the quota; three times the quota by default. */
  readonly reserve?: number;
  /** The maximum number of members inside the venue at the same time; all members by default. */
  readonly insideAtOnce?: number;
  /** In place of the deadlines of its category. */
  readonly deadlines?: DelegationDeadlines;
  /** Registrations in the order of its focal points. It may still contain members who have left. */
  readonly members: readonly string[];
  /** All versions of its credential letter; the latest is the last one. */
  readonly letters?: readonly CredentialLetter[];
  /** Why the secretariat refused the delegation. */
  readonly reason?: string;
  /** When its organization requested accreditation. Absent if the secretariat created it, or before this was stored. */
  readonly requestedAt?: string;
  /** Why its organization requests accreditation, in its own words. */
  readonly justification?: string;
}

/** One version of a delegation's credential letter. */
export interface CredentialLetter {
  /** From 1. */
  readonly version: number;
  readonly documentId: string;
  readonly at: string;
  /** The review of an officer: the registrations that the letter names. */
  readonly review?: { readonly at: string; readonly by: string; readonly registrationIds: readonly string[] };
}

/** Whether an officer has reviewed a letter. From then on, members whom it does not name are flagged. */
export const hasReviewedLetter = ({ letters = [] }: Pick<Delegation, "letters">): boolean =>
  letters.some(({ review }) => review !== undefined);

/** The maximum number of nominations of one delegation. A delegation without a quota has no reserve. */
const maxMembers = 500;

/** The maximum number of live members: the quota and the reserve. */
export function getNominationLimit({ quota, reserve }: Pick<Delegation, "quota" | "reserve">): number {
  return quota === undefined ? maxMembers : Math.min(maxMembers, quota + (reserve ?? 3 * quota));
}

/** The fields of a new delegation, from the secretariat or from an organization that requests accreditation. */
export type DelegationDraft = Pick<
  Delegation,
  "name" | "category" | "country" | "focalPoints" | "language" | "quota" | "reserve" | "insideAtOnce" | "justification"
> & {
  /** Asks the focal points of an accredited delegation to confirm. */
  readonly confirmation?: "awaited";
};

/** The fields that the secretariat may change. A field that is absent is not changed. */
export type DelegationAmendment = Partial<Omit<DelegationDraft, "category" | "justification">> & {
  /** `null`: those of the category, also for one kind. */
  readonly deadlines?: { readonly [Kind in keyof DelegationDeadlines]: DelegationDeadlines[Kind] | null } | null;
  readonly status?: "accredited" | "refused";
  readonly reason?: string;
};

export function buildDelegation(
  conferenceId: string,
  delegationId: string,
  draft: DelegationDraft,
  status: "requested" | "accredited",
): Delegation {
  return { ...draft, delegationId, conferenceId, version: 0, status, members: [] };
}

/** @throws DomainError `wrong-state` for a decision on a delegation that is accredited already */
export function amendDelegation(before: Delegation, amendment: DelegationAmendment): Delegation {
  const { status, deadlines, ...fields } = amendment;
  const isDecision = status !== undefined && status !== before.status;
  if (isDecision && before.status === "accredited") throw new DomainError("wrong-state");
  return {
    ...amendDeadlines(before, deadlines),
    ...fields,
    ...askNewFocalPoints(before, fields),
    status: status ?? before.status,
  };
}

/** Other focal points of a delegation that is not confirmed are asked, too. The answer of one who is removed is deleted. */
function askNewFocalPoints(
  { confirmation, declinedBy, focalPoints }: Delegation,
  { focalPoints: changed = focalPoints }: DelegationAmendment,
): Pick<Delegation, "confirmation" | "declinedBy"> {
  const hasChanged = changed.toSorted().join() !== focalPoints.toSorted().join();
  if (!confirmation || !hasChanged) return {};
  return {
    confirmation: "awaited",
    ...(declinedBy && { declinedBy: declinedBy.filter((each) => changed.includes(each)) }),
  };
}

/**
 * The delegation after a focal point has confirmed or declined. One who declined can still confirm, until another one
 * does: then those who declined are its focal points no more, and the one who confirmed is the first and gets its emails.
 * @param address of the focal point; `undefined` if the secretariat answers on their behalf
 * @throws DomainError `wrong-state` if no confirmation is asked for
 */
export function answerConfirmation(
  { confirmation, declinedBy = [], ...delegation }: Delegation,
  isConfirmed: boolean,
  address: string | undefined,
): Delegation {
  if (!confirmation) throw new DomainError("wrong-state");
  const own = address === undefined ? [] : [address];
  const declined = declinedBy.filter((each) => each !== address);
  if (!isConfirmed) return { ...delegation, confirmation: "declined", declinedBy: [...declined, ...own] };
  const others = delegation.focalPoints.filter((each) => each !== address && !declined.includes(each));
  const focalPoints = [...own, ...others];
  return focalPoints.length > 0 ? { ...delegation, focalPoints } : delegation;
}

/** @throws DomainError `focal-point-unconfirmed` */
export function assertConfirmed({ confirmation }: Pick<Delegation, "confirmation">): void {
  if (confirmation) throw new DomainError("focal-point-unconfirmed");
}

/**
 * A focal point who declined reads the delegation alone, to confirm after all.
 * @throws DomainError `focal-point-unconfirmed`
 */
export function assertNotDeclined({ confirmation }: Pick<Delegation, "confirmation">): void {
  if (confirmation === "declined") throw new DomainError("focal-point-unconfirmed");
}

function amendDeadlines(before: Delegation, changed: DelegationAmendment["deadlines"]): Delegation {
  if (changed === undefined) return before;
  const { deadlines: earlier, ...rest } = before;
  const all = Object.entries(changed === null ? {} : { ...earlier, ...changed });
  const deadlines = Object.fromEntries(all.filter(([, period]) => period !== null)) as DelegationDeadlines;
  return Object.keys(deadlines).length > 0 ? { ...rest, deadlines } : rest;
}

/** @throws DomainError `delegation-not-accredited` */
export function assertAccredited({ status }: Delegation): void {
  if (status !== "accredited") throw new DomainError("delegation-not-accredited");
}

/**
 * The delegation with its live members in a new order.
 * @param ranked exactly the live members, each once
 * @throws DomainError `invalid-request` at each member that is unknown, duplicate or missing
 */
export function reorderMembers(delegation: Delegation, live: readonly string[], ranked: readonly string[]): Delegation {
  const errors: FieldError[] = ranked.flatMap((id, index) => {
    const path = `registrationIds.${index}`;
    if (!live.includes(id)) return [{ path, rule: "notAMember" }];
    return ranked.indexOf(id) < index ? [{ path, rule: "duplicate" }] : [];
  });
  if (errors.length === 0 && ranked.length < live.length) {
    errors.push({ path: "registrationIds", rule: "tooShort", values: { minimum: live.length } });
  }
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
  return { ...delegation, members: [...ranked] };
}
