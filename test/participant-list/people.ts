import { stateCodes } from "#shared/countries/countries.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import type { Conference } from "#shared/model/conference.ts";
import { buildDelegation, type Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { findOrganizationId } from "#shared/organizations/organization-id.ts";
import { createOrganizationResolver } from "#shared/organizations/organizations.rules.ts";
import { createListSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import { aConference, buildRegistration, draftBody, noon } from "../support/builders.ts";

/** Names, titles and organizations as people give them, in the scripts that they write. */
const people = [
  [
    "Mr.",
    "Juan José",
    "Gómez Camacho",
    "Ambassador Extraordinary and Plenipotentiary, Permanent Representative of Mexico to the United Nations, Co-facilitator of the intergovernmental consultations and negotiations on the GCM",
  ],
  ["Mme", "Aïssatou", "N’Diaye-Touré", "Ministre déléguée chargée de la diaspora"],
  ["السيدة", "فاطمة الزهراء", "بنعمر", "وزيرة الشؤون الخارجية"],
  ["Г-н", "Александр", "Щербаков", "Постоянный представитель"],
  ["", "小明", "王", "常驻代表"],
  ["Dr.", "Nguyễn Thị", "Hương", "Head of the Department of Migration"],
  ["Ms.", "Sukarno", "", '=HYPERLINK("http://evil.example","Director")'],
  ["H.E.", "Þórdís", "Kolbrún Reykfjörð", "+41 Chair of the Board"],
  ["", "שרה", "כהן", "@SUM(1+1)*cmd|'/C calc'!A0"],
  ["Sr.", "Íñigo", "Ñáñez", "-2+3"],
] as const;

const organizations = [
  "International Organization for Migration",
  "Médecins du Monde",
  "=1+1 Foundation",
  "المنظمة الدولية للهجرة",
  "Красный Крест",
  "中国侨联",
];

export const listed: Conference = aConference({
  title: {
    en: "Conference on Migrants and Cities",
    fr: "Conférence sur les migrants et les villes",
    es: "Conferencia sobre los migrantes y las ciudades",
    ar: "المؤتمر المعني بالمهاجرين والمدن",
    zh: "移民与城市会议",
    ru: "Конференция по вопросам мигрантов и городов",
  },
  venue: { ...draftBody.venue, capacity: 2_000 },
  contact: "participants@example.org",
  categories: [
    {
      category: "member-state",
      title: {
        en: "Member States",
        fr: "États Membres",
        es: "Estados Miembros",
        ar: "الدول الأعضاء",
        zh: "会员国",
        ru: "Государства-члены",
      },
      colour: "#0b5394",
    },
    {
      category: "ngo",
      title: { en: "Non-governmental organizations", ar: "المنظمات غير الحكومية", zh: "非政府组织" },
      colour: "#2e7d32",
    },
    {
      category: "media",
      title: { en: "Media", ar: "وسائط الإعلام", ru: "Средства массовой информации" },
      colour: "#6a1b9a",
    },
  ],
});

/** Under what the person of this number stands: a State with its delegation, or an organization. */
function belonging(index: number): Partial<Registration> {
  if (index % 5 !== 4) {
    const country = stateCodes[index % stateCodes.length] ?? "CHE";
    return { category: "member-state", country, delegationId: country };
  }
  const category = index % 25 === 24 ? "media" : "ngo";
  return { category, organization: organizations[index % organizations.length] ?? "" };
}

function aParticipant(index: number): Registration {
  const [honorific, givenName, familyName, functionTitle] = people[index % people.length] ?? people[0];
  const { person, ...made } = buildRegistration(listed);
  const { familyName: _f, ...rest } = person;
  return {
    ...made,
    ...belonging(index),
    registrationId: createId(),
    role: index % stateCodes.length === 7 ? "head-of-delegation" : "delegate",
    functionTitle,
    person: { ...rest, ...(honorific && { honorific }), givenName, ...(familyName && { familyName }) },
    consent: { listOfParticipants: index % 9 !== 8, photo: false },
    accreditation: { state: "approved", at: noon, by: "s" },
    seat: { state: "held", since: noon },
  };
}

/** So many confirmed people, most of them of States, some ranked by their delegation; every ninth not to be named. */
function crowd(count: number): { registrations: Registration[]; delegations: Delegation[] } {
  const registrations = Array.from({ length: count }, (_, index) => aParticipant(index));
  const members = new Map<string, string[]>();
  for (const { delegationId, registrationId } of registrations) {
    if (delegationId) members.set(delegationId, [registrationId, ...(members.get(delegationId) ?? [])]);
  }
  const delegations = [...members].map(([country, ids]) => ({
    ...buildDelegation(
      listed.conferenceId,
      country,
      { category: "member-state", country, name: { en: country }, focalPoints: ["f@example.org"], language: "en" },
      "accredited",
    ),
    members: ids,
  }));
  return { registrations, delegations };
}

export const aSnapshot = (count: number) => {
  const { registrations, delegations } = crowd(count);
  const resolve = createOrganizationResolver(registrations, delegations, [], findOrganizationId);
  return createListSnapshot(registrations, delegations, noon, resolve);
};
