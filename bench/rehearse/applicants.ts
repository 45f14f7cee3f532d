import { cultures } from "../../test/journey/names.ts";
import type { Random } from "../../test/support/random.ts";

/** What a form sends. */
export interface Form {
  readonly category: string;
  readonly organization: string;
  readonly person: {
    readonly givenName: string;
    readonly familyName?: string;
    readonly email: string;
    readonly nationality: string;
  };
  readonly language: string;
  readonly consent: { readonly listOfParticipants: boolean; readonly photo: boolean };
}

/** Somebody who doesn't exist, at an address that nobody has. */
export function applicant(rehearsal: string, number: number, categories: readonly string[], random: Random): Form {
  const culture = random.pick(cultures);
  const [nationality, country, cities] = random.pick(culture.countries);
  const familyName = culture.families.length > 0 ? random.pick(culture.families) : undefined;
  return {
    category: random.pick(categories),
    organization: `${random.pick(cities.split(", "))}, ${country}`,
    person: {
      givenName: random.pick(random.chance(0.5) ? culture.women : culture.men),
      ...(familyName !== undefined && { familyName }),
      email: `applicant.${number}@${rehearsal}.example.org`,
      nationality,
    },
    language: culture.language,
    consent: { listOfParticipants: random.chance(0.8), photo: random.chance(0.5) },
  };
}
