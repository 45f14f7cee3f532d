import type { BadgeAccess, BadgeValidityPeriod } from "./badge.ts";
import type { Language } from "./conference.ts";
import type { RegistrationDocuments } from "./document.ts";
import type { Erasure } from "./erasure.ts";
import type { Answer, Answers } from "./question.ts";
import type { PoolName, Seat, ShardAllocations } from "./seat.ts";

/** The built-in roles, whose titles are in `locales/`. A conference may define others. */
export const builtInRoles = [
  "head-of-delegation",
  "delegate",
  "alternate",
  "adviser",
  "speaker",
  "moderator",
  "observer",
  "staff",
] as const;
export type BuiltInRole = (typeof builtInRoles)[number];

export const isBuiltInRole = (role: string): role is BuiltInRole => builtInRoles.some((each) => each === role);

/** The role of which a delegation, and a State, have at most one holder. */
export const headOfDelegation = "head-of-delegation" satisfies BuiltInRole;

/** The order of the review queue, by time of submission. */
export const queueOrders = ["oldest", "newest"] as const;
export type QueueOrder = (typeof queueOrders)[number];

/** Which part of a name comes first. */
export const nameOrders = ["given-first", "family-first"] as const;
export type NameOrder = (typeof nameOrders)[number];

/** How a person takes part. */
export const participations = ["in-person", "online"] as const;
export type Participation = (typeof participations)[number];

export const genders = ["female", "male", "other", "undisclosed"] as const;
export type Gender = (typeof genders)[number];

/** The personal data as given in the form. At least one of `givenName` and `familyName` is present. */
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

/** Who answers for a person below the minimum age of the category. */
export interface Guardian {
  readonly name: string;
  /** A telephone number or an address. */
  readonly contact: string;
}

/** The name as in the passport, in Latin letters. At least one of the two is present. */
export type LatinName = Pick<Person, "givenName" | "familyName">;

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

export const accreditationStates = [
  "pending",
  "approved",
  "rejected",
  "returned",
  "revoked",
  "withdrawn",
] as const satisfies readonly AccreditationState[];

/** The person appears under an alias. Only the staff that the secretariat names may see the real name. */
export interface Protection {
  /** Without an organization none is shown. */
  readonly alias: { readonly nameOnBadge: string; readonly organization?: string };
  /** The staff who may open the real name: the address that was named, and whom it stands for (`isHolder`). */
  readonly readers: readonly { readonly email: string; readonly holder: string }[];
  /**
   * The addresses of the focal points of the person's delegation who see the person, because a reader has named them. Any
   * other focal point sees no such member.
   */
  readonly focalPoints?: readonly string[];
}

/** A form field that a change altered, without the values of a passport number. */
export interface FieldChange {
  /** As the form names it: `functionTitle`, `person.givenName`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A nomination of a person who is registered already outside of the delegation. The secretariat decides on it. */
export interface NominationClash {
  /** The registration of the person. */
  readonly registrationId: string;
}

/** An answer that the person asks to give in place of another one; `null` takes it away. */
export interface AnswerRequest {
  readonly from?: Answer;
  readonly to: Answer | null;
  /** As `follows` of an answer, also where there is none. */
  readonly follows?: string;
}

/** What the person asks the secretariat to change after the approval. The latest request replaces an earlier one. */
export interface ChangeRequest {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly changes: readonly FieldChange[];
  /** The keyed hash of a new passport number; `null` takes it away. `changes` has its path alone. */
  readonly passportDigest?: string | null;
  /** The keyed hash of the passport number from which the person asked to change; absent if there was none. */
  readonly formerPassportDigest?: string;
  /** The requested answers, by question. Of a sensitive one, `changes` has its path alone. */
  readonly answers?: Readonly<Record<string, AnswerRequest>>;
  /** The paths of requested fields that others have corrected since without reading them. */
  readonly corrected?: readonly string[];
}

/** The last visa letter of a registration. Earlier letters are not valid. */
export interface VisaLetter {
  /** From 1. */
  readonly number: number;
  /** When it was issued; RFC 3339, UTC. */
  readonly at: string;
  /** The language of the letter. The default is the language of the conference's badges. */
  readonly language?: Language;
  /** Since when it is not valid, because the secretariat has revoked it; RFC 3339, UTC. */
  readonly revokedAt?: string;
}

/** `ended`: the last letter is revoked, or has ended with the approval under which it was issued. */
export const visaLetterStates = ["requested", "valid", "ended"] as const;
export type VisaLetterState = (typeof visaLetterStates)[number];

/** What the secretariat does with the visa letters of many people. */
export const visaLetterActions = ["issue", "resend", "revoke"] as const;
export type VisaLetterAction = (typeof visaLetterActions)[number];

/** One person's application to one conference. */
export interface Registration {
  readonly registrationId: string;
  readonly conferenceId: string;
  /** Raised by one with each change; `0` for a registration that isn't stored yet. */
  readonly version: number;
  readonly submittedAt: string;
  readonly category: string;
  /** The delegation it is a member of: its seat counts against that delegation's quota. */
  readonly delegationId?: string;
  /** A delegation that the form named. No seat is requested until a focal point confirms it. */
  readonly requestedDelegationId?: string;
  /** The delegation that declined the person, until the person names another one or none. */
  readonly declinedDelegationId?: string;
  /** Whether the credential letter of its delegation names it. Absent until an officer has reviewed a letter. */
  readonly isNamedInLetter?: boolean;
  /** The latest document of each kind. */
  readonly documents?: RegistrationDocuments;
  /** The person is registered already, outside of the delegation. Such a nomination holds no uniqueness constraint. */
  readonly clash?: NominationClash;
  /** The registration that it replaced in the delegation. */
  readonly substitutes?: string;
  readonly person: Person;
  /** The name as in the passport, in Latin letters, of a person whose name is in another script. */
  readonly latinName?: LatinName;
  /** The order that the person chose; by default that of the name's own language. */
  readonly nameOrder?: NameOrder;
  readonly guardian?: Guardian;
  /** Until when the person may change the data, in place of the deadline of the category (RFC 3339, UTC). */
  readonly changesUntil?: string;
  /** A keyed hash of the passport number, to find the same person. The number itself is not stored. */
  readonly passportDigest?: string;
  /** Registrations that looked like the same person and that an officer has found to be another person. */
  readonly dismissedDuplicates?: readonly string[];
  /** The alias of a protected person, and the staff that may see the real name. */
  readonly protection?: Protection;
  /** The changes of the latest resubmission, until the next decision. */
  readonly corrections?: readonly FieldChange[];
  /** An open request of the person, until an officer decides on it. Only a live registration has one. */
  readonly changeRequest?: ChangeRequest;
  /** The country represented, ISO 3166-1 alpha-3. */
  readonly country?: string;
  readonly organization?: string;
  readonly functionTitle?: string;
  /** A role of the conference. */
  readonly role: string;
  readonly language: Language;
  readonly needs?: { readonly accessibility?: string; readonly diet?: string; readonly visaLetter?: boolean };
  readonly consent: { readonly listOfParticipants: boolean; readonly photo: boolean };
  /** The person's answers to the questions of the conference, by question; also of removed questions. */
  readonly answers?: Answers;
  /** What only staff answer and see. */
  readonly staffAnswers?: Answers;
  readonly accreditation: Accreditation;
  readonly seat: Seat;
  /** `in-person` by default. A person who takes part online has no seat. */
  readonly participation?: Participation;
  /** The requested sessions, each with a seat of its own. */
  readonly sessions: readonly SessionSeat[];
  /** The pools that were full when the person joined the waiting list. */
  readonly waitingFor: readonly PoolName[];
  /** The owner of the address has opened a link from an e-mail, or staff or a focal point made the registration. */
  readonly addressConfirmed?: boolean;
  /** The secretariat replaced the address: only links to the present one open the registration. */
  readonly isAddressReplaced?: boolean;
  /** E-mails to it bounce; none is sent until the secretariat lifts the suppression. */
  readonly undeliverable?: Undeliverable;
  /** The last badge serial, valid while the person is confirmed. `0` if there is none yet. */
  readonly badgeSerial: number;
  /** From when to when each badge serial was valid. Only the committer writes it, like `shardAllocations`. */
  readonly badgeValidityPeriods?: readonly BadgeValidityPeriod[];
  /** The days and zones to which the secretariat has limited the badge. */
  readonly access?: BadgeAccess;
  /** The last visa letter. */
  readonly visaLetter?: VisaLetter;
  /**
   * The random identifiers of its visa letters, that of the last one at the end. Anyone who has one can ask whether the
   * letter exists. Only the committer writes them.
   */
  readonly visaLetterIds?: readonly string[];
  /** The person is erased, or the erasure has begun. No rule changes the registration any more. */
  readonly erasure?: Erasure;
  /** The change that wrote this version: the last entry of the registration's history. */
  readonly lastChange?: string;
  /** The shard of each pool in which it has a seat. Only the committer writes it; a rule copies it unchanged. */
  readonly shardAllocations: ShardAllocations;
}

/** Why e-mails to a registration bounce, and since when. */
export interface Undeliverable {
  readonly reason: "bounce" | "complaint";
  readonly at: string;
}

export interface SessionSeat {
  readonly sessionId: string;
  readonly seat: Seat;
}
