import { describe, expect, test } from "vitest";
import type { Caller } from "#shared/auth/caller.ts";
import { createBadgeContent, createBadgeTexts } from "#shared/badges/badge-content.ts";
import { toGateBadge } from "#shared/check-in/check-in.rules.ts";
import type { HistoryEntry } from "#shared/commands/journal.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { toHistoryEntryView } from "#shared/http/history-views.ts";
import {
  countDuplicates,
  listVisibleMembers,
  toDelegationMembersView,
  toDeskView,
  toListedRegistrationView,
  toRegistrationView,
} from "#shared/http/views.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { maskSnapshot } from "#shared/participant-list/snapshot.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { maxMatchCandidates } from "#shared/search/match-candidates.rules.ts";
import type { ReviewHints } from "#shared/search/review-hints.repository.ts";
import { findNameExtremes } from "../../functions/badge/name-extremes.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const conference = aConference();
const delegationId = "dddddddddddddddddddddddd";
const reader = "reader@palais.example";
const staff = (email: string): Caller => ({ kind: "staff", id: email, email, groups: ["reviewer"] });
const focalPoint: Caller = {
  kind: "delegate",
  conferenceId: conference.conferenceId,
  registrationIds: [],
  addressDigest: computeAddressDigest("fp@example.org"),
  delegationIds: [delegationId],
};

/** A registration in which every value names the person. */
const secret: Registration = {
  ...buildRegistration(conference, {
    organization: "Secret Ministry",
    functionTitle: "Secret title",
    country: "SEN",
    needs: { accessibility: "Secret wheelchair", diet: "Secret diet" },
    latinName: { familyName: "Secret" },
  }),
  role: "head-of-delegation",
  person: {
    givenName: "Secret",
    familyName: "Name",
    email: "secret@example.org",
    nationality: "SEN",
    birthDate: "1970-01-01",
  },
  delegationId,
  requestedDelegationId: "rrrrrrrrrrrrrrrrrrrrrrrr",
  declinedDelegationId: "eeeeeeeeeeeeeeeeeeeeeeee",
  isNamedInLetter: true,
  substitutes: "ssssssssssssssssssssssss",
  documents: { photo: "pppppppppppppppppppppppp" },
  passportDigest: "secret-digest",
  waitingFor: ["venue", `delegation:${delegationId}`],
  shardAllocations: { venue: 1, [`delegation:${delegationId}`]: 2 },
  corrections: [{ path: "functionTitle", before: "Secret", after: "Secret" }],
  changeRequest: { at: noon, changes: [{ path: "country", before: "SEN", after: "MLI" }] },
  badgeSerial: 1,
  protection: {
    alias: { nameOnBadge: "Speaker Seven", organization: "A group" },
    readers: [{ email: reader, holder: reader }],
    focalPoints: ["fp@example.org"],
  },
};
const traces = /[Ss]ecret|[Hh]ead.of.delegation|"SEN"|1970|d{24}|r{24}|e{24}|s{24}|p{24}/;

describe("nothing of a protected person but the alias", () => {
  const viewer = { conference, caller: staff("reviewer@palais.example") };
  test.each<[string, object | undefined]>([
    ["the masked registration", maskProtectedIdentity(secret)],
    ["the answer to staff", toRegistrationView(secret, viewer)],
    [
      "the answer to a reader, before they give a reason",
      toRegistrationView(secret, { ...viewer, caller: staff(reader) }),
    ],
    ["a row of a list", toListedRegistrationView(secret, viewer)],
    ["a row of the desk", toDeskView(secret)],
    ["a row of a gate", toGateBadge(secret)],
    ["a badge", createBadgeContent(conference, secret, createBadgeTexts("en"), { token: "token" })],
  ])("is in %s", (_, view) => {
    const {
      registrationId: _id,
      conferenceId: _conference,
      submittedAt: _at,
      ...shown
    } = view as Record<string, unknown>;
    expect(JSON.stringify(shown)).toContain("Speaker Seven");
    expect(JSON.stringify(shown)).not.toMatch(traces);
  });

  test("is in the pools in which the person has a seat", () => {
    expect(maskProtectedIdentity(secret).shardAllocations).toEqual({});
  });

  test("the time of the visa letter is the day: a seat from the reserve brings one as another member leaves", () => {
    const withLetter: Registration = { ...secret, visaLetter: { number: 1, at: "2027-03-02T13:14:15.678Z" } };
    const day = { number: 1, at: "2027-03-02T00:00:00.000Z" };
    for (const caller of [viewer.caller, staff(reader)]) {
      expect(toRegistrationView(withLetter, { conference, caller }).visaLetter).toEqual(day);
      expect(toListedRegistrationView(withLetter, { conference, caller }).visaLetter).toEqual(day);
    }
  });

  test("the pools that hold the person back do not name the delegation", () => {
    expect(maskProtectedIdentity(secret).waitingFor).toEqual(["venue"]);
  });
});

test("a badge drawing by role selects protected people by the role that staff see", () => {
  const open: Registration = { ...buildRegistration(conference), role: secret.role };
  const find = (role: string) => findNameExtremes([secret, open], { roles: [role] });
  expect([find(secret.role), find("delegate")]).toEqual([[open], [secret]]);
});

describe("a saved list", () => {
  const list = (...people: readonly Registration[]) =>
    maskSnapshot(
      {
        asOf: noon,
        entries: [
          { registrationId: secret.registrationId, category: "ngo", name: "Secret", sortName: "S", isHead: true },
        ],
        unnamed: {},
      },
      new Map(people.map((each) => [each.registrationId, each])),
    );

  test("shows a person who is protected since under the alias", () => {
    const { registrationId } = secret;
    const masked = { registrationId, category: "ngo", name: "Speaker Seven", sortName: "Speaker Seven", isHead: false };
    expect(list(secret).entries).toEqual([{ ...masked, organization: "A group" }]);
    const alone: Registration = { ...secret, protection: { alias: { nameOnBadge: "Speaker Seven" }, readers: [] } };
    expect(list(alone).entries).toEqual([masked]);
  });

  test("stays as it is for others", () => {
    const { protection: _, ...open } = secret;
    expect(list(open).entries[0]?.name).toBe("Secret");
  });

  test("counts people who withdrew their consent, and does not name them", () => {
    const silent: Registration = { ...secret, consent: { listOfParticipants: false, photo: false } };
    expect(list(silent)).toEqual({ asOf: noon, entries: [], unnamed: { ngo: 1 } });
  });
});

describe("what officers wrote about a protected person", () => {
  const accreditation = {
    state: "returned",
    at: noon,
    by: "s",
    reason: "Secret passport",
    fields: ["country"],
  } as const;
  const returned: Registration = { ...secret, accreditation };
  const proposal = { decision: "return", reason: "Secret visa", fields: ["country"], at: noon, by: "s" } as const;
  const annotations = { version: 4, notes: 2, tags: ["Secret"], assignee: "officer@palais.example" };
  const hints: ReviewHints = { possibleDuplicates: [], proposals: [proposal], annotations };
  const read = (caller: Caller, registration = returned, isRecorded = true) => {
    const view = toRegistrationView(registration, { conference, caller, isRecorded }, hints);
    return [view.returned, view.proposals?.map(({ reason, fields }) => [reason, fields])];
  };

  test("is for the readers alone, and only where their access is recorded", () => {
    const hidden = [{ fields: ["country"] }, [[undefined, ["country"]]]];
    expect(read(staff("other@palais.example"))).toEqual(hidden);
    expect(read(staff(reader), returned, false)).toEqual(hidden);
    const all = [expect.objectContaining({ reason: "Secret passport" }), [["Secret visa", ["country"]]]];
    expect(read(staff(reader))).toEqual(all);
    const { protection: _, ...open } = returned;
    for (const isRecorded of [true, false]) expect(read(staff("other@palais.example"), open, isRecorded)).toEqual(all);
  });

  test("hides the tags, and shows who looks after the registration and how many notes there are", () => {
    const see = (email: string, isRecorded = true) =>
      toRegistrationView(returned, { conference, caller: staff(email), isRecorded }, hints);
    const shown = { notes: 2, annotationsVersion: 2, assignee: "officer@palais.example" };
    expect(see("other@palais.example")).toMatchObject(shown);
    expect(see("other@palais.example")).not.toHaveProperty("tags");
    expect(see(reader)).toMatchObject({ ...shown, tags: ["Secret"] });
    expect(see(reader, false)).toMatchObject(shown);
    expect(see(reader, false)).not.toHaveProperty("tags");
  });

  test("keeps the time until which the seat is held", () => {
    const held: Registration = { ...returned, accreditation: { ...accreditation, until: noon } };
    expect(read(staff("other@palais.example"), held)[0]).toEqual({ fields: ["country"], until: noon });
  });
});

test("no more possible duplicates are counted than there may be without protected people", () => {
  const { protection: _, ...open } = secret;
  const viewer = { conference, caller: staff("other@palais.example") };
  const others = Array.from({ length: maxMatchCandidates + 2 }, (): Registration => open);
  expect(countDuplicates(open, others.slice(0, 3), viewer)).toBe(3);
  expect(countDuplicates(open, [...others.slice(0, 3), secret], viewer)).toBe(3);
  expect(countDuplicates(open, others, viewer)).toBe(maxMatchCandidates);
});

describe("that the letter of a delegation names a protected person", () => {
  const asking = { ...conference, categories: conference.categories.map((each) => ({ ...each, needs: ["letter"] })) };
  const named: Registration = { ...secret, documents: {} };
  const { isNamedInLetter: _, ...unnamed } = named;
  const read = (registration: Registration, caller: Caller) =>
    toRegistrationView(registration, { conference: asking as Conference, caller }).missing;

  test("is in no list of what is missing for staff", () => {
    for (const caller of [staff("other@palais.example"), staff(reader)])
      expect([read(named, caller), read(unnamed, caller)]).toEqual([["letter"], ["letter"]]);
    const own = { ...unnamed, documents: { "credential-letter": "llllllllllllllllllllllll" } };
    expect(read(own, staff(reader))).toBeUndefined();
  });

  test("counts for the focal point, and for staff once the person is not protected", () => {
    expect([read(named, focalPoint), read(unnamed, focalPoint)]).toEqual([undefined, ["letter"]]);
    const { protection: _protection, ...open } = named;
    expect(read(open, staff("other@palais.example"))).toBeUndefined();
  });
});

describe("who belongs to a delegation", () => {
  const delegation: Delegation = {
    delegationId,
    conferenceId: conference.conferenceId,
    version: 1,
    status: "accredited",
    name: { en: "Mission" },
    category: "ngo",
    focalPoints: ["fp@example.org"],
    language: "en",
    members: [secret.registrationId],
  };
  const { protection: _, ...open } = secret;

  test("staff learn it of no protected person; the focal point sees all members", () => {
    const asStaff = toDelegationMembersView(delegation, [secret, open], [secret], {
      conference,
      caller: staff(reader),
    });
    expect([asStaff.members.length, asStaff.requests]).toEqual([1, []]);
    expect(JSON.stringify(asStaff)).not.toContain("Speaker Seven");
    const asFocalPoint = toDelegationMembersView(delegation, [secret, open], [], { conference, caller: focalPoint });
    expect(asFocalPoint.members.map(({ person }) => person.givenName)).toEqual(["Secret", "Secret"]);
    expect(listVisibleMembers([secret], focalPoint)).toHaveLength(1);
  });

  test("the needs of people are in no list of staff, and in what a focal point sees", () => {
    const viewer = { conference, caller: staff(reader) };
    expect(toRegistrationView(open, viewer).needs).toBeDefined();
    expect(toListedRegistrationView(open, viewer)).not.toHaveProperty("needs");
    expect(toListedRegistrationView(open, { conference, caller: focalPoint }).needs).toBeDefined();
  });
});

describe("why a person is protected", () => {
  const entry = (action: "protect" | "reject") =>
    ({
      journalEntry: { at: noon, actor: { kind: "staff", id: "s" }, action, reason: "Secret threat" },
      change: { version: 2, fields: [], accreditation: ["pending", "pending"], seat: ["held", "held"] },
    }) as unknown as HistoryEntry;
  const { protection: _, ...lifted } = secret;
  const read = (action: "protect" | "reject", caller: Caller, registration: Registration) =>
    toHistoryEntryView(entry(action), { conference, caller, isRecorded: true }, [], registration).reason;

  test("is for the readers of the identity alone, and for no one after the protection has ended", () => {
    expect(read("protect", staff("other@palais.example"), secret)).toBeUndefined();
    expect(read("protect", staff(reader), secret)).toBe("Secret threat");
    expect(read("protect", staff(reader), lifted)).toBeUndefined();
    expect(read("protect", focalPoint, secret)).toBeUndefined();
  });

  test("the reasons of other decisions may name the person, and are for the readers too", () => {
    expect(read("reject", staff("other@palais.example"), secret)).toBeUndefined();
    expect(read("reject", staff("other@palais.example"), lifted)).toBe("Secret threat");
    expect(read("reject", focalPoint, secret)).toBe("Secret threat");
  });
});
