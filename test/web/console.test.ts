import { describe, expect, test } from "vitest";
import { conferenceDraft } from "#shared/contract/conference.ts";
import { check } from "#shared/contract/faults.ts";
import { type InLine, seatedBy, withLimit } from "../../web/console/capacity/foresee.ts";
import type { Pool, Settings } from "../../web/console/office.ts";
import { foresee } from "../../web/console/queue/foresee.ts";
import type { Listed } from "../../web/console/queue/use-queue.ts";
import { differences, draftOf, emptyDraft } from "../../web/console/setup/draft.ts";
import { toLocal, toUtc } from "../../web/console/zoned.ts";
import { aConference } from "../support/builders.ts";

const settings = { ...aConference({ seatTakenAt: "approval" }), version: 3 } as unknown as Settings;

const pool = (name: string, limit: number, taken: number, waiting = 0): Pool => ({
  pool: name,
  limit,
  taken,
  offered: 0,
  waiting,
});

const someone = (registrationId: string, more: Partial<Listed> = {}): Listed => ({
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
    const { fit, stopped, by } = foresee(settings, pools, all, "approve");
    expect(named(fit)).toEqual(["a", "c"]);
    expect(named(stopped)).toEqual(["b", "d"]);
    expect([...by]).toEqual([
      ["category:ngo", 1],
      ["venue", 1],
    ]);
  });

  test("while somebody waits for a pool, newcomers have none of what is left", () => {
    expect(named(foresee(settings, [pool("venue", 10, 8, 1)], [someone("a")], "approve").stopped)).toEqual(["a"]);
  });

  test("where seats are taken at submission an approval asks for none", () => {
    const early = { ...settings, seatTakenAt: "submission" as const };
    const all = [someone("a", { seat: "held" }), someone("b", { seat: "waiting", waitingFor: ["venue"] })];
    const { fit, by } = foresee(early, [pool("venue", 1, 1, 1)], all, "approve");
    expect(named(fit)).toEqual(["a"]);
    expect(by.get("venue")).toBe(1);
  });

  test("whoever it cannot be decided on is named, and a rejection says what becomes free", () => {
    const all = [someone("a", { seat: "held" }), someone("b", { accreditation: "rejected" })];
    const { unfit, freed } = foresee(settings, [], all, "reject");
    expect(named(unfit)).toEqual(["b"]);
    expect(freed).toBe(1);
  });
});

describe("whom another limit would seat", () => {
  const waiting = (registrationId: string, more: Partial<InLine> = {}): InLine => ({
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
    expect(named(seatedBy(pools, "venue", 3, line))).toEqual(["b"]);
    expect(named(seatedBy(pools, "venue", 2, line))).toEqual([]);
  });

  test("a session's limit gives session seats to those who hold a seat", () => {
    const line = [waiting("a", { seat: "held", waitingFor: ["session:side"] }), waiting("b")];
    expect(named(seatedBy([pool("venue", 1, 1), pool("session:side", 1, 1)], "session:side", 2, line))).toEqual(["a"]);
  });

  test("the conference is put as it was but for the limit", () => {
    const body = withLimit(settings, "venue", 77);
    expect(check(conferenceDraft, body)).toHaveProperty("value.venue.capacity", 77);
    expect(differences(draftOf(settings), body)).toEqual([{ path: "venue.capacity", before: 2, after: 77 }]);
  });
});

describe("the set-up", () => {
  test("shows what changes by category and session, not by their place", () => {
    const draft = draftOf(settings);
    const turned = { ...draft, categories: draft.categories.toReversed() };
    expect(differences(draft, turned)).toEqual([]);
    const fewer = { ...draft, categories: draft.categories.slice(1) };
    expect(differences(draft, fewer).map(({ path }) => path)).toEqual(["categories.member-state"]);
  });

  test("begins with what the contract takes once it has names", () => {
    const draft = emptyDraft(new Date("2027-01-01T00:00:00Z"));
    const whole = {
      ...draft,
      title: { en: "x" },
      venue: { ...draft.venue, name: "x", city: "x" },
      categories: draft.categories.map((each) => ({ ...each, title: { en: "x" } })),
    };
    expect(check(conferenceDraft, whole)).toHaveProperty("value");
  });

  test.each([
    ["Europe/Zurich", "2027-10-26T09:00", "2027-10-26T07:00:00.000Z"],
    ["Europe/Zurich", "2027-10-31T09:00", "2027-10-31T08:00:00.000Z"],
    ["America/New_York", "2027-03-14T03:00", "2027-03-14T07:00:00.000Z"],
    ["Asia/Kathmandu", "2027-01-01T00:00", "2026-12-31T18:15:00.000Z"],
  ])("reads times of day in %s, also around a change of clocks", (zone, local, utc) => {
    expect(toUtc(local, zone)).toBe(utc);
    expect(toLocal(utc, zone)).toBe(local);
  });
});
