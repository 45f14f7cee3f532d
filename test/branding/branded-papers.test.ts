import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { createCalendar } from "#shared/calendar/calendar.ts";
import { brandConference } from "#shared/model/branding.ts";
import { languages } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { createLetterTexts } from "#shared/visa-letters/visa-letter-pdf.ts";
import { createPrintedList } from "../../functions/participants/formats/printed-list.ts";
import { conference, mailOf, promises } from "../email/mails.ts";
import { buildRegistration } from "../support/builders.ts";
import { drawPortrait } from "../support/portrait.ts";

const branding = {
  version: 1,
  colour: "#7a1f5c",
  name: { en: 'Union of "Cities", Ltd', ar: "اتحاد المدن" },
  contact: "conference@cities.example.org",
  website: "https://cities.example.org",
};
const branded = brandConference(conference, branding);
const at = "2027-03-02T09:00:00.000Z";

describe("an email of an organization", () => {
  test.each(languages)(
    "in %s it has the name, the colour and the address for replies; the sender stays",
    async (language) => {
      const email = await mailOf(promises.received, { language, conference: branded });
      const name = language === "ar" ? branding.name.ar : branding.name.en;
      expect(email.replyTo?.map(({ address }) => address)).toEqual([branding.contact]);
      expect(email.from?.address).toBe("no-reply@palais.example");
      expect(email.text?.split(name)).toHaveLength(3);
      expect(email.text).toContain(branding.contact);
      expect(email.html).toContain(branding.colour);
      expect(email.html).not.toContain("#0b5394");
    },
  );

  test.each(languages)(
    "in %s shows the logo in HTML alone, on white in dark mode too, with its name",
    async (language) => {
      const logo = await drawPortrait(1, 300);
      const [email, without] = [
        await mailOf(promises.approved, { language, conference: branded, logo }),
        await mailOf(promises.approved, { language, conference: branded }),
      ];
      expect(email.text).toBe(without.text);
      const inline = email.attachments.find(({ contentId }) => contentId === "<logo@palais>");
      expect(inline).toMatchObject({ mimeType: "image/jpeg", disposition: "inline", related: true });
      expect(Buffer.from(inline?.content as ArrayBuffer).equals(logo)).toBe(true);
      const [image = ""] =
        /<td bgcolor="#ffffff"[^>]*>\s*<img src="cid:logo@palais"[^>]*>/.exec(email.html ?? "") ?? [];
      expect(image).toContain(`alt="${language === "ar" ? branding.name.ar : "Union of &quot;Cities&quot;, Ltd"}"`);
      expect(image).toMatch(/width="54" height="72"/);
      expect(without.html).not.toContain("cid:logo");
    },
  );

  test("of a conference without an address is not to be replied to", async () => {
    const { contact: _, ...without } = conference;
    const email = await mailOf(promises.received, { conference: without });
    expect(email.replyTo).toBeUndefined();
    expect(email.text).toContain("Please do not reply");
    expect(email.html).toContain("#0b5394");
  });
});

test("a calendar entry names the organizer and the contact, with any character in the name", () => {
  const registration: Registration = {
    ...buildRegistration(conference),
    accreditation: { state: "approved", at, by: "staff" },
    seat: { state: "held", since: at },
    badgeSerial: 1,
  };
  const request = { registration, language: "en", siteUrl: "https://palais.example", now: at } as const;
  const readEvent = (of: typeof conference) =>
    new ICAL.Component(ICAL.parse(createCalendar({ ...request, conference: of }))).getFirstSubcomponent("vevent");
  const organizer = readEvent(branded)?.getFirstProperty("organizer");
  expect(organizer?.getFirstValue()).toBe("mailto:conference@cities.example.org");
  expect(organizer?.getParameter("cn")).toBe("Union of 'Cities', Ltd");
  expect(readEvent(branded)?.getFirstPropertyValue("contact")).toBe(
    'Union of "Cities", Ltd, conference@cities.example.org, https://cities.example.org',
  );
  const { contact: _, ...without } = conference;
  expect(readEvent(without as typeof conference)?.getFirstProperty("organizer")).toBeNull();
});

test("a letter has the organization above the conference, and the address below the signature", () => {
  const registration = buildRegistration(conference);
  const letter = { number: 1, at, language: "en" } as const;
  const texts = createLetterTexts({ conference: branded, registration, letter, letterId: "a".repeat(26) }, "en");
  expect(texts[0]?.text).toBe(branding.name.en);
  expect(texts.slice(-2).map(({ text }) => text)).toEqual([branding.name.en, branding.contact]);
});

test("a list of participants names the organization, and its address for corrections", () => {
  const snapshot = { asOf: at, entries: [], unnamed: {} };
  const list = createPrintedList(branded, snapshot, "ar", { status: "draft" });
  expect(list.organizer).toBe(branding.name.ar);
  expect(list.corrections).toContain(branding.contact);
});
