/** One row of a sheet, and what is expected of it. */
export interface PlannedRow {
  readonly cells: readonly string[];
  /** The column that is planted with an error, by its heading, or the letter beyond the last. */
  readonly wrong?: string;
}

export const headings = [
  "category",
  "person.givenName",
  "person.familyName",
  "person.email",
  "person.nationality",
  "person.gender",
  "person.birthDate",
  "organization",
  "functionTitle",
  "role",
  "sessions",
  "language",
  "consent.listOfParticipants",
  "consent.photo",
] as const;

type Heading = (typeof headings)[number];

const givenNames = ["Amina", "José", "Zeynep", "李", "Ólafur", "Nguyễn", "Анна", "فاطمة", "Siân", "O’Neil"];
const familyNames = ["Diallo", "García", "Şahin", "王", "Þórsson", "Trần", "Иванова", "الزهراء", "Llewellyn", "D’Arcy"];
const rowLanguages = ["en", "fr", "es", "ar", "zh", "ru"];

/** A valid row: a person with names in many scripts, and cells with characters that CSV quotes. */
const buildValidRow = (index: number): Record<Heading, string> => ({
  category: index % 3 === 0 ? "member-state" : "ngo",
  "person.givenName": givenNames[index % 10] ?? "",
  "person.familyName": index % 17 === 0 ? "" : `${familyNames[(index * 7) % 10]} ${index}`,
  "person.email": `person.${index}@example.org`,
  "person.nationality": index % 2 === 0 ? "SEN" : "CHE",
  "person.gender": index % 4 === 0 ? "" : "female",
  "person.birthDate": index % 5 === 0 ? "" : "1980-02-29",
  organization:
    index % 11 === 0 ? `Ministry of "Cities", Dept. ${index}\nSecond line`.replace("\n", " – ") : `Org ${index}`,
  functionTitle: "Conseillère, affaires étrangères",
  role: "delegate",
  sessions: index % 13 === 0 ? "opening" : "",
  language: rowLanguages[index % 6] ?? "en",
  "consent.listOfParticipants": index % 2 === 0 ? "yes" : "oui",
  "consent.photo": "no",
});

/** Twenty ways to be wrong, each with the column at which it must be named. */
const plantedErrors: readonly (readonly [Heading, value: string])[] = [
  ["category", "visitors"],
  ["category", "academia"],
  ["category", ""],
  ["person.familyName", "\u202Ereversed"],
  ["person.email", "invalid"],
  ["person.email", ""],
  ["person.email", "person.1@example.org"],
  ["person.nationality", "XYZ"],
  ["person.nationality", ""],
  ["person.gender", "unknown"],
  ["person.birthDate", "03/04/1980"],
  ["person.birthDate", "1981-02-29"],
  ["organization", '=HYPERLINK("http://evil.example","x")'],
  ["organization", "x".repeat(501)],
  ["functionTitle", "@SUM(A1:A9)"],
  ["role", "king"],
  ["sessions", "no-such-session"],
  ["language", "de"],
  ["consent.photo", "perhaps"],
  ["consent.listOfParticipants", "maybe"],
];

/** So many rows, in which every twenty-fifth from the tenth on is wrong, in one of twenty ways. */
export function planRows(count: number): PlannedRow[] {
  return Array.from({ length: count }, (_, index) => {
    const row = buildValidRow(index + 1);
    const error = index % 25 === 9 ? plantedErrors[Math.floor(index / 25) % plantedErrors.length] : undefined;
    if (!error) return { cells: headings.map((heading) => row[heading]) };
    const [wrong, value] = error;
    return { wrong, cells: headings.map((heading) => (heading === wrong ? value : row[heading])) };
  });
}

const quoteCell = (cell: string) => (/[",\r\n;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A table of values of these rows. */
export function toCsv(rows: readonly PlannedRow[], names: readonly string[] = headings, separator = ","): Uint8Array {
  const lines = [names, ...rows.map(({ cells }) => cells)].map((cells) => cells.map(quoteCell).join(separator));
  return new TextEncoder().encode(`${lines.join("\r\n")}\r\n`);
}
