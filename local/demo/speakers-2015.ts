import type { Gender } from "#shared/model/registration.ts";

/** An invented speaker of the conference of 2015, of whom only the numbers are published. */
export interface DemoSpeaker {
  readonly givenName: string;
  readonly familyName: string;
  readonly gender: Gender;
  readonly country: string;
  readonly category: string;
  readonly organization: string;
  readonly functionTitle: string;
}

/** As published: 64 speakers, of whom 21 were women. */
const speakerCount = 64;
const womenCount = 21;

/** Common names: a country, a woman's and a man's given name, and two family names. */
const names = [
  "KEN Wanjiru Kamau Otieno Njoroge",
  "CHE Sophie Lukas Meier Favre",
  "PHL Maria Jose Santos Reyes",
  "COL Camila Andrés Rojas Moreno",
  "FRA Camille Julien Moreau Girard",
  "SEN Awa Moussa Sarr Faye",
  "IND Priya Arjun Sharma Patel",
  "POL Anna Piotr Nowak Wiśniewski",
  "BRA Ana João Silva Almeida",
  "NZL Emma Liam Walker Taylor",
  "MAR Salma Youssef Alaoui Bennani",
  "JPN Yuki Haruto Tanaka Suzuki",
  "ITA Giulia Marco Conti Ferri",
  "GHA Abena Kwame Owusu Boateng",
  "MEX Lucía Diego Hernández Flores",
  "TUR Elif Mehmet Kaya Demir",
  "ZAF Thandi Sipho Dlamini Nkosi",
  "CAN Chloe Ethan Tremblay Martin",
  "IDN Dewi Budi Santoso Wijaya",
  "ESP Lucía Pablo García Navarro",
  "UGA Sarah Joseph Okello Mugisha",
  "FJI Mere Tomasi Vakatawa Nacola",
  "DEU Lena Felix Schneider Wagner",
  "ARG Sofía Martín Fernández Acosta",
  "EGY Mona Omar Hassan Farouk",
  "BGD Nusrat Rahim Chowdhury Islam",
  "SWE Elsa Erik Lindqvist Berg",
  "ETH Hanna Dawit Tesfaye Bekele",
  "ECU Gabriela Carlos Paredes Vega",
  "LBN Rima Karim Haddad Khoury",
  "PRT Inês Tiago Costa Pereira",
  "NGA Ngozi Emeka Okafor Balogun",
] as const;

/** Whom the speakers represented, by share: policymakers most of all, then experts, academia, business and civil society. */
const affiliations = [
  { category: "mayors", organization: "City government", functionTitle: "Mayor" },
  { category: "ministers", organization: "Ministry of the Interior", functionTitle: "Director for Migration" },
  {
    category: "international-organization",
    organization: "Regional office for cities",
    functionTitle: "Senior Adviser",
  },
  { category: "local-authority", organization: "Department of Social Affairs", functionTitle: "Head of Department" },
  { category: "ngo", organization: "Migrants’ association", functionTitle: "Coordinator" },
  { category: "academia", organization: "Institute of Urban Studies", functionTitle: "Professor" },
  { category: "private-sector", organization: "Chamber of Commerce", functionTitle: "President" },
  { category: "migrant", organization: "Diaspora network", functionTitle: "Representative" },
] as const;

/** The speakers, the same each time. The women are spread evenly. */
export function listSpeakers(): DemoSpeaker[] {
  return Array.from({ length: speakerCount }, (_, n) => {
    const [country = "", woman = "", man = "", ...families] = (names[n % names.length] ?? "").split(" ");
    const isWoman = Math.floor(((n + 1) * womenCount) / speakerCount) > Math.floor((n * womenCount) / speakerCount);
    const affiliation = affiliations[n % affiliations.length] ?? affiliations[0];
    return {
      ...affiliation,
      givenName: isWoman ? woman : man,
      familyName: families[n < names.length ? 0 : 1] ?? "",
      gender: isWoman ? "female" : "male",
      country,
    };
  });
}

/** Six sessions, each with one or two panels. The titles are invented, as the sessions' are not published. */
const panels2015 = [
  { sessionId: "session-1", title: { en: "Cities and migrants today", fr: "Les villes et les migrants aujourd’hui" } },
  { sessionId: "session-2", title: { en: "Mobility and urbanization", fr: "Mobilité et urbanisation" } },
  { sessionId: "session-2", title: { en: "Data for local policy", fr: "Des données pour la politique locale" } },
  { sessionId: "session-3", title: { en: "Vulnerability and inclusion", fr: "Vulnérabilité et inclusion" } },
  { sessionId: "session-3", title: { en: "Access to services", fr: "L’accès aux services" } },
  { sessionId: "session-4", title: { en: "Migrants as partners", fr: "Les migrants comme partenaires" } },
  { sessionId: "session-5", title: { en: "Partnerships of cities", fr: "Les partenariats entre villes" } },
  { sessionId: "session-6", title: { en: "National and local governance", fr: "Gouvernance nationale et locale" } },
] as const;

/**
 * The programme of 2015 with these people, eight on each panel, of whom the first moderates.
 * @param registrationIds of the speakers, in their order
 */
export function buildProgramme2015(registrationIds: readonly string[]) {
  const size = Math.ceil(registrationIds.length / panels2015.length);
  const panels = panels2015.map(({ sessionId, title }, index) => ({
    sessionId,
    panelId: `panel-${index + 1}`,
    title,
    people: registrationIds
      .slice(index * size, (index + 1) * size)
      .map((registrationId, n) => ({ registrationId, role: n === 0 ? "moderator" : "speaker" })),
  }));
  return {
    sessions: [...new Set(panels.map(({ sessionId }) => sessionId))].map((sessionId, index) => ({
      sessionId,
      room: `Room ${index + 1}`,
      panels: panels
        .filter((panel) => panel.sessionId === sessionId)
        .map(({ panelId, title, people }) => ({ panelId, title, people })),
    })),
  };
}
