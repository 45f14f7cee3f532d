import { describe, expect, test } from "vitest";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import type { DomainError } from "#shared/model/domain-error.ts";
import { createParticipantList } from "#shared/participant-list/list.rules.ts";
import { createListSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import { erasePersonalData } from "#shared/privacy/erasure.rules.ts";
import {
  findLatinLine,
  findLatinName,
  formatFullName,
  getDisplayName,
  isNonLatin,
  isReadableIn,
  resolveNameOrder,
} from "#shared/registrations/names.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { listSearchWords } from "#shared/search/search-terms.ts";
import { aConference, buildPools, buildRegistration, noon, secretariatActor } from "../support/builders.ts";

const named = (
  familyName: string | undefined,
  givenName: string | undefined,
  more: object = {},
  nationality = "SEN",
) => ({
  person: { ...(familyName && { familyName }), ...(givenName && { givenName }), nationality },
  ...more,
});

describe("a name without a chosen order is written as in its own language", () => {
  test.each([
    ["周", "恩来", "CHN", "周恩来"],
    ["欧阳", "娜娜", "CHN", "欧阳娜娜"],
    ["김", "민준", "KOR", "김민준"],
    ["渡邊", "美咲", "JPN", "渡邊美咲"],
    ["宮崎", "あおい", "JPN", "宮崎あおい"],
    ["ヤマダ", "タロー", "JPN", "ヤマダ タロー"],
    ["យឹម", "សុវណ្ណ", "KHM", "យឹម សុវណ្ណ"],
    ["Bùi", "Thanh Sơn", "VNM", "Bùi Thanh Sơn"],
    ["Diallo", "Amina", "SEN", "Amina Diallo"],
    ["陳", "Jackie", "CHN", "Jackie 陳"],
    ["علي", "محمد", "EGY", "محمد علي"],
    ["Wang", "Yi", "CHN", "Yi Wang"],
    ["Suharti", undefined, "IDN", "Suharti"],
    [undefined, "恩来", "CHN", "恩来"],
    [undefined, undefined, "CHN", ""],
  ])("%s, %s (%s): %s", (family, given, nationality, written) =>
    expect(formatFullName(named(family, given, {}, nationality))).toBe(written),
  );
});

test("a chosen order holds for every name", () => {
  expect(formatFullName(named("Orbán", "Anna", { nameOrder: "family-first" }))).toBe("Orbán Anna");
  expect(formatFullName(named("周", "恩来", { nameOrder: "given-first" }))).toBe("恩来周");
  expect(resolveNameOrder(named("Bùi", "Sơn", { nameOrder: "given-first" }, "VNM"))).toBe("given-first");
});

test("the name in Latin letters has the order of the name, and a blank", () => {
  const zhou = named("周", "恩来", { latinName: { familyName: "Zhou", givenName: "Enlai" } });
  expect([findLatinName(zhou), findLatinLine(zhou)]).toEqual(["Zhou Enlai", "Zhou Enlai"]);
  const ali = named("علي", "محمد", { latinName: { familyName: "Ali", givenName: "Mohamed" } });
  expect(findLatinName(ali)).toBe("Mohamed Ali");
  expect([findLatinName(named("周", "恩来")), findLatinName(named("周", "恩来", { latinName: {} }))]).toEqual([
    undefined,
    undefined,
  ]);
});

test("a badge has the line in Latin letters only under a name in another script, and never under an alias", () => {
  const latinName = { familyName: "Zhou" };
  expect(findLatinLine({ person: { familyName: "周", nameOnBadge: "Premier Zhou" }, latinName })).toBeUndefined();
  expect(
    findLatinLine(named("周", "恩来", { latinName, protection: { alias: { nameOnBadge: "賓" } } })),
  ).toBeUndefined();
});

test("the name on the badge and the alias are written as they are", () => {
  expect(getDisplayName({ person: { givenName: "Juan", nameOnBadge: "J. J." } })).toBe("J. J.");
  expect(getDisplayName(named("周", "恩来", { protection: { alias: { nameOnBadge: "Guest" } } }))).toBe("Guest");
});

test.each([
  ["Nguyễn Thị", false],
  ["ʻAkanesi O’Neill-2", false],
  ["Юлия", true],
  ["Kim 김", true],
])("whether readers of Latin letters cannot read %s: %s", (name, expected) => expect(isNonLatin(name)).toBe(expected));

test.each([
  ["周恩来", "en", false],
  ["周恩来", "zh", true],
  ["周恩来", "ru", false],
  ["Юлия", "ru", true],
  ["محمد", "ar", true],
  ["محمد", "fr", false],
  ["Amina", "ar", true],
] as const)("whether readers of a list read %s in %s: %s", (name, language, expected) =>
  expect(isReadableIn(name, language)).toBe(expected),
);

describe("the name in Latin letters", () => {
  const submit = (latinName: object) => buildRegistration(aConference(), { latinName });
  test.each([
    [{ familyName: "Zhou", givenName: "En-lai" }],
    [{ familyName: "Müller-Lüdenscheidt" }],
    [{ givenName: "N’Golo D'Arc Jr." }],
  ])("accepts %j", (latinName) => expect(submit(latinName)).toMatchObject({ latinName }));

  test.each([
    [{ familyName: "周" }, "latinName.familyName", "latinLetters"],
    [{ givenName: "Юлия" }, "latinName.givenName", "latinLetters"],
    [{ familyName: "Zhou 2" }, "latinName.familyName", "latinLetters"],
    [{ familyName: "--" }, "latinName.familyName", "latinLetters"],
    [{}, "latinName.familyName", "nameMissing"],
  ])("refuses %j at its field", (latinName, path, rule) => {
    try {
      submit(latinName);
      expect.unreachable();
    } catch (error) {
      expect((error as DomainError).fieldErrors).toMatchObject([{ path, rule }]);
    }
  });
});

describe("a person with a name in Latin letters", () => {
  const conference = aConference();
  const zhou = {
    ...buildRegistration(conference, {
      latinName: { familyName: "Zhou", givenName: "Enlai" },
      nameOrder: "family-first",
    }),
    person: { familyName: "周", givenName: "恩来", nationality: "CHN" },
  };
  const context = { actor: secretariatActor, at: noon };

  test("is found by it", () => {
    const terms = listSearchWords(zhou).map(({ term }) => term);
    expect(terms).toEqual(expect.arrayContaining(["zhou", "enlai"]));
  });

  test("is listed by it in the languages whose readers do not read the name", () => {
    const confirmed = {
      ...zhou,
      accreditation: { state: "approved", at: noon, by: "x" },
      seat: { state: "held", since: noon },
    } as const;
    const listName = (language: "en" | "zh" | "ru") => {
      const snapshot = createListSnapshot([confirmed], [], noon, () => undefined);
      const { sections } = createParticipantList(conference, snapshot, language);
      return sections.flatMap(({ groups }) => groups.flatMap(({ entries }) => entries.map(({ name }) => name)));
    };
    expect([listName("en"), listName("ru"), listName("zh")]).toEqual([["Zhou Enlai"], ["Zhou Enlai"], ["周恩来"]]);
  });

  test("keeps the other part if one part is amended", () => {
    const amendment = { latinName: { givenName: "En-lai" } };
    const reachable = { ...zhou, person: { ...zhou.person, email: "zhou@example.org" } };
    const [change] = applyAmendment(conference, buildPools(conference), reachable, amendment, context).registrations;
    expect(change?.after.latinName).toEqual({ familyName: "Zhou", givenName: "En-lai" });
  });

  test("loses it with an alias, and with the erasure", () => {
    const masked = maskProtectedIdentity({ ...zhou, protection: { alias: { nameOnBadge: "Guest" }, readers: [] } });
    const erased = erasePersonalData(zhou, "at-their-request", undefined, context)?.registrations[0]?.after;
    for (const left of [masked, erased]) expect(JSON.stringify(left)).not.toMatch(/Zhou|Enlai|周|family-first/);
  });
});
