import { readFile } from "node:fs/promises";
import type * as z from "zod/mini";
import type { registrationRequest } from "#shared/registrations/contract.ts";
import { type AgendaPerson, parseAgenda } from "./parse-agenda.ts";
import type { JourneyCategory } from "./positions.ts";

/** The body of a submission. */
export type ApplicationBody = z.input<typeof registrationRequest>;

/** The countries of the agenda of 2017, as the agenda spells them. */
const agendaCountries: ReadonlyMap<string, string> = new Map([
  ["Albania", "ALB"],
  ["Bangladesh", "BGD"],
  ["Belgium", "BEL"],
  ["Burundi", "BDI"],
  ["Canada", "CAN"],
  ["Costa Rica", "CRI"],
  ["Ecuador", "ECU"],
  ["Egypt", "EGY"],
  ["Ethiopia", "ETH"],
  ["Germany", "DEU"],
  ["Italy", "ITA"],
  ["Kenya", "KEN"],
  ["Mexico", "MEX"],
  ["Morocco", "MAR"],
  ["Republic of Azerbaijan", "AZE"],
  ["Sierra Leone", "SLE"],
  ["Switzerland", "CHE"],
  ["Turkey", "TUR"],
  ["United Arab Emirates", "ARE"],
  ["United States", "USA"],
]);

/** The first rule that matches decides; a country alone means that the person represents its State. */
const categoryRules: readonly (readonly [JourneyCategory, (position: string, country?: string) => boolean])[] = [
  ["local-authority", (position) => /\bMayor\b/.test(position)],
  ["private-sector", (position) => /\bBusiness\b/.test(position)],
  ["ngo", (position) => /\bNGO\b|Catholic|Migrant Forum|Institute for Women/.test(position)],
  ["member-state", (_, country) => country !== undefined],
  ["academia", (position) => /Columbia|(?<!United Nations )University/.test(position)],
  [
    "international-organization",
    (position) => /United Nations|International Organization|Inter-Parliamentary|Secretary General/.test(position),
  ],
];

/** Family names of more than one word. Any other is the last word, with a suffix such as `Jr.` */
const compoundFamilyName = /\b(?:Gómez Camacho|Gjebrea Hoxha|Muñoz Quesada|Belloni Mignatti|Valdez Rivera)$/;
const lastWord = /\S+(?: Jr\.)?$/;

/** Used where the agenda names no country: the form requires a nationality, so the host's code is used. */
const hostCountry = "USA";

/** All speakers and moderators of the dialogue in New York, as forms. */
export async function listApplicants2017(): Promise<ApplicationBody[]> {
  const text = await readFile(new URL("agenda-2017.txt", import.meta.url), "utf8");
  return parseAgenda(text).map(toApplicationBody);
}

/** @throws Error for a person without a matching category rule */
function toApplicationBody(person: AgendaPerson): ApplicationBody {
  const { name, honorific, functionTitle, appearances } = person;
  const country = findCountry(person);
  const organization = removeCountry(person.organization);
  const names = splitName(name);
  return {
    category: chooseCategory(person, country),
    person: {
      ...(honorific && { honorific }),
      ...names,
      email: buildAgendaEmail(name),
      nationality: country ?? hostCountry,
    },
    ...(country && { country }),
    ...(organization && { organization }),
    ...(functionTitle && { functionTitle: removeCountry(functionTitle) }),
    role: appearances.some((each) => each.as === "speaker") ? "speaker" : "moderator",
    sessions: appearances.map((each) => each.sessionId),
    language: "en",
    consent: { listOfParticipants: true, photo: false },
  };
}

const formatPosition = ({ functionTitle = "", organization = "" }: AgendaPerson) =>
  [functionTitle, organization].join(", ");

/** The organization at the end: after "Representative of" or "High Commissioner of", or before its department. */
function findCountry(person: AgendaPerson): string | undefined {
  const position = formatPosition(person).replace(/, $/, "");
  const last = position.split(", ").at(-1) ?? "";
  const represented = /(?:Permanent Representative|High Commissioner) of ([A-Z]\w+)/.exec(position)?.[1] ?? "";
  const department = /([A-Z]\w+ [A-Z]\w+) Department of State$/.exec(position)?.[1] ?? "";
  return agendaCountries.get(last) ?? agendaCountries.get(represented) ?? agendaCountries.get(department);
}

/** The country at the end, which has its own field. */
function removeCountry(text: string | undefined): string | undefined {
  const at = text?.lastIndexOf(", ") ?? -1;
  return text && at !== -1 && agendaCountries.has(text.slice(at + 2)) ? text.slice(0, at) : text;
}

function chooseCategory(person: AgendaPerson, country: string | undefined): JourneyCategory {
  const position = formatPosition(person);
  const found = categoryRules.find(([, fits]) => fits(position, country));
  if (!found) throw new Error(`no category fits ${person.name}, ${position}`);
  return found[0];
}

function splitName(name: string) {
  const familyName = (compoundFamilyName.exec(name) ?? lastWord.exec(name))?.[0] ?? name;
  const givenName = name.slice(0, -familyName.length).trim();
  return { ...(givenName && { givenName }), familyName };
}

/** An unused address: `juan.jose.gomez.camacho@agenda.example.org`. */
function buildAgendaEmail(name: string): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return `${plain.replaceAll(/[^a-z]+/g, ".").replaceAll(/^\.|\.$/g, "")}@agenda.example.org`;
}
