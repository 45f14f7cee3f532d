import { describe, expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { serveWaitingList } from "#shared/capacity/waiting-list.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isConfirmed } from "#shared/registrations/registration.rules.ts";
import { acceptOffer, declineOffer } from "../../functions/registration/offers.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const sideEvent = {
  sessionId: "side-event",
  title: { en: "Side event" },
  startsAt: "2027-10-26T12:00:00Z",
  endsAt: "2027-10-26T13:00:00Z",
  capacity: 1,
};
const conference = aConference({ offerHours: 24, sessions: [sideEvent] });
const officer = { actor: secretariatActor, at: noon };
const offeredAt = "2027-03-02T09:00:00.000Z";
const until = "2027-03-03T09:00:00.000Z";
const inTime = "2027-03-03T08:59:59.999Z";

const owner = (at: string) => ({ actor: { kind: "delegate", id: "r" } as const, at });
function offered(where: Conference = conference, body: Record<string, unknown> = {}): Registration {
  const waiting = buildRegistration(where, body, buildPools(where, { venue: 2 }));
  const [change] = serveWaitingList(where, buildPools(where, { venue: 1 }), [waiting], offeredAt);
  if (!change) throw new Error("not served");
  return getChangedRegistration(change);
}

describe("a seat is offered where the conference gives time to think", () => {
  test("it counts as taken until the deadline, and the mail says until when", () => {
    const waiting = buildRegistration(conference, {}, buildPools(conference, { venue: 2 }));
    const [change] = serveWaitingList(conference, buildPools(conference, { venue: 1 }), [waiting], offeredAt);
    expect(change).toMatchObject({ action: "offer-from-waiting-list", admission: "waiting-list" });
    expect(change?.emails).toEqual([{ kind: "offer", registrationId: waiting.registrationId, until }]);
    expect(change && getChangedRegistration(change)).toMatchObject({
      seat: { state: "offered", since: offeredAt, until },
      waitingFor: [],
    });
  });

  test("of two free seats each goes to one in line", () => {
    const line = [1, 2, 3].map(() => buildRegistration(conference, {}, buildPools(conference, { venue: 2 })));
    expect(serveWaitingList(conference, buildPools(conference), line, offeredAt).length).toBe(2);
  });

  test("approved meanwhile, the person is not confirmed before they accept", () => {
    const approved = getChangedRegistration(
      decideAccreditation(conference, buildPools(conference), offered(), { decision: "approve" }, officer),
    );
    expect(isConfirmed(approved)).toBe(false);
    const change = acceptOffer(conference, buildPools(conference, { venue: 2 }), approved, owner(inTime));
    expect(isConfirmed(getChangedRegistration(change))).toBe(true);
    expect(change.emails).toEqual([{ kind: "approved", registrationId: approved.registrationId, serial: 1 }]);
  });
});

describe("accepting", () => {
  test("in time: the seat is theirs, and with it a place in the sessions asked for", () => {
    const body = { sessions: ["side-event"] };
    const full = { venue: 2 };
    const change = acceptOffer(conference, buildPools(conference, full), offered(conference, body), owner(inTime));
    expect(change.action).toBe("accept-offer");
    expect(getChangedRegistration(change)).toMatchObject({ seat: { state: "held", since: inTime }, waitingFor: [] });
    expect(getChangedRegistration(change).sessions).toMatchObject([{ seat: { state: "held" } }]);
    const late = acceptOffer(
      conference,
      buildPools(conference, { venue: 2, "session:side-event": 1 }),
      offered(conference, body),
      owner(inTime),
    );
    expect(getChangedRegistration(late)).toMatchObject({ seat: { state: "held" }, waitingFor: ["session:side-event"] });
  });

  test("too late: they ask again, and go last in line", () => {
    const state = buildPools(conference, { venue: 2 }, ["venue"]);
    const change = acceptOffer(conference, state, offered(), owner(until));
    expect(change.action).toBe("request-seat-again");
    expect(getChangedRegistration(change)).toMatchObject({
      seat: { state: "waiting", since: until },
      waitingFor: ["venue"],
    });
  });

  test("who declined may ask again, and is seated where a place is free", () => {
    const declined = getChangedRegistration(declineOffer(offered(), owner(inTime)));
    expect(declined.seat).toEqual({ state: "none" });
    expect(
      getChangedRegistration(acceptOffer(conference, buildPools(conference), declined, owner(until))).seat.state,
    ).toBe("held");
    const without = aConference({ waitingList: false, offerHours: 1 });
    expect(() => acceptOffer(without, buildPools(without, { venue: 2 }), declined, owner(until))).toThrow(
      expect.objectContaining({ code: "full" }),
    );
  });

  test("is refused to who holds a seat, waits for one, or has none to ask for", () => {
    const refused = expect.objectContaining({ code: "wrong-state" });
    const holder = buildRegistration(conference);
    const waiting = buildRegistration(conference, {}, buildPools(conference, { venue: 2 }));
    for (const each of [holder, waiting]) {
      expect(() => acceptOffer(conference, buildPools(conference), each, owner(inTime))).toThrow(refused);
      expect(() => declineOffer(each, owner(inTime))).toThrow(refused);
    }
    const rejected = getChangedRegistration(
      decideAccreditation(conference, buildPools(conference), holder, { decision: "reject" }, officer),
    );
    expect(() => acceptOffer(conference, buildPools(conference), rejected, owner(inTime))).toThrow(refused);
  });

  test("where the secretariat selects, only who is approved may ask", () => {
    const selective = aConference({ seatTakenAt: "approval", offerHours: 1 });
    const pending = buildRegistration(selective);
    expect(() => acceptOffer(selective, buildPools(selective), pending, owner(inTime))).toThrow(
      expect.objectContaining({ code: "wrong-state" }),
    );
    const full = buildPools(selective, { venue: 2 });
    const approved = getChangedRegistration(
      decideAccreditation(selective, full, pending, { decision: "approve" }, officer),
    );
    const [served] = serveWaitingList(selective, buildPools(selective), [approved], offeredAt);
    const declined = served && getChangedRegistration(declineOffer(getChangedRegistration(served), owner(inTime)));
    expect(declined && getChangedRegistration(acceptOffer(selective, full, declined, owner(until))).seat.state).toBe(
      "waiting",
    );
  });
});
