import type { CategoryName } from "#shared/domain/conference.ts";
import { Random } from "../support/random.ts";
import type { ApplicationBody } from "./agenda.ts";
import { type Culture, cultures } from "./names.ts";
import { positions } from "./positions.ts";

/** The speakers of 2015 and how many of them were women, as published; and how many others apply. */
export const counts2015 = { speakers: 64, womenSpeaking: 21, others: 640 } as const;

const sideEvents = ["side-event-white-paper", "side-event-i-am-a-migrant"] as const;

/** Of a hundred applicants, so many of each category: our guess at a conference on cities. */
const shares: readonly (readonly [CategoryName, number])[] = [
  ["member-state", 30],
  ["local-authority", 20],
  ["ngo", 14],
  ["international-organization", 12],
  ["academia", 8],
  ["private-sector", 4],
  ["media", 4],
  ["migrant", 3],
  ["observer-state", 3],
  ["secretariat", 2],
];

/** Speakers come from every category but the secretariat and the press. */
const speaking = shares.filter(([category]) => category !== "secretariat" && category !== "media");

/** The same 704 people each time: the speakers first, then everyone else. */
export function applicants2015(): ApplicationBody[] {
  const random = new Random(20151026);
  const { speakers, womenSpeaking, others } = counts2015;
  const genders = Array.from({ length: speakers }, (_, index): Gender => (index < womenSpeaking ? "female" : "male"));
  return [
    ...random
      .shuffle(genders)
      .map((gender, index) => ({ ...person(random, index, gender, speaking), role: "speaker" as const })),
    ...Array.from({ length: others }, (_, index) => person(random, speakers + index, genderOf(random), shares)),
  ];
}

type Gender = NonNullable<ApplicationBody["person"]["gender"]>;

function genderOf(random: Random): Gender {
  const drawn = random.next();
  if (drawn < 0.48) return "female";
  if (drawn < 0.96) return "male";
  return drawn < 0.98 ? "other" : "undisclosed";
}

function person(random: Random, index: number, gender: Gender, from: typeof shares): ApplicationBody {
  const culture = random.pick(cultures);
  const [code, country, cities] = random.pick(culture.countries);
  const category = categoryOf(random, from);
  const { functionTitle, organization } = positionOf(random, category, country, random.pick(cities.split(", ")));
  const asks = sideEvents.filter(() => random.chance(0.25));
  return {
    category,
    person: {
      ...nameOf(random, culture, gender),
      email: `applicant.${index + 1}@journey.example.org`,
      nationality: code,
      gender,
    },
    ...(category === "international-organization" ? {} : { country: code }),
    functionTitle,
    organization,
    sessions: asks,
    language: culture.language,
    ...(random.chance(0.1) && { needs: { diet: "Vegetarian", visaLetter: true } }),
    consent: { listOfParticipants: random.chance(0.9), photo: random.chance(0.8) },
  };
}

function categoryOf(random: Random, from: typeof shares): CategoryName {
  const total = from.reduce((sum, [, share]) => sum + share, 0);
  let left = random.next() * total;
  for (const [category, share] of from) {
    left -= share;
    if (left < 0) return category;
  }
  return "member-state";
}

/** Who has a single name gives it as the given name. */
function nameOf(random: Random, culture: Culture, gender: Gender) {
  const woman = gender === "female" || (gender !== "male" && random.chance(0.5));
  const givenName = random.pick(woman ? culture.women : culture.men);
  if (culture.families.length === 0) return { givenName };
  return { givenName, familyName: random.pick((woman && culture.familiesOfWomen) || culture.families) };
}

function positionOf(random: Random, category: CategoryName, country: string, city: string) {
  const { titles, organizations } = positions[category];
  const fill = (text: string) => text.replaceAll("{country}", country).replaceAll("{city}", city);
  return { functionTitle: fill(random.pick(titles)), organization: fill(random.pick(organizations)) };
}
