import type { GateBadge } from "#shared/check-in/check-in.rules.ts";
import type { LayoutChoice, Paper } from "#shared/model/badge-layout.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import type { CellError, JobRequester } from "#shared/model/job.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** The order of a batch: by name, or by name within each delegation or category. */
export const badgeBatchSorts = ["name", "delegation", "category"] as const;
export type BadgeBatchSort = (typeof badgeBatchSorts)[number];

/** The most badges in one file. The rest is for the next batch. */
export const maxBadgesPerBatch = 1_000;

/** The badges of a batch, and how they are printed. */
export interface BadgeBatchRequest {
  readonly registrationIds?: readonly string[];
  /** Leaves out badges whose live serial was printed before. */
  readonly onlyNew: boolean;
  readonly category?: string;
  readonly delegationId?: string;
  readonly sort: BadgeBatchSort;
  /** The layout of the conference by default. */
  readonly layout?: LayoutChoice;
  readonly paper: Paper;
  readonly requestedBy: JobRequester;
}

/** A badge that is not in the file, or that is printed without the characters that no font has. */
export const badgeRowOutcomes = ["left-out", "printed-without"] as const;

/** A badge with such an outcome, by its number in the order of the batch: the reason, or the fields concerned. */
export interface BadgeRow {
  readonly row: number;
  readonly outcome: (typeof badgeRowOutcomes)[number];
  readonly registrationId: string;
  readonly errorCode?: DomainErrorCode;
  readonly cellErrors?: readonly CellError[];
}

/** The last print of a badge. */
export interface BadgePrint {
  readonly registrationId: string;
  readonly serial: number;
  /** When this serial was first printed. */
  readonly printedAt: string;
  /** When the entry desk recorded that it was handed out. */
  readonly collectedAt?: string;
}

type PrintsByRegistration = ReadonlyMap<string, BadgePrint>;

const hasBeenPrinted = ({ registrationId, serial }: GateBadge, prints: PrintsByRegistration) =>
  prints.get(registrationId)?.serial === serial;

const isLiveBadge = ({ invalidReason }: GateBadge) => invalidReason === undefined;

/** The live badges of a conference that the request selects. */
export function selectBadges(
  { registrationIds, onlyNew, category, delegationId }: BadgeBatchRequest,
  badges: readonly GateBadge[],
  prints: PrintsByRegistration,
): GateBadge[] {
  const selected = registrationIds && new Set(registrationIds);
  return badges.filter(
    (badge) =>
      isLiveBadge(badge) &&
      (!selected || selected.has(badge.registrationId)) &&
      (category === undefined || badge.category === category) &&
      (delegationId === undefined || badge.delegationId === delegationId) &&
      !(onlyNew && hasBeenPrinted(badge, prints)),
  );
}

/** The holder of a badge, and the name of their delegation in the language of the badges. */
export interface BadgeHolder {
  readonly registration: Registration;
  readonly delegation?: string;
}

/** By family name, as the boxes at the entry desk are sorted; a protected person by the alias. */
function toSortNames(registration: Registration): string[] {
  const { familyName, givenName } = maskProtectedIdentity(registration).person;
  const name = getDisplayName(registration);
  return registration.protection ? [name] : [familyName ?? name, givenName ?? ""];
}

/** Sorts the holders; individuals after the delegations. @param compare the collation of the badges' language */
export function sortBadgeHolders(
  sort: BadgeBatchSort,
  { categories }: Pick<Conference, "categories">,
  holders: readonly BadgeHolder[],
  compare: (a: string, b: string) => number,
): BadgeHolder[] {
  const positions = new Map(categories.map(({ category }, index) => [category, index]));
  const getGroup = ({ registration, delegation }: BadgeHolder): [number, string] => {
    if (sort === "name") return [0, ""];
    if (sort === "category") return [positions.get(registration.category) ?? positions.size, ""];
    return delegation === undefined ? [1, ""] : [0, delegation];
  };
  const sorted = holders.map((holder) => ({
    holder,
    group: getGroup(holder),
    names: toSortNames(holder.registration),
  }));
  sorted.sort(
    (a, b) =>
      a.group[0] - b.group[0] ||
      compare(a.group[1], b.group[1]) ||
      compare(a.names.join(" "), b.names.join(" ")) ||
      (a.holder.registration.registrationId < b.holder.registration.registrationId ? -1 : 1),
  );
  return sorted.map(({ holder }) => holder);
}

/** A live badge that was printed and not collected. */
export interface UncollectedBadge {
  readonly badge: GateBadge;
  readonly printedAt: string;
}

/**
 * The live badges that were printed and not collected: the entry desk has not recorded it, and no gate has admitted the
 * holder since.
 * @param lastCheckIns the time of each person's last check-in
 */
export function selectUncollectedBadges(
  badges: readonly GateBadge[],
  prints: PrintsByRegistration,
  lastCheckIns: ReadonlyMap<string, string>,
): UncollectedBadge[] {
  return badges.filter(isLiveBadge).flatMap((badge) => {
    const print = prints.get(badge.registrationId);
    if (!print || print.serial !== badge.serial || print.collectedAt !== undefined) return [];
    const checkedIn = lastCheckIns.get(badge.registrationId);
    return checkedIn !== undefined && checkedIn >= print.printedAt ? [] : [{ badge, printedAt: print.printedAt }];
  });
}
