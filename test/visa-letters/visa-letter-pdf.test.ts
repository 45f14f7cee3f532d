import { afterAll, beforeAll, expect, test } from "vitest";
import { type Language, languages } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { renderVisaLetterPdf } from "#shared/visa-letters/visa-letter-pdf.ts";
import { conference } from "../email/mails.ts";
import { layOutDeployedFonts, longTitle } from "../support/badges.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { buildRegistration } from "../support/builders.ts";
import {
  ensurePoppler,
  readFaults,
  readFonts,
  readLastWordOfLine,
  readLineText,
  readPageTexts,
  renderPages,
} from "../support/pdf-reader.ts";

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

const letterOf = (language: Language, more: Partial<Registration> = {}) => {
  const registration = {
    ...buildRegistration(conference, { organization: "Diaspora Council", country: "MEX" }),
    person,
  };
  return renderVisaLetterPdf(
    {
      conference,
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
