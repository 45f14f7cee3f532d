import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { getPreferredLanguage } from "#shared/http/request.ts";
import * as catalogue from "#shared/i18n/catalogue.ts";
import { emailMessages, formatFieldError, problemMessages } from "#shared/i18n/messages.ts";
import { createTranslator } from "#shared/i18n/translate.ts";
import { languages } from "#shared/model/conference.ts";
import { messagesOf } from "./namespaces.ts";

/** All namespaces that functions read. */
const { translate, hasMessage } = createTranslator(...Object.values(catalogue));

const values = {
  name: "Amina",
  file: "badge.pdf",
  subject: "Your badge",
  conference: "C",
  serial: 1,
  quota: 4,
  until: "1 May",
  title: "T",
  row: 2,
  values: "a, b",
  link: "https://meet.example.org",
  minimum: 1,
  maximum: 2,
  megabytes: 10,
  what: "Gender",
  value: "women",
  share: "1%",
  shareAfter: "2%",
  target: "3%",
  version: 1,
  date: "1 May",
  contact: "name@example.org",
  page: 1,
  pages: 2,
  heading: "Kenya",
  character: "👍 (U+1F44D)",
  characters: "U+1F600",
  position: 12,
  from: 12,
  to: 21,
  days: "26 October",
  now: "26 October",
  before: "25 October",
  since: "09:12",
  gate: "Gate B",
  inside: "Amina Diallo",
  reference: "IDM-2015-ABCDEFGH",
  url: "https://palais.example.org/letter#abc",
  question: "meal",
  option: "fish",
  number: 3,
};

describe("the catalogues", () => {
  test.each(languages)("every text in %s can be filled in, and leaves no blank", (language) => {
    const keys = Object.values(catalogue).flatMap(({ en }) => messagesOf(en).map(([key]) => key));
    expect(keys.length).toBeGreaterThan(300);
    for (const key of keys) {
      if (!hasMessage(key)) throw new Error(`${key} can't be found`);
      expect(translate(language, key, values), key).not.toMatch(/[{}]/);
    }
  });

  test("every rule that a field can break has its words", () => {
    const source = globSync("{shared,functions}/**/*.{rules,contract}.ts")
      .concat(globSync("shared/{contracts,http,model}/*.ts"), globSync("shared/*/contract.ts"))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const named = [...source.matchAll(/(?:rule|error): "([a-zA-Z]+)"/g)].map(([, rule]) => rule ?? "");
    const returned = ["required", "forbiddenCharacter", "tooManyMarks", "email", "date", "time", "unknownCountry"];
    const ofZod = ["tooShort", "tooLong", "tooMany", "tooSmall", "tooLarge", "notOneOf", "pattern", "wrongType"];
    expect(named.length).toBeGreaterThan(10);
    for (const rule of [...named, ...returned, ...ofZod])
      expect(problemMessages.hasMessage(`validation.${rule}`), rule).toBe(true);
    expect(() => formatFieldError("en", { rule: "nothing" })).toThrow("no message");
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
])("a reader who asks for %j reads %s", (header, language) => expect(getPreferredLanguage(header)).toBe(language));

test("a value that is missing is an error, not a blank", () => {
  expect(() => formatFieldError("en", { rule: "tooLong" })).toThrow("maximum");
});

test("other people's words stay apart from the words around them", () => {
  const title = { foreign: "الشتات" };
  expect(emailMessages.translateToParts("en", "pool.category", { title })).toEqual(["the seats for ", title]);
});

test.each([
  ["ar", 2, "الحصة الآن هي مقعدان."],
  ["ar", 5, "الحصة الآن هي 5 مقاعد."],
  ["ar", 11, "الحصة الآن هي 11 مقعداً."],
  ["ar", 100, "الحصة الآن هي 100 مقعد."],
  ["ru", 21, "Теперь квота составляет 21 место."],
  ["ru", 3, "Теперь квота составляет 3 места."],
  ["ru", 11, "Теперь квота составляет 11 мест."],
  ["zh", 4, "现配额为4个名额。"],
  ["es", 1, "La cuota es ahora de 1 plaza."],
] as const)("in %s, a quota of %i is counted as the language counts", (language, quota, sentence) =>
  expect(emailMessages.translate(language, "mail.quota-changed.quota", { quota })).toBe(sentence),
);
