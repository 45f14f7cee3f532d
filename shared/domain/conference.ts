import type { LayoutChoice } from "./badge-layout.ts";
import { Refusal } from "./refusal.ts";

export const languages = ["en", "fr", "es", "ar", "zh", "ru"] as const;
export type Language = (typeof languages)[number];

/** A text in each language it was given in; English is always there. */
export type Texts = { readonly en: string } & { readonly [L in Language]?: string };

export const categoryNames = [
  "member-state",
  "observer-state",
  "international-organization",
  "local-authority",
  "ngo",
  "academia",
  "private-sector",
  "media",
  "migrant",
  "secretariat",
] as const;
export type CategoryName = (typeof categoryNames)[number];

export interface Category {
  readonly category: CategoryName;
  readonly title: Texts;
  /** `#rrggbb`, printed on the badge beside the title. */
  readonly colour: string;
  /** Most seats this category may hold; without it only the venue limits. */
  readonly quota?: number;
  /** Place in the waiting list: a smaller number is served first. */
  readonly priority: number;
  /** Whether the public form takes this category. */
  readonly selfRegistration: boolean;
  readonly needs: readonly ("letter" | "photo")[];
}

/** A session or side event. One with a capacity has a pool of its own. */
export interface Session {
  readonly sessionId: string;
  readonly title: Texts;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capacity?: number;
}

export interface StaffMember {
  readonly email: string;
  readonly groups: readonly ("secretariat" | "reviewer" | "entry-desk")[];
}

/** How the seats are wanted to be shared: by kind, the share of each value, from 0 to 1. */
export interface Targets {
  readonly gender?: Readonly<Record<string, number>>;
  /** Regions as M49 has them: `africa`. */
  readonly region?: Readonly<Record<string, number>>;
  readonly regionalGroup?: Readonly<Record<string, number>>;
  readonly category?: Readonly<Record<string, number>>;
}

/** By the time of joining; or whoever brings the composition nearest to its targets first. */
export const waitingListOrders = ["arrival", "targets"] as const;
export type WaitingListOrder = (typeof waitingListOrders)[number];

export interface Conference {
  readonly conferenceId: string;
  /** Raised by one with each change; `0` for a conference that isn't stored yet. */
  readonly version: number;
  readonly title: Texts;
  /** `YYYY-MM-DD`, in the venue's time zone. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** IANA name, such as `Europe/Zurich`. */
  readonly timeZone: string;
  readonly venue: { readonly name: string; readonly city: string; readonly country: string; readonly capacity: number };
  readonly seatTakenAt: "submission" | "approval";
  readonly waitingList: boolean;
  /** In which order the line is served, within a priority; absent: by arrival. `targets` needs `targets`. */
  readonly waitingListOrder?: WaitingListOrder;
  /** How long the next in line may think about a seat, in hours; `0` gives it at once. */
  readonly offerHours: number;
  /** How long a seat is held for an address whose owner has opened no mailed link, in hours; `0`: always. */
  readonly confirmWithinHours: number;
  readonly categories: readonly Category[];
  readonly sessions: readonly Session[];
  readonly registration: { readonly opensAt: string; readonly closesAt: string };
  readonly languages: readonly Language[];
  /** How its badges look; absent: `a6`. */
  readonly badgeLayout?: LayoutChoice;
  /** Absent: all staff may work on it. */
  readonly staff?: readonly StaffMember[];
  /** What the secretariat expects in the opening minute; sets into how many shards the pools are divided. */
  readonly expectedArrivalsPerSecond: number;
  /** Days after the end until nobody is left in its data. */
  readonly retentionDays: number;
  /** Days after the end until photos, passports and letters are deleted. */
  readonly documentRetentionDays?: number;
  /** How the secretariat wants the seats to be shared; it is told how far off that is, and may order the line by it. */
  readonly targets?: Targets;
  /** Where participants send corrections, such as of the list of participants. */
  readonly contact?: string;
}

/** The targets by which the line is ordered; none where it is by arrival. */
export const waitingListTargets = ({ waitingListOrder, targets }: Conference): Targets | undefined =>
  waitingListOrder === "targets" ? targets : undefined;

/** When and where a conference is held: what people plan their journey by. */
export interface Circumstances extends Pick<Conference, "startsOn" | "endsOn" | "timeZone"> {
  readonly venue: Pick<Conference["venue"], "name" | "city">;
  /** The sessions whose time is another now. */
  readonly sessions: readonly Pick<Session, "sessionId" | "startsAt" | "endsAt">[];
}

/** Whether the form takes registrations at `now` (RFC 3339, UTC): from `opensAt` until just before `closesAt`. */
export function registrationState(conference: Conference, now: string): "open" | "closed" {
  const { opensAt, closesAt } = conference.registration;
  return opensAt <= now && now < closesAt ? "open" : "closed";
}

/**
 * The category as this conference knows it.
 * @throws Refusal `invalid-request` at `category` when the conference has no such category.
 */
export function categoryOf(conference: Conference, name: string): Category {
  const found = conference.categories.find(({ category }) => category === name);
  if (!found) throw new Refusal("invalid-request", [{ path: "category", rule: "unknownCategory" }]);
  return found;
}
