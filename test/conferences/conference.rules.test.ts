import { describe, expect, test } from "vitest";
import { getCategory, getOfferedCategory, listUnlimitedPools } from "#shared/capacity/seats.rules.ts";
import { conferenceDraft, conferenceSettingsResponse } from "#shared/conferences/contract.ts";
import { findWaitingListErrors } from "#shared/conferences/settings.rules.ts";
import { storedConference } from "#shared/conferences/stored-conference.contract.ts";
import { parseInput } from "#shared/contracts/validate.ts";
import { toConferenceSettingsView } from "#shared/http/views.ts";
import { type Conference, findCategoryKind, getCategoryKind } from "#shared/model/conference.ts";
import {
  listLimitChanges,
  listReplacedCategories,
  updateConference,
} from "../../functions/conference/conference.rules.ts";
import {
  type ConferenceDraft,
  categoryDefaults,
  conferenceDefaults,
} from "../../functions/conference/settings.rules.ts";
import { readSeed } from "../../local/seeds/seeds.ts";
import { aConference, aConferenceUse, parseConferenceBody } from "../support/builders.ts";

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" };
const event = {
  sessionId: "side-event",
  title: { en: "e" },
  startsAt: "2027-10-26T08:00:00.000Z",
  endsAt: "2027-10-26T10:00:00.000Z",
};
const before = aConference({ categories: [ngo], sessions: [event] });
const refused = (...paths: string[]) =>
  expect.objectContaining({
    code: "conference-in-use",
    fieldErrors: paths.map((path) => ({ path, rule: "fixedInUse" })),
  });
const change = (body: object, inUse = true, from = before) =>
  updateConference(
    from,
    "idm-test",
    aConference({ categories: [ngo], sessions: [event], ...body }),
    aConferenceUse(inUse),
  );

describe("before the first registration, everything may change", () => {
  test("a new conference is version 1, a changed one the next", () => {
    expect(updateConference(undefined, "idm-test", before, aConferenceUse(false)).version).toBe(1);
    expect(
      change({ seatTakenAt: "approval", categories: [{ ...ngo, category: "media" }], sessions: [] }, false).version,
    ).toBe(2);
  });
});

describe("after the first registration", () => {
  test("title and limits may change", () => {
    expect(change({ title: { en: "Another title" } }).title.en).toBe("Another title");
    const limits = listLimitChanges(before, change({ venue: { ...before.venue, capacity: 9 } }));
    expect(limits).toEqual([{ pool: "venue", limit: 9, isNew: false }]);
  });

  test("the questions stay, which have an address of their own", () => {
    expect(change({}, true, { ...before, questionsVersion: 3 }).questionsVersion).toBe(3);
  });

  test("the moment a seat is taken is fixed", () => {
    expect(() => change({ seatTakenAt: "approval" })).toThrow(refused("seatTakenAt"));
  });

  test("a session that people may hold stays", () => {
    expect(() => change({ sessions: [] })).toThrow(refused("sessions"));
  });

  test("a limit is set, changed and lifted", () => {
    const limits = { categories: [{ ...ngo, quota: 5 }], sessions: [{ ...event, capacity: 6 }] };
    const limited = change(limits);
    expect(listLimitChanges(before, limited)).toEqual([
      { pool: "category:ngo", limit: 5, isNew: true },
      { pool: "session:side-event", limit: 6, isNew: true },
    ]);
    const lifted = change(
      { categories: [{ ...ngo, quota: null }], sessions: [{ ...event, capacity: null }] },
      true,
      limited,
    );
    expect(listUnlimitedPools(lifted)).toEqual(["category:ngo", "session:side-event"]);
    expect(lifted.categories[0]).not.toHaveProperty("quota");
  });

  test("a limit that a change does not name stays", () => {
    const limited = change({ categories: [{ ...ngo, quota: 5 }], sessions: [{ ...event, capacity: 6 }] });
    expect(listLimitChanges(limited, change({ title: { en: "Another title" } }, true, limited))).toEqual([]);
  });

  test("a category or session added now may bring its limit", () => {
    const added = change({
      categories: [ngo, { ...ngo, category: "academia", quota: 3 }],
      sessions: [event, { ...event, sessionId: "late-event", capacity: 4 }],
    });
    expect(listLimitChanges(before, added)).toEqual([
      { pool: "category:academia", limit: 3, isNew: true },
      { pool: "session:late-event", limit: 4, isNew: true },
    ]);
  });
});

test("a new conference sets every limit", () => {
  expect(listLimitChanges(undefined, before)).toEqual([{ pool: "venue", limit: 2, isNew: true }]);
});

describe("a change by a body that does not name everything", () => {
  const own = { role: "interpreter", title: { en: "Interpreter" }, assignableBy: "secretariat" };
  const target = { gender: { female: 0.5 }, region: { africa: 0.3 } };
  const named = {
    dayEndsAt: "03:00",
    seatTakenAt: "approval",
    waitingList: false,
    waitingListOrder: "targets",
    offerHours: 12,
    confirmWithinHours: 24,
    categories: [
      { ...ngo, quota: 9, listOrder: 3, priority: 7, selfRegistration: false, needs: ["photo"], requires: [] },
    ],
    sessions: [{ ...event, capacity: 4 }],
    roles: [{ ...own, listOrder: 2, maxPerDelegation: 4 }],
    languages: ["ar", "ru"],
    badgeLayout: "card",
    badgeLayouts: [{ layout: "label", roles: ["speaker"] }],
    expectedArrivalsPerSecond: 20,
    retentionDays: 90,
    documentRetentionDays: 30,
    targets: target,
    contact: "office@example.org",
    visaLetters: { issuedBy: "secretariat", signatory: { name: "Amélie Durand" } },
    countries: [{ code: "FRA" }],
  };
  const staff = [{ email: "a@palais.example", holder: "sub-a", groups: ["secretariat" as const] }];
  const put = (from: Conference | undefined, body: object) =>
    updateConference(
      from,
      "idm-test",
      { ...parseConferenceBody({ sessions: [event], ...body }) },
      aConferenceUse(true),
    );
  const full = updateConference(undefined, "idm-test", { ...parseConferenceBody(named), staff }, aConferenceUse(false));
  const { categories: _c, ...unnamed } = named;
  const bare = { ...ngo, title: { en: "NGOs" } };

  test("leaves what it does not name as it is, also inside of a category, session and role", () => {
    const { version: _v, ...rest } = put(full, {
      categories: [bare],
      roles: [own],
      targets: { gender: { female: 0.5 } },
    });
    const { version: _f, ...before } = full;
    expect(rest).toEqual({ ...before, title: rest.title, venue: rest.venue });
    const list: object = { sessions: undefined, categories: [bare] };
    expect(put(full, list)).toMatchObject({ sessions: full.sessions, roles: full.roles, targets: full.targets, staff });
  });

  test("takes the values that it names", () => {
    expect(put({ ...before, version: 4 }, { ...named, seatTakenAt: "submission" })).toMatchObject({
      ...unnamed,
      seatTakenAt: "submission",
      version: 5,
    });
  });

  const emptied = {
    dayEndsAt: null,
    waitingListOrder: null,
    badgeLayout: null,
    badgeLayouts: null,
    staff: null,
    documentRetentionDays: null,
    targets: null,
    contact: null,
    visaLetters: null,
    countries: null,
  };

  test.each(Object.keys(emptied).filter((name) => name !== "targets"))("takes %s away with null", (name) => {
    const after = put(full, { categories: [bare], [name]: null });
    expect([name in full, (after as unknown as Record<string, unknown>)[name]]).toEqual([
      true,
      name === "waitingListOrder" ? "arrival" : undefined,
    ]);
  });

  test("changes the settings of visa letters part by part, and refuses what cannot be printed or is too long", () => {
    const change = (visaLetters: object) => put(full, { categories: [bare], visaLetters }).visaLetters;
    const text = { en: "Travel and stay\nare paid for." };
    expect(change({ text })).toEqual({ ...full.visaLetters, text });
    expect(change({ signatory: null, issuedBy: null })).toEqual({});
    const refused = { text: { en: "x".repeat(601), fr: "a\n\u{13000}" }, signatory: { name: "" } };
    expect(() => change(refused)).toThrow(
      expect.objectContaining({
        fieldErrors: expect.arrayContaining([
          expect.objectContaining({ path: "visaLetters.text.en", rule: "tooLong" }),
          expect.objectContaining({ path: "visaLetters.text.fr", rule: "unprintable" }),
          expect.objectContaining({ path: "visaLetters.signatory.name" }),
        ]),
      }),
    );
  });

  test("takes away targets by dimension, and all of them once they no longer order the waiting list", () => {
    const body = { categories: [bare] };
    expect(put(full, { ...body, targets: { gender: null } }).targets).toEqual({ region: { africa: 0.3 } });
    expect(() => put(full, { ...body, targets: null })).toThrow(
      expect.objectContaining({ fieldErrors: [{ path: "waitingListOrder", rule: "noTargets" }] }),
    );
    expect(() => put(full, { ...body, targets: { gender: {}, region: null } })).toThrow("invalid-request");
    expect(findWaitingListErrors({ waitingListOrder: "targets", targets: { gender: null } })).toHaveLength(1);
    expect(put(full, { ...body, ...emptied })).not.toHaveProperty("targets");
  });

  test("sets a default again with null", () => {
    const nulls = Object.fromEntries(Object.keys(conferenceDefaults).map((name) => [name, null]));
    const { seatTakenAt: _s, sessions: _l, ...body } = nulls;
    const { sessions, ...defaults } = conferenceDefaults;
    expect(
      put({ ...full, seatTakenAt: "submission" }, { ...body, categories: [bare], sessions: [event] }),
    ).toMatchObject({
      ...defaults,
      seatTakenAt: "submission",
    });
    const cleared = { ...bare, quota: null, listOrder: null, priority: null, selfRegistration: null, needs: null };
    const [category] = put(full, { categories: [cleared] }).categories;
    expect(category).toMatchObject(categoryDefaults);
    expect(Object.keys(category ?? {})).not.toContain("quota");
    const roles = [{ ...own, listOrder: null, maxPerDelegation: null }];
    expect(put(full, { categories: [bare], roles }).roles).toEqual([own]);
    const unlimited = [{ ...event, capacity: null }];
    expect(put(full, { categories: [bare], sessions: unlimited }).sessions).toEqual([event]);
  });

  test("has the defaults when it creates the conference", () => {
    const made = updateConference(undefined, "idm-test", parseConferenceBody(), aConferenceUse(false));
    expect(made).toMatchObject({ ...conferenceDefaults, version: 1 });
    expect(made.categories[1]).toMatchObject({ ...categoryDefaults, kind: "ngo" });
  });

  test.each(["idm-2012", "idm-2015", "idm-2017-new-york"] as const)(
    "is one that was written before a setting existed: %s",
    async (id) => {
      const body = parseInput(conferenceDraft, await readSeed(id)) as ConferenceDraft;
      const made = updateConference(undefined, id, body, aConferenceUse(false));
      const { targets: _t, ...parts } = unnamed;
      const extended: Conference = {
        ...made,
        ...({ ...parts, sessions: made.sessions } as Partial<Conference>),
        staff,
        targets: { ...made.targets, ...target },
        categories: made.categories.map((each, index) => ({ listOrder: index, ...each })),
        questionsVersion: 3,
      };
      const after = updateConference(extended, id, body, aConferenceUse(false));
      const unchanged = Object.keys(extended).filter((name) => !(name in body) && name !== "version");
      expect(unchanged).toEqual(
        expect.arrayContaining(["staff", "contact", "documentRetentionDays", "questionsVersion"]),
      );
      for (const name of unchanged)
        expect([name, after[name as keyof Conference]]).toEqual([name, extended[name as keyof Conference]]);
      expect(after.targets).toMatchObject(extended.targets ?? {});
      expect(after.categories).toEqual(extended.categories);
      const again = updateConference(after, id, body, aConferenceUse(false));
      expect(again).toEqual({ ...after, version: after.version + 1 });
    },
  );

  test("removes a category that the list does not name, and nothing that it does not list otherwise", () => {
    const two = put(full, { categories: [bare, { ...bare, category: "media" }] });
    expect(put(two, { categories: [bare] })).toMatchObject({
      categories: [{ category: "ngo", quota: 9 }],
      removedCategories: [{ category: "media" }],
    });
  });
});

describe("the layouts of badges", () => {
  const badgeLayouts = [{ layout: "label", roles: ["speaker"] }];
  const designed = change({ badgeLayout: "card", badgeLayouts });

  test("stay as they are when a change does not name them", () => {
    expect(change({}, true, designed)).toMatchObject({ badgeLayout: "card", badgeLayouts });
  });

  test("change when it does, and end with null", () => {
    expect(change({ badgeLayout: "a6" }, true, designed)).toMatchObject({ badgeLayout: "a6", badgeLayouts });
    expect(change({ badgeLayouts: null }, true, designed)).not.toHaveProperty("badgeLayouts");
    expect(toConferenceSettingsView(designed)).toMatchObject({ badgeLayout: "card", badgeLayouts });
  });
});

const buildNamePart = (largest: number) => ({
  kind: "texts",
  box: [-5, 0, 900, 0],
  texts: [{ field: "name", largest, smallest: 600, lines: 99, holds: 7, colour: "red" }],
});

test.each([
  ["a side of 5,000 mm", { size: { width: 5_000, height: -1 }, parts: [] }],
  ["a text of 500 points in a box outside", { size: { width: 100, height: 150 }, parts: [buildNamePart(500)] }],
])("a stored layout with %s, beyond the present rules, is answered in the settings as it is", (_, badgeLayout) => {
  const stored = { ...aConference(), badgeLayout, badgeLayouts: [{ layout: badgeLayout, roles: ["speaker"] }] };
  expect(storedConference.safeParse(stored).success).toBe(true);
  const answer = conferenceSettingsResponse.parse(toConferenceSettingsView(stored as unknown as Conference));
  expect(answer).toMatchObject({ badgeLayout, badgeLayouts: [{ layout: badgeLayout }] });
});

describe("the time at which a day ends", () => {
  test("stays as it is when a change does not name it, and changes when it does", () => {
    const early = change({ dayEndsAt: "02:30" });
    expect(change({}, true, early).dayEndsAt).toBe("02:30");
    expect(change({ dayEndsAt: "04:00" }, true, early).dayEndsAt).toBe("04:00");
    expect(toConferenceSettingsView(aConference()).dayEndsAt).toBe("04:00");
  });

  test.each(["24:00", "4:00", "04:60", "04:00:00", ""])("is refused as %o", (dayEndsAt) => {
    expect(() => aConference({ dayEndsAt })).toThrow(
      expect.objectContaining({
        code: "invalid-request",
        fieldErrors: [expect.objectContaining({ path: "dayEndsAt" })],
      }),
    );
  });
});

describe("the fields that a category requires", () => {
  const {
    categories: [created],
  } = updateConference(undefined, "idm-test", before, aConferenceUse(false));
  const requiring = (requires: readonly string[] | undefined, from = before) =>
    change({ categories: [{ ...ngo, ...(requires && { requires }) }] }, true, from).categories[0]?.requires;

  test("are those of its kind for a new category, unless the secretariat names others", () => {
    const all = ["member-state", "observer-state", "academia", "media", "secretariat"].map((category) => ({
      ...ngo,
      category,
    }));
    const made = updateConference(undefined, "idm-test", aConference({ categories: all }), aConferenceUse(false));
    expect(made.categories.map(({ requires }) => requires)).toEqual([
      ["country"],
      ["country"],
      ["organization"],
      ["organization"],
      [],
    ]);
    expect(created?.requires).toEqual(["organization"]);
    const free = aConference({ categories: [{ ...ngo, requires: [] }] });
    expect(updateConference(undefined, "idm-test", free, aConferenceUse(false)).categories[0]?.requires).toEqual([]);
  });

  test("stay as they were if a later change does not name them, also none", () => {
    expect(requiring(undefined)).toBeUndefined();
    const strict = aConference({ categories: [{ ...ngo, requires: ["birthDate"] }] });
    expect(requiring(undefined, strict)).toEqual(["birthDate"]);
    expect(requiring(["gender"], strict)).toEqual(["gender"]);
  });
});

describe("the roles of a conference", () => {
  const interpreter = { role: "interpreter", title: { en: "Interpreter" }, assignableBy: "secretariat" };
  const own = aConference({
    categories: [ngo],
    sessions: [event],
    roles: [interpreter, { role: "delegate", assignableBy: "anyone" }],
  });

  test("stay as they were if a change does not name them, and are the built-in ones again with null", () => {
    expect(change({}, false, own).roles).toEqual(own.roles);
    expect(change({ roles: null }, false, own).roles).toBeUndefined();
  });

  test("keep a role of its own that people may have", () => {
    expect(() => change({ roles: null }, true, own)).toThrow(refused("roles"));
    expect(change({ roles: [interpreter] }, true, own).roles).toEqual([interpreter]);
  });

  test("have a title unless they are built in, and one head of delegation", () => {
    const errors = (role: object) => () => aConference({ roles: [role] });
    const rejected = (path: string, rule: string) =>
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path: `roles.0.${path}`, rule })] });
    expect(errors({ role: "interpreter", assignableBy: "anyone" })).toThrow(rejected("title", "required"));
    const head = { role: "head-of-delegation", assignableBy: "focal-point", maxPerDelegation: 2 };
    expect(errors(head)).toThrow(rejected("maxPerDelegation", "oneHead"));
    const open = { role: "head-of-delegation", assignableBy: "anyone" };
    expect(errors(open)).toThrow(rejected("assignableBy", "headByAnyone"));
    for (const assignableBy of ["focal-point", "secretariat"])
      expect(aConference({ roles: [{ ...open, assignableBy }] }).roles).toHaveLength(1);
  });
});

describe("the categories of a conference", () => {
  const media = { ...ngo, category: "media" };
  const apply = (
    from: ReturnType<typeof aConference> | undefined,
    categories: readonly object[],
    { hasRegistrations = true, used = [] }: { hasRegistrations?: boolean; used?: string[] } = {},
  ) => {
    const draft = aConference({ categories, sessions: [event] });
    return updateConference(from, "idm-test", draft, aConferenceUse(hasRegistrations, used));
  };
  const inUse = (path: string, name: string) =>
    expect.objectContaining({
      code: "conference-in-use",
      fieldErrors: [{ path, rule: "categoryInUse", values: { name } }],
    });

  test("have any name, and the kind that the secretariat gives or that the name says", () => {
    const made = apply(undefined, [
      ngo,
      { ...ngo, category: "ngo-youth", kind: "ngo" },
      { ...ngo, category: "cities-and-regions" },
    ]);
    expect(made.categories.map(getCategoryKind)).toEqual(["ngo", "ngo", "other"]);
    expect(made.categories.map(({ requires }) => requires)).toEqual([["organization"], ["organization"], []]);
  });

  test.each(["a", "Upper", "x".repeat(41), "-ngo", "ngo_youth"])("can't be named %o", (category) => {
    expect(() => aConference({ categories: [{ ...ngo, category }] })).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path: "categories.0.category" })] }),
    );
  });

  test("are at most 60", () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => ({ ...ngo, category: `c-${n}` }));
    expect(aConference({ categories: many(60) }).categories).toHaveLength(60);
    expect(() => aConference({ categories: many(61) })).toThrow(
      expect.objectContaining({ fieldErrors: [expect.objectContaining({ path: "categories" })] }),
    );
  });

  test("keep kind and section order when a change does not name them; null takes the section order away", () => {
    const own = apply(undefined, [{ ...ngo, category: "youth", kind: "ngo", listOrder: 4 }]);
    const [kept] = apply(own, [{ ...ngo, category: "youth" }]).categories;
    expect(kept).toMatchObject({ kind: "ngo", listOrder: 4 });
    const [free] = apply(own, [{ ...ngo, category: "youth", listOrder: null }]).categories;
    expect(free).not.toHaveProperty("listOrder");
  });

  test("may be added, retitled, recoloured and reordered while people are registered", () => {
    const after = apply(before, [media, { ...ngo, title: { en: "Associations" }, colour: "#000000" }], { used: [] });
    expect(after.categories).toMatchObject([
      { category: "media" },
      { title: { en: "Associations" }, colour: "#000000" },
    ]);
  });

  test("with live registrations or delegations can neither be removed nor change their kind", () => {
    expect(listReplacedCategories(before, { categories: [] })).toEqual(["ngo"]);
    expect(listReplacedCategories(before, aConference({ categories: [{ ...ngo, kind: "academia" }] }))).toEqual([
      "ngo",
    ]);
    expect(listReplacedCategories(before, aConference({ categories: [ngo] }))).toEqual([]);
    expect(() => apply(before, [media], { used: ["ngo"] })).toThrow(inUse("categories", "ngo"));
    const other = { ...ngo, kind: "academia" };
    expect(() => apply(before, [media, other], { used: ["ngo"] })).toThrow(inUse("categories.1.kind", "ngo"));
    expect(() => apply(before, [media], { hasRegistrations: false, used: ["ngo"] })).toThrow(
      inUse("categories", "ngo"),
    );
  });

  test("that are removed keep title and kind for those who withdrew, and come back as they were", () => {
    const limited = apply(undefined, [ngo, { ...media, quota: 3, listOrder: 2 }]);
    const without = apply(limited, [ngo]);
    expect(without.categories.map(({ category }) => category)).toEqual(["ngo"]);
    expect(without.removedCategories).toMatchObject([{ category: "media", title: media.title, listOrder: 2 }]);
    expect(without.removedCategories?.[0]).not.toHaveProperty("quota");
    expect(findCategoryKind(without, "media")).toBe("media");
    expect(getCategory(without, "media").title).toEqual(media.title);
    expect(() => getOfferedCategory(without, "media")).toThrow(expect.objectContaining({ code: "invalid-request" }));
    expect(toConferenceSettingsView(without)).not.toHaveProperty("removedCategories");
    const again = apply(without, [ngo, media]);
    expect(again.categories[1]).toMatchObject({ listOrder: 2 });
    expect(again).not.toHaveProperty("removedCategories");
    expect(apply(limited, [ngo], { hasRegistrations: false })).not.toHaveProperty("removedCategories");
  });

  test("are of kind other where the conference does not know their name", () => {
    expect([findCategoryKind(before, "unheard-of"), findCategoryKind(before, "media")]).toEqual(["other", "media"]);
  });
});
