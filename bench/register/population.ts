import { toRegistrationListing } from "#shared/capacity/waiting-list.rules.ts";
import { toPresenceItem } from "#shared/check-in/check-in.repository.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { listRepresentedCodes } from "#shared/countries/represented-countries.rules.ts";
import { createId, keys } from "#shared/dynamodb/keys.ts";
import { type Item, S, type Table, toItemKey, writeItems } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { toRegistrationItem } from "#shared/registrations/registrations.repository.ts";
import { buildRegistration } from "../../test/support/builders.ts";

export const populationNote =
  "Half of the people are approved and inside; a tenth has tags and notes; a third belongs to a delegation; 2 % clash.";

const givenNames =
  "Amina Émile Jun Иван Fatou Þóra Łukasz سارة 美玲 María Nguyễn Sow Björk Chidi Zoë Ömer Aïcha Tomás Ngozi 민준".split(
    " ",
  );
const familyBeginnings = "Dial Öster Okon Étien Pet Nov Sant Kowal Ra Mbe Fern Gar Al-Has Ní Chu Van".split(" ");
const familyEndings = "lo lund kwo ne rov ák os ski man ki andez cía san ald enko berg ova ić dóttir we".split(" ");
const places =
  "Dakar Lyon Genève Nairobi Lima Kraków Ürümqi Montréal Dhaka Lomé Córdoba Tunis Oslo Quito Riga Suva".split(" ");
const kinds = ["City of", "Ministry of Foreign Affairs,", "University of", "Migrants’ Union,", "Red Cross of"];
const titles = ["Programme Officer", "Ambassador", "Deputy Director", "Legal Adviser", "Chargé d’affaires", "Editor"];

/** An element that follows from a number, so that each run has the same people. */
const pick = <Each>(all: readonly Each[], number: number): Each => {
  const found = all[number % all.length];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
};

/** Writes registrations, and what staff and gates add to them, as they are stored. No seats are counted. */
export async function writePopulation(table: Table, conferenceId: string, people: number): Promise<void> {
  const conference = await loadConference(table, conferenceId);
  const countries = listRepresentedCodes(conference);
  let last: Registration | undefined;
  const items = Array.from({ length: people }, (_, index) => {
    const registration = buildPerson(conference, countries, index, last);
    last = registration;
    return buildItems(conference, registration, index);
  });
  await writeItems(table, items.flat(), Date.now() + 3_600_000);
}

function buildPerson(
  conference: Conference,
  countries: readonly string[],
  index: number,
  last: Registration | undefined,
): Registration {
  const familyName = `${pick(familyBeginnings, index * 7)}${pick(familyEndings, index * 3 + Math.floor(index / 16))}`;
  const country = pick(countries, index * 11);
  const organization = `${pick(kinds, index)} ${pick(places, Math.floor(index / 5))} ${index % 7 === 0 ? index % 400 : ""}`;
  const made = buildRegistration(conference, {
    ...{ country, organization: organization.trim(), functionTitle: pick(titles, index * 5) },
    person: {
      ...{ givenName: pick(givenNames, index * 13), familyName, nationality: country },
      gender: index % 2 === 0 ? "female" : "male",
      email: `guest.${index}@example.org`,
    },
  });
  return {
    ...made,
    submittedAt: new Date(Date.parse(made.submittedAt) + index * 61_000).toISOString(),
    ...(index % 2 === 0 && {
      accreditation: { state: "approved", at: made.submittedAt, by: "bench" } as const,
      badgeSerial: 1,
    }),
    ...(index % 3 === 0 && { delegationId: createId() }),
    ...(last && index % 50 === 1 && { clash: { registrationId: last.registrationId } }),
  };
}

function buildItems(conference: Conference, registration: Registration, index: number): Item[] {
  const { conferenceId, registrationId, submittedAt, badgeSerial } = registration;
  const scan = { gate: "north", since: submittedAt, scanId: createId(), version: 1, inside: true } as const;
  const annotations = { version: 3, notes: 2, tags: ["press", "front row"] };
  const annotated = {
    ...toItemKey(keys.annotations(registrationId)),
    ...{ entity: S("annotations"), registrationId: S(registrationId), data: S(JSON.stringify(annotations)) },
  };
  return [
    toRegistrationItem(registration, toRegistrationListing(conference, registration)),
    ...(badgeSerial > 0 ? [toPresenceItem(conferenceId, { ...scan, registrationId, place: "venue" })] : []),
    ...(index % 10 === 0 ? [annotated] : []),
  ];
}
