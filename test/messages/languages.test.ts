import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { type Language, languages } from "#shared/domain/conference.ts";
import { locales } from "#shared/domain/locale.ts";
import { catalogues } from "./catalogues.ts";
import { texts } from "./texts.ts";

type Elements = ReturnType<IntlMessageFormat["getAst"]>;

/** What is written the same in every language: formats, headers, examples, and names of standards. */
const everywhere =
  /QR|JSON|UTF-8|PDF|64 KB|Idempotency-Key|If-Match|application\/json|ISO 3166-1|UTC|\w+@example\.org|2027-03-01T12:00:00Z/g;

const scripts: Readonly<Record<Language, RegExp>> = {
  en: /^\p{Script=Latin}$/u,
  fr: /^\p{Script=Latin}$/u,
  es: /^\p{Script=Latin}$/u,
  ar: /^\p{Script=Arabic}$/u,
  zh: /^\p{Script=Han}$/u,
  ru: /^\p{Script=Cyrillic}$/u,
};

/** Small words that only this one of the three languages in Latin letters has. */
const smallWords: Readonly<Partial<Record<Language, RegExp>>> = {
  en: /(?<!\p{L})(the|your|you|and|of|is|this|not|it)(?!\p{L})/iu,
  fr: /(?<!\p{L})(votre|vous|est|une|les|cette|pas)(?!\p{L})/iu,
  es: /(?<!\p{L})(su|usted|una|los|el|esta|por|para)(?!\p{L})/iu,
};

const parse = (text: string, language: Language) =>
  new IntlMessageFormat(text, locales[language], undefined, { ignoreTag: true }).getAst();

/** Every element of a message, those inside its plurals too. */
function flat(elements: Elements): Elements {
  return elements.flatMap((each) =>
    "options" in each ? [each, ...Object.values(each.options).flatMap(({ value }) => flat(value))] : [each],
  );
}

/** A message without what is filled in, and without what is written the same everywhere. */
const ownWords = (text: string, language: Language) =>
  flat(parse(text, language))
    .map((each) => (each.type === 0 ? each.value : " "))
    .join("")
    .replaceAll(everywhere, " ");

const argumentsOf = (text: string, language: Language) => {
  const found = flat(parse(text, language)).flatMap((each) => ("value" in each && each.type !== 0 ? [each.value] : []));
  return [...new Set(found)].toSorted();
};

const plurals = languages.flatMap((language) =>
  texts(catalogues[language]).flatMap(([path, text]) =>
    flat(parse(text, language)).flatMap((each) =>
      each.type === 6 ? [{ language, path, forms: Object.keys(each.options) }] : [],
    ),
  ),
);

describe.each(languages)("the catalogue in %s", (language) => {
  const own = texts(catalogues[language]);

  test("says everything that the English one says, with the same things to fill in", () => {
    const english = texts(catalogues.en);
    expect(own.map(([path]) => path).toSorted()).toEqual(english.map(([path]) => path).toSorted());
    const inEnglish = new Map(english);
    for (const [path, text] of own)
      expect(argumentsOf(text, language), path).toEqual(argumentsOf(inEnglish.get(path) ?? "", "en"));
  });

  test("is in its own script alone", () => {
    for (const [path, text] of own) {
      const letters = [...ownWords(text, language)].filter((each) => /\p{L}/u.test(each));
      expect(letters.filter((each) => !scripts[language].test(each)).join(""), `${path}: ${text}`).toBe("");
      if (letters.length === 0) throw new Error(`${path} says nothing`);
    }
  });

  test("is not another language's, sentence by sentence", () => {
    const others = languages.filter((other) => other !== language).map((other) => new Map(texts(catalogues[other])));
    for (const [path, text] of own.filter(([, each]) => ownWords(each, language).trim().split(/\s+/).length > 2))
      for (const other of others) expect(text, path).not.toBe(other.get(path));
    for (const [other, words] of Object.entries(smallWords))
      if (other !== language)
        for (const [path, text] of own) expect(ownWords(text, language), `${path}: ${text}`).not.toMatch(words);
  });

  test("has a form for every number, and no form that no number takes", () => {
    const rules = new Intl.PluralRules(locales[language]);
    const taken = new Set(Array.from({ length: 10_001 }, (_, number) => rules.select(number)));
    const ours = plurals.filter((each) => each.language === language);
    expect(ours.length).toBeGreaterThan(1);
    const needed = [...new Set([...taken, "other"])].toSorted();
    for (const { path, forms } of ours) expect(forms.toSorted(), path).toEqual(needed);
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
    for (const [path, text] of texts(catalogues[language])) {
      const shown = flat(parse(text, language)).map((each) => (each.type === 0 ? each.value : "x"));
      expect(shown.join("").replaceAll(everywhere, "x"), path).not.toMatch(wrong[language]);
    }
  });
});
