import { describe, expect, test } from "vitest";
import { nominations } from "#shared/contract/delegation.ts";
import { check } from "#shared/contract/faults.ts";
import { bodyOf, emptyRow, isEmpty, pasted } from "../../web/delegation/nominate/row.ts";

describe("rows from a spreadsheet", () => {
  test("fill the grid from the cell they are pasted into, and make it longer", () => {
    const rows = pasted([emptyRow()], 0, "givenName", 'Awa\tNdiaye\r\nMoussa\t"Sarr ""le grand"""\n');
    expect(rows.map(({ givenName, familyName }) => [givenName, familyName])).toEqual([
      ["Awa", "Ndiaye"],
      ["Moussa", 'Sarr "le grand"'],
    ]);
    const [row] = pasted(rows, 0, "familyName", "Ba\t\tSEN");
    expect([row?.givenName, row?.familyName, row?.email, row?.nationality]).toEqual(["Awa", "Ba", "", "SEN"]);
    expect(pasted([emptyRow()], 0, "functionTitle", "Minister\tignored")[0]?.functionTitle).toBe("Minister");
  });

  test("name countries by code, in the reader's language or in English, and the contract takes them", () => {
    for (const nationality of ["SEN", "sen", "Sénégal", "senegal", "Senegal"]) {
      const body = bodyOf([{ ...emptyRow(), familyName: "Ndiaye", nationality }], "fr");
      expect(body.items[0]?.person.nationality).toBe("SEN");
      expect(check(nominations, body)).toHaveProperty("value");
    }
    const wrong = check(nominations, bodyOf([{ ...emptyRow(), familyName: "Ndiaye", nationality: "Wakanda" }], "fr"));
    expect(wrong).toEqual({ faults: [{ path: "items.0.person.nationality", rule: "unknownCountry", values: {} }] });
  });

  test("that hold nothing are nobody", () => {
    expect(isEmpty(emptyRow())).toBe(true);
    expect(isEmpty({ ...emptyRow(), email: " " })).toBe(true);
    expect(isEmpty({ ...emptyRow(), email: "x" })).toBe(false);
  });
});
