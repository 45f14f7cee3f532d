import { afterAll, beforeAll, expect, test } from "vitest";
import { documentMessages } from "#shared/i18n/messages.ts";
import { type Conference, type Language, languages } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { renderVisaLetterPdf, renderVisaLetterPreview } from "#shared/visa-letters/visa-letter-pdf.ts";
import { conference } from "../email/mails.ts";
import { layOutDeployedFonts, longTitle } from "../support/badges.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { buildRegistration } from "../support/builders.ts";
import {
  ensurePoppler,
  readFaults,
  readFonts,
  readImageCount,
  readLastWordOfLine,
  readLineText,
  readPageTexts,
  renderPages,
} from "../support/pdf-reader.ts";
import { drawPortrait } from "../support/portrait.ts";

const { fonts, remove } = layOutDeployedFonts();
beforeAll(() => {
  ensurePoppler();
  ensureBarcodeReader();
}, 300_000);
afterAll(remove);

const letterId = "abcdefghijklmnopqrstuvwxya";
const siteUrl = "https://registration.palais.example.org";
const person = {
  honorific: "H.E. Ms",
  givenName: "María Fernanda",
  familyName: "Íñiguez",
  nationality: "MEX",
  birthDate: "1970-02-03",
};

const letterOf = (
  language: Language,
  more: Partial<Registration> = {},
  { logo, ...settings }: Partial<Conference> & { readonly logo?: Uint8Array } = {},
) => {
  const registration = {
    ...buildRegistration(conference, { organization: "Diaspora Council", country: "MEX" }),
    person,
  };
  return renderVisaLetterPdf(
    {
      conference: { ...conference, ...settings },
      logo,
      registration: { ...registration, ...more },
      letter: { number: 1, at: "2027-03-01T12:00:00.000Z", language },
      letterId,
      siteUrl,
    },
    fonts,
  );
};

test.each(languages)(
  "in %s it is one page, with its person, its conference and a code that leads to its page",
  (language) => {
    const pdf = letterOf(language);
    const pages = renderPages(pdf, 150);
    expect(pages).toHaveLength(1);
    expect(readCodes(pages)).toEqual([`${siteUrl}/letter#${letterId}`]);
    const text = readLineText(pdf);
    for (const part of ["María", "Íñiguez", "Diaspora Council", "IDM-TEST-ABCDEFGH", "1970", "2027"])
      expect(text).toContain(part);
    if (language !== "ar") expect(text).toContain(conference.title[language]);
    expect(readFaults(pdf)).toBe("");
    for (const font of readFonts(pdf)) expect(font).toMatchObject({ embedded: true, subset: true, unicode: true });
  },
);

test("in Arabic the city is at the right of its country, also if the venue has a Latin name", () => {
  expect(readLastWordOfLine(letterOf("ar"), "Geneva")).toContain("Geneva");
  expect(readLastWordOfLine(letterOf("en"), "Geneva")).toBe("Switzerland");
});

test("the longest title and name stay on the page, above the code", () => {
  const long = `${longTitle} `.repeat(3).slice(0, 500);
  const pdf = letterOf("en", {
    functionTitle: long,
    organization: long,
    person: { ...person, givenName: "Maximiliana ".repeat(16).trim(), familyName: "Íñiguez-".repeat(25) },
  });
  expect(readPageTexts(pdf)).toHaveLength(1);
  expect(readLineText(pdf)).toContain("The secretariat of the conference");
  expect(readCodes(renderPages(pdf, 150))).toHaveLength(1);
});

test("it has the name of the passport, whatever name appears elsewhere", () => {
  const protection = { alias: { nameOnBadge: "Jane Smith" }, readers: [] };
  const text = readLineText(letterOf("en", { protection }));
  expect(text).toContain("Íñiguez");
  expect(text).not.toContain("Jane Smith");
});

const visaLetters = {
  issuedBy: "secretariat",
  signatory: {
    name: "Amélie Владимирова 王",
    title: {
      en: "Secretary of the conference",
      fr: "Secrétaire de la conférence",
      es: "Secretaria de la conferencia",
      ar: "أمينة المؤتمر",
      zh: "会议秘书",
      ru: "Секретарь конференции",
    },
  },
  text: {
    en: "The secretariat pays for travel and stay.\n\nPlease call us with any question.",
    fr: "Le secrétariat prend en charge le voyage et le séjour.",
    es: "La secretaría paga el viaje y la estancia.",
    ar: "تتحمل الأمانة نفقات السفر والإقامة في جنيف طوال أيام المؤتمر.",
    zh: "秘书处承担旅费和逗留期间的费用。",
    ru: "Секретариат оплачивает проезд и проживание.",
  },
} as const;

test.each(languages)("in %s it has the logo, the text and the signatory of the secretariat", async (language) => {
  const logo = await drawPortrait(1, 300);
  const pdf = letterOf(language, {}, { visaLetters, logo });
  const pages = renderPages(pdf, 150);
  expect(pages).toHaveLength(1);
  expect(readCodes(pages)).toEqual([`${siteUrl}/letter#${letterId}`]);
  const text = readLineText(pdf);
  expect(text).toContain("Amélie");
  if (language !== "ar") {
    expect(text).toContain(visaLetters.signatory.title[language]);
    expect(text.replaceAll(/\s/g, "")).toContain(visaLetters.text[language].replaceAll(/\s/g, ""));
  }
  expect(readFaults(pdf)).toBe("");
  expect(readImageCount(pdf)).toBe(1);
  expect(readImageCount(letterOf(language))).toBe(0);
});

test("the longest text, titles and a logo stay on the page, above the code", async () => {
  const long = `${longTitle} `.repeat(3).slice(0, 500);
  const text = { en: "The secretariat pays for travel, meals and stay. ".repeat(12).slice(0, 600) };
  const signatory = { name: "Maximiliana ".repeat(16).trim(), title: { en: long.slice(0, 200) } };
  const more = { functionTitle: long, organization: long };
  const pdf = letterOf("en", more, { visaLetters: { signatory, text }, logo: await drawPortrait(1, 300) });
  expect(readPageTexts(pdf)).toHaveLength(1);
  expect(readLineText(pdf)).toContain("The secretariat of the conference");
  expect(readCodes(renderPages(pdf, 150))).toHaveLength(1);
});

test.each(languages)(
  "in %s a preview says across the page that it is not valid, and its code leads to no letter",
  (language) => {
    const registration = { ...buildRegistration(conference), person };
    const letter = { number: 1, at: "2027-03-01T12:00:00.000Z", language };
    const content = { conference, registration, letter, siteUrl };
    const pdf = renderVisaLetterPreview(content, fonts);
    expect(readPageTexts(pdf)).toHaveLength(1);
    const text = readLineText(pdf);
    expect(text).toContain("Íñiguez");
    // The letters of a rising line are extracted one by one: there are as many more as the watermark has.
    const watermark = documentMessages.translate(language, "visaLetter.preview");
    const count = (all: string) => all.replaceAll(/\s/g, "").length;
    const issued = renderVisaLetterPdf({ ...content, letterId }, fonts);
    expect(count(text) - count(readLineText(issued))).toBeGreaterThanOrEqual(count(watermark) - 2);
    expect(readFaults(pdf)).toBe("");
    const [code = ""] = readCodes(renderPages(pdf, 150));
    expect(code).toMatch(/^https:.*\/letter#apreview[a-z]{18}$/);
  },
);
