import { describe, expect, test } from "vitest";
import { getCountryName } from "#shared/countries/country-names.ts";
import type { Conference, languages } from "#shared/model/conference.ts";
import { buildDelegation } from "#shared/model/delegation.ts";
import type { OrganizationMerge } from "#shared/model/organization.ts";
import type { Person, Registration } from "#shared/model/registration.ts";
import { deriveOrganizationId, findOrganizationId } from "#shared/organizations/organization-id.ts";
import { createOrganizationResolver } from "#shared/organizations/organizations.rules.ts";
import { createParticipantList, createTextComparator, isNamedByHeading } from "#shared/participant-list/list.rules.ts";
import { createListSnapshot, type ListSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import { compareSnapshots } from "../../functions/participants/differences.rules.ts";
import { aConference, buildRegistration, draftBody, noon } from "../support/builders.ts";

const conference = aConference({
  venue: { ...draftBody.venue, capacity: 100 },
  categories: [
    { category: "media", title: { en: "Media" }, colour: "#6a1b9a" },
    { category: "ngo", title: { en: "Non-governmental organizations", fr: "ONG" }, colour: "#2e7d32" },
    { category: "member-state", title: { en: "Member States", fr: "États Membres" }, colour: "#0b5394" },
  ],
});

const confirmed = (more: Partial<Registration>, person: Partial<Person> = {}): Registration => {
  const made = buildRegistration(conference);
  const accreditation = { state: "approved", at: noon, by: "s" } as const;
  return { ...made, accreditation, ...more, person: { ...made.person, ...person } };
};

const ofState = (country: string, more: Partial<Registration> = {}, person: Partial<Person> = {}) =>
  confirmed({ category: "member-state", country, ...more }, person);

const snapshot = (
  registrations: readonly Registration[],
  delegations: Parameters<typeof createListSnapshot>[1] = [],
  merges: readonly OrganizationMerge[] = [],
  of?: Parameters<typeof createListSnapshot>[4],
) =>
  createListSnapshot(
    registrations,
    delegations,
    noon,
    createOrganizationResolver(registrations, delegations, merges, findOrganizationId),
    of,
  );

const headings = (of: ListSnapshot, language: (typeof languages)[number] = "en") =>
  createParticipantList(conference, of, language).sections.flatMap(({ groups }) =>
    groups.map(({ heading }) => heading),
  );

const names = (of: ListSnapshot) =>
  createParticipantList(conference, of, "en").sections.flatMap(({ groups }) =>
    groups.flatMap(({ entries }) => entries.map(({ name }) => name)),
  );

test("a category with the name of a property of each object counts its people, also those who are not named", () => {
  const category = { ...aConference().categories[0], category: "constructor" };
  const own = aConference({ categories: [{ ...category, title: { en: "Constructors" } }] });
  const list = (consent: boolean) => {
    const person = confirmed({ category: "constructor", consent: { listOfParticipants: consent, photo: true } });
    return createParticipantList(own, snapshot([person], [], [], own), "en");
  };
  expect(list(true).total).toMatchObject({ named: 1, unnamed: 0, total: 1 });
  expect(list(false).total).toMatchObject({ named: 0, unnamed: 1, total: 1 });
});

describe("the order of States", () => {
  const inOrder = (language: (typeof languages)[number], codes: readonly string[]) =>
    codes.toSorted((a, b) => createTextComparator(language)(getCountryName(a, language), getCountryName(b, language)));

  test("Gambia stands under G, Iran under I, the Republic of Korea under R, the State of Palestine under S", () => {
    const codes = ["PSE", "KOR", "IRN", "GMB", "GEO", "IRQ", "ROU", "SDN", "LKA"];
    expect(inOrder("en", codes)).toEqual(["GMB", "GEO", "IRN", "IRQ", "KOR", "ROU", "LKA", "PSE", "SDN"]);
  });

  test("accents, apostrophes and hyphens make no difference", () => {
    expect(inOrder("en", ["HRV", "CIV", "CRI"])).toEqual(["CRI", "CIV", "HRV"]);
    expect(inOrder("fr", ["EST", "EGY", "ARE", "ECU", "ERI"])).toEqual(["EGY", "ARE", "ECU", "ERI", "EST"]);
    expect(inOrder("en", ["NGA", "GNB", "NER", "GIN", "TLS"])).toEqual(["GIN", "GNB", "NER", "NGA", "TLS"]);
  });

  test("goes by the language of the list, and in Arabic not by the article", () => {
    expect(inOrder("fr", ["DEU", "DZA", "ZAF"])).toEqual(["ZAF", "DZA", "DEU"]);
    expect(inOrder("en", ["DEU", "DZA", "ZAF"])).toEqual(["DZA", "DEU", "ZAF"]);
    expect(inOrder("ar", ["JOR", "ARG", "BHR", "JPN", "ESP"])).toEqual(["ARG", "JOR", "ESP", "BHR", "JPN"]);
    expect(inOrder("zh", ["CHN", "ALB", "AFG"])).toEqual(["ALB", "AFG", "CHN"]);
    expect(inOrder("ru", ["CHE", "AUS", "ECU"])).toEqual(["AUS", "CHE", "ECU"]);
  });

  test("names that no alphabet tells apart still have an order", () => {
    const alphabet = createTextComparator("en");
    expect([alphabet("Cote", "Côte"), alphabet("Côte", "Cote"), alphabet("a", "a")].map(Math.sign)).toEqual([-1, 1, 0]);
  });
});

describe("who is on the list", () => {
  test("everyone confirmed who agreed; who didn't, and the media, are counted and not named", () => {
    const of = snapshot([
      ofState("CHE", {}, { familyName: "Named" }),
      ofState("CHE", { consent: { listOfParticipants: false, photo: true } }, { familyName: "Silent" }),
      ofState("CHE", { accreditation: { state: "pending", since: noon } }, { familyName: "Pending" }),
      ofState("CHE", { seat: { state: "waiting", since: noon } }, { familyName: "Waiting" }),
      confirmed({ category: "media" }, { familyName: "Reporter" }),
    ]);
    expect(of.entries.map(({ sortName }) => sortName)).toEqual(["Named"]);
    expect(of.unnamed).toEqual({ "member-state": 1, media: 1 });
    expect(JSON.stringify(of)).not.toMatch(/Silent|Reporter/);
  });

  test("nothing of a person stands in it but what a list prints", () => {
    const [entry] = snapshot([
      ofState("CHE", {}, { honorific: "Dr.", birthDate: "1970-01-01", gender: "female" }),
    ]).entries;
    expect(Object.keys(entry ?? {}).toSorted()).toEqual([
      "category",
      "country",
      "honorific",
      "isHead",
      "name",
      "registrationId",
      "sortName",
    ]);
    const [member] = snapshot([confirmed({ organization: "Aid" })]).entries;
    expect(member?.organizationId).toBe(deriveOrganizationId(conference.conferenceId, "Aid"));
  });

  test("a protected person is listed under the alias alone, without State, title or delegation", () => {
    const protection = { alias: { nameOnBadge: "Guest 7" }, readers: [] };
    const more = { protection, delegationId: "d1", functionTitle: "Minister", role: "head-of-delegation" } as const;
    const real = ofState("SEN", more, { honorific: "Dr.", givenName: "Secret", familyName: "Name" });
    const of = { category: "member-state", country: "SEN", focalPoints: [], language: "en" } as const;
    const delegation = buildDelegation("c", "d1", { ...of, name: { en: "Senegal" } }, "accredited");
    expect(snapshot([real], [{ ...delegation, members: [real.registrationId] }]).entries).toEqual([
      {
        registrationId: real.registrationId,
        category: "member-state",
        name: "Guest 7",
        sortName: "Guest 7",
        isHead: false,
      },
    ]);
  });

  test("a name of one part, or the name on the badge alone, is a name", () => {
    const bare = (person: object) => ({ ...confirmed({}), person: { nationality: "IDN", ...person } }) as Registration;
    const { entries } = snapshot([bare({ givenName: "Sukarno" }), bare({ nameOnBadge: "Alias" })]);
    expect(entries.map(({ name, sortName }) => [name, sortName])).toEqual([
      ["Sukarno", "Sukarno"],
      ["Alias", "Alias"],
    ]);
  });
});

describe("the order of the list", () => {
  const draft = { category: "member-state", country: "SEN", focalPoints: ["f@example.org"], language: "en" } as const;
  const delegation = {
    ...buildDelegation("c", "d1", { ...draft, name: { en: "Senegal", fr: "Sénégal" } }, "accredited"),
  };

  test("States stand before organizations, whatever the order of the categories", () => {
    const of = snapshot([confirmed({ category: "ngo", organization: "Aid" }), ofState("CHE")]);
    expect(createParticipantList(conference, of, "fr").sections.map(({ title }) => title)).toEqual([
      "États Membres",
      "ONG",
    ]);
    expect(headings(of, "fr")).toEqual(["Suisse", "Aid"]);
  });

  test("the head comes first, then as the delegation ranked them, then by family name", () => {
    const [a, b, c, d, e] = ["Ba", "Sy", "Ndiaye", "Zé", "Aw"].map((familyName) =>
      ofState("SEN", {}, { familyName, givenName: "A" }),
    ) as [Registration, Registration, Registration, Registration, Registration];
    const members = [b.registrationId, a.registrationId];
    const of = snapshot(
      [{ ...a, delegationId: "d1" }, { ...b, delegationId: "d1" }, { ...c, role: "head-of-delegation" }, d, e],
      [{ ...delegation, members }],
    );
    expect(names(of)).toEqual(["A Ndiaye", "A Sy", "A Ba", "A Aw", "A Zé"]);
  });

  test("the order that the conference gives to its roles comes before the ranking", () => {
    const [a, b] = ["Ba", "Sy"].map((familyName) => ofState("SEN", { delegationId: "d1" }, { familyName }));
    const people = [a, { ...(b as Registration), role: "minister" }] as Registration[];
    const members = people.map(({ registrationId }) => registrationId);
    const roles = [
      { role: "minister", assignableBy: "secretariat", listOrder: 1 },
      { role: "delegate", assignableBy: "anyone" },
    ] as const;
    const of = snapshot(people, [{ ...delegation, members }], [], { ...conference, roles });
    expect(names(of)).toEqual(["Amina Sy", "Amina Ba"]);
  });

  test("people of one family name follow by their whole name, and of one name always the same way", () => {
    const [a, b] = [ofState("SEN", {}, { givenName: "Zoe" }), ofState("SEN", {}, { givenName: "Ana" })];
    expect(names(snapshot([a, b]))).toEqual(["Ana Diallo", "Zoe Diallo"]);
    const twins = [ofState("SEN"), ofState("SEN")];
    const order = (of: Registration[]) =>
      createParticipantList(conference, snapshot(of), "en").sections[0]?.groups[0]?.entries.map(
        ({ registrationId }) => registrationId,
      );
    expect(order(twins)).toEqual(order(twins.toReversed()));
  });

  test("a member who names no State stands under that of the delegation; one of no State under the organization", () => {
    const { country: _c, ...bare } = ofState("SEN", { delegationId: "d1" });
    const { country: _d, ...lone } = ofState("SEN", { organization: "Ministry" });
    expect(headings(snapshot([bare, lone, ofState("HKG", { organization: "Bureau" })], [delegation]), "fr")).toEqual([
      "Bureau",
      "Ministry",
      "Sénégal",
    ]);
  });

  test("an organization is one by its exact name in any case; its delegation gives its name; who has none stands last", () => {
    const { conferenceId } = conference;
    const name = { en: "Médecins du monde" };
    const ngo = { ...delegation, conferenceId, delegationId: "d2", category: "ngo", name } as const;
    const of = snapshot(
      [
        confirmed({}),
        confirmed({ organization: "MÉDECINS DU  MONDE" }),
        confirmed({ organization: "MEDECINS DU MONDE" }),
        confirmed({ delegationId: "d2", organization: "MdM" }),
        confirmed({ organization: "Oxfam" }),
        confirmed({ organization: "OXFAM" }),
        confirmed({ organization: "Oxfam" }),
        confirmed({}),
      ],
      [ngo],
    );
    expect(headings(of)).toEqual(["MEDECINS DU MONDE", "Médecins du monde", "Oxfam", undefined]);
    expect(createParticipantList(conference, of, "en").statistics.find(({ title }) => title.startsWith("Non"))).toEqual(
      {
        title: "Non-governmental organizations",
        groups: 3,
        named: 8,
        unnamed: 0,
        total: 8,
      },
    );
  });

  test.each([
    ["A+ Network", "A Network"],
    ["C++ Alliance", "C# Alliance"],
    ["バナ財団", "ハナ財団"],
    ["राम संघ", "रमा संघ"],
    ["สมาคมนิด", "สมาคมนัด"],
    ["Müller-Stiftung", "Muller-Stiftung"],
    ["Vision", "Vi-sion"],
    ["NGO №1", "NGO No1"],
    ["Ⅳ Forum", "IV Forum"],
    ["50% Women", "50 Women"],
    ["@ Home", "Home"],
    ["€uro Group", "uro Group"],
  ])("%s and %s stand each under its own name", (one, other) => {
    const list = createParticipantList(
      conference,
      snapshot([one, other].map((organization) => confirmed({ organization }, { familyName: organization }))),
      "en",
    );
    const groups = list.sections.flatMap((section) => section.groups);
    expect(new Set(groups.map(({ heading }) => heading))).toEqual(new Set([one, other]));
    for (const { heading, entries } of groups) expect(entries.map(({ sortName }) => sortName)).toEqual([heading]);
  });

  test("a snapshot without identifiers of organizations, from an older version, groups by the exact name", () => {
    const { entries, ...of } = snapshot([
      confirmed({ organization: "Aid" }),
      confirmed({ organization: "AID" }),
      confirmed({ organization: "Aïd" }),
      confirmed({}),
    ]);
    const older = entries.map(({ organizationId: _id, ...entry }) => entry);
    expect(headings({ ...of, entries: older })).toEqual(["AID", "Aïd", undefined]);
  });

  test("organizations that the secretariat merged stand under one name, and apart again without the merge", () => {
    const ngo = {
      ...delegation,
      delegationId: "d2",
      category: "ngo",
      name: { en: "Doctors", fr: "Médecins" },
    } as const;
    const people = [
      confirmed({ organization: "Docs" }),
      confirmed({ organization: "Doctors Intl" }),
      confirmed({ delegationId: "d2", organization: "Doctors" }),
      confirmed({ delegationId: "d2", organization: "Ward 7" }),
    ];
    const id = (name: string) => deriveOrganizationId(conference.conferenceId, name);
    const merge = (from: string, into: string) => ({ mergeId: `${from}-${into}`, from, into, at: noon, by: "s" });
    const merges = [merge(id("Docs"), id("Doctors Intl")), merge(id("Doctors Intl"), "d2")];
    expect(headings(snapshot(people, [ngo]))).toEqual(["Docs", "Doctors", "Doctors Intl"]);
    expect(headings(snapshot(people, [ngo], merges.slice(0, 1)))).toEqual(["Doctors", "Doctors Intl"]);
    expect(headings(snapshot(people, [ngo], merges), "fr")).toEqual(["Médecins"]);
    // The other way round, the delegation stands under the name of the text.
    expect(headings(snapshot(people, [ngo], [merge("d2", id("Docs"))]), "fr")).toEqual(["Docs", "Doctors Intl"]);
    // No one on the list names the organization that the others are merged into.
    expect(headings(snapshot(people.slice(0, 1), [], merges))).toEqual(["Docs"]);
  });

  test("a list repeats the organization of a person only where the heading does not say it", () => {
    const ngo = {
      ...delegation,
      delegationId: "d2",
      category: "ngo",
      name: { en: "Doctors", fr: "Médecins" },
    } as const;
    const id = (name: string) => deriveOrganizationId(conference.conferenceId, name);
    const merges = ["Docs", "d2"].map((from) => ({
      mergeId: from,
      from: from === "d2" ? from : id(from),
      into: id("Doctors Intl"),
      at: noon,
      by: "s",
    }));
    const isNamed = (registration: Registration, heading: string, merged = merges) => {
      const [entry] = snapshot([registration, confirmed({ organization: "Doctors Intl" })], [ngo], merged).entries;
      if (!entry) throw new Error("no entry");
      return isNamedByHeading(conference, entry, heading);
    };
    expect(isNamed(confirmed({ organization: "DOCTORS  Intl" }), "Doctors Intl")).toBe(true);
    expect(isNamed(confirmed({ organization: "Docs" }), "Docs", [])).toBe(true);
    expect(isNamed(confirmed({ organization: "Docs" }), "Doctors Intl")).toBe(true);
    expect(isNamed(confirmed({ organization: "Docs" }), "Doctors Intl", [])).toBe(false);
    expect(isNamed(confirmed({ delegationId: "d2", organization: "médecins" }), "Doctors Intl")).toBe(true);
    expect(isNamed(confirmed({ delegationId: "d2", organization: "Ward 7" }), "Doctors Intl")).toBe(false);
    expect(isNamed(ofState("SEN", { organization: "Docs" }), "Senegal")).toBe(false);
    expect(isNamed(confirmed({}), "Senegal")).toBe(false);
  });

  test("a name in Latin letters without a family name is ordered as a whole", () => {
    const person = { givenName: "恩来", familyName: "周" };
    const [entry] = snapshot([confirmed({ latinName: { givenName: "Enlai" } }, person)]).entries;
    expect(entry?.latin).toEqual({ name: "Enlai", sortName: "Enlai" });
  });

  test("the statistics add up, along and down", () => {
    const silent = { consent: { listOfParticipants: false, photo: false } };
    const of = snapshot([ofState("CHE"), ofState("SEN", silent), confirmed({ category: "media" }), confirmed({})]);
    const { statistics, total } = createParticipantList(conference, of, "en");
    for (const line of [...statistics, total]) expect(line.named + line.unnamed).toBe(line.total);
    for (const column of ["groups", "named", "unnamed", "total"] as const)
      expect(statistics.reduce((sum, line) => sum + line[column], 0)).toBe(total[column]);
    expect(total).toEqual({ groups: 1, named: 2, unnamed: 2, total: 4 });
  });
});

describe("the differences of two versions", () => {
  const [a, b, c] = [ofState("CHE", {}, { familyName: "A" }), ofState("CHE", {}, { familyName: "B" }), confirmed({})];

  test("say who is added, removed and changed, and in what", () => {
    const later = { ...a, functionTitle: "Minister", country: "FRA" };
    const { added, removed, changed } = compareSnapshots(snapshot([a, b]), snapshot([later, c]));
    expect(added.map(({ registrationId }) => registrationId)).toEqual([c.registrationId]);
    expect(removed.map(({ registrationId }) => registrationId)).toEqual([b.registrationId]);
    expect(changed.map(({ fields }) => fields)).toEqual([["functionTitle", "country"]]);
    expect(changed[0]?.before.country).toBe("CHE");
  });

  test("are none between a list and itself, and of many stand in the order of the names", () => {
    expect(compareSnapshots(snapshot([a, b]), snapshot([b, a]))).toEqual({ added: [], removed: [], changed: [] });
    const renamed = [b, a].map((each) => ({ ...each, functionTitle: "Envoy" }));
    expect(compareSnapshots(snapshot([a, b]), snapshot(renamed)).changed.map(({ after }) => after.sortName)).toEqual([
      "A",
      "B",
    ]);
    expect(compareSnapshots(snapshot([]), snapshot([b, a])).added.map(({ sortName }) => sortName)).toEqual(["A", "B"]);
  });

  test("who withdraws consent is removed from the list", () => {
    const silent = { ...a, consent: { listOfParticipants: false, photo: false } };
    expect(compareSnapshots(snapshot([a]), snapshot([silent])).removed).toHaveLength(1);
  });
});

describe("the sections of a conference with categories of its own", () => {
  const title = (en: string) => ({ title: { en }, colour: "#2e7d32" });
  const own = aConference({
    categories: [
      { category: "youth", kind: "ngo", ...title("Youth") },
      { category: "press-pool", kind: "media", ...title("Press") },
      { category: "cities", kind: "local-authority", ...title("Cities") },
      { category: "ministers", kind: "member-state", ...title("Ministers") },
      { category: "hosts", kind: "host-country", listOrder: 1, ...title("Hosts") },
      { category: "friends", ...title("Friends") },
    ],
  });
  const listSections = (conference: Conference, people: readonly Registration[]) =>
    createParticipantList(conference, snapshot(people, [], [], conference), "en");

  test("stand in the order of the conference, then in the order of protocol by kind", () => {
    const people = own.categories.map(({ category }) =>
      confirmed({ category, country: "SEN", organization: category }),
    );
    const { sections, statistics } = listSections(own, people);
    expect(sections.map(({ title: text }) => text)).toEqual(["Hosts", "Ministers", "Cities", "Youth", "Friends"]);
    expect(statistics.map(({ title: text, named, unnamed }) => [text, named, unnamed])).toEqual([
      ["Hosts", 1, 0],
      ["Ministers", 1, 0],
      ["Cities", 1, 0],
      ["Youth", 1, 0],
      ["Press", 0, 1],
      ["Friends", 1, 0],
    ]);
    expect(sections.map(({ groups }) => groups[0]?.heading)).toEqual([
      "hosts",
      "Senegal",
      "cities",
      "youth",
      "friends",
    ]);
  });

  test("name a removed category only while it has people", () => {
    const { categories } = own;
    const without = { ...own, categories: categories.slice(1), removedCategories: categories.slice(0, 1) };
    const titles = (people: readonly Registration[]) =>
      listSections(without, people).statistics.map(({ title: text }) => text);
    expect(titles([])).not.toContain("Youth");
    expect(titles([confirmed({ category: "youth" })])).toContain("Youth");
  });
});
