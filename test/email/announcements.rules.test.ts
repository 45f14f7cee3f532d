import { describe, expect, test } from "vitest";
import {
  compareSchedules,
  createAnnouncement,
  createAnnouncementChange,
  getAnnouncementScope,
  isReminderDue,
  toAnnouncementEmail,
} from "#shared/email/announcements.rules.ts";
import { clearUndeliverable, markUndeliverable } from "#shared/email/bounce.rules.ts";
import { hourlyEmailLimits, listEmailIssues, redrivableFailures } from "#shared/model/email.ts";
import type { Registration } from "#shared/model/registration.ts";
import { aConference, buildQuestionSet, buildRegistration, noon } from "../support/builders.ts";

test.each([
  ["2027-10-22", false],
  ["2027-10-23", true],
  ["2027-10-25", true],
  ["2027-10-26", false],
])("on %s, whether it is time to remind of 26 October: %s", (today, due) =>
  expect(isReminderDue({ startsOn: "2027-10-26" }, today)).toBe(due),
);

test("only another day, place or session time is announced", () => {
  const before = aConference();
  expect(createAnnouncement(before, { ...before, offerHours: 4, title: { en: "x" } })).toBeUndefined();
  expect(createAnnouncement(undefined, before)).toBeUndefined();
  expect(createAnnouncement(before, { ...before, venue: { ...before.venue, city: "Bern" } })).toMatchObject({
    previous: { venue: { city: "Geneva" } },
  });
  const [a, b] = ["2027-10-26T12:00:00.000Z", "2027-10-26T13:00:00.000Z"];
  const session = { sessionId: "s", title: { en: "S" }, startsAt: a, endsAt: b };
  const held = { ...before, sessions: [session] };
  expect(createAnnouncement(held, { ...held, sessions: [{ ...session, capacity: 3 }] })).toBeUndefined();
  expect(
    createAnnouncement(held, { ...held, sessions: [{ ...session, startsAt: b, endsAt: "2027-10-26T14:00:00.000Z" }] }),
  ).toMatchObject({ previous: { sessions: [{ sessionId: "s", startsAt: a }] } });
});

describe("whom an announcement concerns", () => {
  const pending = buildRegistration(aConference());
  const approved: Registration = { ...pending, accreditation: { state: "approved", at: noon, by: "x" } };
  const left: Registration = { ...pending, accreditation: { state: "withdrawn", at: noon, by: "x" } };
  const { startsOn, endsOn, timeZone, venue } = aConference();
  const was = { startsOn, endsOn, timeZone, venue, sessions: [] };

  test("a reminder those who are expected, a change all who still stand", () => {
    const told = (kind: "reminder" | "conference-changed", to: Registration) =>
      toAnnouncementEmail(kind === "reminder" ? { kind } : { kind, previous: was }, to, buildQuestionSet(), noon)?.kind;
    expect([pending, approved, left].map((each) => told("reminder", each))).toEqual([undefined, "reminder", undefined]);
    expect([pending, left].map((each) => told("conference-changed", each))).toEqual(["conference-changed", undefined]);
  });

  test("a certificate those who are expected and came", () => {
    const told = (to: Registration, hasCertificate?: boolean) =>
      toAnnouncementEmail({ kind: "certificate" }, to, buildQuestionSet(), noon, hasCertificate)?.kind;
    expect([told(approved, true), told(approved), told(pending, true)]).toEqual(["certificate", undefined, undefined]);
  });

  test("each announcement once, and the certificates of a conference once, however often they are announced", () => {
    const [one, other] = ["1", "2"].map((changeId) => ({ conferenceId: "c", changeId }));
    if (!one || !other) throw new Error("no announcements");
    expect(getAnnouncementScope({ kind: "reminder" }, one)).not.toBe(getAnnouncementScope({ kind: "reminder" }, other));
    expect(getAnnouncementScope({ kind: "certificate" }, one)).toBe(
      getAnnouncementScope({ kind: "certificate" }, other),
    );
    expect(getAnnouncementScope({ kind: "certificate" }, one)).not.toBe(
      getAnnouncementScope({ kind: "certificate" }, { ...one, conferenceId: "d" }),
    );
  });

  test("a reminder of questions those who must answer one and have not", () => {
    const flight = {
      key: "flight",
      type: "text",
      label: { en: "Flight" },
      required: true,
      askedAt: "approved",
    } as const;
    const answered = { ...approved, answers: { flight: { value: "LX 18" } } };
    const told = (to: Registration) => toAnnouncementEmail({ kind: "answers-due" }, to, buildQuestionSet(flight), noon);
    expect([pending, approved, answered, left].map((each) => told(each)?.kind)).toEqual([
      undefined,
      "answers-due",
      undefined,
      undefined,
    ]);
  });

  test("each gets a change of their own, which moves no seat", () => {
    const mail = { kind: "reminder", registrationId: "r" } as const;
    const announced = {
      conferenceId: "c",
      actor: { kind: "system", id: "reminder" },
      action: "send-reminder",
    } as const;
    expect(createAnnouncementChange(announced, mail, noon)).toMatchObject({
      registrations: [],
      emails: [mail],
      at: noon,
    });
    expect(compareSchedules(was, aConference())).toEqual({ days: false, venue: false });
  });
});

describe("a registration whose mails come back", () => {
  const before = buildRegistration(aConference());
  const context = { actor: { kind: "system", id: "email-feedback" }, at: noon } as const;
  const why = { reason: "bounce", at: noon } as const;

  test("is flagged once, by no mail, until the secretariat lifts it", () => {
    const change = markUndeliverable(before, why, context);
    const [step] = change?.registrations ?? [];
    expect([step?.after.undeliverable, change?.emails]).toEqual([why, []]);
    const flagged = { ...before, undeliverable: why };
    expect(markUndeliverable(flagged, why, context)).toBeUndefined();
    expect(markUndeliverable(flagged, { ...why, at: "2028-01-01T00:00:00.000Z" }, context)).toBeDefined();
    const lifted = clearUndeliverable(flagged, context);
    expect([lifted.registrations[0]?.after.undeliverable, lifted.emails]).toEqual([undefined, []]);
  });
});

describe("what the secretariat is told of a mail", () => {
  const sent = { state: "sent", at: noon, messageId: "m" } as const;
  const failed = { state: "failed", at: noon } as const;

  test.each([
    [{ state: "queued" } as const, []],
    [{ state: "claimed", until: noon, attempts: 1 } as const, []],
    [sent, []],
    [{ ...sent, possiblyTwice: true }, ["possibly-twice"]],
    [{ ...sent, bounceStatus: "bounce", possiblyTwice: true } as const, ["bounced", "possibly-twice"]],
    [{ ...sent, bounceStatus: "transient-bounce" } as const, ["delayed"]],
    [{ ...sent, bounceStatus: "complaint" } as const, ["complained"]],
    [{ ...failed, reason: "suppressed" } as const, ["suppressed"]],
    [{ ...failed, reason: "too-many" } as const, ["dropped"]],
    [{ ...failed, reason: "nothing-to-send" } as const, ["dropped"]],
    [{ ...failed, reason: "outcome-unknown", possiblyTwice: true } as const, ["failed", "possibly-twice"]],
  ])("%j: %j", (standing, troubles) => expect(listEmailIssues(standing)).toEqual(troubles));

  test("only emails that can be repaired are queued again; emails that anyone can cause or request again are limited", () => {
    expect([...redrivableFailures]).toEqual(["poison", "refused", "outcome-unknown"]);
    expect(Object.keys(hourlyEmailLimits)).toEqual([
      "delegation-requested",
      "membership-requested",
      "received",
      "waiting",
      "withdrawn",
      "substitute",
      "substituted",
      "staff-invited",
    ]);
  });
});
