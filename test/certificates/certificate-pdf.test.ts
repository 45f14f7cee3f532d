import { afterAll, beforeAll, expect, test } from "vitest";
import { renderCertificatePdf } from "#shared/certificates/certificate-pdf.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { conference } from "../email/mails.ts";
import { layOutDeployedFonts, longTitle } from "../support/badges.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { buildRegistration } from "../support/builders.ts";
import {
  ensurePoppler,
  readFaults,
  readFonts,
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

const certificateId = "abcdefghijklmnopqrstuvwxya";
const siteUrl = "https://registration.palais.example.org";
const person = { honorific: "H.E. Ms", givenName: "María Fernanda", familyName: "Íñiguez", nationality: "MEX" };

function render(language: Language, more: Partial<Registration> = {}): Uint8Array {
  const registration = { ...buildRegistration(conference, { organization: "Diaspora Council" }), person, ...more };
  const days = ["2027-10-26", "2027-10-27", "2027-10-29"];
  return renderCertificatePdf(
    { conference, registration, days, certificateId, language, issuedOn: "2027-11-03", siteUrl },
    fonts,
  );
}

test.each(languages)(
  "in %s it is one page, with the person, the days and a code that leads to its page",
  (language) => {
    const pdf = render(language);
    const pages = renderPages(pdf, 150);
    expect(pages).toHaveLength(1);
    expect(readCodes(pages)).toEqual([`${siteUrl}/letter#certificate-${certificateId}`]);
    const text = readLineText(pdf);
    for (const part of ["María", "Íñiguez", "Diaspora Council", "IDM-TEST-ABCDEFGH", "29", "2027"])
      expect(text).toContain(part);
    if (language !== "ar") expect(text).toContain(conference.title[language]);
    expect(readFaults(pdf)).toBe("");
    for (const font of readFonts(pdf)) expect(font).toMatchObject({ embedded: true, subset: true, unicode: true });
  },
);

test("it joins days that follow one another", () => {
  expect(readLineText(render("en"))).toContain("Attended on 26 – 27 October 2027 and 29 October 2027.");
});

test("the longest title and name stay on the page, above the code", () => {
  const long = `${longTitle} `.repeat(3).slice(0, 500);
  const pdf = render("en", {
    organization: long,
    person: { ...person, givenName: "Maximiliana ".repeat(16).trim(), familyName: "Íñiguez-".repeat(25) },
  });
  expect(readPageTexts(pdf)).toHaveLength(1);
  expect(readLineText(pdf)).toContain("The secretariat of the conference");
  expect(readCodes(renderPages(pdf, 150))).toHaveLength(1);
});

test("of a protected person it has the alias, and nothing else of the person", () => {
  const text = readLineText(render("en", { protection: { alias: { nameOnBadge: "Jane Smith" }, readers: [] } }));
  expect(text).toContain("Jane Smith");
  for (const part of ["María", "Íñiguez", "H.E.", "Diaspora"]) expect(text).not.toContain(part);
});

test("the name in Latin letters stands below one in another script", () => {
  const written = { ...person, honorific: "", givenName: "Мария", familyName: "Иванова" };
  const latinName = { givenName: "Maria", familyName: "Ivanova" };
  const text = readLineText(render("ru", { person: written, latinName }));
  expect(text).toMatch(/Мария Иванова.*Maria Ivanova/);
});
