import { expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { acceptChangeRequest, amendOrRequest } from "#shared/accreditation/change-request.rules.ts";
import type { Registration } from "#shared/model/registration.ts";
import { erasePersonalData, hasDocumentData, removeDocuments } from "#shared/privacy/erasure.rules.ts";
import { listFieldChanges } from "#shared/registrations/field-changes.rules.ts";
import { assertCanChangeFields } from "#shared/registrations/protected-identity.rules.ts";
import { listChangedFields, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const conference = aConference();
const pools = buildPools(conference);
const later = "2027-03-05T12:00:00.000Z";
const officer = { actor: secretariatActor, at: later };
const owner = { actor: { kind: "delegate", id: "r" } as const, at: later };

const fish = { value: "fish" };
const flu = { value: "flu", sensitive: true } as const;
const none = { value: "none", sensitive: true } as const;
const table = { value: 7 };

const pending = (more: Partial<Registration> = {}): Registration => ({
  ...buildRegistration(conference),
  answers: { meal: fish, illness: flu },
  staffAnswers: { table },
  ...more,
});
const approved = (more: Partial<Registration> = {}) =>
  getChangedRegistration(decideAccreditation(conference, pools, pending(more), { decision: "approve" }, officer));
const request = (before: Registration, amendment: RegistrationAmendment) =>
  getChangedRegistration(amendOrRequest(conference, pools, before, amendment, owner));
const accept = (before: Registration) => acceptChangeRequest(conference, pools, before, officer);
const refusal = (code: string) => expect.objectContaining({ code });

test("a pending person changes their answers at once; the others stay", () => {
  const after = request(pending(), { answers: { meal: { value: "rice" }, seat: { value: 1 } } });
  expect(after.answers).toEqual({ meal: { value: "rice" }, seat: { value: 1 }, illness: flu });
  expect(request(pending(), { answers: { meal: null, illness: null } })).not.toHaveProperty("answers");
});

test("after the approval, free answers change at once, and the others become a request that says nothing of sensitive ones", () => {
  const amendment = { answers: { illness: none, meal: null }, freeAnswers: { flight: { value: "LX 18" } } };
  const after = request(approved(), amendment);
  expect(after.answers).toEqual({ meal: fish, illness: flu, flight: { value: "LX 18" } });
  expect(after.changeRequest).toEqual({
    at: later,
    changes: [{ path: "answers.meal", before: "fish" }, { path: "answers.illness" }],
    answers: { meal: { from: fish, to: null }, illness: { from: flu, to: none } },
  });
  expect(getChangedRegistration(accept(after)).answers).toEqual({ illness: none, flight: { value: "LX 18" } });
});

test("an answer that the secretariat changed after the request keeps the correction, unless it is the requested one", () => {
  const after = request(approved(), { answers: { illness: none, extra: { value: "x" } } });
  const correct = (illness: Registration["answers"]) => accept({ ...after, answers: { ...after.answers, ...illness } });
  expect(() => correct({ illness: { value: "asthma", sensitive: true } })).toThrow(refusal("changed-meanwhile"));
  expect(getChangedRegistration(correct({ illness: none })).answers).toMatchObject({
    illness: none,
    extra: { value: "x" },
  });
});

test("a refusal to overwrite a correction names no answer that follows from a sensitive one", () => {
  const cause = (value: string) => ({ value, sensitive: true, follows: "illness" }) as const;
  const asked = request(approved({ answers: { illness: flu, cause: cause("cold") } }), {
    answers: { illness: none, cause: cause("rain") },
  });
  const corrected = {
    ...asked,
    answers: { illness: { value: "asthma", sensitive: true }, cause: cause("dust") },
  } as const;
  expect(() => accept(corrected)).toThrow(
    expect.objectContaining({ fieldErrors: [{ path: "answers.illness", rule: "changedSinceRequest" }] }),
  );
});

test("the present answer takes the request for it back, and the request for the others stays", () => {
  const asked = request(approved(), { answers: { illness: none, meal: null } });
  const after = request(asked, { answers: { meal: fish } });
  expect(after.changeRequest).toEqual({
    at: later,
    changes: [{ path: "answers.illness" }],
    answers: { illness: { from: flu, to: none } },
  });
  expect(request(after, { answers: { illness: flu } })).not.toHaveProperty("changeRequest");
  const other = request(request(approved(), { answers: { meal: null }, functionTitle: "President" }), {
    answers: { meal: fish },
  });
  expect(other.changeRequest).toEqual({ at: later, changes: [{ path: "functionTitle", after: "President" }] });
});

test("an owner cannot change a reviewed answer of an approved registration without a request", () => {
  expect(() => applyAmendment(conference, pools, approved(), { answers: { meal: null } }, owner)).toThrow(
    refusal("ask-secretariat"),
  );
});

test("of a returned registration, the owner changes the marked answers and what follows from them", () => {
  const returned = (fields: readonly string[]) =>
    pending({
      accreditation: { state: "returned", at: noon, by: "o", reason: "check", fields },
    });
  const amendment = { answers: { meal: { value: "rice" } }, freeAnswers: { sauce: { value: "soy" } } };
  for (const marked of ["answers.meal", "answers"])
    expect(request(returned([marked]), amendment).corrections).toEqual([
      { path: "answers.meal", before: "fish", after: "rice" },
      { path: "answers.sauce", after: "soy" },
    ]);
  expect(() => request(returned(["answers.illness"]), amendment)).toThrow(refusal("invalid-request"));
});

test("what staff note for themselves is not mailed to the person", () => {
  const amend = (amendment: RegistrationAmendment) =>
    applyAmendment(conference, pools, approved(), amendment, officer).emails.map((email) =>
      "fields" in email ? email.fields : email.kind,
    );
  expect(amend({ staffAnswers: { table: { value: 8 } } })).toEqual([]);
  expect(amend({ staffAnswers: { table: null }, answers: { meal: null } })).toEqual([["answers.meal"]]);
});

test("histories name the changed answers, with the values of those that are not sensitive", () => {
  const before = pending();
  const after = { ...before, answers: { illness: none }, staffAnswers: { table: { value: 8 }, note: none } };
  const paths = ["answers.meal", "answers.illness", "staffAnswers.table", "staffAnswers.note"];
  expect(listChangedFields(before, after)).toEqual(paths);
  expect(listFieldChanges(before, after)).toEqual([
    { path: "answers.meal", before: "fish" },
    { path: "answers.illness" },
    { path: "staffAnswers.table", before: 7, after: 8 },
    { path: "staffAnswers.note" },
  ]);
  const { answers: _a, staffAnswers: _s, ...unanswered } = before;
  expect(listFieldChanges(unanswered, { ...unanswered, answers: {} }, paths)).toEqual([]);
  expect(listFieldChanges(before, before, paths)).toEqual([]);
});

test("the answers of a protected person are masked, and only readers change them", () => {
  const before = pending({ protection: { alias: { nameOnBadge: "Guest" }, readers: [] } });
  const masked = maskProtectedIdentity(before);
  expect([masked.answers, masked.staffAnswers]).toEqual([undefined, undefined]);
  for (const path of ["answers", "answers.meal", "staffAnswers.table"])
    expect(() => assertCanChangeFields(before, [path], { id: "s" })).toThrow(refusal("name-protected"));
});

test("an erasure removes all answers, also the requested ones", () => {
  const before = request(approved(), { answers: { meal: { value: "rice" } } });
  const [erased] = erasePersonalData(before, "at-their-request", undefined, officer)?.registrations ?? [];
  expect(JSON.stringify(erased?.after)).not.toMatch(/"(fish|rice|flu|table)"/);
});

test("sensitive answers, also requested ones, are erased with the documents; the others stay", () => {
  const before = request(approved({ staffAnswers: { table, note: flu } }), {
    answers: { illness: none, meal: null },
    functionTitle: "President",
  });
  const change = removeDocuments(before, officer);
  const after = change && getChangedRegistration(change);
  expect(after).toMatchObject({ answers: { meal: fish }, staffAnswers: { table } });
  expect(after?.changeRequest).toEqual({
    at: later,
    changes: [
      { path: "functionTitle", after: "President" },
      { path: "answers.meal", before: "fish" },
    ],
    answers: { meal: { from: fish, to: null } },
  });
  expect(change?.emails).toEqual([]);
  expect(JSON.stringify(after)).not.toMatch(/"(flu|none)"/);
  expect(after && hasDocumentData(after)).toBe(false);
});

test("a request for sensitive answers alone ends with them, and a registration without any does not change", () => {
  const { answers: _a, staffAnswers: _s, ...plain } = approved();
  const asked = request(plain, { answers: { illness: none } });
  expect(hasDocumentData(asked)).toBe(true);
  const change = removeDocuments(asked, officer);
  expect(change && getChangedRegistration(change)).not.toHaveProperty("changeRequest");
  const taken = request(approved({ answers: { illness: flu } }), { answers: { illness: null } });
  const emptied = removeDocuments(taken, officer);
  expect(emptied && getChangedRegistration(emptied)).not.toHaveProperty("answers");
  const other = request({ ...plain, answers: { meal: fish } }, { answers: { meal: null } });
  expect([hasDocumentData(plain), hasDocumentData(other), removeDocuments(plain, officer)]).toEqual([
    false,
    false,
    undefined,
  ]);
});
