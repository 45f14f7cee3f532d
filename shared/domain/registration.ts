import type { CategoryName, Language } from "./conference.ts";
import type { Documents } from "./document.ts";
import type { BadgeAccess, BadgeLife } from "./entry/badge-life.ts";
import type { Erasure } from "./erased.ts";
import type { PoolName, Seat, ShardAllocations } from "./seat.ts";

export const roles = ["head-of-delegation", "delegate", "speaker", "moderator", "observer", "staff"] as const;
export type Role = (typeof roles)[number];

/** In which order the queue is read, by the time of submission. */
export const queueOrders = ["oldest", "newest"] as const;
export type QueueOrder = (typeof queueOrders)[number];

export const genders = ["female", "male", "other", "undisclosed"] as const;
export type Gender = (typeof genders)[number];

/** One person as they gave their data. At least one of `givenName` and `familyName` is there. */
export interface Person {
  readonly honorific?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** Local part in ASCII, domain lower-case and in punycode. A member of a delegation may have none of their own. */
  readonly email?: string;
  readonly nameOnBadge?: string;
  /** ISO 3166-1 alpha-3. */
  readonly nationality: string;
  readonly gender?: Gender;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
}

/** The secretariat's decision, each state with what it needs. Times are RFC 3339, UTC. */
export type Accreditation =
  | { readonly state: "pending"; readonly since: string }
  | { readonly state: "approved"; readonly at: string; readonly by: string }
  | { readonly state: "rejected"; readonly at: string; readonly by: string; readonly reason: string }
  | {
      readonly state: "returned";
      readonly at: string;
      readonly by: string;
      readonly reason: string;
      /** What the delegate is asked to correct, as paths of the form: `functionTitle`, `person.givenName`. */
      readonly fields: readonly string[];
      /** Until when the seat stays held. */
      readonly until?: string;
    }
  | { readonly state: "revoked"; readonly at: string; readonly by: string; readonly reason: string }
  | { readonly state: "withdrawn"; readonly at: string; readonly by: string };

export type AccreditationState = Accreditation["state"];

/** A person appears under an alias; the real name is for those of the staff whom the secretariat names. */
export interface Protection {
  /** Without an organization none is shown. */
  readonly alias: { readonly nameOnBadge: string; readonly organization?: string };
  /** The addresses of staff who may open the real name. */
  readonly readers: readonly string[];
}

/** A field of the form that a resubmission changed; of a passport number only that it changed. */
export interface Correction {
  /** As the officer marked it: `functionTitle`, `person.givenName`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A letter of invitation for a visa: the last that a registration got. An earlier one is valid no more. */
export interface VisaLetter {
  /** From 1. */
  readonly number: number;
  /** When it was issued; RFC 3339, UTC. */
  readonly at: string;
  /** In which language it is written; in that of the conference's badges if nothing is said. */
  readonly language?: Language;
}

/** One person's application to one conference. */
export interface Registration {
  readonly registrationId: string;
  readonly conferenceId: string;
  /** Raised by one with each change; `0` for a registration that isn't stored yet. */
  readonly version: number;
  readonly submittedAt: string;
  readonly category: CategoryName;
  /** The delegation it is a member of: its seat counts against that delegation's quota. */
  readonly delegationId?: string;
  /** A delegation that the form named; no seat is asked for until a focal point confirms it. */
  readonly claimedDelegation?: string;
  /** Whether its delegation's credential letter names it; nothing while no officer has read one. */
  readonly onLetter?: boolean;
  /** What was handed in, the latest of each kind. */
  readonly documents?: Documents;
  /** The registration whose place in the delegation it took. */
  readonly substitutes?: string;
  readonly person: Person;
  /** A keyed hash of the passport number, by which the same person is found; the number itself is kept nowhere. */
  readonly passportDigest?: string;
  /** Whom an officer has found to be somebody else, of those who looked like the same person. */
  readonly toldApart?: readonly string[];
  /** Under which name it appears, and who of the staff may open the real one. */
  readonly protection?: Protection;
  /** What the latest resubmission changed, until the next decision. */
  readonly corrected?: readonly Correction[];
  /** The country represented, ISO 3166-1 alpha-3. */
  readonly country?: string;
  readonly organization?: string;
  readonly functionTitle?: string;
  readonly role: Role;
  readonly language: Language;
  readonly needs?: { readonly accessibility?: string; readonly diet?: string; readonly visaLetter?: boolean };
  readonly consent: { readonly listOfParticipants: boolean; readonly photo: boolean };
  readonly accreditation: Accreditation;
  readonly seat: Seat;
  /** The sessions asked for, each with a seat of its own. */
  readonly sessions: readonly SessionSeat[];
  /** The pools that were full when the person joined the line. */
  readonly waitingFor: readonly PoolName[];
  /** Whether the owner of the address has opened a mailed link. */
  readonly addressConfirmed?: boolean;
  /** Mails to it come back, and no more are sent until the secretariat lifts that. */
  readonly undeliverable?: Undeliverable;
  /** The serial last issued; the badge lives while the person is confirmed. `0`: none yet. */
  readonly badgeSerial: number;
  /** From when to when each serial opened gates. Written by the committer alone, as `places` is. */
  readonly badgeLives?: readonly BadgeLife[];
  /** The days and zones that the secretariat limited its badge to. */
  readonly access?: BadgeAccess;
  /** The last letter of invitation for a visa. */
  readonly visaLetter?: VisaLetter;
  /** The person is erased, or about to be: no rule changes it any more. */
  readonly erasure?: Erasure;
  /** The change that wrote this version: the last link of the registration's history. */
  readonly lastChange?: string;
  /** The places it occupies, by pool. Written by the committer alone; a rule carries it along untouched. */
  readonly shardAllocations: ShardAllocations;
}

/** Why mails to a registration come back, and since when. */
export interface Undeliverable {
  readonly reason: "bounce" | "complaint";
  readonly at: string;
}

export interface SessionSeat {
  readonly sessionId: string;
  readonly seat: Seat;
}

/** Whether the registration still stands: it guards its person against a second one. */
export function isLive({ accreditation: { state }, erasure }: Registration): boolean {
  return erasure === undefined && state !== "withdrawn" && state !== "rejected" && state !== "revoked";
}

/** Approved, and the seat is held: only then does a badge live. */
export function isConfirmed(registration: Registration): boolean {
  return registration.accreditation.state === "approved" && registration.seat.state === "held";
}

/** The serial that opens gates, or none. */
export function liveSerial(registration: Registration): number | undefined {
  return isConfirmed(registration) ? registration.badgeSerial : undefined;
}

/** The name as the badge, the scan, the lists and the mails show it: of somebody protected, the alias. */
export function displayName({ person, protection }: Pick<Registration, "person" | "protection">): string {
  if (protection) return protection.alias.nameOnBadge;
  return person.nameOnBadge ?? [person.givenName, person.familyName].filter(Boolean).join(" ");
}
