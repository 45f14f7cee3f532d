import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import {
  acceptChangeRequest,
  amendOrRequest,
  declineChangeRequest,
} from "#shared/accreditation/change-request.rules.ts";
import type { Change } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { roundToDay } from "#shared/model/time.ts";
import { erasePersonalData } from "#shared/privacy/erasure.rules.ts";
import { listRequestedChanges } from "#shared/registrations/field-changes.rules.ts";
import { maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  secretariatActor,
} from "../support/builders.ts";

const later = "2027-03-05T12:00:00.000Z";
const conference = aConference({
  categories: [
    { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", requires: ["organization"] },
    { category: "academia", title: { en: "Academia" }, colour: "#00695c", quota: 1 },
    { category: "media", title: { en: "Media" }, colour: "#6a1b9a", selfRegistration: false },
  ],
});
const pools = buildPools(conference, { venue: 2 });
const officer = { actor: secretariatActor, at: later };
const owner = { actor: { kind: "delegate", id: "r" } as const, at: later };

const pending = (body = {}) => buildRegistration(conference, { organization: "IOM", ...body });
const approved = (body = {}) =>
  getChangedRegistration(decideAccreditation(conference, pools, pending(body), { decision: "approve" }, officer));
const amend = (before: Registration, amendment: RegistrationAmendment) =>
  amendOrRequest(conference, pools, before, amendment, owner);
const request = (amendment: RegistrationAmendment, before = approved()) =>
  getChangedRegistration(amend(before, amendment));
const accept = (before: Registration, present = pools) => acceptChangeRequest(conference, present, before, officer);
const kinds = ({ emails }: Change) => emails.map(({ kind }) => kind);
const refusal = (code: string) => expect.objectContaining({ code });

describe("after the approval, the owner", () => {
  test("requests a change of a name or function, while the language changes at once", () => {
    const before = approved();
    const change = amend(before, { person: { familyName: "Ba" }, functionTitle: "President", language: "fr" });
    expect([change.action, kinds(change)]).toEqual(["request-change", []]);
    const after = getChangedRegistration(change);
    expect(after).toMatchObject({ person: before.person, language: "fr", badgeSerial: 1, seat: before.seat });
    expect(after).not.toHaveProperty("functionTitle");
    expect(after.changeRequest).toEqual({
      at: later,
      changes: [
        { path: "functionTitle", after: "President" },
        { path: "person.familyName", before: "Diallo", after: "Ba" },
      ],
    });
  });

  test("replaces an earlier request by a new one, and keeps it by a change of the needs", () => {
    const first = request({ organization: "Forum" });
    expect(request({ language: "fr" }, first).changeRequest).toEqual(first.changeRequest);
    const second = request({ functionTitle: "President" }, first);
    expect(second.changeRequest?.changes.map(({ path }) => path)).toEqual(["functionTitle"]);
  });

  test.each<[string, RegistrationAmendment, string]>([
    ["a delegation", { delegationId: "d" }, "ask-secretariat"],
    ["a category that is not public", { category: "media" }, "invalid-request"],
    ["an empty field that the category requires", { organization: null }, "invalid-request"],
    ["a role that others assign", { role: "speaker" }, "invalid-request"],
    ["a person without a name", { person: { givenName: null, familyName: null } }, "invalid-request"],
  ])("is refused at once: %s", (_, amendment, code) => {
    expect(() => amend(approved(), amendment)).toThrow(refusal(code));
  });

  test("requests nothing by values that are the same, nor before the approval", () => {
    expect(amend(approved(), { organization: "IOM" }).action).toBe("amend");
    expect(request({ organization: "Forum" }, pending())).toMatchObject({ organization: "Forum" });
  });
});

describe("the owner takes a request back", () => {
  const open = () =>
    request({ organization: "Forum", latinName: { familyName: "Ba" }, passportDigest: "new" }, approved());

  test("by the present values of the requested fields, and the history says so", () => {
    const change = amend(open(), { organization: "IOM", latinName: null, passportDigest: null, language: "fr" });
    expect([change.action, kinds(change)]).toEqual(["take-back-change", []]);
    expect(getChangedRegistration(change)).toMatchObject({ organization: "IOM", language: "fr", badgeSerial: 1 });
    expect(getChangedRegistration(change)).not.toHaveProperty("changeRequest");
  });

  test("in part by the present values of some of them; the rest of the request stays as it was", () => {
    const before = open();
    const rest = getChangedRegistration(amend(before, { organization: "IOM", passportDigest: null })).changeRequest;
    expect(rest).toEqual({ at: later, changes: [{ path: "latinName.familyName", after: "Ba" }] });
    const kept = getChangedRegistration(amend(before, { latinName: { familyName: null } })).changeRequest;
    expect(kept?.changes.map(({ path }) => path)).toEqual(["organization", "person.passportNumber"]);
    expect(kept?.passportDigest).toBe("new");
  });

  test("as a whole without any field, which takes an open request", () => {
    const takeBack = (before: Registration) => amendOrRequest(conference, pools, before, {}, owner, true);
    expect(takeBack(open()).action).toBe("take-back-change");
    expect(getChangedRegistration(takeBack(open()))).not.toHaveProperty("changeRequest");
    expect(() => takeBack(approved())).toThrow(refusal("wrong-state"));
  });
});

describe("a request that is older than a correction of the secretariat", () => {
  const requested = () =>
    request(
      { functionTitle: "President", organization: "Forum", passportDigest: "new" },
      { ...approved(), functionTitle: "Adviser", passportDigest: "old" },
    );

  test("shows the corrected value as the one to be changed", () => {
    const { functionTitle: _, ...before } = requested();
    expect(listRequestedChanges({ ...before, organization: "WHO" })).toEqual([
      { path: "organization", before: "WHO", after: "Forum" },
      { path: "functionTitle", after: "President" },
      { path: "person.passportNumber" },
    ]);
    const taken = request({ functionTitle: null }, requested());
    expect(listRequestedChanges(taken)).toEqual([{ path: "functionTitle", before: "Adviser" }]);
    expect(listRequestedChanges(approved())).toEqual([]);
  });

  test.each<[string, Partial<Registration>, string]>([
    ["another value", { organization: "WHO" }, "organization"],
    ["another passport number", { passportDigest: "corrected" }, "person.passportNumber"],
  ])("is not accepted over %s", (_, corrected, path) => {
    expect(() => accept({ ...requested(), ...corrected })).toThrow(
      expect.objectContaining({ code: "changed-meanwhile", fieldErrors: [{ path, rule: "changedSinceRequest" }] }),
    );
  });

  test("is accepted beside other corrections, and where the correction is what the person asked for", () => {
    const corrected = { country: "SEN", organization: "Forum", passportDigest: "new" };
    expect(getChangedRegistration(accept({ ...requested(), ...corrected }))).toMatchObject({
      ...corrected,
      functionTitle: "President",
    });
  });
});

describe("the secretariat accepts a request", () => {
  test("as its own correction: every value is applied, the seat stays, the badge is replaced and the person is told", () => {
    const before = request(
      {
        functionTitle: "President",
        nameOrder: "family-first",
        latinName: { familyName: "Ba" },
        person: { familyName: "Ba", honorific: null, email: "new@example.org" },
        passportDigest: "digest",
      },
      approved({ needs: { diet: "halal" } }),
    );
    const change = accept(before);
    const after = getChangedRegistration(change);
    expect(change.action).toBe("accept-change");
    expect(after).toMatchObject({
      functionTitle: "President",
      nameOrder: "family-first",
      latinName: { familyName: "Ba" },
      person: { familyName: "Ba", email: "new@example.org", givenName: before.person.givenName },
      passportDigest: "digest",
      needs: { diet: "halal" },
      seat: before.seat,
      accreditation: before.accreditation,
      badgeSerial: 2,
    });
    expect(after).not.toHaveProperty("changeRequest");
    expect(kinds(change)).toEqual(["badge-reissued", "address-changed"]);
  });

  test("and takes away what the person asked to take away, also a passport number", () => {
    const before = { ...approved(), passportDigest: "digest", functionTitle: "President" };
    const requested = request({ functionTitle: null, passportDigest: null }, before);
    expect(requested.changeRequest).toEqual({
      at: later,
      changes: [{ path: "functionTitle", before: "President" }, { path: "person.passportNumber" }],
      passportDigest: null,
      formerPassportDigest: "digest",
    });
    const after = getChangedRegistration(accept(requested));
    expect([after.functionTitle, after.passportDigest]).toEqual([undefined, undefined]);
  });

  test("is refused by the full category, and the request stays", () => {
    const before = request({ category: "academia" });
    const full = buildPools(conference, { venue: 2, "category:academia": 1 });
    expect(() => accept(before, full)).toThrow(refusal("category-full"));
    expect(getChangedRegistration(accept(before)).category).toBe("academia");
  });
});

describe("a request", () => {
  test("is declined with a reason that the person receives, and nothing else changes", () => {
    const before = request({ organization: "Forum" });
    const change = declineChangeRequest(before, "not your employer", officer);
    const { changeRequest: _, ...after } = before;
    expect([change.action, change.reason, getChangedRegistration(change)]).toEqual([
      "decline-change",
      "not your employer",
      after,
    ]);
    const { registrationId } = before;
    expect(change.emails).toEqual([
      { kind: "change-declined", registrationId, reason: "not your employer", fields: ["organization"] },
    ]);
  });

  test("that does not exist cannot be decided", () => {
    expect(() => accept(approved())).toThrow(refusal("wrong-state"));
    expect(() => declineChangeRequest(approved(), "", officer)).toThrow(refusal("wrong-state"));
  });

  test("ends with the registration: by withdrawal, revocation and erasure, and stays by an approval's other changes", () => {
    const before = request({ organization: "Forum" });
    const ended = [
      withdrawAccreditation(before, owner),
      decideAccreditation(conference, pools, before, { decision: "revoke", reason: "because" }, officer),
    ].map(getChangedRegistration);
    const erased = erasePersonalData(before, "retention-over", undefined, officer);
    for (const after of [...ended, ...(erased ? [getChangedRegistration(erased)] : [])])
      expect(after).not.toHaveProperty("changeRequest");
    expect(erased).toBeDefined();
  });

  test("shows no values of a protected person", () => {
    const protection = { alias: { nameOnBadge: "A. Guest" }, readers: [{ email: "a@example.org", holder: "a" }] };
    const hidden = maskProtectedIdentity({
      ...request({ person: { familyName: "Ba" }, passportDigest: "d" }),
      protection,
    });
    expect(hidden.changeRequest).toEqual({
      at: roundToDay(later),
      changes: [{ path: "person.familyName" }, { path: "person.passportNumber" }],
    });
    expect(maskProtectedIdentity({ ...approved(), protection })).not.toHaveProperty("changeRequest");
  });
});

test("an answer of staff is in no amendment of others, in no state", () => {
  const amendment = { staffAnswers: { table: null } };
  for (const before of [pending(), approved()]) expect(() => amend(before, amendment)).toThrow("staff answers");
  expect(() => applyAmendment(conference, pools, pending(), amendment, owner)).toThrow("staff answers");
  expect(applyAmendment(conference, pools, pending(), amendment, officer).action).toBe("amend");
});
