import { describe, expect, test } from "vitest";
import * as catalogue from "#shared/i18n/catalogue.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import { allMessages, flat, messagesOf, parse } from "./namespaces.ts";

/** What is written the same in every language: formats, headers, examples, and names of standards. */
const everywhere =
  /QR|JSON|CSV UTF-8|UTF-8|Excel|PDF|64 KB|Idempotency-Key|If-Match|application\/json|ISO 3166-1|UTC|\w+@example\.org|2027-03-01T12:00:00Z/g;

/** Pages also name programs, keys, sizes of paper and an example of a conference. */
const everywhereOnPages =
  /A\d(, \d+ × \d+ mm)?|Caps Lock|Excel|JavaScript|\.xlsx|CSV|JPEG|PNG|\bMB\b|\bidm-2027|Palais|\bJ\b|\d+,\d+/g;

/** What functions say, in mails, papers and problems: none of it is made of values alone. */
const saidByFunctions = new Set(Object.values(catalogue).flatMap(({ en }) => messagesOf(en).map(([key]) => key)));

/** A message that has a small word of another language: "les" is a Spanish word too, El Salvador is a name. */
const ambiguous = new Set(["means.approve", "country.SLV"]);

const withoutNames = (key: string, text: string, instead: string) => {
  const own = text.replaceAll(everywhere, instead);
  return saidByFunctions.has(key) ? own : own.replaceAll(everywhereOnPages, instead);
};

const scripts: Readonly<Record<Language, RegExp>> = {
  en: /^\p{Script=Latin}$/u,
  fr: /^\p{Script=Latin}$/u,
  es: /^\p{Script=Latin}$/u,
  // With the tatweel, which joins a preposition to a value.
  ar: /^[\p{Script=Arabic}\u0640]$/u,
  zh: /^\p{Script=Han}$/u,
  ru: /^\p{Script=Cyrillic}$/u,
};

/** Small words that only this one of the three languages in Latin letters has. */
const smallWords: Readonly<Partial<Record<Language, RegExp>>> = {
  en: /(?<!\p{L})(the|your|you|and|of|is|this|not|it)(?!\p{L})/iu,
  fr: /(?<!\p{L})(votre|vous|est|une|les|cette|pas)(?!\p{L})/iu,
  es: /(?<!\p{L})(su|usted|una|los|el|esta|por|para)(?!\p{L})/iu,
};

/** A message without what is filled in, and without what is written the same everywhere. */
const ownWords = (key: string, text: string, language: Language) =>
  withoutNames(
    key,
    flat(parse(text, language))
      .map((each) => (each.type === 0 ? each.value : " "))
      .join(""),
    " ",
  );

describe.each(languages)("the catalogue in %s", (language) => {
  const own = allMessages(language);

  test("is in its own script alone", () => {
    for (const [path, text] of own) {
      const letters = [...ownWords(path, text, language)].filter((each) => /\p{L}/u.test(each));
      expect(letters.filter((each) => !scripts[language].test(each)).join(""), `${path}: ${text}`).toBe("");
      if (letters.length === 0 && saidByFunctions.has(path)) throw new Error(`${path} says nothing`);
    }
  });

  test("is not another language's, sentence by sentence", () => {
    const others = languages.filter((other) => other !== language).map((other) => new Map(allMessages(other)));
    for (const [path, text] of own.filter(
      ([key, each]) => ownWords(key, each, language).trim().split(/\s+/).length > 2,
    ))
      for (const other of others) expect(text, path).not.toBe(other.get(path));
    for (const [other, words] of Object.entries(smallWords))
      if (other !== language)
        for (const [path, text] of own.filter(([key]) => !ambiguous.has(key)))
          expect(ownWords(path, text, language), `${path}: ${text}`).not.toMatch(words);
  });
});

describe("typography", () => {
  const wrong: Readonly<Record<Language, RegExp>> = {
    en: /["«»]| [:;?!]/u,
    // No-break spaces before the double signs and inside guillemets.
    fr: /["“”]|[^\u00a0][:;?!»]|«[^\u00a0]/u,
    // Every question and exclamation is opened; guillemets hug their words.
    es: /["“”]| [:;?!»]|« |^[^¿]*\?|^[^¡]*!/u,
    ar: /["“”,;?]| [:،؛؟.]/u,
    zh: /["«»,;:?!()]|\.(?=$|\s|\p{Script=Han})/u,
    ru: /["“”]| [:;?!»]|« /u,
  };

  test.each(languages)("%s has its own signs", (language) => {
    // French pages have plain spaces before the double signs.
    const checked = allMessages(language).filter(([key]) => language !== "fr" || saidByFunctions.has(key));
    for (const [path, text] of checked) {
      const shown = flat(parse(text, language)).map((each) => (each.type === 0 ? each.value : "x"));
      expect(withoutNames(path, shown.join(""), "x"), path).not.toMatch(wrong[language]);
    }
  });
});
