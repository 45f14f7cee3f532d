import { describe, expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import {
  confirmAddress,
  expireSeat,
  getConfirmationDeadline,
  getSeatExpiry,
  needsConfirmedAddress,
} from "#shared/capacity/seats.rules.ts";
import { serveWaitingList } from "#shared/capacity/waiting-list.rules.ts";
import type { Change } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  aConference,
  buildApplication,
  buildPools,
  buildRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const officer = { actor: secretariatActor, at: noon };
const sweep = (at: string) => ({ actor: { kind: "system", id: "waiting-list" } as const, at });
const outcome = (change: Change | undefined): Registration => {
  const [step] = change?.registrations ?? [];
  if (!step) throw new Error("no step");
  return step.after;
};
const due = "2027-03-01T15:00:00.000Z";
const before = "2027-03-01T14:59:59.999Z";

describe("an offer", () => {
  const conference = aConference({ offerHours: 3 });
  const waiting = buildRegistration(conference, {}, buildPools(conference, { venue: 2 }));
  const [served] = serveWaitingList(conference, buildPools(conference), [waiting], noon);
  const offered = outcome(served);

  test("that is not accepted expires, leaves no seat, and sends an e-mail", () => {
    expect(getSeatExpiry(conference, offered)).toBe(due);
    expect(expireSeat(conference, offered, sweep(before))).toBeUndefined();
    const change = expireSeat(conference, offered, sweep(due));
    expect(change).toMatchObject({ action: "expire-offer", emails: [{ kind: "offer-expired" }] });
    expect(outcome(change).seat).toEqual({ state: "none" });
    expect(getSeatExpiry(conference, outcome(change))).toBeUndefined();
  });
});

describe("a returned registration", () => {
  const returned = (
    conference: Conference,
    holder = buildRegistration(conference),
    until: string | undefined = due,
  ) => {
    const decision = { decision: "return" as const, fields: ["functionTitle"], ...(until && { until }) };
    return outcome(decideAccreditation(conference, buildPools(conference), holder, decision, officer));
  };

  test("keeps its seat until the date given, and then goes last in line", () => {
    const conference = aConference();
    const registration = returned(conference);
    expect(getSeatExpiry(conference, registration)).toBe(due);
    const change = expireSeat(conference, registration, sweep(due));
    expect(change).toMatchObject({ action: "correction-overdue", emails: [{ kind: "correction-overdue" }] });
    expect(outcome(change)).toMatchObject({
      accreditation: { state: "returned" },
      seat: { state: "waiting", since: due },
    });
  });

  test("does not lose a seat that it got after the date", () => {
    const conference = aConference();
    const waiting = outcome(expireSeat(conference, returned(conference), sweep(due)));
    const [served] = serveWaitingList(conference, buildPools(conference), [waiting], "2027-03-02T12:00:00.000Z");
    expect(getSeatExpiry(conference, outcome(served))).toBeUndefined();
  });

  test("has no seat any more where there is no line; without a date, or without a seat, nothing ends", () => {
    const conference = aConference({ waitingList: false });
    expect(outcome(expireSeat(conference, returned(conference), sweep(due))).seat.state).toBe("none");
    const [step] = decideAccreditation(
      conference,
      buildPools(conference),
      buildRegistration(conference),
      { decision: "return" },
      officer,
    ).registrations;
    expect(step && getSeatExpiry(conference, step.after)).toBeUndefined();
    const listed = aConference();
    const waiting = buildRegistration(listed, {}, buildPools(listed, { venue: 2 }));
    expect(getSeatExpiry(listed, returned(listed, waiting))).toBeUndefined();
  });
});

describe("an address whose owner opens no mailed link", () => {
  const conference = aConference({ confirmWithinHours: 3 });
  const apply = () =>
    createSubmission(conference, buildPools(conference), buildApplication(), "r".repeat(26), {
      actor: { kind: "public" },
      at: noon,
    });

  test("loses its seat, and the first mail says by when", () => {
    const change = apply();
    expect(change.emails).toMatchObject([{ kind: "received", confirmBy: due }]);
    const lapsed = expireSeat(conference, outcome(change), sweep(due));
    expect(lapsed).toMatchObject({ action: "address-unconfirmed", emails: [{ kind: "address-unconfirmed" }] });
    expect(outcome(lapsed).seat).toEqual({ state: "none" });
  });

  test("keeps it once the owner has opened one, which is worth one change", () => {
    const registration = outcome(apply());
    const opened = confirmAddress(registration, { actor: { kind: "delegate", id: "r" }, at: noon });
    expect(opened).toMatchObject({ action: "confirm-address", emails: [] });
    expect(getSeatExpiry(conference, outcome(opened))).toBeUndefined();
    expect(confirmAddress(outcome(opened), officer)).toBeUndefined();
  });

  test("confirms it where a seat expires, or for a membership request, and once", () => {
    const applied = outcome(apply());
    const asks = { ...applied, requestedDelegationId: "d".repeat(26) };
    const needs = (confirmWithinHours: number, registration: Registration) =>
      needsConfirmedAddress({ confirmWithinHours }, registration);
    expect([needs(3, applied), needs(0, applied), needs(0, asks)]).toEqual([true, false, true]);
    expect(needs(3, { ...asks, addressConfirmed: true })).toBe(false);
  });

  test("is told so too when the seat comes from the line; whom the secretariat approves, it vouches for", () => {
    const waiting = buildRegistration(conference, {}, buildPools(conference, { venue: 2 }));
    expect(getConfirmationDeadline(conference, waiting)).toBeUndefined();
    const [served] = serveWaitingList(conference, buildPools(conference), [waiting], noon);
    expect(served?.emails).toMatchObject([{ kind: "seat-given", confirmBy: due }]);
    const approved = decideAccreditation(
      conference,
      buildPools(conference),
      outcome(served),
      { decision: "approve" },
      officer,
    );
    expect(getSeatExpiry(conference, outcome(approved))).toBeUndefined();
  });

  test("of two times that end the earlier counts", () => {
    const until = (date: string) => {
      const decision = { decision: "return" as const, until: date };
      return outcome(decideAccreditation(conference, buildPools(conference), outcome(apply()), decision, officer));
    };
    const earlier = "2027-03-01T13:00:00.000Z";
    expect(getSeatExpiry(conference, until(earlier))).toBe(earlier);
    expect(getSeatExpiry(conference, until("2027-03-01T16:00:00.000Z"))).toBe(due);
  });
});
