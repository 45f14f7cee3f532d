import { expect, test } from "vitest";
import { type DimensionBalance, measureProgramme } from "#shared/programme/balance.rules.ts";
import { type PanelPerson, showSessions } from "#shared/programme/programme.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const session = {
  sessionId: "opening",
  title: { en: "Opening" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T10:00:00Z",
};
const categories = [
  { category: "mayors", kind: "local-authority", title: { en: "Mayors" }, colour: "#0b5394", requires: [] },
  { category: "towns", kind: "local-authority", title: { en: "Towns" }, colour: "#0b5394", requires: [] },
  { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", requires: [] },
];
const targets = { gender: { female: 0.5, male: 0.5 }, category: { mayors: 0.25, towns: 0.25 } };
const conference = aConference({ sessions: [session], categories, targets });

function measure(
  panels: readonly (readonly PanelPerson[])[],
  registered = [buildRegistration(conference)],
  at = conference,
) {
  const programme = {
    sessions: [
      {
        sessionId: "opening",
        panels: panels.map((people, index) => ({ panelId: `panel-${index}`, title: { en: "Panel" }, people })),
      },
    ],
  };
  const registrations = new Map(registered.map((each) => [each.registrationId, each]));
  return measureProgramme(
    showSessions(at, programme, registrations, () => true),
    at,
  );
}

const find = (dimensions: readonly DimensionBalance[], name: DimensionBalance["dimension"]) =>
  dimensions.find(({ dimension }) => dimension === name);

const speaker = (name: string, more: object = {}): PanelPerson => ({ role: "speaker", name, ...more });

test("compares the shares of those whose value is known with the targets", () => {
  const { programme } = measure([
    [speaker("A", { gender: "female" }), speaker("B", { gender: "male" }), speaker("C", { gender: "male" })],
    [speaker("D", { gender: "undisclosed" }), speaker("E")],
  ]);
  expect(programme.people).toBe(5);
  expect(find(programme.dimensions, "gender")).toEqual({
    dimension: "gender",
    known: 3,
    values: [
      { value: "male", people: 2, share: 2 / 3, target: 0.5 },
      { value: "female", people: 1, share: 1 / 3, target: 0.5 },
    ],
  });
});

test("a value with a target and without people has the share 0", () => {
  const { programme } = measure([[]], [], aConference({ sessions: [session], targets: { region: { africa: 0.3 } } }));
  expect(find(programme.dimensions, "region")).toEqual({
    dimension: "region",
    known: 0,
    values: [{ value: "africa", people: 0, share: 0, target: 0.3 }],
  });
  expect(find(programme.dimensions, "gender")?.values).toEqual([]);
});

test("counts a person once in the programme and in each of their panels", () => {
  const registration = buildRegistration(conference, { category: "ngo", country: "KEN" });
  const { registrationId } = registration;
  const panel: PanelPerson[] = [{ role: "moderator", registrationId }, speaker("Kofi Mensah", { country: "GHA" })];
  const { programme, panels } = measure([panel, panel], [registration]);
  expect(programme.people).toBe(2);
  expect(panels.map(({ panelId, people }) => [panelId, people])).toEqual([
    ["panel-0", 2],
    ["panel-1", 2],
  ]);
  expect(find(programme.dimensions, "region")?.values).toEqual([{ value: "africa", people: 2, share: 1 }]);
  expect(find(programme.dimensions, "regionalGroup")?.values).toEqual([
    { value: "african-states", people: 2, share: 1 },
  ]);
});

test("counts categories of one kind together, with the sum of their targets", () => {
  const { programme } = measure([
    [speaker("A", { category: "mayors" }), speaker("B", { category: "towns" }), speaker("C")],
  ]);
  expect(find(programme.dimensions, "kind")).toEqual({
    dimension: "kind",
    known: 2,
    values: [{ value: "local-authority", people: 2, share: 1, target: 0.5 }],
  });
});

test("a registration without a country counts by nationality; one under an alias by the category alone", () => {
  const open = buildRegistration(conference, {}, undefined);
  const hidden = {
    ...buildRegistration(conference, { country: "KEN" }),
    protection: { alias: { nameOnBadge: "Speaker Nine" }, readers: [] },
  };
  const people = [open, hidden].map(({ registrationId }) => ({ role: "speaker" as const, registrationId }));
  const { programme } = measure([people], [open, hidden]);
  expect(find(programme.dimensions, "region")).toMatchObject({ known: 1, values: [{ value: "africa", people: 1 }] });
  expect(find(programme.dimensions, "kind")).toMatchObject({ known: 2 });
});

test("a person who withdrew does not count", () => {
  const gone = {
    ...buildRegistration(conference),
    accreditation: { state: "withdrawn" as const, at: noon, by: "delegate" },
  };
  const people = [{ role: "speaker" as const, registrationId: gone.registrationId }];
  expect(measure([people], [gone]).programme.people).toBe(0);
});

test("of 64 speakers of whom 21 are women, it says 21 of 64", () => {
  const people = Array.from({ length: 64 }, (_, n) => speaker(`Speaker ${n}`, { gender: n < 21 ? "female" : "male" }));
  const { programme } = measure([people.slice(0, 40), people.slice(30)]);
  const gender = find(programme.dimensions, "gender");
  expect([gender?.values.find(({ value }) => value === "female")?.people, gender?.known]).toEqual([21, 64]);
});
