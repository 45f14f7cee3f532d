import type { Change, CommandContext } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { createChange } from "#shared/registrations/registration.rules.ts";
import { isSpeltDifferently } from "#shared/text/compare-text.ts";

/** The reasons why two registrations may be of the same person: hints for an officer, not proofs. */
export const matchReasons = ["passport", "address", "name-and-birth-date", "name-and-nationality"] as const;
export type MatchReason = (typeof matchReasons)[number];

/** The most match candidates of one registration, besides protected people. */
export const maxMatchCandidates = 20;

/** The traits of a person, as texts that are equal for a match. */
export type MatchKeys = { readonly [Kind in MatchReason]?: string };

/** A registration and its traits. */
export interface MatchCandidate {
  readonly registration: Pick<Registration, "registrationId" | "accreditation" | "person" | "dismissedDuplicates">;
  readonly matchKeys: MatchKeys;
}

const hasDismissed = ({ registration }: MatchCandidate, other: MatchCandidate) =>
  registration.dismissedDuplicates?.includes(other.registration.registrationId) ?? false;

/** The names of a person in one text, for comparison. */
const getNames = ({ registration: { person } }: MatchCandidate) =>
  [person.givenName, person.familyName].filter(Boolean).join(" ");

/** The reasons that compare names. */
const nameReasons: ReadonlySet<MatchReason> = new Set(["name-and-birth-date", "name-and-nationality"]);

const getBirthDate = ({ registration }: MatchCandidate) => registration.person.birthDate;

/**
 * The traits that two registrations have in common. A withdrawn registration matches none, because the person may apply
 * again; a rejected or revoked one does. A dismissed duplicate matches no more. Name and nationality count only if a date
 * of birth is missing. The keys of names are transliterations, so names that their own script tells apart do not count.
 */
export function findMatchReasons(one: MatchCandidate, other: MatchCandidate): MatchReason[] {
  const both = [one, other];
  const isSame = one.registration.registrationId === other.registration.registrationId;
  if (isSame || hasDismissed(one, other) || hasDismissed(other, one)) return [];
  if (both.some(({ registration }) => registration.accreditation.state === "withdrawn")) return [];
  const haveBirthDates = both.every((candidate) => getBirthDate(candidate) !== undefined);
  const haveDifferentNames = isSpeltDifferently(getNames(one), getNames(other));
  return matchReasons.filter((kind) => {
    const isEqual = one.matchKeys[kind] !== undefined && one.matchKeys[kind] === other.matchKeys[kind];
    if (haveDifferentNames && nameReasons.has(kind)) return false;
    return isEqual && !(kind === "name-and-nationality" && haveBirthDates);
  });
}

/** More than one registration has in practice. */
const maxDismissedDuplicates = 50;

/**
 * Records that a possible duplicate is of another person. Neither registration is a hint for the other any more.
 * @throws DomainError `not-found` for a registration of another conference, or for the same registration
 */
export function addDismissedDuplicate(before: Registration, other: Registration, context: CommandContext): Change {
  const { conferenceId, registrationId: id } = other;
  if (conferenceId !== before.conferenceId || id === before.registrationId) throw new DomainError("not-found");
  const others = (before.dismissedDuplicates ?? []).filter((each) => each !== id);
  const after = { ...before, dismissedDuplicates: [...others, id].slice(-maxDismissedDuplicates) };
  return { ...createChange(before, after, "dismiss-duplicate", context), emails: [] };
}
