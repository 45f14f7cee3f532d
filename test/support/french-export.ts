import writeSheet from "write-excel-file/node";
import { xlsxMimeType } from "#shared/model/document.ts";

/** A person in the export of a secretariat that works in French. */
interface FrenchPerson {
  readonly name: string;
  readonly given: string;
  readonly email: string;
  readonly country: string;
  readonly language: string;
  readonly group: string;
  readonly gender: string;
  /** `31/12/1980`. */
  readonly birthDate: string;
}

const names = ["N’Diaye", "Müller-Lüdenscheidt", "Œuvrard", "García Márquez", "Mwangi"];
const countries = ["Côte d’Ivoire", "Allemagne", "Suisse", "Royaume-Uni", "Kenya"];

/** People of several countries, whose names have the letters of Western European languages. */
export const listFrenchPeople = (count: number, run: string): FrenchPerson[] =>
  Array.from({ length: count }, (_, index) => ({
    name: names[index % names.length] ?? "",
    given: `Anaïs ${index}`,
    email: `anais.${index}.${run}@example.org`,
    country: countries[index % countries.length] ?? "",
    language: index % 2 === 0 ? "Français" : "Anglais",
    group: index % 3 === 0 ? "Presse écrite" : "ONG",
    gender: index % 2 === 0 ? "Féminin" : "Masculin",
    birthDate: `${String(13 + (index % 15))}/0${1 + (index % 9)}/19${60 + (index % 30)}`,
  }));

const headings = [
  ...["Nom", "Prénom", "Courriel", "Pays", "Langue de correspondance", "Groupe", "Sexe", "Né(e) le", "Observations"],
];

const toCells = ({ name, given, email, country, language, group, gender, birthDate }: FrenchPerson) => [
  ...[name, given, email, country, language, group, gender, birthDate, "à rappeler ; merci"],
];

/** As Excel in French saves a CSV file: in Windows-1252, with semicolons. */
function writeFrenchCsv(people: readonly FrenchPerson[]): Uint8Array {
  const toLine = (cells: readonly string[]) =>
    cells.map((cell) => (/[;"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(";");
  const text = [headings, ...people.map(toCells)].map(toLine).join("\r\n");
  // The letters of Windows-1252 that ISO 8859-1 does not have.
  const bytes: Readonly<Record<string, number>> = { "’": 0x92, Œ: 0x8c, œ: 0x9c };
  return Uint8Array.from(text, (letter) => bytes[letter] ?? letter.charCodeAt(0));
}

/** The same as a workbook, in which the dates are days. */
async function writeFrenchXlsx(people: readonly FrenchPerson[]): Promise<Uint8Array> {
  const rows = people.map((person) =>
    toCells(person).map((cell) => {
      const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(cell) ?? [];
      return day === undefined
        ? { value: cell }
        : { value: new Date(`${year}-${month}-${day}`), type: Date, format: "dd/mm/yyyy" };
    }),
  );
  return new Uint8Array(
    await writeSheet([headings.map((value) => ({ value })), ...rows], { sheet: "Export" }).toBuffer(),
  );
}

/** Each file with its name and media type. */
export const frenchExports = [
  ["export.csv", "text/csv", async (people: readonly FrenchPerson[]) => writeFrenchCsv(people)],
  ["export.xlsx", xlsxMimeType, writeFrenchXlsx],
] as const;
