import { expect, test } from "vitest";
import type { SheetMapping } from "#shared/imports/import.rules.ts";
import { emptyMemory, type MappingMemory } from "#shared/imports/mapping-memory.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import { readCsvRows } from "../../functions/document-inspect/inspect/read-rows.ts";
import { readSheetPeople } from "../../functions/import-worker/sheet-people.ts";

const conference: Pick<Conference, "categories" | "sessions" | "roles"> = {
  categories: [
    {
      category: "ngo",
      title: { en: "Civil society" },
      colour: "#2e7d32",
      priority: 1,
      selfRegistration: true,
      requires: [],
      needs: [],
    },
  ],
  sessions: [],
};

/** Reads a sheet of registrations. */
const readSheet = async (
  text: string,
  mapping?: SheetMapping,
  more: Partial<typeof conference> = {},
  memory: MappingMemory = emptyMemory,
) =>
  readSheetPeople(await readCsvRows(new TextEncoder().encode(text)), {
    memory,
    year: 2026,
    questions: [],
    request: { what: "registrations" },
    conference: { ...conference, ...more },
    mapping,
    identify: ({ person }) => JSON.stringify(person),
  });

const countries = "Name,E-mail,Category,Country\nBa,a@example.org,ngo,Senegal\nSow,b@example.org,ngo,\n";

test("an empty country in a sheet without nationalities is offered as an empty nationality", async () => {
  const { people, summary, isMapped } = await readSheet(countries);
  expect(isMapped).toBe(true);
  expect(summary.unmatchedValues).toEqual([{ path: "person.nationality", value: "", rows: 1 }]);
  expect(people.map(({ body }) => body?.person.nationality)).toEqual(["SEN", undefined]);
});

test("the value of an empty nationality is applied where the country is empty, and nowhere else", async () => {
  const values = { "person.nationality": { "": "KEN" } };
  const { people, summary } = await readSheet(countries, { columns: {}, values });
  expect(people.map(({ body }) => body?.person.nationality)).toEqual(["SEN", "KEN"]);
  expect(people.map(({ body }) => (body as { country?: string } | undefined)?.country)).toEqual(["SEN", undefined]);
  expect(summary.unmatchedValues).toEqual([]);
});

test("people without a role have the default role of their conference, and others the role of their cell", async () => {
  const roles = [
    { role: "chair", assignableBy: "secretariat" },
    { role: "participant", assignableBy: "anyone" },
  ] as const;
  const sheet = (role: string, cell: string) =>
    `Name,E-mail,Category,Nationality${role}\nBa,a@example.org,ngo,Senegal${cell}\n`;
  const readRoles = async (text: string, more: object) =>
    (await readSheet(text, undefined, more)).people.map(({ body }) => body?.role);
  expect(await readRoles(sheet("", ""), { roles })).toEqual(["participant"]);
  expect(await readRoles(sheet(",role", ","), { roles })).toEqual(["participant"]);
  expect(await readRoles(sheet(",role", ",chair"), { roles })).toEqual(["chair"]);
  expect(await readRoles(sheet("", ""), {})).toEqual(["delegate"]);
});

test("corrected cells take the place of those of the file, and other cells stay", async () => {
  const text = "Name,E-mail,Category,Country,Country,constructor\nBa,a(at)example.org,ngo,Senegal,Mali,x,surplus\n";
  const columns = { "Country (2)": null, constructor: null };
  const read = async (cells: SheetMapping["cells"]) => {
    const { people } = await readSheet(text, { columns, values: {}, ...(cells && { cells }) });
    return people.map(({ body, errors }) => [body?.person.email, errors?.map(({ path, rule }) => `${path} ${rule}`)]);
  };
  const surplus = [" surplusCell"];
  expect(await read(undefined)).toEqual([[undefined, [...surplus, "person.email email"]]]);
  expect(await read({ 2: { "E-mail": "a@example.org" }, 9: { "E-mail": "x" } })).toEqual([[undefined, surplus]]);
  expect(await read({ 2: { "E-mail": "" } })).toEqual([[undefined, [...surplus, "person.email required"]]]);
});

test("the column of remarks that Palais has added is left out when the sheet comes back", async () => {
  const text = "Name,E-mail,Category,Country,Remarques de la vérification\nBa,a@example.org,ngo,Senegal,E-mail: x\n";
  const { isMapped, summary } = await readSheet(text);
  expect([isMapped, summary.headings.at(-1)]).toEqual([true, { header: "Remarques de la vérification", path: null }]);
});

/** The proposals for the columns of a sheet with these headings besides a name. */
const propose = async (columns: Readonly<Record<string, readonly string[]>>, memory: MappingMemory = emptyMemory) => {
  const headings = Object.keys(columns);
  const length = Math.max(...Object.values(columns).map((cells) => cells.length));
  const rows = Array.from({ length }, (_, row) => headings.map((heading) => columns[heading]?.[row] ?? ""));
  const text = [["Nom", ...headings], ...rows.map((cells, row) => [`Ba ${row}`, ...cells])];
  const { summary, isMapped } = await readSheet(text.map((cells) => cells.join(";")).join("\n"), undefined, {}, memory);
  expect(isMapped).toBe(false);
  return Object.fromEntries(
    summary.headings.flatMap(({ header, proposal }) => (proposal ? [[header, `${proposal.path} ${proposal.by}`]] : [])),
  );
};

test("a column whose heading says nothing is proposed by its content, and is not mapped yet", async () => {
  const birthdays = ["31/12/1980", "1.2.1975", "1990-05-06"];
  expect(
    await propose({
      A: ["a@example.org", "b@example.org", ""],
      B: ["Sénégal", "Kenya", "الصين"],
      C: ["Mali", "Germany", "Allemagne"],
      D: birthdays,
      E: ["Français", "Anglais", "es"],
      F: ["M", "F", "F"],
      G: ["oui", "no", "是"],
      H: ["ngo", "Civil society", "ngo"],
    }),
  ).toEqual({
    ...{ A: "person.email content", B: "country content", C: "person.nationality content" },
    ...{ D: "person.birthDate content", E: "language content", F: "person.gender content" },
    ...{ G: "needs.visaLetter content", H: "category content" },
  });
});

test.each([
  ["of several kinds", { A: ["FR", "ES", "AR"] }],
  ["of dates of the conference", { A: ["2026-12-01", "2026-12-02"] }],
  ["of which a part is of a kind", { A: ["a@example.org", "b@example.org", "none", "by phone"] }],
  ["of numbers", { A: ["1", "0", "1"] }],
  ["without cells", { A: ["", ""], B: ["x", "y"] }],
])("a column %s is not proposed by its content", async (_, columns) => {
  expect(await propose(columns)).toEqual({});
});

test("consent is never proposed by content, and an earlier mapping comes before the content", async () => {
  const answers = ["yes", "no"];
  expect(await propose({ Visa: answers, A: answers, B: answers })).toEqual({});
  const memory = {
    columns: [
      ["kontakt", "person.email"],
      ["x", "shoe.size"],
      ["note", null],
    ],
    values: [],
  } as const;
  const addresses = ["a@example.org", "b@example.org"];
  expect(await propose({ X: addresses, Kontakt: ["?", "?"], Note: ["x", "y"] }, memory)).toEqual({
    Kontakt: "person.email memory",
    Note: "null memory",
  });
});

test("values of proposed columns are listed with what they were before, so that both are mapped at once", async () => {
  const memory = { columns: [["groupe", "category"]], values: [["category", "ong", "ngo"]] } as const;
  const text = "Nom;Courriel;Pays;Groupe\nBa;a@example.org;Mali;ONG\nSow;b@example.org;Mali;Presse\n";
  const { summary } = await readSheet(text, undefined, {}, memory);
  expect(summary.unmatchedValues).toEqual([
    { path: "category", value: "ONG", rows: 1, proposal: "ngo" },
    { path: "category", value: "Presse", rows: 1 },
  ]);
});

test("a sheet without any known heading fails, unless an earlier sheet of the conference had one", async () => {
  const text = "Famille;Kontakt\nBa;a@example.org\n";
  await expect(readSheet(text)).rejects.toThrow("sheet-columns");
  const memory = { columns: [["famille", "person.familyName"]], values: [] } as const;
  expect((await readSheet(text, undefined, {}, memory)).isMapped).toBe(false);
});
