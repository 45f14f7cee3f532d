import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { updateBadgeValidityPeriods } from "#shared/check-in/check-in.rules.ts";
import { deriveCheckInWrites } from "#shared/check-in/check-in-writes.repository.ts";
import { deriveDelegationWrites } from "#shared/delegations/delegations.repository.ts";
import { deriveDocumentClaims } from "#shared/documents/documents.repository.ts";
import { idPattern } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { deriveFieldChangeWrites } from "#shared/registrations/field-changes.repository.ts";
import { deriveConstraintWrites } from "#shared/registrations/uniqueness-constraints.repository.ts";
import { deriveSessionEnds } from "#shared/sign-in/sign-in.repository.ts";
import { deriveVisaLetterWrites } from "#shared/visa-letters/visa-letters.repository.ts";
import { toCommandStore } from "#shared/wiring/derived-writes.ts";
import { aConference, buildRegistration, noon, secretariatActor } from "../support/builders.ts";

/** The functions derive writes from a change alone, and take the name of the table. */
const table = { name: "palais" } as Table;
const store = toCommandStore(table);

const conference = aConference();
const registration = buildRegistration(conference);
const fields: fc.Arbitrary<Partial<Registration>> = fc.record(
  {
    person: fc.constantFrom(registration.person, { ...registration.person, email: "other@example.org" }),
    role: fc.constantFrom("delegate", "head-of-delegation"),
    delegationId: fc.constantFrom("a", "b"),
    documents: fc.constantFrom({ photo: "photo-1" }, { photo: "photo-2", passport: "passport-1" }),
    visaLetter: fc.constantFrom({ number: 1, at: noon }, { number: 2, at: noon }),
    visaLetterIds: fc.constantFrom(["l-1"], ["l-1", "l-2"]),
    organization: fc.constantFrom("A", "B"),
  },
  { requiredKeys: [] },
);

/** A badge serial of 1 or more only for a registration that was confirmed once, as the rules issue it. */
const states: fc.Arbitrary<Partial<Registration>> = fc.constantFrom(
  { badgeSerial: 0 },
  { badgeSerial: 0, accreditation: { state: "withdrawn", at: noon, by: "delegate" } },
  { badgeSerial: 1, accreditation: { state: "approved", at: noon, by: "a" }, seat: { state: "held", since: noon } },
  { badgeSerial: 2, accreditation: { state: "approved", at: noon, by: "a" }, seat: { state: "held", since: noon } },
  { badgeSerial: 2, accreditation: { state: "revoked", at: noon, by: "a", reason: "b" } },
);

const registrationChange: fc.Arbitrary<RegistrationChange> = fc
  .tuple(fc.boolean(), fc.constantFrom("r-1", "r-2"), fields, fields, states, states)
  .filter(([isNew, , , , before, after]) => isNew || (before.badgeSerial ?? 0) <= (after.badgeSerial ?? 0))
  .map(([isNew, registrationId, ...[fieldsBefore, fieldsAfter, before, after]]) => ({
    ...(!isNew && { before: { ...registration, registrationId, ...fieldsBefore, ...before } }),
    after: { ...registration, registrationId, lastChange: "change", ...fieldsBefore, ...fieldsAfter, ...after },
  }));

const delegation = { delegationId: "a", conferenceId: "idm-test", version: 1, status: "accredited" } as const;
const delegationFields = { name: { en: "A" }, category: "ngo", focalPoints: [], language: "en", members: [] } as const;

const change: fc.Arbitrary<Change> = fc
  .record({
    conferenceId: fc.constant("idm-test"),
    at: fc.constant(noon),
    actor: fc.constant(secretariatActor),
    action: fc.constant("amend" as const),
    registrations: fc.uniqueArray(registrationChange, { maxLength: 2, selector: ({ after }) => after.registrationId }),
    emails: fc.constant([]),
    admission: fc.constant("public" as const),
  })
  .chain((each) =>
    fc.constantFrom(
      each,
      { ...each, mustBeOutside: [{ registrationId: "r-1", since: "" }] },
      { ...each, delegation: { after: { ...delegation, ...delegationFields, insideAtOnce: 2 } } },
    ),
  );

describe("the list of derived writes", () => {
  test("leaves out a subject only where the subject derives no write", () => {
    fc.assert(
      fc.property(change, (each) => {
        const all = [
          deriveDelegationWrites,
          deriveCheckInWrites,
          deriveConstraintWrites,
          deriveSessionEnds,
          deriveDocumentClaims,
          deriveVisaLetterWrites,
          deriveFieldChangeWrites,
        ];
        const expected = all.flatMap((derive) => derive(table, each, conference));
        expect(store.derivedWrites.flatMap((derive) => derive(table, each, conference))).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test("sets the validity periods of every badge that was issued", () => {
    fc.assert(
      fc.property(registrationChange, (each) => {
        const periods = updateBadgeValidityPeriods(each.before, each.after, noon);
        const { visaLetterIds: _, ...derived } = store.deriveFields(each, noon);
        expect(derived).toEqual(periods.length > 0 ? { badgeValidityPeriods: periods } : {});
      }),
      { numRuns: 1_000 },
    );
  });

  test("gives each visa letter that is issued an identifier of its own, and keeps those of the letters before", () => {
    fc.assert(
      fc.property(registrationChange, (each) => {
        const { visaLetter, visaLetterIds = [] } = each.after;
        const isIssued = visaLetter !== undefined && visaLetter.number !== each.before?.visaLetter?.number;
        const [first, second] = [store.deriveFields(each, noon), store.deriveFields(each, noon)];
        expect(first.visaLetterIds).toEqual(
          isIssued ? [...visaLetterIds, expect.stringMatching(idPattern)] : undefined,
        );
        if (isIssued) expect(first.visaLetterIds).not.toEqual(second.visaLetterIds);
      }),
      { numRuns: 1_000 },
    );
  });
});
