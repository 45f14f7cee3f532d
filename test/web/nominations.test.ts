import { describe, expect, test } from "vitest";
import { validate } from "#shared/contracts/validate.ts";
import { nominationsRequest } from "#shared/delegations/contract.ts";
import { findOption, listCellOptions } from "../../web/focal-point/nomination-choices.ts";
import {
  createNominationRow,
  findMissingCells,
  isEmptyRow,
  listNominationColumns,
  type NominationRow,
  pasteCells,
  selectShownColumns,
  toNominationsBody,
} from "../../web/focal-point/nomination-rows.ts";
import { loadNationalityParser } from "../../web/kit/i18n/country-search.ts";

type Reader = Parameters<typeof listCellOptions>[1];

const category = { requires: ["organization", "country", "birthDate", "functionTitle"] } as const;
const columns = listNominationColumns(category, {});
const headings = new Map(columns.map((column) => [column, column === "role" ? "Rôle" : column]));
const buildRow = (cells: NominationRow["cells"]): NominationRow => ({ ...createNominationRow(), cells });
const paste = (text: string, column = "person.givenName", rows = [createNominationRow()]) =>
  pasteCells(rows, 0, column, text, headings);

describe("rows from a spreadsheet", () => {
  test("fill the grid from the cell they are pasted into, and make it longer", () => {
    const rows = paste('Awa\tNdiaye\r\nMoussa\t"Sarr ""le grand"""\n');
    expect(rows.map(({ cells }) => [cells["person.givenName"], cells["person.familyName"]])).toEqual([
      ["Awa", "Ndiaye"],
      ["Moussa", 'Sarr "le grand"'],
    ]);
    const [row] = paste("Ba\t\tSEN", "person.familyName", rows);
    expect(row?.cells).toEqual({
      "person.givenName": "Awa",
      "person.familyName": "Ba",
      "person.email": "",
      "person.nationality": "SEN",
    });
    expect(paste("Élodie\tignored", "latinName.familyName")[0]?.cells).toEqual({ "latinName.familyName": "Élodie" });
  });

  test("with headings fill the columns that these name, whatever their order", () => {
    const sheet = [
      ["rôle", "", "person.familyName", "latinName.familyName"],
      ["adviser", "x", "周", "Zhou"],
    ];
    const rows = paste(sheet.map((cells) => cells.join("\t")).join("\n"));
    expect(rows.map(({ cells }) => cells)).toEqual([
      { role: "adviser", "person.familyName": "周", "latinName.familyName": "Zhou" },
    ]);
    expect(paste("role\tNdiaye")[0]?.cells).toEqual({ "person.givenName": "role", "person.familyName": "Ndiaye" });
  });

  test("name countries by code or by name in any of the languages, and the contract takes them", async () => {
    const parse = await loadNationalityParser();
    const toBody = (nationality: string) =>
      toNominationsBody([buildRow({ "person.familyName": "Ndiaye", "person.nationality": nationality })], {
        "person.nationality": parse,
      });
    for (const [nationality, code] of [
      ...["SEN", "sen", "Sénégal", "senegal", " Senegal ", "السنغال", "塞内加尔"].map((each) => [each, "SEN"] as const),
      ["UK", "GBR"],
      ["Ivory Coast", "CIV"],
      ["stateless", "XXA"],
    ] as const) {
      const body = toBody(nationality);
      expect(body.items[0]?.person.nationality).toBe(code);
      expect(validate(nominationsRequest, body)).toHaveProperty("value");
    }
    expect(validate(nominationsRequest, toBody("Wakanda"))).toEqual({
      fieldErrors: [{ path: "items.0.person.nationality", rule: "unknownCountry", values: {} }],
    });
  });

  test("send the role that an empty cell shows, and a chosen one", () => {
    const roles = [
      { role: "participant", assignableBy: "anyone" },
      { role: "delegate", assignableBy: "focal-point" },
    ] as const;
    const reader = { t: String, find: () => undefined, language: "en" } as unknown as Reader;
    const options =
      listCellOptions({ roles } as unknown as Parameters<typeof listCellOptions>[0], reader)["role"] ?? [];
    const toRole = (cells: NominationRow["cells"]) =>
      toNominationsBody([buildRow(cells)], { role: (text) => findOption(options, text) }).items[0]?.role;
    expect(options[0]?.value).toBe("participant");
    expect([{}, { role: "" }, { role: "Delegate" }].map(toRole)).toEqual(["participant", "participant", "delegate"]);
  });

  test("that are empty are no nominations, nor is a role alone", () => {
    expect(isEmptyRow(createNominationRow())).toBe(true);
    expect(isEmptyRow(buildRow({ "person.email": " ", role: "adviser" }))).toBe(true);
    expect(isEmptyRow(buildRow({ "person.email": "x" }))).toBe(false);
  });
});

describe("the columns of the grid", () => {
  test("have what the category requires and the delegation does not give", () => {
    const usual = columns.slice(0, 6);
    const latin = ["latinName.givenName", "latinName.familyName"];
    expect(columns).toEqual([...usual, "country", "person.birthDate", ...latin]);
    expect(listNominationColumns(category, { country: "SEN" })).toEqual([...usual, "person.birthDate", ...latin]);
    expect(listNominationColumns(undefined, {})).toEqual([...usual, ...latin]);
  });

  test("ask how a person takes part in a hybrid conference, which alone is no person", () => {
    expect(listNominationColumns(undefined, {}, true)).toContain("participation");
    expect(columns).not.toContain("participation");
    expect(isEmptyRow(buildRow({ participation: "online", role: "delegate" }))).toBe(true);
  });

  test("have a guardian once a person is below the minimum age", () => {
    const young = { minimumAge: 18, requires: [] };
    const all = listNominationColumns(young, {});
    const cells = { "person.birthDate": "2015-01-01", "person.givenName": "Ana" };
    const shown = (row: Record<string, string>, fieldErrors = {}) =>
      selectShownColumns(all, [buildRow(row)], fieldErrors, young, "2027-10-26").includes("guardian.name");
    expect([shown({}), shown(cells), shown({}, { "items.0.guardian.name": "x" })]).toEqual([false, true, true]);
    expect(shown({ "guardian.name": "Luz" })).toBe(true);
    const missing = findMissingCells(toNominationsBody([buildRow(cells)], {}), young, {}, "2027-10-26");
    expect(missing.map(({ path }) => path)).toEqual(["items.0.guardian.name", "items.0.guardian.contact"]);
  });

  test("have the name in Latin letters once a name is in another script", () => {
    const show = (cells: NominationRow["cells"], fieldErrors = {}) =>
      selectShownColumns(columns, [buildRow(cells)], fieldErrors, category, "2027-10-26").includes(
        "latinName.familyName",
      );
    expect(show({ "person.familyName": "Müller" })).toBe(false);
    expect(show({ "person.familyName": "周" })).toBe(true);
    expect(show({ "latinName.givenName": "Enlai" })).toBe(true);
    expect(show({}, { "items.0.latinName.familyName": "wrong" })).toBe(true);
  });

  test("say at the cell what the category requires", () => {
    const find = (cells: NominationRow["cells"], delegation = {}) =>
      findMissingCells(toNominationsBody([buildRow({}), buildRow(cells)], {}), category, delegation, "2027-10-26")
        .map(({ path }) => path)
        .filter((path) => path.startsWith("items.1."));
    expect(find({ functionTitle: "Reporter" })).toEqual(["items.1.country", "items.1.person.birthDate"]);
    expect(find({ functionTitle: "Reporter", "person.birthDate": "1980-01-31" }, { country: "SEN" })).toEqual([]);
  });
});
