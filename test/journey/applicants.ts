import { Random } from "../support/random.ts";
import type { ApplicationBody } from "./agenda.ts";
import { type Culture, cultures } from "./names.ts";
import { type JourneyCategory, positions } from "./positions.ts";

/** The speakers of 2015 and the number of women among them, as published; and the number of other applicants. */
export const counts2015 = { speakers: 64, womenSpeaking: 21, others: 640 } as const;

const sideEvents = ["side-event-white-paper", "side-event-i-am-a-migrant"] as const;

/** The number of each category per hundred applicants: an assumption for a conference on cities. */
const categoryShares: readonly (readonly [JourneyCategory, number])[] = [
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

/** Speakers have any category but the secretariat and the press. */
const speakerShares = categoryShares.filter(([category]) => category !== "secretariat" && category !== "media");

/** The same 704 people each time: first the speakers, then all others. */
export function generateApplicants2015(): ApplicationBody[] {
  const random = new Random(20151026);
  const { speakers, womenSpeaking, others } = counts2015;
  const genders = Array.from({ length: speakers }, (_, index): Gender => (index < womenSpeaking ? "female" : "male"));
  return [
    ...random.shuffle(genders).map((gender, index) => ({
      ...generateApplicant(random, index, gender, speakerShares),
      role: "speaker" as const,
    })),
    ...Array.from({ length: others }, (_, index) =>
      generateApplicant(random, speakers + index, pickGender(random), categoryShares),
    ),
  ];
}

type Gender = NonNullable<ApplicationBody["person"]["gender"]>;

function pickGender(random: Random): Gender {
  const drawn = random.next();
  if (drawn < 0.48) return "female";
  if (drawn < 0.96) return "male";
  return drawn < 0.98 ? "other" : "undisclosed";
}

function generateApplicant(
  random: Random,
  index: number,
  gender: Gender,
  from: typeof categoryShares,
): ApplicationBody {
  const culture = random.pick(cultures);
  const [code, country, cities] = random.pick(culture.countries);
  const category = pickCategory(random, from);
  const { functionTitle, organization } = pickPosition(random, category, country, random.pick(cities.split(", ")));
  const asks = sideEvents.filter(() => random.chance(0.25));
  return {
    category,
    person: {
      ...pickName(random, culture, gender),
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

function pickCategory(random: Random, from: typeof categoryShares): JourneyCategory {
  const total = from.reduce((sum, [, share]) => sum + share, 0);
  let left = random.next() * total;
  for (const [category, share] of from) {
    left -= share;
    if (left < 0) return category;
  }
  return "member-state";
}

/** A person with a single name has it as the given name. */
function pickName(random: Random, culture: Culture, gender: Gender) {
  const woman = gender === "female" || (gender !== "male" && random.chance(0.5));
  const givenName = random.pick(woman ? culture.women : culture.men);
  if (culture.families.length === 0) return { givenName };
  return { givenName, familyName: random.pick((woman && culture.familiesOfWomen) || culture.families) };
}

function pickPosition(random: Random, category: JourneyCategory, country: string, city: string) {
  const { titles, organizations } = positions[category];
  const fill = (text: string) => text.replaceAll("{country}", country).replaceAll("{city}", city);
  return { functionTitle: fill(random.pick(titles)), organization: fill(random.pick(organizations)) };
}
