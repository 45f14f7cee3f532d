import { describe, expect, test } from "vitest";
import { codeFolders, listDeclarations } from "../../scripts/sources.ts";
import { findFunctionTwins, findTypeTwins } from "../../scripts/twins.ts";

describe("a name means one thing", () => {
  test("no two files export a type of the same name", () => {
    expect(findTypeTwins()).toEqual([]);
  });

  test("no file-local function has the name of a function in another file", () => {
    expect(findFunctionTwins()).toEqual([]);
  });

  test("no top-level function has a name that ends in Of", () => {
    const functions = listDeclarations(codeFolders).filter(({ kind }) => kind === "function");
    expect(functions.length).toBeGreaterThan(100);
    const found = functions.filter(({ name }) => /[a-z\d]Of$/.test(name));
    expect(found.map(({ file, name }) => `${file} ${name}`)).toEqual([]);
  });
});
