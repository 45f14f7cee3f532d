import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { en } from "#shared/messages/en.ts";
import { fr } from "#shared/messages/fr.ts";
import { hasMessage, message, messageParts, preferredLanguage } from "#shared/messages/message.ts";

/** Every text of a catalogue by its path. */
function texts(node: object, path = ""): [string, string][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : texts(value, `${path}${key}.`),
  );
}

const values = {
  name: "Amina",
  conference: "C",
  serial: 1,
  quota: 4,
  until: "1 May",
  title: "T",
  minimum: 1,
  maximum: 2,
};
const blanks = (text: string) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name).toSorted();

describe("the catalogues", () => {
  test("say the same things in each language, with the same blanks", () => {
    expect(texts(fr).map(([path]) => path)).toEqual(texts(en).map(([path]) => path));
    for (const [[path, english], [, french]] of texts(en).map(
      (each, index) => [each, texts(fr)[index] ?? ["", ""]] as const,
    )) {
      expect(blanks(french), path).toEqual(blanks(english));
      expect(french, path).not.toBe(english);
    }
  });

  test.each(["en", "fr"] as const)("every text in %s can be filled in, and leaves no blank", (language) => {
    for (const [path] of texts(en)) {
      if (!hasMessage(path)) throw new Error(`${path} can't be found`);
      expect(message(language, path, values), path).not.toMatch(/[{}]/);
    }
  });

  test("French has no-break spaces before its double signs", () => {
    for (const [path, text] of texts(fr)) expect(text.replaceAll(/[{][^}]*[}]/g, ""), path).not.toMatch(/ [:;?!»]|« /);
  });

  test("every rule that a field can break has its words", () => {
    const source = globSync("shared/{domain,contract,http}/*.ts")
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const named = [...source.matchAll(/(?:rule|error): "([a-zA-Z]+)"/g)].map(([, rule]) => rule ?? "");
    const returned = ["required", "forbiddenCharacter", "tooManyMarks", "email", "date", "time", "unknownCountry"];
    const ofZod = ["tooShort", "tooLong", "tooMany", "tooSmall", "tooLarge", "notOneOf", "pattern", "wrongType"];
    expect(named.length).toBeGreaterThan(10);
    for (const rule of [...named, ...returned, ...ofZod]) expect(hasMessage(`fault.${rule}`), rule).toBe(true);
    expect(() => message("en", "fault.nothing")).toThrow("no message");
  });
});

test.each([
  [undefined, "en"],
  ["fr", "fr"],
  ["fr-CH, en;q=0.9", "fr"],
  ["en;q=0.2, fr;q=0.8", "fr"],
  ["de, it;q=0.9, fr;q=0.1", "fr"],
  ["fr;q=0, en", "en"],
  ["*", "en"],
  ["zh-Hant-TW", "zh"],
  ["\u0000;;;,,q=9", "en"],
])("a reader who asks for %j reads %s", (header, language) => expect(preferredLanguage(header)).toBe(language));

test("a value that is missing is an error, not a blank", () => {
  expect(() => message("en", "fault.tooLong")).toThrow("maximum");
});

test("other people's words stay apart from the words around them", () => {
  const title = { foreign: "الشتات" };
  expect(messageParts("en", "pool.category", { title })).toEqual(["the places for ", title]);
});

test("a language without a catalogue yet is answered in English", () => {
  expect(message("ar", "problem.full.title")).toBe(en.problem.full.title);
});
