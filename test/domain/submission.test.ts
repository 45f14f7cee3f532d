import { describe, expect, test } from "vitest";
import { decide } from "#shared/domain/accreditation.ts";
import type { CategoryName } from "#shared/domain/conference.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { occupiedPools, PoolNotLoaded, poolLimits } from "#shared/domain/seats.ts";
import { amend, submit } from "#shared/domain/submission.ts";
import { aConference, anApplication, aRegistration, noon, pools, secretariat } from "../support/builders.ts";

const conference = aConference();
const visitor = { actor: { kind: "public" } as const, at: noon };
const officer = { actor: secretariat, at: noon };
const id = "a".repeat(24);

const submitted = (
  body = {},
  state = pools(conference),
  where = conference,
  context: Parameters<typeof submit>[4] = visitor,
) => {
  const change = submit(where, state, anApplication(body), id, context);
  const [step] = change.registrations;
  if (!step) throw new Error("no step");
  return { change, after: step.after };
};

describe("who submits is seated, or joins the line", () => {
  test("a free place is taken at once, and the mail says received", () => {
    const { change, after } = submitted();
    expect(after).toMatchObject({ seat: { state: "held" }, accreditation: { state: "pending" }, waitingFor: [] });
    expect(change.mails.map(({ kind }) => kind)).toEqual(["received"]);
  });

  test("a full venue sends them to the line, which says what it waits for", () => {
    const { change, after } = submitted({}, pools(conference, { venue: 2 }));
    expect(after).toMatchObject({ seat: { state: "waiting", since: noon }, waitingFor: ["venue"] });
    expect(change.mails.map(({ kind }) => kind)).toEqual(["waiting"]);
  });

  test("nobody jumps the line: a closed pool seats no newcomer, though it has places", () => {
    expect(submitted({}, pools(conference, {}, ["venue"])).after.seat.state).toBe("waiting");
  });

  test("a full quota holds back its category, and nobody else", () => {
    const quotas = aConference({
      categories: [
        { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 1 },
        { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
      ],
    });
    const state = pools(quotas, { venue: 1, "category:ngo": 1 });
    expect(submitted({ category: "ngo" }, state, quotas).after.waitingFor).toEqual(["category:ngo"]);
    expect(submitted({ category: "academia" }, state, quotas).after.seat.state).toBe("held");
  });

  test("without a waiting list a full room is refused by name", () => {
    const strict = aConference({ waitingList: false });
    expect(() => submitted({}, pools(strict, { venue: 2 }), strict)).toThrow(expect.objectContaining({ code: "full" }));
  });

  test("where the secretariat selects, a submission takes no seat", () => {
    const selecting = aConference({ seatTakenAt: "approval" });
    expect(submitted({}, pools(selecting, { venue: 2 }), selecting).after.seat.state).toBe("none");
  });

  test("a pool that wasn't read is asked for, and never taken for a full one", () => {
    expect(() => submitted({}, new Map())).toThrow(PoolNotLoaded);
  });
});

describe("a session has a seat of its own", () => {
  const session = (sessionId: string, capacity?: number) => ({
    sessionId,
    title: { en: sessionId },
    startsAt: "2027-10-26T08:00:00Z",
    endsAt: "2027-10-26T10:00:00Z",
    ...(capacity !== undefined && { capacity }),
  });
  const hall = aConference({ sessions: [session("opening"), session("side-event", 1)] });
  const body = { sessions: ["opening", "side-event"] };
  const seats = ({ sessions }: Registration) => sessions.map(({ seat }) => seat.state);

  test("each is held while its pool has a place; one without a capacity always", () => {
    expect(seats(submitted(body, pools(hall), hall).after)).toEqual(["held", "held"]);
  });

  test("a seat counts against every pool that applies, and against none while it isn't held", () => {
    const quota = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 3 };
    const limited = aConference({ categories: [quota], sessions: [session("opening"), session("side-event", 1)] });
    expect([...poolLimits(limited)]).toEqual([
      ["venue", 2],
      ["category:ngo", 3],
      ["session:side-event", 1],
    ]);
    const seated = submitted(body, pools(limited), limited).after;
    expect(occupiedPools(limited, seated)).toEqual(["venue", "category:ngo", "session:side-event"]);
    const elsewhere = submitted(body, pools(limited, { "session:side-event": 1 }), limited).after;
    expect(occupiedPools(limited, elsewhere)).toEqual(["venue", "category:ngo"]);
    expect(occupiedPools(limited, submitted(body, pools(limited, { venue: 2 }), limited).after)).toEqual([]);
    const offered = { ...seated, seat: { state: "offered", since: noon, until: noon } as const, sessions: [] };
    expect(occupiedPools(limited, offered)).toEqual(["venue", "category:ngo"]);
  });

  test("a full side event never costs anyone the conference", () => {
    const { after } = submitted(body, pools(hall, { "session:side-event": 1 }), hall);
    expect(after).toMatchObject({ seat: { state: "held" }, waitingFor: ["session:side-event"] });
    expect(seats(after)).toEqual(["held", "waiting"]);
  });

  test("only a holder of the main seat may hold one", () => {
    expect(seats(submitted(body, pools(hall, { venue: 2 }), hall).after)).toEqual(["none", "none"]);
  });

  test("a session that the conference doesn't have is refused at its place", () => {
    const refused = expect.objectContaining({
      code: "invalid-request",
      faults: [{ path: "sessions.1", rule: "unknownSession" }],
    });
    expect(() => submitted({ sessions: ["opening", "gala"] }, pools(hall), hall)).toThrow(refused);
  });
});

describe("the form is open in its window, for the categories it takes", () => {
  const early = { ...visitor, at: "2026-12-31T23:59:59.999Z" };
  const closing = { ...visitor, at: "2027-10-20T00:00:00.000Z" };
  const closed = expect.objectContaining({ code: "registration-closed" });

  test("before it opens and from the moment it closes, it is closed", () => {
    expect(() => submitted({}, pools(conference), conference, early)).toThrow(closed);
    expect(() => submitted({}, pools(conference), conference, closing)).toThrow(closed);
    expect(
      submitted({}, pools(conference), conference, { ...visitor, at: "2027-10-19T23:59:59.999Z" }).after.version,
    ).toBe(0);
  });

  test("the secretariat may register somebody late, and in a category the form doesn't take", () => {
    const late = { ...officer, at: closing.at };
    expect(submitted({ category: "media" }, pools(conference), conference, late).after.category).toBe("media");
  });

  test("a category the form doesn't take, or the conference doesn't have, is refused at `category`", () => {
    const fault = (rule: string) => expect.objectContaining({ faults: [{ path: "category", rule }] });
    expect(() => submitted({ category: "media" })).toThrow(fault("notSelfRegistration"));
    expect(() => submitted({ category: "academia" })).toThrow(fault("unknownCategory"));
    expect(() => submitted({ category: "academia" }, pools(conference), conference, officer)).toThrow(
      fault("unknownCategory"),
    );
  });
});

describe("who was asked for a correction corrects what was marked", () => {
  const owner = { actor: { kind: "delegate", id } as const, at: noon };
  const returned = (fields?: string[]) => {
    const decision = { decision: "return" as const, ...(fields && { fields }) };
    const [step] = decide(conference, pools(conference), aRegistration(conference), decision, officer).registrations;
    if (!step) throw new Error("no step");
    return step.after;
  };

  test("the marked field is taken, and the registration goes back to review with its seat", () => {
    const change = amend(
      conference,
      pools(conference),
      returned(["functionTitle"]),
      { functionTitle: "Mayor of Mechelen" },
      owner,
    );
    expect(change.action).toBe("resubmit");
    expect(change.registrations[0]?.after).toMatchObject({
      functionTitle: "Mayor of Mechelen",
      accreditation: { state: "pending", since: noon },
      seat: { state: "held" },
    });
    expect(change.mails.map(({ kind }) => kind)).toEqual(["received"]);
  });

  test("a field that wasn't marked is refused at its path", () => {
    const both = { functionTitle: "Mayor", person: { givenName: "Bart" } };
    const refused = expect.objectContaining({ faults: [{ path: "person.givenName", rule: "notMarked" }] });
    expect(() => amend(conference, pools(conference), returned(["functionTitle"]), both, owner)).toThrow(refused);
    expect(amend(conference, pools(conference), returned(["person", "functionTitle"]), both, owner).action).toBe(
      "resubmit",
    );
    expect(amend(conference, pools(conference), returned(), both, owner).action).toBe("resubmit");
  });

  test("a pending registration may be corrected freely and stays pending; an approved one stays as it was vouched for", () => {
    const pending = aRegistration(conference);
    const change = amend(conference, pools(conference), pending, { organization: "Migrant Forum in Asia" }, owner);
    expect(change).toMatchObject({ action: "amend", mails: [] });
    const [approved] = decide(conference, pools(conference), pending, { decision: "approve" }, officer).registrations;
    if (!approved) throw new Error("no step");
    expect(() => amend(conference, pools(conference), approved.after, { organization: "x" }, owner)).toThrow(
      expect.objectContaining({ code: "wrong-state" }),
    );
  });
});

describe("another category", () => {
  const categories = [
    { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" },
    { category: "academia", title: { en: "Academia" }, colour: "#00695c", quota: 1 },
    { category: "media", title: { en: "Media" }, colour: "#6a1b9a", selfRegistration: false },
  ];
  const where = aConference({ categories });
  const later = "2027-03-05T12:00:00.000Z";
  const delegate = { actor: { kind: "delegate", id: "r" } as const, at: later };
  const moved = (before: Registration, state = pools(where), category: CategoryName = "academia") =>
    amend(where, state, before, { category }, delegate).registrations[0]?.after;

  test("the seat goes along where the new category has a place", () => {
    const before = aRegistration(where);
    expect(moved(before)).toMatchObject({ category: "academia", seat: before.seat });
    expect(moved(before, pools(where, { venue: 2 }))?.seat.state).toBe("held");
  });

  test("a seat is never lost without a word: a full category is refused by name", () => {
    const full = expect.objectContaining({ code: "category-full" });
    expect(() => moved(aRegistration(where), pools(where, { "category:academia": 1 }))).toThrow(full);
    expect(() => moved(aRegistration(where), pools(where, {}, ["category:academia"]))).toThrow(full);
  });

  test("who waits keeps the time of joining, or is seated where nothing holds them back any more", () => {
    const waiting = aRegistration(where, {}, pools(where, { venue: 2 }));
    const state = pools(where, { venue: 2, "category:academia": 1 });
    expect(moved(waiting, state)).toMatchObject({ seat: waiting.seat, waitingFor: ["venue", "category:academia"] });
    expect(moved(waiting)?.seat).toEqual({ state: "held", since: later });
  });

  test("without a seat to ask for, the category just changes", () => {
    const selective = aConference({ categories, seatTakenAt: "approval" });
    const before = aRegistration(selective);
    const { registrations } = amend(selective, pools(selective), before, { category: "academia" }, delegate);
    expect(registrations[0]?.after.seat.state).toBe("none");
  });

  test("one that the secretariat registers is not for the delegate to choose, nor one that isn't offered", () => {
    const invalid = (rule: string) => expect.objectContaining({ faults: [{ path: "category", rule }] });
    expect(() => moved(aRegistration(where), pools(where), "media")).toThrow(invalid("notSelfRegistration"));
    expect(() => moved(aRegistration(where), pools(where), "migrant")).toThrow(invalid("unknownCategory"));
    const [step] = amend(where, pools(where), aRegistration(where), { category: "media" }, officer).registrations;
    expect(step?.after.category).toBe("media");
  });
});
