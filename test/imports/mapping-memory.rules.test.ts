import { expect, test } from "vitest";
import { emptyMemory, recallColumn, recallValue, rememberMapping } from "#shared/imports/mapping-memory.rules.ts";

const toValue = (cell: string, value: string | null = "ngo", rows = 2) => ({ path: "category", cell, value, rows });

test("headings and values are recalled in any case, with or without accents, and the last mapping counts", () => {
  const first = rememberMapping(emptyMemory, { "Catégorie libre": "category", Note: null }, [
    toValue("Société civile"),
  ]);
  expect(recallColumn(first, "CATEGORIE LIBRE")).toBe("category");
  expect(recallColumn(first, "Note")).toBeNull();
  expect(recallColumn(first, "Autre")).toBeUndefined();
  expect(recallValue(first, "category", "SOCIETE CIVILE")).toBe("ngo");
  expect(recallValue(first, "role", "Société civile")).toBeUndefined();
  const second = rememberMapping(first, { note: "role" }, [toValue("societe civile", null)]);
  expect([recallColumn(second, "Note"), recallValue(second, "category", "Société civile")]).toEqual(["role", null]);
  expect([second.columns.length, second.values.length]).toEqual([2, 1]);
});

test("a cell of one row, an empty, a long one and an address are not remembered", () => {
  const values = [toValue("Ba", "ngo", 1), toValue(""), toValue("x".repeat(61)), toValue("a@example.org")];
  expect(rememberMapping(emptyMemory, {}, values)).toEqual(emptyMemory);
});

test("the oldest are forgotten, so that the memory has a limit", () => {
  const headings = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`Heading ${index}`, "role"]));
  const values = Array.from({ length: 501 }, (_, index) => toValue(`Value ${index}`));
  const memory = rememberMapping(emptyMemory, headings, values);
  expect([memory.columns.length, memory.values.length]).toEqual([200, 500]);
  expect([recallColumn(memory, "Heading 0"), recallColumn(memory, "Heading 200")]).toEqual([undefined, "role"]);
  expect([recallValue(memory, "category", "Value 0"), recallValue(memory, "category", "Value 500")]).toEqual([
    undefined,
    "ngo",
  ]);
});
