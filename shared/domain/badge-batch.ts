import type { LayoutChoice, Paper } from "./badge-layout.ts";
import type { Conference } from "./conference.ts";
import type { GateBadge } from "./entry/badge.ts";
import type { CellFault, OrderedBy } from "./job.ts";
import { asItAppears } from "./protection.ts";
import type { RefusalCode } from "./refusal.ts";
import { displayName, type Registration } from "./registration.ts";

/** In which order badges are printed: by name alone, or by name within their delegations or categories. */
export const batchSorts = ["name", "delegation", "category"] as const;
export type BatchSort = (typeof batchSorts)[number];

/** So many badges stand in one file; who is left over is for the next. */
export const mostInBatch = 1_000;

/** Which badges are wanted, and how they are printed. */
export interface BatchOrder {
  readonly registrationIds?: readonly string[];
  /** Without those whose live serial was printed before. */
  readonly onlyNew: boolean;
  readonly category?: string;
  readonly delegationId?: string;
  readonly sort: BatchSort;
  /** The conference's own if nothing is said. */
  readonly layout?: LayoutChoice;
  readonly paper: Paper;
  readonly by: OrderedBy;
}

/** A badge of the batch that isn't in the file, and why: by its number in the order wanted. */
export interface LeftOut {
  readonly row: number;
  readonly outcome: "left-out";
  readonly registrationId: string;
  readonly refusal: RefusalCode;
  readonly faults?: readonly CellFault[];
}

/** The serial of a badge that was printed last. */
export interface Print {
  readonly registrationId: string;
  readonly serial: number;
  /** When this serial was first printed. */
  readonly printedAt: string;
  /** When the desk said that it was handed out. */
  readonly collectedAt?: string;
}

type Prints = ReadonlyMap<string, Print>;

const isPrinted = ({ registrationId, serial }: GateBadge, prints: Prints) =>
  prints.get(registrationId)?.serial === serial;

const isLive = ({ fault }: GateBadge) => fault === undefined;

/** Those of a conference's badges that the order means: live ones alone. */
export function wantedBadges(
  { registrationIds, onlyNew, category, delegationId }: BatchOrder,
  badges: readonly GateBadge[],
  prints: Prints,
): GateBadge[] {
  const chosen = registrationIds && new Set(registrationIds);
  return badges.filter(
    (badge) =>
      isLive(badge) &&
      (!chosen || chosen.has(badge.registrationId)) &&
      (category === undefined || badge.category === category) &&
      (delegationId === undefined || badge.delegationId === delegationId) &&
      !(onlyNew && isPrinted(badge, prints)),
  );
}

/** Whom a badge belongs to, and what their delegation is called in the language of the badges. */
export interface Holder {
  readonly registration: Registration;
  readonly delegation?: string;
}

/** By the family name, as a desk's boxes are sorted; of somebody protected by the alias, which is all that is known. */
function sortNames(registration: Registration): string[] {
  const { familyName, givenName } = asItAppears(registration).person;
  const shown = displayName(registration);
  return registration.protection ? [shown] : [familyName ?? shown, givenName ?? ""];
}

/** In the order wanted. Individuals come after the delegations. @param compare as the language of the badges sorts */
export function inOrder(
  sort: BatchSort,
  { categories }: Pick<Conference, "categories">,
  holders: readonly Holder[],
  compare: (a: string, b: string) => number,
): Holder[] {
  const places = new Map(categories.map(({ category }, index) => [category, index]));
  const groupOf = ({ registration, delegation }: Holder): [number, string] => {
    if (sort === "name") return [0, ""];
    if (sort === "category") return [places.get(registration.category) ?? places.size, ""];
    return delegation === undefined ? [1, ""] : [0, delegation];
  };
  const sorted = holders.map((holder) => ({ holder, group: groupOf(holder), names: sortNames(holder.registration) }));
  sorted.sort(
    (a, b) =>
      a.group[0] - b.group[0] ||
      compare(a.group[1], b.group[1]) ||
      compare(a.names.join(" "), b.names.join(" ")) ||
      (a.holder.registration.registrationId < b.holder.registration.registrationId ? -1 : 1),
  );
  return sorted.map(({ holder }) => holder);
}

/** A live badge that was printed and that nobody has come for. */
export interface Uncollected {
  readonly badge: GateBadge;
  readonly printedAt: string;
}

/**
 * The live badges that were printed and not collected: neither did the desk say so, nor has a gate read their owner since.
 * @param lastRead when a gate last let each person pass
 */
export function uncollected(
  badges: readonly GateBadge[],
  prints: Prints,
  lastRead: ReadonlyMap<string, string>,
): Uncollected[] {
  return badges.filter(isLive).flatMap((badge) => {
    const print = prints.get(badge.registrationId);
    if (!print || print.serial !== badge.serial || print.collectedAt !== undefined) return [];
    const read = lastRead.get(badge.registrationId);
    return read !== undefined && read >= print.printedAt ? [] : [{ badge, printedAt: print.printedAt }];
  });
}
