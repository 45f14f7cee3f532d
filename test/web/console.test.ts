import { describe, expect, test } from "vitest";
import { conferenceDraft } from "#shared/conferences/contract.ts";
import { validate } from "#shared/contracts/validate.ts";
import { findMessage } from "#shared/i18n/message.ts";
import consoleWords from "../../locales/en/console.json" with { type: "json" };
import setupWords from "../../locales/en/console-setup.json" with { type: "json" };
import { applyLimit, forecastSeated, type WaitingPerson } from "../../web/console/capacity/limit-forecast.ts";
import type { CapacityPool, ConferenceSettings } from "../../web/console/console-context.ts";
import { parseLocalInputValue, toLocalInputValue } from "../../web/console/local-input-value.ts";
import { forecastDecision } from "../../web/console/queue/decision-forecast.ts";
import type { ListedRegistration } from "../../web/console/queue/use-queue.ts";
import { getSeatEffect, hasOpenClash, listPossibleDecisions } from "../../web/console/registration-detail/decisions.ts";
import { formatDifferenceName, formatDifferenceValue } from "../../web/console/setup/difference-text.ts";
import {
  createSetupCategory,
  createSetupDraft,
  listDraftDifferences,
  mergeDrafts,
  nameRemovedParts,
  type SetupDraft,
  toSetupDraft,
} from "../../web/console/setup/setup-draft.ts";
import { validateConference } from "../../web/console/setup/setup-rules.ts";
import { aConference } from "../support/builders.ts";

const settings = {
  ...aConference({ seatTakenAt: "approval" }),
  version: 3,
  questionsVersion: 2,
} as unknown as ConferenceSettings;

const pool = (name: string, limit: number, taken: number, waiting = 0): CapacityPool => ({
  pool: name,
  limit,
  taken,
  offered: 0,
  waiting,
});

const someone = (registrationId: string, more: Partial<ListedRegistration> = {}): ListedRegistration => ({
  registrationId,
  accreditation: "pending",
  seat: "none",
  version: 1,
  category: "ngo",
  person: { familyName: registrationId },
  ...more,
});

const named = (all: readonly { readonly registrationId: string }[]) => all.map(({ registrationId }) => registrationId);

describe("what a decision on many would do", () => {
  test("the first fit, the others are stopped by each pool that is full", () => {
    const pools = [pool("venue", 10, 8), pool("category:ngo", 5, 4)];
    const all = [someone("a"), someone("b"), someone("c", { category: "media" }), someone("d", { category: "media" })];
    const { seated, blocked, blockedByPool } = forecastDecision(settings, pools, all, "approve");
    expect(named(seated)).toEqual(["a", "c"]);
    expect(named(blocked)).toEqual(["b", "d"]);
    expect([...blockedByPool]).toEqual([
      ["category:ngo", 1],
      ["venue", 1],
    ]);
  });

  test("while a person waits for a pool, newcomers get none of its seats", () => {
    expect(named(forecastDecision(settings, [pool("venue", 10, 8, 1)], [someone("a")], "approve").blocked)).toEqual([
      "a",
    ]);
  });

  test("where seats are taken at submission an approval asks for none", () => {
    const early = { ...settings, seatTakenAt: "submission" as const };
    const all = [someone("a", { seat: "held" }), someone("b", { seat: "waiting", waitingFor: ["venue"] })];
    const { seated, blockedByPool } = forecastDecision(early, [pool("venue", 1, 1, 1)], all, "approve");
    expect(named(seated)).toEqual(["a"]);
    expect(blockedByPool.get("venue")).toBe(1);
  });

  test("people who cannot be decided on are named, and a rejection says which seats become free", () => {
    const all = [someone("a", { seat: "held" }), someone("b", { accreditation: "rejected" })];
    const { notApplicable, freed } = forecastDecision(settings, [], all, "reject");
    expect(named(notApplicable)).toEqual(["b"]);
    expect(freed).toBe(1);
  });
});

describe("the nomination of a registered person", () => {
  const nomination = someone("a", { clash: { registrationId: "b" } });

  test("is only rejected as others are, and revoked if it is approved", () => {
    const listDecisions = (accreditation: "pending" | "approved" | "rejected" | "withdrawn") =>
      listPossibleDecisions({ ...nomination, accreditation });
    expect(listDecisions("pending")).toEqual(["reject"]);
    expect(listDecisions("approved")).toEqual(["revoke"]);
    expect([...listDecisions("rejected"), ...listDecisions("withdrawn")]).toEqual([]);
    expect(hasOpenClash({ ...nomination, accreditation: "approved" })).toBe(true);
  });

  test("is left out of every decision on many except a rejection", () => {
    const forecast = (decision: "approve" | "return" | "reject" | "reopen", accreditation: "pending" | "rejected") =>
      named(forecastDecision(settings, [], [{ ...nomination, accreditation }], decision).notApplicable);
    expect([forecast("approve", "pending"), forecast("return", "pending"), forecast("reopen", "rejected")]).toEqual([
      ["a"],
      ["a"],
      ["a"],
    ]);
    expect(forecast("reject", "pending")).toEqual([]);
  });
});

describe("whom another limit would seat", () => {
  const waiting = (registrationId: string, more: Partial<WaitingPerson> = {}): WaitingPerson => ({
    position: 1,
    order: "",
    registrationId,
    accreditation: "pending",
    seat: "waiting",
    category: "ngo",
    since: "",
    waitingFor: ["venue"],
    ...more,
  });

  test("those first in line who fit in every pool, passing over whom another pool holds back", () => {
    const pools = [pool("venue", 2, 2), pool("category:ngo", 1, 1)];
    const line = [waiting("a"), waiting("b", { category: "media" }), waiting("c", { category: "media" })];
    expect(named(forecastSeated(pools, "venue", 3, line))).toEqual(["b"]);
    expect(named(forecastSeated(pools, "venue", 2, line))).toEqual([]);
  });

  test("a session's limit gives session seats to those who hold a seat", () => {
    const line = [waiting("a", { seat: "held", waitingFor: ["session:side"] }), waiting("b")];
    expect(named(forecastSeated([pool("venue", 1, 1), pool("session:side", 1, 1)], "session:side", 2, line))).toEqual([
      "a",
    ]);
  });

  test("the conference is put as it was but for the limit", () => {
    const categories = (limit: number | null) =>
      applyLimit(settings, `category:${settings.categories[0]?.category}`, limit).categories[0]?.quota;
    expect([categories(5), categories(null)]).toEqual([5, null]);
    const body = applyLimit(settings, "venue", 77);
    expect(validate(conferenceDraft, body)).toHaveProperty("value.venue.capacity", 77);
    expect(listDraftDifferences(toSetupDraft(settings), body)).toEqual([
      { path: ["venue", "capacity"], before: 2, after: 77 },
    ]);
  });
});

describe("the effect of a decision on the seat", () => {
  test.each([
    ["return", "held", "kept"],
    ["return", "offered", "kept"],
    ["return", "waiting", "keepsPosition"],
    ["return", "none", "none"],
    ["reject", "held", "released"],
    ["reject", "waiting", "leaves"],
    ["revoke", "none", "none"],
    ["revoke", "held", "released"],
    ["reopen", "none", undefined],
  ] as const)("%s of a registration whose seat is %s", (decision, seat, effect) => {
    expect(getSeatEffect(decision, seat)).toBe(effect);
  });
});

describe("two officers who change the settings at the same time", () => {
  const base = { ...toSetupDraft(settings), contact: "a@b.example" };
  const { venue, categories } = base;

  test("keep the changes of both; where both changed a value, one's own wins", () => {
    const own = { ...base, venue: { ...venue, capacity: 9, city: "Lyon" }, contact: undefined };
    const other = { ...base, venue: { ...venue, name: "Palais", city: "Nice" }, retentionDays: 30 };
    const { contact: _, ...kept } = base;
    expect(mergeDrafts(base, own, other)).toEqual({
      ...kept,
      retentionDays: 30,
      venue: { ...venue, capacity: 9, city: "Lyon", name: "Palais" },
    });
  });

  test("keep the items of lists that either added, and lose those that either removed", () => {
    const [first, second, third] = categories;
    const [added, alsoAdded] = [createSetupCategory("academia", []), createSetupCategory("migrant", [])];
    const own = { ...base, categories: [first, second, third, added] as typeof categories, languages: ["en" as const] };
    const other = { ...base, categories: [second, third, alsoAdded] as typeof categories };
    expect(mergeDrafts(base, own, other)).toEqual({
      ...base,
      categories: [second, third, alsoAdded, added],
      languages: ["en"],
    });
  });

  test("keep one's own list of countries whole", () => {
    const own = { ...base, countries: [{ code: "FRA" }] };
    expect(mergeDrafts(base, own, { ...base, countries: [{ code: "CHE" }, { code: "ITA" }] })).toEqual(own);
  });
});

describe("the body that saves a draft", () => {
  test("has only what the contract knows, also of a conference with questions", () => {
    const draft = toSetupDraft({ ...settings, questionsVersion: 2 });
    expect(validateConference(draft)).not.toHaveProperty("fieldErrors");
  });

  const role = {
    role: "interpreter",
    title: { en: "Interpreter" },
    assignableBy: "secretariat" as const,
    listOrder: 2,
  };
  const full: ConferenceSettings = {
    ...settings,
    contact: "a@b.example",
    documentRetentionDays: 30,
    targets: { gender: { female: 0.5 }, region: { africa: 0.3, asia: 0.2 } },
    roles: [role],
    staff: [{ email: "a@b.example", groups: ["secretariat"] }],
  };
  const draft = toSetupDraft(full);

  test("is the draft where nothing is taken away", () => {
    expect(nameRemovedParts(full, draft)).toEqual(draft);
    expect(nameRemovedParts(undefined, draft)).toEqual(draft);
  });

  test("names what the draft no longer has, also in categories, roles and targets, wherever they moved", () => {
    const { listOrder: _, ...unordered } = role;
    const [first, ...others] = draft.categories;
    const { priority: _p, ...unranked } = first ?? others[0] ?? ({} as never);
    const own: SetupDraft = {
      ...draft,
      title: { en: "Another" },
      contact: undefined,
      documentRetentionDays: undefined,
      offerHours: undefined,
      staff: undefined,
      targets: { region: { africa: 0.3 } },
      roles: [{ ...role, role: "usher" }, unordered],
      categories: [...others, unranked],
    };
    const body = nameRemovedParts(full, own);
    expect(body).toEqual({
      ...own,
      contact: null,
      documentRetentionDays: null,
      offerHours: null,
      staff: null,
      targets: { region: { africa: 0.3 }, gender: null },
      roles: [
        { ...role, role: "usher" },
        { ...unordered, listOrder: null },
      ],
      categories: [...others, { ...unranked, priority: null }],
    });
    expect(validate(conferenceDraft, body)).toHaveProperty("value");
  });
});

describe("the set-up", () => {
  test("lists errors between two fields together with all others", () => {
    const draft = createSetupDraft(new Date("2027-01-01T00:00:00Z"));
    const session = {
      sessionId: "a",
      title: { en: "x" },
      startsAt: "2027-07-01T10:00:00Z",
      endsAt: "2027-07-01T09:00:00Z",
    };
    const wrong = {
      ...draft,
      startsOn: "2027-06-30",
      endsOn: "2027-06-29",
      registration: { opensAt: "2027-05-02T08:00:00Z", closesAt: "2027-05-01T08:00:00Z" },
      waitingListOrder: "targets",
      sessions: [{ ...session, title: { en: "" } }],
      staff: [{ email: "x", groups: [] }],
    };
    const checked = validateConference(wrong as unknown as SetupDraft);
    const paths = "fieldErrors" in checked ? checked.fieldErrors.map(({ path }) => path) : [];
    for (const path of ["title.en", "venue.name", "endsOn", "registration.closesAt", "waitingListOrder"])
      expect(paths).toContain(path);
    for (const path of ["sessions.0.title.en", "sessions.0.endsAt", "staff.0.email", "staff.0.groups"])
      expect(paths).toContain(path);
  });

  test("says nothing about two fields while one of them is missing or invalid", () => {
    const { startsOn: _, ...draft } = createSetupDraft(new Date("2027-01-01T00:00:00Z"));
    const checked = validate(conferenceDraft, { ...draft, endsOn: "1999", registration: undefined, sessions: "none" });
    const errors = "fieldErrors" in checked ? checked.fieldErrors.map(({ path, rule }) => `${path} ${rule}`) : [];
    expect(errors).toEqual(expect.arrayContaining(["startsOn required", "endsOn date", "registration required"]));
    expect(errors.filter((each) => each.includes("endsBeforeStart"))).toEqual([]);
  });

  test("shows what changes by category and session, not by their place", () => {
    const draft = toSetupDraft(settings);
    const turned = { ...draft, categories: draft.categories.toReversed() };
    expect(listDraftDifferences(draft, turned)).toEqual([]);
    const fewer = { ...draft, categories: draft.categories.slice(1) };
    expect(listDraftDifferences(draft, fewer).map(({ path }) => path)).toEqual([["categories", "member-state"]]);
  });

  test("shows whole values, also of items whose identifier has dots", () => {
    const draft = toSetupDraft(settings);
    const member = { email: "first.last@palais.example", groups: ["secretariat" as const] };
    const before = { ...draft, staff: [member], languages: ["en" as const] };
    const after: SetupDraft = {
      ...before,
      languages: ["en", "fr"],
      staff: [
        { ...member, groups: ["reviewer", "entry-desk"] },
        { email: "new@palais.example", groups: ["reviewer"] },
      ],
    };
    const find = (key: string) => findMessage({ ...consoleWords, ...setupWords }, key);
    const reader = { find, language: "en" as const, draft: after };
    const rows = listDraftDifferences(before, after).map(({ path, before: was, after: is }) => [
      formatDifferenceName(path, reader),
      formatDifferenceValue(was, path, reader),
      formatDifferenceValue(is, path, reader),
    ]);
    expect(rows).toEqual([
      ["Languages of the conference", "English", "English, Français"],
      ["first.last@palais.example: Groups", "Secretariat", "Reviewer, Entry desk"],
      ["new@palais.example", "–", "Email address: new@palais.example; Groups: Reviewer"],
    ]);
  });

  test("begins with what the contract takes once it has names", () => {
    const draft = createSetupDraft(new Date("2027-01-01T00:00:00Z"));
    const whole = {
      ...draft,
      title: { en: "x" },
      venue: { ...draft.venue, name: "x", city: "x" },
      categories: draft.categories.map((each) => ({ ...each, title: { en: "x" } })),
    };
    expect(validate(conferenceDraft, whole)).toHaveProperty("value");
  });

  test.each([
    ["Europe/Zurich", "2027-10-26T09:00", "2027-10-26T07:00:00.000Z"],
    ["Europe/Zurich", "2027-10-31T09:00", "2027-10-31T08:00:00.000Z"],
    ["America/New_York", "2027-03-14T03:00", "2027-03-14T07:00:00.000Z"],
    ["Asia/Kathmandu", "2027-01-01T00:00", "2026-12-31T18:15:00.000Z"],
  ])("reads times of day in %s, also around a change of clocks", (zone, local, utc) => {
    expect(parseLocalInputValue(local, zone)).toBe(utc);
    expect(toLocalInputValue(utc, zone)).toBe(local);
  });
});
