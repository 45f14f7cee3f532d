import { expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { acceptChangeRequest, amendOrRequest } from "#shared/accreditation/change-request.rules.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Change } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { listRequestedChanges, serializeFieldChanges } from "#shared/registrations/field-changes.rules.ts";
import { listHistoryFields } from "#shared/registrations/registration.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const conference = aConference();
const pools = buildPools(conference, { venue: 9 });
const focalPoint: Actor = { kind: "focal-point", id: "d" };
const owner: Actor = { kind: "delegate", id: "r" };
const officer = { actor: secretariatActor, at: noon };

const ill = (value: boolean) => ({ value, sensitive: true }) as const;
const cause = { value: "CAUSE", sensitive: true, follows: "ill" } as const;
const passport = "person.passportNumber";
const unseen = { "answers.ill": "answers.ill", "answers.cause": "answers.ill", [passport]: passport };

const pending = (more: Partial<Registration> = {}): Registration => ({
  ...buildRegistration(conference),
  registrationId: "r",
  ...more,
});
const decide = (before: Registration, decision: "approve" | "return") =>
  getChangedRegistration(
    decideAccreditation(
      conference,
      pools,
      before,
      decision === "approve" ? { decision } : { decision, reason: "check", fields: [] },
      officer,
    ),
  );
const approved = (more: Partial<Registration> = {}) => decide(pending(more), "approve");

/** The person who has given what is guessed, others who have not, and what a guess makes of each. */
const people: readonly Partial<Registration>[] = [
  { answers: { ill: ill(true), cause }, passportDigest: "P1" },
  { answers: { ill: ill(true) }, passportDigest: "P2" },
  { answers: { ill: ill(false) } },
  {},
];
const guesses: readonly RegistrationAmendment[] = [
  { answers: { ill: ill(true), cause }, passportDigest: "P1", unseen },
  { answers: { ill: ill(false), cause: null }, passportDigest: null, unseen },
];

/** What histories, lists and emails say of a change. */
const tell = (change: Change) => {
  const [registration] = change.registrations;
  const { before = pending(), after = before } = registration ?? {};
  return {
    action: change.action,
    emails: change.emails,
    fields: listHistoryFields(before, after, change.unseen),
    values: serializeFieldChanges(before, after, change.unseen),
    requested: listRequestedChanges(after),
    corrections: after.corrections,
  };
};

const expectSame = (tellOf: (person: Partial<Registration>) => ReturnType<typeof tell>) => {
  const [first, ...others] = people.map(tellOf);
  for (const other of others) expect(other).toEqual(first);
  return first;
};

const listed = [{ path: "answers.ill" }, { path: passport }];

test.each(guesses)("a focal point's guess looks the same whether it is right or wrong: %o", (guess) => {
  const give = (before: Registration) =>
    tell(amendOrRequest(conference, pools, before, guess, { actor: focalPoint, at: noon }));
  const fields = listed.map(({ path }) => path);
  expect(expectSame((person) => give(pending(person)))).toMatchObject({ action: "amend", fields });
  expect(expectSame((person) => give(decide(pending(person), "return")))).toMatchObject({
    action: "resubmit",
    corrections: listed,
  });
  const asked = expectSame((person) => give(approved(person)));
  expect(asked).toMatchObject({ action: "request-change", fields: [], requested: listed });
});

test.each(guesses)("an officer's guess does, too, also in the email to the person: %o", (guess) => {
  for (const notify of [true, false])
    for (const build of [pending, approved])
      expectSame((person) => tell(applyAmendment(conference, pools, build(person), guess, officer, notify)));
  const { emails } = applyAmendment(conference, pools, approved(people[0]), guess, officer);
  expect(emails).toMatchObject([{ kind: "corrected", fields: listed.map(({ path }) => path) }]);
});

test.each(guesses)("a request that is a guess is accepted in the same way: %o", (guess) => {
  const accept = (before: Registration) => {
    const asked = amendOrRequest(conference, pools, before, guess, { actor: focalPoint, at: noon });
    return tell(acceptChangeRequest(conference, pools, getChangedRegistration(asked), officer));
  };
  expect(expectSame((person) => accept(approved(person)))).toMatchObject({
    action: "accept-change",
    fields: listed.map(({ path }) => path),
  });
});

test("an answer that only staff see is in no email, given unseen or not", () => {
  const own = { "staffAnswers.ward": "answers.ill" };
  const ward = { value: "W", sensitive: true, follows: "ill" } as const;
  for (const staffAnswers of [{ ward }, { ward: { ...ward, value: "X" } }]) {
    const before = approved({ staffAnswers });
    const { emails } = applyAmendment(conference, pools, before, { staffAnswers: { ward }, unseen: own }, officer);
    expect(emails).toEqual([]);
  }
});

test("a request is not accepted over a value that was given unseen, not even one that is asked for, or was there before", () => {
  const ask = { answers: { ill: ill(false) }, passportDigest: "P3", functionTitle: "Envoy" };
  const request = (before: Registration) =>
    getChangedRegistration(amendOrRequest(conference, pools, before, ask, { actor: owner, at: noon }));
  const before = request(approved(people[0]));
  const given: readonly RegistrationAmendment[] = [
    { answers: { ill: ill(false) }, unseen: { "answers.ill": "answers.ill" } },
    { passportDigest: "P3", unseen: { [passport]: passport } },
  ];
  const correct = (present: Registration, amendment: RegistrationAmendment) =>
    getChangedRegistration(applyAmendment(conference, pools, present, amendment, officer));
  for (const [index, amendment] of given.entries()) {
    const corrected = correct(before, amendment);
    expect(() => acceptChangeRequest(conference, pools, corrected, officer)).toThrow(
      expect.objectContaining({ code: "changed-meanwhile", fieldErrors: [expect.objectContaining(listed[index])] }),
    );
    const both = given.reduce(correct, corrected);
    expect(both.changeRequest?.corrected).toHaveLength(2);
  }
  const elsewhere = correct(before, { answers: { care: ill(true) }, unseen: { "answers.care": "answers.care" } });
  expect(acceptChangeRequest(conference, pools, elsewhere, officer).action).toBe("accept-change");
});
