import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createBadgeContent, createBadgeTexts } from "#shared/badges/badge-content.ts";
import { countryCodes, nationalityCodes, participantCodes, stateCodes } from "#shared/countries/countries.ts";
import { getCountryName } from "#shared/countries/country-names.ts";
import { languages } from "#shared/model/conference.ts";
import { createParticipantList } from "#shared/participant-list/list.rules.ts";
import { createListSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import { createLetterTexts } from "#shared/visa-letters/visa-letter-pdf.ts";
import { getCountryName as getNameOnPage, getRepresentedName } from "../../web/kit/i18n/countries.ts";
import { readPageMessages } from "../../web/page-messages-plugin.ts";
import { kinds, conference as mailConference, mailOf, promises } from "../email/mails.ts";
import { allMessages } from "../locales/namespaces.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";
import { findForbiddenNames } from "../support/forbidden-names.ts";

const everyone = aConference({ countries: [...participantCodes].map((code) => ({ code })) });

describe.each(languages)("no name that the United Nations do not use is shown in %s", (language) => {
  const expectNone = (texts: readonly (string | undefined)[]) =>
    expect(texts.filter((text) => text && findForbiddenNames(text, language).length > 0)).toEqual([]);

  test("in any message of pages, mails, problems and printed documents", () => {
    expectNone(allMessages(language).map(([, text]) => text));
  });

  test("on a page, for any nationality, venue or country represented", () => {
    const { country } = readPageMessages("delegate", language);
    const reader = { language, find: (key: string) => country[key.replace("country.", "") as keyof typeof country] };
    const shown = [...nationalityCodes].map((code) => getNameOnPage(code, reader));
    expect(shown).toEqual([...nationalityCodes].map((code) => getCountryName(code, language)));
    expect(stateCodes.map((code) => getRepresentedName({}, code, reader))).toEqual(
      stateCodes.map((code) => getCountryName(code, language)),
    );
    expectNone(shown);
  });

  test("on a badge, for anything that can be represented", () => {
    const words = createBadgeTexts(language);
    const texts = [...participantCodes].map((country) => {
      const registration = buildRegistration(everyone, { country });
      return createBadgeContent(everyone, registration, words, { token: "" }).texts.country;
    });
    expect(texts).toEqual([...participantCodes].map((code) => getCountryName(code, language)));
    expectNone(texts);
  });

  test("in a visa letter, as nationality, as country represented and as the country of the venue", () => {
    const letter = { number: 1, at: noon, language };
    const registration = buildRegistration(everyone);
    const listTexts = (nationality: string, country: string, venue: string) =>
      createLetterTexts(
        {
          conference: { ...everyone, venue: { ...everyone.venue, country: venue } },
          registration: { ...registration, country, person: { ...registration.person, nationality } },
          letter,
          letterId: "a".repeat(26),
        },
        language,
      ).map(({ text }) => text);
    const [first = ""] = stateCodes;
    for (const code of nationalityCodes) {
      const texts = listTexts(code, first, first);
      expect(texts.filter((text) => text.includes(getCountryName(code, language))).length, code).toBeGreaterThan(0);
      expectNone(texts);
    }
    for (const code of participantCodes) expectNone(listTexts("CHE", code, "CHE"));
    for (const code of countryCodes) expectNone(listTexts("CHE", first, code));
  });

  test.each(kinds)("in an email of the kind %s, its subject and its calendar entry", async (kind) => {
    for (const country of ["PRK", "RUS", "VAT", "CIV", "TUR"]) {
      const venue = { ...mailConference.venue, country };
      const sent = await mailOf(promises[kind], { language, conference: { venue }, person: { nationality: country } });
      const calendars = sent.attachments.map(({ content }) => new TextDecoder().decode(content as ArrayBuffer));
      expectNone([sent.subject, sent.text, sent.html, ...calendars]);
    }
  });

  test("at the head of a State in the list of participants", () => {
    const conference = aConference({ venue: { ...everyone.venue, capacity: 1_000 } });
    const registrations = stateCodes.map((country) => {
      const registration = buildRegistration(conference, { category: "member-state", country });
      return { ...registration, accreditation: { state: "approved" as const, at: noon, by: "officer" } };
    });
    const snapshot = createListSnapshot(registrations, [], noon, () => undefined);
    const headings = createParticipantList(conference, snapshot, language).sections.flatMap(({ groups }) =>
      groups.map(({ heading }) => heading),
    );
    expect(headings.toSorted()).toEqual(stateCodes.map((code) => getCountryName(code, language)).toSorted());
    expectNone(headings);
  });
});

test("a conference's own name replaces the usual one on the badge, on pages and in the list", () => {
  const name = { en: "European Union (EU)", fr: "Union européenne (UE)" };
  const conference = aConference({ countries: [{ code: "EUE", name }] });
  const registration = buildRegistration(conference, { category: "member-state", country: "EUE" });
  expect(createBadgeContent(conference, registration, createBadgeTexts("fr"), { token: "" }).texts.country).toBe(
    name.fr,
  );
  expect(getRepresentedName(conference, "EUE", { language: "fr", find: () => undefined })).toBe(name.fr);
});

test("no code takes a country's name from the browser or from Node", () => {
  const files = globSync("{functions,shared,web,cli,infra}/**/*.{ts,tsx}");
  expect(files.length).toBeGreaterThan(300);
  const otherNames = /DisplayNames(?!\(\[\w+\], \{ type: "language" \}\))/;
  expect(files.filter((file) => otherNames.test(readFileSync(file, "utf8")))).toEqual([]);
});
