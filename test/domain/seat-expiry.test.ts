import { describe, expect, test } from "vitest";
import { decide } from "#shared/domain/accreditation.ts";
import type { Change } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { confirmAddress, confirmationDeadline, expireSeat, seatExpiresAt } from "#shared/domain/seat-expiry.ts";
import { submit } from "#shared/domain/submission.ts";
import { serveWaitingList } from "#shared/domain/waiting-list.ts";
import { aConference, anApplication, aRegistration, noon, pools, secretariat } from "../support/builders.ts";

const officer = { actor: secretariat, at: noon };
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
  const waiting = aRegistration(conference, {}, pools(conference, { venue: 2 }));
  const [served] = serveWaitingList(conference, pools(conference), [waiting], noon);
  const offered = outcome(served);

  test("that nobody accepts ends, leaves no seat, and is told of", () => {
    expect(seatExpiresAt(conference, offered)).toBe(due);
    expect(expireSeat(conference, offered, sweep(before))).toBeUndefined();
    const change = expireSeat(conference, offered, sweep(due));
    expect(change).toMatchObject({ action: "expire-offer", mails: [{ kind: "offer-expired" }] });
    expect(outcome(change).seat).toEqual({ state: "none" });
    expect(seatExpiresAt(conference, outcome(change))).toBeUndefined();
  });
});

describe("a returned registration", () => {
  const returned = (conference: Conference, holder = aRegistration(conference), until: string | undefined = due) => {
    const decision = { decision: "return" as const, fields: ["functionTitle"], ...(until && { until }) };
    return outcome(decide(conference, pools(conference), holder, decision, officer));
  };

  test("keeps its seat until the date given, and then goes last in line", () => {
    const conference = aConference();
    const registration = returned(conference);
    expect(seatExpiresAt(conference, registration)).toBe(due);
    const change = expireSeat(conference, registration, sweep(due));
    expect(change).toMatchObject({ action: "correction-overdue", mails: [{ kind: "correction-overdue" }] });
    expect(outcome(change)).toMatchObject({
      accreditation: { state: "returned" },
      seat: { state: "waiting", since: due },
    });
  });

  test("does not lose a seat that it got after the date", () => {
    const conference = aConference();
    const waiting = outcome(expireSeat(conference, returned(conference), sweep(due)));
    const [served] = serveWaitingList(conference, pools(conference), [waiting], "2027-03-02T12:00:00.000Z");
    expect(seatExpiresAt(conference, outcome(served))).toBeUndefined();
  });

  test("has no seat any more where there is no line; without a date, or without a seat, nothing ends", () => {
    const conference = aConference({ waitingList: false });
    expect(outcome(expireSeat(conference, returned(conference), sweep(due))).seat.state).toBe("none");
    const [step] = decide(
      conference,
      pools(conference),
      aRegistration(conference),
      { decision: "return" },
      officer,
    ).registrations;
    expect(step && seatExpiresAt(conference, step.after)).toBeUndefined();
    const listed = aConference();
    const waiting = aRegistration(listed, {}, pools(listed, { venue: 2 }));
    expect(seatExpiresAt(listed, returned(listed, waiting))).toBeUndefined();
  });
});

describe("an address whose owner opens no mailed link", () => {
  const conference = aConference({ confirmWithinHours: 3 });
  const apply = () =>
    submit(conference, pools(conference), anApplication(), "r".repeat(24), { actor: { kind: "public" }, at: noon });

  test("loses its seat, and the first mail says by when", () => {
    const change = apply();
    expect(change.mails).toMatchObject([{ kind: "received", confirmBy: due }]);
    const lapsed = expireSeat(conference, outcome(change), sweep(due));
    expect(lapsed).toMatchObject({ action: "address-unconfirmed", mails: [{ kind: "address-unconfirmed" }] });
    expect(outcome(lapsed).seat).toEqual({ state: "none" });
  });

  test("keeps it once the owner has opened one, which is worth one change", () => {
    const registration = outcome(apply());
    const opened = confirmAddress(registration, { actor: { kind: "delegate", id: "r" }, at: noon });
    expect(opened).toMatchObject({ action: "confirm-address", mails: [] });
    expect(seatExpiresAt(conference, outcome(opened))).toBeUndefined();
    expect(confirmAddress(outcome(opened), officer)).toBeUndefined();
  });

  test("is told so too when the seat comes from the line; whom the secretariat approves, it vouches for", () => {
    const waiting = aRegistration(conference, {}, pools(conference, { venue: 2 }));
    expect(confirmationDeadline(conference, waiting)).toBeUndefined();
    const [served] = serveWaitingList(conference, pools(conference), [waiting], noon);
    expect(served?.mails).toMatchObject([{ kind: "seat-given", confirmBy: due }]);
    const approved = decide(conference, pools(conference), outcome(served), { decision: "approve" }, officer);
    expect(seatExpiresAt(conference, outcome(approved))).toBeUndefined();
  });

  test("of two times that end the earlier counts", () => {
    const until = (date: string) => {
      const decision = { decision: "return" as const, until: date };
      return outcome(decide(conference, pools(conference), outcome(apply()), decision, officer));
    };
    const earlier = "2027-03-01T13:00:00.000Z";
    expect(seatExpiresAt(conference, until(earlier))).toBe(earlier);
    expect(seatExpiresAt(conference, until("2027-03-01T16:00:00.000Z"))).toBe(due);
  });
});
