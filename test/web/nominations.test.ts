import { describe, expect, test } from "vitest";
import { validate } from "#shared/contracts/validate.ts";
import { nominationsRequest } from "#shared/delegations/contract.ts";
import {
  createNominationRow,
  isEmptyRow,
  pasteCells,
  toNominationsBody,
} from "../../web/focal-point/nomination-rows.ts";
import { loadNationalityParser } from "../../web/kit/i18n/country-search.ts";

describe("rows from a spreadsheet", () => {
  test("fill the grid from the cell they are pasted into, and make it longer", () => {
    const rows = pasteCells([createNominationRow()], 0, "givenName", 'Awa\tNdiaye\r\nMoussa\t"Sarr ""le grand"""\n');
    expect(rows.map(({ givenName, familyName }) => [givenName, familyName])).toEqual([
      ["Awa", "Ndiaye"],
      ["Moussa", 'Sarr "le grand"'],
    ]);
    const [row] = pasteCells(rows, 0, "familyName", "Ba\t\tSEN");
    expect([row?.givenName, row?.familyName, row?.email, row?.nationality]).toEqual(["Awa", "Ba", "", "SEN"]);
    expect(pasteCells([createNominationRow()], 0, "functionTitle", "Minister\tignored")[0]?.functionTitle).toBe(
      "Minister",
    );
  });

  test("name countries by code or by name in any of the languages, and the contract takes them", async () => {
    const parse = await loadNationalityParser();
    for (const [nationality, code] of [
      ...["SEN", "sen", "Sénégal", "senegal", " Senegal ", "السنغال", "塞内加尔"].map((each) => [each, "SEN"] as const),
      ["UK", "GBR"],
      ["Ivory Coast", "CIV"],
      ["stateless", "XXA"],
    ] as const) {
      const body = toNominationsBody([{ ...createNominationRow(), familyName: "Ndiaye", nationality }], parse);
      expect(body.items[0]?.person.nationality).toBe(code);
      expect(validate(nominationsRequest, body)).toHaveProperty("value");
    }
    const wrong = validate(
      nominationsRequest,
      toNominationsBody([{ ...createNominationRow(), familyName: "Ndiaye", nationality: "Wakanda" }], parse),
    );
    expect(wrong).toEqual({
      fieldErrors: [{ path: "items.0.person.nationality", rule: "unknownCountry", values: {} }],
    });
  });

  test("that are empty are no nominations", () => {
    expect(isEmptyRow(createNominationRow())).toBe(true);
    expect(isEmptyRow({ ...createNominationRow(), email: " " })).toBe(true);
    expect(isEmptyRow({ ...createNominationRow(), email: "x" })).toBe(false);
  });
});
