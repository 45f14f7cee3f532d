import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type { Language } from "#shared/model/conference.ts";
import { waitForMatches } from "../system/support/people.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
} from "../system/support/system.ts";
import { openStaffVisitor } from "./support/officer.ts";
import { savePicture } from "./support/picture.ts";
import { consoleTexts } from "./support/words.ts";

const people = [
  ["Amina", "Diallo", "SEN", "City of Dakar", "Deputy Mayor", "local-authority", "female"],
  ["Juan José", "Gómez Camacho", "MEX", "Permanent Mission of Mexico", "Ambassador", "member-state", "male"],
  ["Zhang", "Wei", "CHN", "Ministry of Foreign Affairs", "Counsellor", "member-state", "male"],
  ["Fatou", "Ndiaye", "SEN", "Réseau des femmes migrantes", "Coordinator", "ngo", "female"],
  ["أمينة", "الخطيب", "JOR", "منظمة المدن المتحدة", "مديرة", "ngo", "female"],
  ["Ольга", "Петрова", "KAZ", "Институт демографии", "Директор", "academia", "female"],
  ["Maria", "Santos", "BRA", "Prefeitura de São Paulo", "Secretary for Human Rights", "local-authority", "female"],
  ["Kofi", "Mensah", "GHA", "Diaspora Network Ghana", "President", "migrant", "male"],
  ["Léa", "Dubois", "FRA", "Ville de Lyon", "Adjointe au maire", "local-authority", "female"],
  ["Somchai", "Rattanakul", "THA", "Ministry of Labour", "Director", "member-state", "male"],
  ["Ingrid", "Hansen", "NOR", "Norwegian Refugee Council", "Adviser", "ngo", "female"],
  ["David", "Okello", "UGA", "Kampala Capital City Authority", "Town Clerk", "local-authority", "male"],
] as const;

const category = (
  name: string,
  [en, fr, ar]: readonly [string, string, string],
  colour: string,
  more: object = {},
) => ({
  category: name,
  title: { en, fr, ar },
  colour,
  ...more,
});

const settings = {
  title: {
    en: "International Dialogue on Migration 2027",
    fr: "Dialogue international sur la migration 2027",
    ar: "الحوار الدولي بشأن الهجرة 2027",
  },
  languages: ["en", "fr", "ar"],
  categories: [
    category("member-state", ["Member States", "États membres", "الدول الأعضاء"], "#0b5394", {
      quota: 4,
      priority: 10,
    }),
    category("local-authority", ["Local authorities", "Collectivités locales", "السلطات المحلية"], "#6b4f12", {
      quota: 3,
      needs: ["photo"],
    }),
    category(
      "ngo",
      ["Non-governmental organizations", "Organisations non gouvernementales", "المنظمات غير الحكومية"],
      "#2e7d32",
      { quota: 3, needs: ["letter"] },
    ),
    category("academia", ["Academia", "Milieux universitaires", "الأوساط الأكاديمية"], "#4a3f8f"),
    category("migrant", ["Migrants and diaspora", "Migrants et diaspora", "المهاجرون والمغتربون"], "#9c2c5a"),
  ],
  sessions: [
    {
      sessionId: "side-event",
      title: { en: "Side event: mayors in dialogue", fr: "Dialogue des maires", ar: "فعالية جانبية: حوار العُمَد" },
      startsAt: "2027-10-26T10:00:00Z",
      endsAt: "2027-10-26T11:00:00Z",
      capacity: 6,
    },
  ],
};

let conferenceId = "";
let first = "";

/** A conference with nine seats during registration: thirteen applications, one of them a duplicate, two decided on. */
beforeAll(async () => {
  conferenceId = await createConference(9, settings);
  const ids: string[] = [];
  for (const [givenName, familyName, nationality, organization, functionTitle, name, gender] of people) {
    const body = { organization, functionTitle, category: name, sessions: ["side-event"] };
    const person = { givenName, familyName, nationality, gender, birthDate: "1980-05-04" };
    ids.push((await postRegistration(conferenceId, body, person)).body.registrationId);
  }
  const again = { givenName: "Amina", familyName: "Diallo", nationality: "SEN", birthDate: "1980-05-04" };
  const duplicate = await postRegistration(conferenceId, { organization: "Dakar", category: "migrant" }, again);
  await postDecision(ids[1] ?? "", "approve");
  await postDecision(ids[2] ?? "", "return", { fields: ["organization"] });
  first = ids[0] ?? "";
  for (const id of [first, duplicate.body.registrationId]) await waitForMatches(id, 1);
  for (const [name, quota] of [
    [{ en: "Permanent Mission of Senegal", fr: "Mission permanente du Sénégal", ar: "بعثة السنغال الدائمة" }, 3],
    [{ en: "Permanent Mission of Mexico", fr: "Mission permanente du Mexique", ar: "بعثة المكسيك الدائمة" }, 2],
  ] as const) {
    const body = { name, category: "member-state", country: "SEN", focalPoints: ["mission@example.org"], quota };
    await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
  }
}, 300_000);

const open = async (page: Page, language: Language, place: string) => {
  await page.goto(`/console?lang=${language}#conference=${conferenceId}&${place}`);
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]") === null);
};

test.each(["en", "fr", "ar"] as const)(
  "%s: the queue shows names in their own scripts, missing documents and possible duplicates",
  async (language) => {
    const words = consoleTexts[language];
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: language });
    await open(page, language, `view=queue&accreditation=pending&registration=${first}`);
    await page.getByText(`${words.case.duplicates}${words.common.colon}`).waitFor();
    for (const name of ["أمينة الخطيب", "Ольга Петрова", "Léa Dubois"])
      await page.getByRole("link", { name: new RegExp(name) }).waitFor();
    expect(await page.locator(".q-row").count()).toBe(11);
    await savePicture(page, "console-review", language, "window");
    expect(complaints).toEqual([]);
  },
);

test.each(["en", "fr", "ar"] as const)(
  "%s: each pool shows taken seats and waiting people, and a changed limit previews the people whom it seats",
  async (language) => {
    const { page, complaints } = await openStaffVisitor("secretariat", { locale: language });
    await open(page, language, "view=capacity");
    const venue = page.getByRole("row").filter({ has: page.locator("a", { hasText: /^4$/ }) });
    expect(await venue.first().getByRole("cell").allTextContents()).toEqual(
      expect.arrayContaining(["9", "9", "0", "0"]),
    );
    await page.getByRole("table").first().getByRole("button").first().click();
    await page.locator("#limit").fill("11");
    const seated = page.getByRole("dialog").getByRole("listitem").locator("bdi");
    // First a person of a Member State, then the one who has waited longest.
    await expect.poll(() => seated.allTextContents()).toEqual(["Somchai Rattanakul", "Ingrid Hansen"]);
    await savePicture(page, "console-limit", language, "window");
    expect(complaints).toEqual([]);
  },
);
