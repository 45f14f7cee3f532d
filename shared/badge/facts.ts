import type { BadgeField } from "#shared/domain/badge-layout.ts";
import { type Conference, categoryOf, type Language } from "#shared/domain/conference.ts";
import { asItAppears } from "#shared/domain/protection.ts";
import { displayName, liveSerial, type Registration, type Role } from "#shared/domain/registration.ts";
import type { HanStyle } from "./text/families.ts";

/** All that stands on one badge. */
export interface BadgeFacts {
  /** What each field says; absent where the person has nothing for it. */
  readonly texts: Readonly<Partial<Record<BadgeField, string>>>;
  /** Of the category, `#rrggbb`. Its name stands on it, for not everybody sees the colour. */
  readonly colour: string;
  /** The signed token, for the code. */
  readonly token: string;
  /** A JPEG, three wide and four high. */
  readonly photo?: Uint8Array;
  readonly han: HanStyle;
  /** Of the language that the badge is in, and so the side at which its texts begin. */
  readonly direction: "ltr" | "rtl";
}

/** The words of the language that a conference's badges are in. */
export interface BadgeWords {
  readonly language: Language;
  role(role: Role): string;
  serial(serial: number): string;
  country(code: string): string | undefined;
  /** From one day to another, `YYYY-MM-DD`. */
  days(startsOn: string, endsOn: string): string;
}

/** What belongs to one badge beside the registration. */
export interface BadgeExtras {
  readonly token: string;
  readonly photo?: Uint8Array | undefined;
}

/** The language of a conference's badges: the first that it names. */
export const badgeLanguage = ({ languages }: Conference): Language => languages[0] ?? "en";

/** What stands on the badge of a confirmed person. */
export function factsOf(
  conference: Conference,
  registration: Registration,
  words: BadgeWords,
  { token, photo }: BadgeExtras,
): BadgeFacts {
  const { language } = words;
  const category = categoryOf(conference, registration.category);
  const { person, organization, functionTitle, country, access } = asItAppears(registration);
  const all: Record<BadgeField, string | undefined> = {
    conference: conference.title[language] ?? conference.title.en,
    dates: words.days(conference.startsOn, conference.endsOn),
    venue: [conference.venue.name, conference.venue.city].join(", "),
    category: category.title[language] ?? category.title.en,
    honorific: person.honorific,
    name: displayName(registration),
    functionTitle,
    organization,
    country: country && words.country(country),
    role: words.role(registration.role),
    zones: access?.zones?.join(" · "),
    days: access?.days?.map((day) => words.days(day, day)).join(" · "),
    serial: words.serial(liveSerial(registration) ?? 0),
  };
  return {
    texts: Object.fromEntries(Object.entries(all).filter(([, says]) => says)),
    colour: category.colour,
    token,
    ...(photo && { photo }),
    han: hanStyleOf(person.nationality),
    direction: language === "ar" ? "rtl" : "ltr",
  };
}

const hanStyles: Readonly<Record<string, HanStyle>> = {
  JPN: "ja",
  KOR: "ko",
  PRK: "ko",
  TWN: "zh-Hant",
  HKG: "zh-Hant",
  MAC: "zh-Hant",
};

/** The same character has another shape in Tokyo than in Beijing: whose name it is decides. */
export const hanStyleOf = (nationality: string): HanStyle => hanStyles[nationality] ?? "zh-Hans";
