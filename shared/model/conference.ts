import type { BadgeAccess } from "./badge.ts";
import type { BadgeLayoutRule, LayoutChoice } from "./badge-layout.ts";
import type { PoolName } from "./seat.ts";
import type { ConferenceClock } from "./time.ts";

export const languages = ["en", "fr", "es", "ar", "zh", "ru"] as const;
export type Language = (typeof languages)[number];

/** The short name of a conference or a session, which the secretariat chooses. */
export const slugPattern = /^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/;

/** The name of a category or a role. */
export const shortSlugPattern = /^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$/;

/** A text in each language in which it is available. English is always present. */
export type LocalizedText = { readonly en: string } & { readonly [L in Language]?: string };

/** What protocol and statistics know a category as, in the order of protocol; a conference names its categories itself. */
export const categoryKinds = [
  "member-state",
  "observer-state",
  "international-organization",
  "development-bank",
  "parliament",
  "local-authority",
  "ngo",
  "academia",
  "private-sector",
  "migrant",
  "media",
  "host-country",
  "secretariat",
  "other",
] as const;
export type CategoryKind = (typeof categoryKinds)[number];

/** Whether people of a category of this kind represent a State, which is listed by its name and has one head of delegation. */
export const isStateKind = (kind: CategoryKind): boolean => kind === "member-state" || kind === "observer-state";

/** The form fields that a category can require beyond name, address and nationality. */
export const requirableFields = [
  "organization",
  "country",
  "functionTitle",
  "honorific",
  "gender",
  "birthDate",
] as const;
export type RequirableField = (typeof requirableFields)[number];

/** The documents that a category can require. */
export const requirements = ["letter", "photo"] as const;
export type Requirement = (typeof requirements)[number];

/** What a category may have deadlines of its own for. */
export const deadlineKinds = ["registration", "nomination", "substitution", "changes"] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** From when, and until just before when (RFC 3339, UTC); without a bound, always. */
export interface Period {
  readonly opensAt?: string;
  readonly closesAt?: string;
}

export type Deadlines = { readonly [Kind in DeadlineKind]?: Period };

export interface Category {
  /** 2 to 40 characters of `a-z`, `0-9` and `-`, which never change. */
  readonly category: string;
  /** By default, the kind with the name of the category, otherwise `other` (`getCategoryKind`). */
  readonly kind?: CategoryKind;
  readonly title: LocalizedText;
  /** `#rrggbb`; printed on the badge beside the title. */
  readonly colour: string;
  /** The maximum number of seats of this category. Without it, only the venue limits the category. */
  readonly quota?: number;
  /** Sorts the sections of the list of participants; a smaller number comes first. By default, its kind sorts it. */
  readonly listOrder?: number;
  /** The priority on the waiting list. A smaller number is served first. */
  readonly priority: number;
  /** Whether the public form accepts this category. */
  readonly selfRegistration: boolean;
  readonly needs: readonly Requirement[];
  /** The fields without which the form is rejected. Absent in a conference that was created before they existed. */
  readonly requires?: readonly RequirableField[];
  /** The age in years on the first day of the conference below which a person names a guardian. */
  readonly minimumAge?: number;
  /** The days and zones of a badge that is issued without limits of its own. */
  readonly access?: BadgeAccess;
  /** In place of the registration period of the conference; `changes` of participants have no deadline by default. */
  readonly deadlines?: Deadlines;
}

/** The kind of a category. */
export const getCategoryKind = ({ category, kind }: Pick<Category, "category" | "kind">): CategoryKind =>
  kind ?? categoryKinds.find((each) => each === category) ?? "other";

/** Who may assign a role: each also includes those after it. */
export const roleAssigners = ["anyone", "focal-point", "secretariat"] as const;
export type RoleAssigner = (typeof roleAssigners)[number];

/** A role that people have at a conference, such as delegate or interpreter. */
export interface ConferenceRole {
  /** 2 to 40 characters of `a-z`, `0-9` and `-`. */
  readonly role: string;
  /** A built-in role has a title in every language without it. */
  readonly title?: LocalizedText;
  readonly assignableBy: RoleAssigner;
  /** Sorts the members of one delegation in the list of participants; a smaller number comes first. */
  readonly listOrder?: number;
  /** The maximum number of live members of one delegation with this role. */
  readonly maxPerDelegation?: number;
}

/** A session or side event. A session with a capacity has its own pool. */
export interface ConferenceSession {
  readonly sessionId: string;
  readonly title: LocalizedText;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly capacity?: number;
}

export interface ConferenceStaffMember {
  /** The address that was invited. It names the person to colleagues, and decides nothing. */
  readonly email: string;
  /** Whom the groups belong to (`isHolder`). */
  readonly holder: string;
  readonly groups: readonly ("secretariat" | "reviewer" | "entry-desk")[];
}

/** The composition targets: by dimension, the wanted share of the seats for each value, from 0 to 1. */
export interface Targets {
  readonly gender?: Readonly<Record<string, number>>;
  /** M49 regions, such as `africa`. */
  readonly region?: Readonly<Record<string, number>>;
  readonly regionalGroup?: Readonly<Record<string, number>>;
  readonly category?: Readonly<Record<string, number>>;
}

/** A country, or another participant such as the European Union, that can be represented at a conference. */
export interface RepresentedCountry {
  /** Three capital letters: ISO 3166-1 alpha-3, a code of travel documents, or a code of the conference's own. */
  readonly code: string;
  /** Its name at this conference; required for a code of the conference's own. */
  readonly name?: LocalizedText;
}

/** `arrival`: by the time of joining. `targets`: by the effect of a seat on the composition targets. */
export const waitingListOrders = ["arrival", "targets"] as const;
export type WaitingListOrder = (typeof waitingListOrders)[number];

/** Who issues visa letters: the confirmation of a person who asks for one, or the secretariat alone. */
export const visaLetterIssuers = ["approval", "secretariat"] as const;
export type VisaLetterIssuer = (typeof visaLetterIssuers)[number];

/** Who issues the visa letters of a conference, and what the secretariat has printed on them. */
export interface VisaLetterSettings {
  /** `approval` by default. */
  readonly issuedBy?: VisaLetterIssuer;
  /** Who signs them. */
  readonly signatory?: { readonly name: string; readonly title?: LocalizedText };
  /** A text of one or more paragraphs, after the request for a visa. */
  readonly text?: LocalizedText;
}

/** How people take part: `hybrid` also online, without a seat. */
export const participationModes = ["in-person", "hybrid"] as const;

export interface Conference extends ConferenceClock {
  readonly conferenceId: string;
  /** Increases by 1 with each change; `0` for a conference that is not stored yet. */
  readonly version: number;
  readonly title: LocalizedText;
  /** `YYYY-MM-DD`, in the time zone of the venue. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly venue: { readonly name: string; readonly city: string; readonly country: string; readonly capacity: number };
  /** `in-person` by default. */
  readonly participation?: (typeof participationModes)[number];
  /** The address at which approved people take part online, once the secretariat has published it. */
  readonly onlineLink?: string;
  readonly seatTakenAt: "submission" | "approval";
  readonly waitingList: boolean;
  /** The order of the waiting list within a priority; `arrival` by default. `targets` requires the field `targets`. */
  readonly waitingListOrder?: WaitingListOrder;
  /** How long an offered seat can be accepted, in hours; with `0`, a seat is given without an offer. */
  readonly offerHours: number;
  /** How long a seat is held until the owner of the address opens an e-mailed link, in hours; `0`: without a limit. */
  readonly confirmWithinHours: number;
  readonly categories: readonly Category[];
  /** Categories that were removed. They keep their names and titles for the people who withdrew from them. */
  readonly removedCategories?: readonly Category[];
  /** Pools that have no limit any more. The shards may still have the limit that is being taken away. */
  readonly liftedPools?: readonly PoolName[];
  /** The roles that people may have; the built-in roles by default. */
  readonly roles?: readonly ConferenceRole[];
  readonly sessions: readonly ConferenceSession[];
  readonly registration: { readonly opensAt: string; readonly closesAt: string };
  readonly languages: readonly Language[];
  /** The layout of its badges; `a6` by default. */
  readonly badgeLayout?: LayoutChoice;
  /** Other layouts for some categories and roles; the first that matches a person applies. */
  readonly badgeLayouts?: readonly BadgeLayoutRule[];
  /** The staff of this conference. Without it, all staff may access the conference. */
  readonly staff?: readonly ConferenceStaffMember[];
  /** The expected submissions per second in the opening minute. It decides the number of shards of each pool. */
  readonly expectedArrivalsPerSecond: number;
  /** Days after the end until all personal data is erased. */
  readonly retentionDays: number;
  /** Days after the end until photos, passports and letters are deleted. */
  readonly documentRetentionDays?: number;
  /** The composition targets, for the statistics and, if the conference selects it, for the order of the waiting list. */
  readonly targets?: Targets;
  /** The address to which participants send corrections, such as of the list of participants. */
  readonly contact?: string;
  readonly visaLetters?: VisaLetterSettings;
  /** The countries that can be represented; `members-and-observers` of the United Nations by default. */
  readonly countries?: "members-and-observers" | readonly RepresentedCountry[];
  /** The version of the questions that the secretariat has added to the form. Absent: none. */
  readonly questionsVersion?: number;
}

/** The categories of a conference, also those that were removed. */
type KnownCategories = Pick<Conference, "categories" | "removedCategories">;

/** The category with this name, also if it was removed. */
export const findKnownCategory = (
  { categories, removedCategories = [] }: KnownCategories,
  name: string,
): Category | undefined => [...categories, ...removedCategories].find(({ category }) => category === name);

/** The kind of the category with this name. */
export const findCategoryKind = (conference: KnownCategories, name: string): CategoryKind =>
  getCategoryKind(findKnownCategory(conference, name) ?? { category: name });

/** Whether people of the category with this name represent a State. */
export const representsState = (conference: KnownCategories, name: string): boolean =>
  isStateKind(findCategoryKind(conference, name));

/** The facts of a conference by which participants plan their journey. */
export interface ConferenceSchedule extends Pick<Conference, "startsOn" | "endsOn" | "timeZone"> {
  readonly venue: Pick<Conference["venue"], "name" | "city">;
  /** The sessions whose time has changed. */
  readonly sessions: readonly Pick<ConferenceSession, "sessionId" | "startsAt" | "endsAt">[];
}

/**
 * The BCP 47 tag with which the numbers and dates of a language are formatted. English dates have the order of United
 * Nations documents: day, month, year. Arabic uses the digits 0 to 9 and the Gregorian calendar, as United Nations
 * documents do, so that badges, gates and e-mails show the same digits on every machine.
 */
export const localeTags: Readonly<Record<Language, string>> = {
  en: "en-GB",
  fr: "fr",
  es: "es",
  ar: "ar-u-ca-gregory-nu-latn",
  zh: "zh-Hans",
  ru: "ru",
};

/** The side at which the texts of a language begin: `ltr` at the left. */
export type TextDirection = "ltr" | "rtl";

export const getTextDirection = (language: Language): TextDirection => (language === "ar" ? "rtl" : "ltr");

/** The text in this language or, if it is not available, in English. */
export function getTextInLanguage(texts: LocalizedText, language: Language): string {
  return texts[language] ?? texts.en;
}

/** The language of a tag such as `fr-CH`, if it is one of the six supported languages. */
export const findSupportedLanguage = (tag: string | null | undefined): Language | undefined =>
  languages.find((each) => each === tag?.toLowerCase().split("-")[0]);
