import { readFile } from "node:fs/promises";
import type * as z from "zod/mini";
import type { application } from "#shared/contract/registration.ts";
import type { CategoryName } from "#shared/domain/conference.ts";
import { type AgendaPerson, parseAgenda } from "./parse-agenda.ts";

/** The body of a submission. */
export type ApplicationBody = z.input<typeof application>;

/** The countries that the agenda of 2017 names, in its words. */
const countries: ReadonlyMap<string, string> = new Map([
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

/** The first that fits decides; a country alone says that its State sent the person. */
const categoryRules: readonly (readonly [CategoryName, (position: string, country?: string) => boolean])[] = [
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

/** Family names of more than one word; every other is the last word, a generation's mark (`Jr.`) with it. */
const compound = /\b(?:Gómez Camacho|Gjebrea Hoxha|Muñoz Quesada|Belloni Mignatti|Valdez Rivera)$/;
const lastWord = /\S+(?: Jr\.)?$/;

/** Where the agenda names no country; the form asks for a nationality, and the host's code stands in for it. */
const hostCountry = "USA";

/** All speakers and moderators of the dialogue in New York, as they would fill in the form. */
export async function applicants2017(): Promise<ApplicationBody[]> {
  const text = await readFile(new URL("agenda-2017.txt", import.meta.url), "utf8");
  return parseAgenda(text).map(applicationOf);
}

/** @throws Error for a person to whom no rule gives a category */
function applicationOf(person: AgendaPerson): ApplicationBody {
  const { name, honorific, functionTitle, appearances } = person;
  const country = countryOf(person);
  const organization = withoutCountry(person.organization);
  const names = splitName(name);
  return {
    category: categoryOf(person, country),
    person: {
      ...(honorific && { honorific }),
      ...names,
      email: addressOf(name),
      nationality: country ?? hostCountry,
    },
    ...(country && { country }),
    ...(organization && { organization }),
    ...(functionTitle && { functionTitle: withoutCountry(functionTitle) }),
    role: appearances.some((each) => each.as === "speaker") ? "speaker" : "moderator",
    sessions: appearances.map((each) => each.sessionId),
    language: "en",
    consent: { listOfParticipants: true, photo: false },
  };
}

const positionOf = ({ functionTitle = "", organization = "" }: AgendaPerson) =>
  [functionTitle, organization].join(", ");

/** Named at the end, after "Representative of" or "High Commissioner of", or before a department of its own. */
function countryOf(person: AgendaPerson): string | undefined {
  const position = positionOf(person).replace(/, $/, "");
  const last = position.split(", ").at(-1) ?? "";
  const represented = /(?:Permanent Representative|High Commissioner) of ([A-Z]\w+)/.exec(position)?.[1] ?? "";
  const department = /([A-Z]\w+ [A-Z]\w+) Department of State$/.exec(position)?.[1] ?? "";
  return countries.get(last) ?? countries.get(represented) ?? countries.get(department);
}

/** The country at the end has a field of its own. */
function withoutCountry(text: string | undefined): string | undefined {
  const at = text?.lastIndexOf(", ") ?? -1;
  return text && at !== -1 && countries.has(text.slice(at + 2)) ? text.slice(0, at) : text;
}

function categoryOf(person: AgendaPerson, country: string | undefined): CategoryName {
  const position = positionOf(person);
  const found = categoryRules.find(([, fits]) => fits(position, country));
  if (!found) throw new Error(`no category fits ${person.name}, ${position}`);
  return found[0];
}

function splitName(name: string) {
  const familyName = (compound.exec(name) ?? lastWord.exec(name))?.[0] ?? name;
  const givenName = name.slice(0, -familyName.length).trim();
  return { ...(givenName && { givenName }), familyName };
}

/** An address that nobody has: `juan.jose.gomez.camacho@agenda.example.org`. */
function addressOf(name: string): string {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return `${plain.replaceAll(/[^a-z]+/g, ".").replaceAll(/^\.|\.$/g, "")}@agenda.example.org`;
}
