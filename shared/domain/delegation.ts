import type { CategoryName, Language, Texts } from "./conference.ts";
import type { Fault } from "./refusal.ts";
import { Refusal } from "./refusal.ts";

/** How an organization that asked to attend stands; one that the secretariat made is accredited from the start. */
export const delegationStatuses = ["requested", "accredited", "refused"] as const;
export type DelegationStatus = (typeof delegationStatuses)[number];

/** An organization attending one conference, with the people it sends. */
export interface Delegation {
  readonly delegationId: string;
  readonly conferenceId: string;
  /** Raised by one with each change; `0` for one that isn't stored yet. */
  readonly version: number;
  readonly status: DelegationStatus;
  readonly name: Texts;
  readonly category: CategoryName;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
  /** The addresses of those who act for it; mails to the delegation go to the first. */
  readonly focalPoints: readonly string[];
  /** The language of the mails to its focal points. */
  readonly language: Language;
  /** Most seats its members may hold; without it only the venue and the category limit. */
  readonly quota?: number;
  /** Most people it may nominate beyond its quota; three times the quota if nothing is said. */
  readonly reserve?: number;
  /** How many of its members may be inside at one time; without it, all. */
  readonly insideAtOnce?: number;
  /** Registrations in the order that its focal points gave, the first first. Who has left may still be named. */
  readonly members: readonly string[];
  /** Its credential letter in all versions, the latest last. */
  readonly letters?: readonly Letter[];
  /** Why the secretariat refused it. */
  readonly reason?: string;
}

/** One version of a delegation's credential letter. */
export interface Letter {
  /** From 1. */
  readonly version: number;
  readonly documentId: string;
  readonly at: string;
  /** Whom it names, as an officer has read it. */
  readonly read?: { readonly at: string; readonly by: string; readonly registrationIds: readonly string[] };
}

/** Whether an officer has read a letter of it: from then on whoever isn't named is flagged. */
export const hasReadLetter = ({ letters = [] }: Pick<Delegation, "letters">): boolean =>
  letters.some(({ read }) => read !== undefined);

/** Without a quota nobody is in reserve, and this many may be nominated. */
const mostMembers = 500;

/** How many live members a delegation may have in all: its quota and its reserve. */
export function nominationLimit({ quota, reserve }: Pick<Delegation, "quota" | "reserve">): number {
  return quota === undefined ? mostMembers : Math.min(mostMembers, quota + (reserve ?? 3 * quota));
}

/** What the secretariat, or an organization that asks to attend, says of a delegation. */
export type DelegationDraft = Pick<
  Delegation,
  "name" | "category" | "country" | "focalPoints" | "language" | "quota" | "reserve" | "insideAtOnce"
>;

/** What the secretariat may change of it; an absent field stays as it is. */
export type DelegationAmendment = Partial<Omit<DelegationDraft, "category">> & {
  readonly status?: "accredited" | "refused";
  readonly reason?: string;
};

export function newDelegation(
  conferenceId: string,
  delegationId: string,
  draft: DelegationDraft,
  status: "requested" | "accredited",
): Delegation {
  return { ...draft, delegationId, conferenceId, version: 0, status, members: [] };
}

/** @throws Refusal `wrong-state` for an accreditation or refusal that comes a second time, or takes back an accreditation */
export function amendDelegation(before: Delegation, amendment: DelegationAmendment): Delegation {
  const { status, ...given } = amendment;
  const decides = status !== undefined && status !== before.status;
  if (decides && before.status === "accredited") throw new Refusal("wrong-state");
  return { ...before, ...given, status: status ?? before.status };
}

/** @throws Refusal `delegation-not-accredited` while the secretariat hasn't accredited it */
export function mustBeAccredited({ status }: Delegation): void {
  if (status !== "accredited") throw new Refusal("delegation-not-accredited");
}

/**
 * The ranking as the focal point wants it: exactly the members it has, each once.
 * @param living the members that still stand
 * @throws Refusal `invalid-request` at whoever is missing, unknown or named twice
 */
export function ranked(delegation: Delegation, living: readonly string[], wanted: readonly string[]): Delegation {
  const faults: Fault[] = wanted.flatMap((id, index) => {
    const path = `registrationIds.${index}`;
    if (!living.includes(id)) return [{ path, rule: "notAMember" }];
    return wanted.indexOf(id) < index ? [{ path, rule: "duplicate" }] : [];
  });
  if (faults.length === 0 && wanted.length < living.length) {
    faults.push({ path: "registrationIds", rule: "tooShort", values: { minimum: living.length } });
  }
  if (faults.length > 0) throw new Refusal("invalid-request", faults);
  return { ...delegation, members: [...wanted] };
}
