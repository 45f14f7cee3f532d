import { describe, expect, test } from "vitest";
import { getCategory, getOfferedCategory, listUnlimitedPools } from "#shared/capacity/seats.rules.ts";
import { toConferenceSettingsView } from "#shared/http/views.ts";
import { findCategoryKind, getCategoryKind } from "#shared/model/conference.ts";
import {
  listLimitChanges,
  listReplacedCategories,
  updateConference,
} from "../../functions/conference/conference.rules.ts";
import { aConference, aConferenceUse } from "../support/builders.ts";

const ngo = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" };
const event = {
  sessionId: "side-event",
  title: { en: "e" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T10:00:00Z",
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
