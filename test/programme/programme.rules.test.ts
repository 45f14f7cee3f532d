import { describe, expect, test } from "vitest";
import type { Registration } from "#shared/model/registration.ts";
import {
  filterPeople,
  findUnknownParts,
  isPublicPerson,
  listLinkedIds,
  listLinkedPanels,
  listOwnPanels,
  type ProgrammeSession,
  showPerson,
  showSessions,
} from "#shared/programme/programme.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const morning = {
  sessionId: "morning",
  title: { en: "Morning" },
  startsAt: "2027-10-26T08:00:00Z",
  endsAt: "2027-10-26T10:00:00Z",
};
const evening = { ...morning, sessionId: "evening", startsAt: "2027-10-26T18:00:00Z", endsAt: "2027-10-26T19:00:00Z" };
const lunch = { ...morning, sessionId: "lunch", endsAt: "2027-10-26T09:00:00Z" };
const conference = aConference({ sessions: [evening, morning, lunch] });

const pending = buildRegistration(
  conference,
  { organization: "Union of Cities", functionTitle: "Mayor", country: "SEN", role: "delegate" },
  undefined,
);
const person: Registration = { ...pending, accreditation: { state: "approved", at: noon, by: "officer" } };
const plain: Registration = { ...buildRegistration(conference), person: { familyName: "Diallo", nationality: "SEN" } };
const withdrawn: Registration = {
  ...buildRegistration(conference),
  accreditation: { state: "withdrawn", at: noon, by: "delegate" },
};
const erased: Registration = {
  ...buildRegistration(conference),
  erasure: { startedAt: noon, reason: "at-their-request" },
};
const hidden: Registration = {
  ...person,
  registrationId: "h".repeat(26),
  protection: { alias: { nameOnBadge: "Speaker Nine" }, readers: [] },
};
const registrations = new Map([person, plain, withdrawn, erased, hidden].map((each) => [each.registrationId, each]));

const link = ({ registrationId }: Registration) => ({ role: "speaker" as const, registrationId });
const named = { role: "moderator" as const, name: "Kofi Mensah" };

const panel = { panelId: "cities", title: { en: "Cities" }, people: [named, ...[person, erased, withdrawn].map(link)] };
const sessions: readonly ProgrammeSession[] = [
  { sessionId: "morning", room: "Room 1", description: { en: "All about cities" }, panels: [panel] },
  { sessionId: "evening", panels: [{ ...panel, panelId: "later", people: [link(person)] }] },
];

test("lists each linked registration once", () => {
  expect(listLinkedIds({ sessions }, { sessions })).toEqual(
    [person, erased, withdrawn].map(({ registrationId }) => registrationId),
  );
});

test("removes people, and leaves panels and sessions", () => {
  const [first] = filterPeople({ sessions }, (each) => !("registrationId" in each)).sessions;
  expect(first).toEqual({ ...sessions[0], panels: [{ ...panel, people: [named] }] });
});

describe("a part that does not exist", () => {
  const find = (people: ProgrammeSession["panels"][number]["people"], sessionId = "morning") =>
    findUnknownParts([{ sessionId, panels: [{ ...panel, people }] }], conference, registrations);

  test("is a session or a category that the conference lacks", () => {
    expect(find([], "night")).toEqual([{ path: "sessions.0.sessionId", rule: "notOneOf" }]);
    expect(find([{ ...named, category: "ngo" }, named])).toEqual([]);
    expect(find([{ ...named, category: "royalty" }])).toEqual([
      { path: "sessions.0.panels.0.people.0.category", rule: "notOneOf" },
    ]);
  });

  test("is a registration of another conference, of an erased person, or none", () => {
    const path = "sessions.0.panels.0.people.0.registrationId";
    const foreign = buildRegistration(aConference({}, "other"));
    expect(find([link(person), link(withdrawn)])).toEqual([]);
    expect(find([link(erased)])).toEqual([{ path, rule: "notOneOf" }]);
    expect(find([link(foreign)])).toEqual([{ path, rule: "notOneOf" }]);
    const all = new Map([[foreign.registrationId, foreign]]);
    expect(
      findUnknownParts([{ sessionId: "morning", panels: [{ ...panel, people: [link(foreign)] }] }], conference, all),
    ).toEqual([{ path, rule: "notOneOf" }]);
  });
});

describe("a person on a panel", () => {
  test("who has not registered is shown as written", () => {
    expect(showPerson(named, registrations)).toEqual({ ...named, isGone: false });
  });

  test("who has registered is shown as the registration says", () => {
    expect(showPerson(link(person), registrations)).toMatchObject({
      name: "Amina Diallo",
      organization: "Union of Cities",
      functionTitle: "Mayor",
      country: "SEN",
      category: "ngo",
      isGone: false,
    });
    const shown = showPerson(link(plain), registrations);
    expect(shown?.name).toBe("Diallo");
    for (const field of ["organization", "functionTitle", "country", "gender"]) expect(shown).not.toHaveProperty(field);
    const woman = { ...plain, person: { ...plain.person, gender: "female" as const } };
    expect(showPerson(link(woman), new Map([[woman.registrationId, woman]]))?.gender).toBe("female");
  });

  test("under an alias is shown as the alias alone", () => {
    const shown = showPerson(link(hidden), registrations);
    expect(shown?.name).toBe("Speaker Nine");
    expect(JSON.stringify(shown)).not.toMatch(/Diallo|Union|Mayor|SEN/);
  });

  test("who withdrew is marked; one who was erased or does not exist is left out", () => {
    expect(showPerson(link(withdrawn), registrations)?.isGone).toBe(true);
    expect(showPerson(link(erased), registrations)).toBeUndefined();
    expect(showPerson({ role: "speaker", registrationId: "none" }, registrations)).toBeUndefined();
  });
});

describe("the sessions", () => {
  test("are all of the conference in the order of their times, with the people that are shown", () => {
    const shown = showSessions(conference, { sessions }, registrations, isPublicPerson);
    expect(shown.map(({ sessionId }) => sessionId)).toEqual(["lunch", "morning", "evening"]);
    expect(shown[0]).toMatchObject({ title: lunch.title, startsAt: "2027-10-26T08:00:00.000Z", panels: [] });
    expect(shown[1]).toMatchObject({ room: "Room 1", description: { en: "All about cities" } });
    expect(shown[1]?.panels[0]?.people.map(({ name }) => name)).toEqual(["Kofi Mensah", "Amina Diallo"]);
    const everyone = showSessions(conference, { sessions }, registrations, () => true);
    expect(everyone[1]?.panels[0]?.people).toHaveLength(3);
  });

  test("show the public no one whom the secretariat has not approved", () => {
    const shown = showSessions(conference, { sessions }, new Map([[pending.registrationId, pending]]), isPublicPerson);
    expect(shown[1]?.panels[0]?.people.map(({ name }) => name)).toEqual(["Kofi Mensah"]);
  });

  test("have the panels of one person, with the role", () => {
    const shown = showSessions(conference, { sessions }, registrations, isPublicPerson);
    expect(listOwnPanels(shown, person.registrationId)).toMatchObject([
      { session: { sessionId: "morning" }, panel: { panelId: "cities" }, role: "speaker" },
      { session: { sessionId: "evening" }, panel: { panelId: "later" }, role: "speaker" },
    ]);
    expect(listLinkedPanels({ sessions }, person.registrationId).map(({ panelId }) => panelId)).toEqual([
      "cities",
      "later",
    ]);
  });
});
