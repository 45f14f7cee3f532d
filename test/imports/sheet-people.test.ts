import { expect, test } from "vitest";
import type { SheetMapping } from "#shared/imports/import.rules.ts";
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
const readSheet = async (text: string, mapping?: SheetMapping, more: Partial<typeof conference> = {}) =>
  readSheetPeople(await readCsvRows(new TextEncoder().encode(text)), {
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
