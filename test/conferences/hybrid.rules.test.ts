import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { listOccupiedPools } from "#shared/capacity/seats.rules.ts";
import { substituteMember } from "#shared/delegations/nomination.rules.ts";
import { createAnnouncement, toAnnouncementEmail } from "#shared/email/announcements.rules.ts";
import { toConferenceSettingsView, toFullRegistrationView } from "#shared/http/views.ts";
import type { Conference } from "#shared/model/conference.ts";
import { buildDelegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import { computeCountChanges, toCountedRegistration } from "#shared/statistics/counts.rules.ts";
import { computeStatistics } from "#shared/statistics/statistics.rules.ts";
import { updateConference } from "../../functions/conference/conference.rules.ts";
import { acceptOffer } from "../../functions/registration/offers.rules.ts";
import {
  aConference,
  aConferenceUse,
  buildApplication,
  buildPools,
  buildQuestionSet,
  buildRegistration,
  getChangedRegistration,
  noon,
  parseConferenceBody,
  secretariatActor,
  sideEvent,
} from "../support/builders.ts";

const hybrid = aConference({ participation: "hybrid", sessions: [sideEvent] });
const byApproval = aConference({ participation: "hybrid", seatTakenAt: "approval" });
const staff = { actor: secretariatActor, at: noon };
const anyone = { actor: { kind: "public" }, at: noon } as const;
const link = "https://meet.example.org/idm";

const register = (conference: Conference, body: object = { participation: "online" }) =>
  getChangedRegistration(
    createSubmission(conference, buildPools(conference), buildApplication({ ...body }), "r", anyone),
  );
const approve = (conference: Conference, before: Registration) =>
  decideAccreditation(conference, buildPools(conference), before, { decision: "approve" }, staff);
const move = (
  before: Registration,
  participation: "in-person" | "online",
  { conference = hybrid, taken = 0 }: { conference?: Conference; taken?: number } = {},
) =>
  applyAmendment(
    conference,
    buildPools(conference, { venue: taken, "session:side-event": 0 }),
    before,
    { participation },
    staff,
    false,
  );

describe("a person who takes part online", () => {
  const online = register(hybrid, { participation: "online", sessions: ["side-event"] });
  const approved = getChangedRegistration(approve(hybrid, online));

  test("takes no seat, also not when approved or reopened, and has no badge", () => {
    for (const conference of [hybrid, byApproval]) {
      const registered = register(conference);
      const { after } = approve(conference, registered).registrations[0] ?? { after: registered };
      expect([registered.seat.state, after.seat.state, after.badgeSerial, isConfirmed(after)]).toEqual([
        "none",
        "none",
        0,
        false,
      ]);
      expect(listOccupiedPools(conference, after)).toEqual([]);
    }
    expect(online.sessions).toEqual([{ sessionId: "side-event", seat: { state: "none" } }]);
    const withdrawn = getChangedRegistration(withdrawAccreditation(online, staff));
    const reopen = { decision: "reopen" } as const;
    const reopened = decideAccreditation(hybrid, buildPools(hybrid), withdrawn, reopen, staff);
    expect(getChangedRegistration(reopened).seat.state).toBe("none");
  });

  test("is registered in a full conference without a waiting list", () => {
    const full = { ...hybrid, waitingList: false };
    const submit = (participation: string) => () =>
      createSubmission(full, buildPools(full, { venue: 2 }), buildApplication({ participation }), "r", anyone);
    expect(submit("online")).not.toThrow();
    expect(submit("in-person")).toThrow("full");
  });

  test("is told of the approval, and can't request a seat by the way of an offer", () => {
    expect(approve(hybrid, online).emails).toEqual([{ kind: "approved-online", registrationId: "r" }]);
    expect(() => acceptOffer(hybrid, buildPools(hybrid), approved, anyone)).toThrow("wrong-state");
  });

  test("is refused in a conference that is in person, where who takes part online already may still be corrected", () => {
    expect(() => register(aConference())).toThrow(
      expect.objectContaining({ fieldErrors: [{ path: "participation", rule: "notHybrid" }] }),
    );
    const correct = () =>
      applyAmendment(aConference(), buildPools(aConference()), online, { functionTitle: "Editor" }, staff);
    expect(correct).not.toThrow();
  });

  test("has the link once it is published and the registration approved", () => {
    const published = { ...hybrid, onlineLink: link };
    const view = (registration: Registration, conference: Conference = published) =>
      toFullRegistrationView(registration, conference);
    expect([view(online), view(approved), view(approved, hybrid)].map(({ onlineLink }) => onlineLink)).toEqual([
      undefined,
      link,
      undefined,
    ]);
    const inPerson = getChangedRegistration(approve(hybrid, register(hybrid, {})));
    expect(view(inPerson)).toMatchObject({ participation: "in-person" });
    expect(view(inPerson)).not.toHaveProperty("onlineLink");
    expect(view(inPerson, aConference())).not.toHaveProperty("participation");
    expect(view(approved, aConference()).participation).toBe("online");
  });
});

describe("who comes in person after all", () => {
  const online = register(hybrid);
  const approved = getChangedRegistration(approve(hybrid, online));

  test("asks for a seat as a newcomer: it is held, or the person waits", () => {
    expect(getChangedRegistration(move(online, "in-person"))).toMatchObject({ seat: { state: "held" } });
    expect(getChangedRegistration(move(online, "in-person", { taken: 2 }))).toMatchObject({
      seat: { state: "waiting" },
      waitingFor: ["venue"],
    });
    const strict = { ...hybrid, waitingList: false };
    expect(() => move(online, "in-person", { conference: strict, taken: 2 })).toThrow("full");
    expect(move(online, "in-person").admission).toBe("public");
  });

  test("is confirmed with a badge if approved, or told of waiting", () => {
    const mailed = (taken: number) =>
      applyAmendment(hybrid, buildPools(hybrid, { venue: taken }), approved, { participation: "in-person" }, staff)
        .emails;
    expect(mailed(0)).toEqual(expect.arrayContaining([{ kind: "approved", registrationId: "r", serial: 1 }]));
    expect(mailed(2)).toEqual(
      expect.arrayContaining([{ kind: "waiting", registrationId: "r", waitingFor: ["venue"] }]),
    );
  });

  test("has none before the approval where that gives the seat, before a delegation decides, and after the end", () => {
    const pending = register(byApproval);
    const settings = { conference: byApproval };
    expect(getChangedRegistration(move(pending, "in-person", settings)).seat.state).toBe("none");
    const admitted = getChangedRegistration(approve(byApproval, pending));
    expect(getChangedRegistration(move(admitted, "in-person", settings)).seat.state).toBe("held");
    const asking = { ...online, requestedDelegationId: "d" };
    expect(getChangedRegistration(move(asking, "in-person")).seat.state).toBe("none");
    const over = { ...staff, at: "2028-01-01T00:00:00.000Z" };
    const late = applyAmendment(hybrid, buildPools(hybrid), online, { participation: "in-person" }, over);
    expect(getChangedRegistration(late).seat.state).toBe("none");
  });
});

describe("who takes part online from now on", () => {
  const seated = register(hybrid, {});
  const confirmed = getChangedRegistration(approve(hybrid, seated));

  test("releases the seat and the badge, and stays so", () => {
    const after = getChangedRegistration(move(confirmed, "online"));
    expect([after.seat.state, isConfirmed(after), listOccupiedPools(hybrid, after)]).toEqual(["none", false, []]);
    expect(getChangedRegistration(move(after, "online")).seat.state).toBe("none");
  });

  test("is told if approved", () => {
    const mailed = (before: Registration) =>
      applyAmendment(hybrid, buildPools(hybrid), before, { participation: "online" }, staff).emails.map(
        ({ kind }) => kind,
      );
    expect(mailed(confirmed)).toEqual(["approved-online", "corrected"]);
    expect(mailed(seated)).toEqual(["corrected"]);
  });

  test("is substituted by a person who takes part the same way", () => {
    const draft = { name: { en: "D" }, category: "ngo", focalPoints: [], language: "en" } as const;
    const delegation = buildDelegation("idm-test", "d", draft, "accredited");
    const { category: _, ...nomination } = buildApplication({ participation: "online" });
    const substitute = (registration: Registration) =>
      substituteMember(
        hybrid,
        { delegation, members: [registration] },
        { registration: { ...registration, delegationId: "d" }, isInside: false },
        nomination,
        "s",
        staff,
      ).registrations.at(-1)?.after;
    expect(substitute(register(hybrid))).toMatchObject({ participation: "online", seat: { state: "none" } });
    expect(substitute(seated)).toMatchObject({ seat: { state: "held" } });
    expect(substitute(seated)).not.toHaveProperty("participation");
  });
});

describe("the conference", () => {
  const put = (body: object, hasOnline = false, before: Conference = hybrid) =>
    updateConference(before, "idm-test", parseConferenceBody({ sessions: [sideEvent], ...body }), {
      ...aConferenceUse(true, [], hasOnline),
    });

  test("stays hybrid unless a change says otherwise, which people online prevent", () => {
    expect(put({}).participation).toBe("hybrid");
    expect(put({}, true).participation).toBe("hybrid");
    expect(put({ participation: "hybrid" }, true).participation).toBe("hybrid");
    expect(put({ participation: "in-person" }).participation).toBe("in-person");
    expect(put({ participation: null }).participation).toBe("in-person");
    for (const participation of ["in-person", null])
      expect(() => put({ participation }, true)).toThrow(expect.objectContaining({ code: "online-registrations" }));
    expect(put({ participation: "in-person" }, true, aConference({ sessions: [sideEvent] })).participation).toBe(
      "in-person",
    );
    expect(toConferenceSettingsView({ ...hybrid, onlineLink: link })).toMatchObject({ onlineLink: link });
  });

  test("mails a new link to everyone who is approved to take part online, once", () => {
    const published = put({ onlineLink: link });
    expect(createAnnouncement(hybrid, published)).toEqual({ kind: "online-access" });
    expect(createAnnouncement(published, put({}, false, published))).toBeUndefined();
    expect(createAnnouncement(published, put({ onlineLink: null }, false, published))).toBeUndefined();
    const online = register(hybrid);
    const approved = getChangedRegistration(approve(hybrid, online));
    const seated = getChangedRegistration(approve(hybrid, register(hybrid, {})));
    const erased = { ...approved, erasure: { startedAt: noon } } as never;
    const mails = [online, approved, seated, erased].map((each) =>
      toAnnouncementEmail({ kind: "online-access" }, each, buildQuestionSet(), noon),
    );
    expect(mails).toEqual([undefined, { kind: "online-access", registrationId: "r" }, undefined, undefined]);
  });

  test("mails a new link with other days in one email, and to people online alone", () => {
    const moved = { ...put({ onlineLink: link }), endsOn: "2027-10-28" };
    const announcement = createAnnouncement(hybrid, moved);
    expect(announcement).toMatchObject({ kind: "conference-changed", publishesOnlineLink: true });
    const online = getChangedRegistration(approve(hybrid, register(hybrid)));
    const seated = getChangedRegistration(approve(hybrid, register(hybrid, {})));
    const mails = [online, register(hybrid), seated].map((each) =>
      toAnnouncementEmail(announcement as NonNullable<typeof announcement>, each, buildQuestionSet(), noon),
    );
    expect(mails.map((each) => [each?.kind, "publishesOnlineLink" in (each ?? {})])).toEqual([
      ["conference-changed", true],
      ["conference-changed", false],
      ["conference-changed", false],
    ]);
    const again = createAnnouncement(moved, { ...moved, endsOn: "2027-10-29" });
    expect(again).not.toHaveProperty("publishesOnlineLink");
  });

  test("counts who takes part online beside the seats", () => {
    const people = [register(hybrid), register(hybrid, {}), register(hybrid, {})];
    const counts = computeCountChanges(people.map((each) => ({ after: toCountedRegistration(each) })));
    const { participation, gender, total } = computeStatistics(counts);
    expect(participation.map(({ value, registrations, seated }) => [value, registrations, seated])).toEqual([
      ["in-person", 2, 2],
      ["online", 1, 0],
    ]);
    expect([gender.map(({ registrations }) => registrations), total.registrations]).toEqual([[3], 3]);
  });
});

test("a person who registered before the conference became hybrid takes part in person, with a seat", () => {
  const registered = buildRegistration(aConference());
  expect(listOccupiedPools(hybrid, registered)).toContain("venue");
  expect(toFullRegistrationView(registered, hybrid)).toMatchObject({ participation: "in-person" });
});
