import { expect, test } from "vitest";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { applyImportChoices } from "#shared/imports/import-choices.rules.ts";
import type { Change } from "#shared/model/change.ts";
import {
  aConference,
  buildApplication,
  buildPools,
  buildRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const conference = aConference({ confirmWithinHours: 48 });
const officer = { actor: secretariatActor, at: noon };

const importPerson = (
  choices: { approve?: boolean; sendMails?: boolean },
  { pools = buildPools(conference), where = conference, application = buildApplication() } = {},
) =>
  applyImportChoices(
    choices,
    where,
    pools,
    createSubmission(where, pools, application, "a".repeat(26), officer),
    officer,
  );

const kinds = ({ emails }: Change) => emails.map(({ kind }) => kind);

test("by default no e-mail is queued, the person is pending and the address counts as confirmed", () => {
  const change = importPerson({});
  expect(change).toMatchObject({ action: "submit", emails: [] });
  expect(change.registrations).toMatchObject([
    { after: { accreditation: { state: "pending" }, seat: { state: "held" }, addressConfirmed: true } },
  ]);
});

test("with e-mails, the row is treated as a submitted form", () => {
  const change = importPerson({ sendMails: true });
  expect(kinds(change)).toEqual(["received"]);
  expect(change.registrations[0]?.after.addressConfirmed).toBeUndefined();
});

test("an approved person has a seat, a badge, one e-mail and an entry that names the import", () => {
  const change = importPerson({ approve: true, sendMails: true });
  expect(change.action).toBe("import-approved");
  expect(kinds(change)).toEqual(["approved"]);
  expect(change.registrations).toHaveLength(1);
  expect(change.registrations[0]?.before).toBeUndefined();
  expect(change.registrations[0]?.after).toMatchObject({
    accreditation: { state: "approved", at: noon, by: secretariatActor.id },
    seat: { state: "held" },
    badgeSerial: 1,
  });
});

test("in a full room, an approved person waits without a badge", () => {
  const full = buildPools(conference, { venue: 2 });
  const change = importPerson({ approve: true, sendMails: true }, { pools: full });
  expect(kinds(change)).toEqual(["approved-waiting"]);
  expect(change.registrations[0]?.after).toMatchObject({ seat: { state: "waiting" }, badgeSerial: 0 });
});

test("where the approval gives the seat, an approved person has one", () => {
  const where = aConference({ seatTakenAt: "approval" });
  const seats = (approve: boolean) => importPerson({ approve }, { where }).registrations[0]?.after.seat.state;
  expect([seats(false), seats(true)]).toEqual(["none", "held"]);
});

test("a person whom the delegation has not confirmed stays pending", () => {
  const application = { ...buildApplication(), requestedDelegationId: "b".repeat(26) };
  const change = importPerson({ approve: true, sendMails: true }, { application });
  expect(change.registrations[0]?.after.accreditation.state).toBe("pending");
  expect(kinds(change)).toEqual(["received", "membership-requested"]);
});

test("a reopened person is approved in the same change", () => {
  const before = {
    ...buildRegistration(conference),
    accreditation: { state: "withdrawn", at: noon, by: "delegate" },
  } as const;
  const after = { ...before, accreditation: { state: "pending", since: noon } } as const;
  const reopened = { ...importPerson({}), registrations: [{ before, after }] };
  const change = applyImportChoices({ approve: true }, conference, buildPools(conference), reopened, officer);
  expect(change.registrations).toMatchObject([{ before, after: { accreditation: { state: "approved" } } }]);
});

test("a silent import removes the emails of a change without registrations, too", () => {
  const change = { ...importPerson({ sendMails: true }), registrations: [] };
  expect(change.emails).not.toEqual([]);
  expect(applyImportChoices({ approve: true }, conference, new Map(), change, officer).emails).toEqual([]);
});
