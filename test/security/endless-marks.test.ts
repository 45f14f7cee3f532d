import { afterEach, describe, expect, test, vi } from "vitest";
import type * as z from "zod/mini";
import { validate } from "#shared/contracts/validate.ts";
import { findCountryCodes } from "#shared/countries/country-search.ts";
import type { Operation } from "#shared/http/operation.ts";
import { operations } from "#shared/http/operations.ts";
import { createCellReaders } from "#shared/imports/cell-readers.ts";
import { listSheetColumns } from "#shared/imports/contract.ts";
import { matchColumns } from "#shared/imports/headings.ts";
import { aConference } from "../support/builders.ts";

/** Almost as much as a body may contain. To put such marks into order takes most of a second. */
const marks = "\u0301\u0323".repeat(10_000);
const monsters = { "marks on one letter": `a${marks}`, "letters and marks": "a\u0301".repeat(10_000) };

/** The most characters of a text in the contracts, and of those that only the secretariat writes. */
const longestText = 2_000;
const longestOfSecretariat: Readonly<Record<string, number>> = { putPage: 20_000, putProgramme: 4_000 };

/** A value with the text at every place where the schema expects a text. */
function fill(schema: z.ZodMiniType, text: string): unknown {
  const { type, innerType, shape, element, options, keyType, valueType } = schema.def as unknown as {
    type: string;
    innerType?: z.ZodMiniType;
    shape?: Record<string, z.ZodMiniType>;
    element?: z.ZodMiniType;
    options?: z.ZodMiniType[];
    keyType?: z.ZodMiniType;
    valueType?: z.ZodMiniType;
  };
  if (shape) return Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, fill(inner, text)]));
  if (innerType) return fill(innerType, text);
  if (type === "array" && element) return [fill(element, text)];
  if (type === "union" && options?.[0]) return fill(options[0], text);
  if (type === "record" && keyType && valueType) return { [String(fill(keyType, text))]: fill(valueType, text) };
  return text;
}

/** The lengths of the texts that are normalized meanwhile, the longest first. */
function watchNormalization() {
  const lengths: number[] = [];
  const normalize = String.prototype.normalize;
  vi.spyOn(String.prototype, "normalize").mockImplementation(function (this: string, form?: string) {
    lengths.push(this.length);
    return normalize.call(this.slice(0, 100), form);
  });
  return () => Math.max(0, ...lengths);
}

afterEach(() => vi.restoreAllMocks());

describe.each(Object.entries(monsters))("a text of %s is measured before it is normalized", (_, text) => {
  const bodies = Object.entries(operations as Record<string, Operation>).flatMap(([id, { body, query }]) => [
    ...(body ? [[id, body] as const] : []),
    ...(query ? [[`${id}?`, query] as const] : []),
  ]);

  test.each(bodies)("%s", (id, schema) => {
    const longest = watchNormalization();
    const result = validate(schema, fill(schema, text));
    // A body of nothing but objects, numbers and flags is valid with any text, or wrong at another place.
    if (JSON.stringify(fill(schema, "")).includes('""')) expect(result).toHaveProperty("fieldErrors");
    // In the units of a decomposed text.
    expect(longest()).toBeLessThanOrEqual(6 * (longestOfSecretariat[id] ?? longestText));
  });

  test("a heading and a cell of a sheet", () => {
    const longest = watchNormalization();
    const { headings } = matchColumns("registrations", [text]);
    expect(headings[0]).not.toHaveProperty("path");
    const getReader = createCellReaders(aConference());
    for (const column of listSheetColumns("registrations")) getReader(column)(text);
    expect(findCountryCodes(text)).toEqual([]);
    expect(longest()).toBeLessThanOrEqual(6 * longestText);
  });
});
