import { describe, expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { createSubmission } from "#shared/accreditation/submission.rules.ts";
import { listOccupiedPools, listPoolLimits, PoolNotLoaded } from "#shared/capacity/seats.rules.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  aConference,
  buildApplication,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const conference = aConference();
const visitor = { actor: { kind: "public" } as const, at: noon };
const officer = { actor: secretariatActor, at: noon };
const id = "a".repeat(26);

const submitted = (
  body = {},
  state = buildPools(conference),
  where = conference,
  context: Parameters<typeof createSubmission>[4] = visitor,
) => {
  const change = createSubmission(where, state, buildApplication(body), id, context);
  const [step] = change.registrations;
  if (!step) throw new Error("no step");
  return { change, after: step.after };
};

test("who submits without a role has the default role of the conference", () => {
  const roles = [
    { role: "participant", assignableBy: "anyone" },
    { role: "delegate", assignableBy: "focal-point" },
  ] as const;
  expect(submitted({}, undefined, { ...conference, roles }).after.role).toBe("participant");
  expect(submitted().after.role).toBe("delegate");
});

describe("who submits is seated, or joins the line", () => {
  test("a free place is taken at once, and the mail says received", () => {
    const { change, after } = submitted();
    expect(after).toMatchObject({ seat: { state: "held" }, accreditation: { state: "pending" }, waitingFor: [] });
    expect(change.emails.map(({ kind }) => kind)).toEqual(["received"]);
  });

  test("a full venue sends them to the line, which says what it waits for", () => {
    const { change, after } = submitted({}, buildPools(conference, { venue: 2 }));
    expect(after).toMatchObject({ seat: { state: "waiting", since: noon }, waitingFor: ["venue"] });
    expect(change.emails.map(({ kind }) => kind)).toEqual(["waiting"]);
  });

  test("a closed pool seats no newcomer before the waiting list, although it has free seats", () => {
    expect(submitted({}, buildPools(conference, {}, ["venue"])).after.seat.state).toBe("waiting");
  });

  test("a full quota holds back its own category only", () => {
    const quotas = aConference({
      categories: [
        { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 1 },
        { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
      ],
    });
    const state = buildPools(quotas, { venue: 1, "category:ngo": 1 });
    expect(submitted({ category: "ngo" }, state, quotas).after.waitingFor).toEqual(["category:ngo"]);
    expect(submitted({ category: "academia" }, state, quotas).after.seat.state).toBe("held");
  });

  test("without a waiting list a full room is refused by name", () => {
    const strict = aConference({ waitingList: false });
    expect(() => submitted({}, buildPools(strict, { venue: 2 }), strict)).toThrow(
      expect.objectContaining({ code: "full" }),
    );
  });

  test("where the secretariat selects, a submission takes no seat", () => {
    const selecting = aConference({ seatTakenAt: "approval" });
    expect(submitted({}, buildPools(selecting, { venue: 2 }), selecting).after.seat.state).toBe("none");
  });

  test("a pool that wasn't read is asked for, and never taken for a full one", () => {
    expect(() => submitted({}, new Map())).toThrow(PoolNotLoaded);
  });
});

test("a person whom the secretariat adds without an e-mail, or to a delegation, need not confirm the address", () => {
  const careful = aConference({ confirmWithinHours: 24 });
  const add = (more: object, notify: boolean) => {
    const application = { ...buildApplication(), ...more };
    const change = createSubmission(careful, buildPools(careful), application, id, officer, notify);
    return [change.emails.map(({ kind }) => kind), getChangedRegistration(change).addressConfirmed];
  };
  const named = { requestedDelegationId: "d" };
  expect(add(named, true)).toEqual([["received", "membership-requested"], true]);
  expect(add(named, false)).toEqual([["membership-requested"], true]);
  expect(add({}, true)).toEqual([["received"], undefined]);
  expect(add({}, false)).toEqual([[], true]);
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
    expect(seats(submitted(body, buildPools(hall), hall).after)).toEqual(["held", "held"]);
  });

  test("a seat counts against every pool that applies, and against none while it isn't held", () => {
    const quota = { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 3 };
    const limited = aConference({ categories: [quota], sessions: [session("opening"), session("side-event", 1)] });
    expect([...listPoolLimits(limited)]).toEqual([
      ["venue", 2],
      ["category:ngo", 3],
      ["session:side-event", 1],
    ]);
    const seated = submitted(body, buildPools(limited), limited).after;
    expect(listOccupiedPools(limited, seated)).toEqual([
      "venue",
      "category:ngo",
      "session:opening",
      "session:side-event",
    ]);
    const elsewhere = submitted(body, buildPools(limited, { "session:side-event": 1 }), limited).after;
    expect(listOccupiedPools(limited, elsewhere)).toEqual(["venue", "category:ngo", "session:opening"]);
    expect(listOccupiedPools(limited, submitted(body, buildPools(limited, { venue: 2 }), limited).after)).toEqual([]);
    const offered = { ...seated, seat: { state: "offered", since: noon, until: noon } as const, sessions: [] };
    expect(listOccupiedPools(limited, offered)).toEqual(["venue", "category:ngo"]);
  });

  test("a full side event never costs anyone the conference", () => {
    const { after } = submitted(body, buildPools(hall, { "session:side-event": 1 }), hall);
    expect(after).toMatchObject({ seat: { state: "held" }, waitingFor: ["session:side-event"] });
    expect(seats(after)).toEqual(["held", "waiting"]);
  });

  test("only a holder of the main seat may hold one", () => {
    expect(seats(submitted(body, buildPools(hall, { venue: 2 }), hall).after)).toEqual(["none", "none"]);
  });

  test("a session that the conference doesn't have is refused at its place", () => {
    const refused = expect.objectContaining({
      code: "invalid-request",
      fieldErrors: [{ path: "sessions.1", rule: "unknownSession" }],
    });
    expect(() => submitted({ sessions: ["opening", "gala"] }, buildPools(hall), hall)).toThrow(refused);
  });
});

describe("the form is open in its window, for the categories it takes", () => {
  const early = { ...visitor, at: "2026-12-31T23:59:59.999Z" };
  const closing = { ...visitor, at: "2027-10-20T00:00:00.000Z" };
  const closed = expect.objectContaining({ code: "registration-closed" });

  test("before it opens and from the moment it closes, it is closed", () => {
    expect(() => submitted({}, buildPools(conference), conference, early)).toThrow(closed);
    expect(() => submitted({}, buildPools(conference), conference, closing)).toThrow(closed);
    expect(
      submitted({}, buildPools(conference), conference, { ...visitor, at: "2027-10-19T23:59:59.999Z" }).after.version,
    ).toBe(0);
  });

  test("the secretariat may register a person late, and in a category that the form does not take", () => {
    const late = { ...officer, at: closing.at };
    expect(submitted({ category: "media" }, buildPools(conference), conference, late).after.category).toBe("media");
  });

  test("a category the form doesn't take, or the conference doesn't have, is refused at `category`", () => {
    const fault = (rule: string) => expect.objectContaining({ fieldErrors: [{ path: "category", rule }] });
    expect(() => submitted({ category: "media" })).toThrow(fault("notSelfRegistration"));
    expect(() => submitted({ category: "academia" })).toThrow(fault("unknownCategory"));
    expect(() => submitted({ category: "academia" }, buildPools(conference), conference, officer)).toThrow(
      fault("unknownCategory"),
    );
  });
});

describe("who was asked for a correction corrects what was marked", () => {
  const owner = { actor: { kind: "delegate", id } as const, at: noon };
  const returned = (fields?: string[]) => {
    const decision = { decision: "return" as const, ...(fields && { fields }) };
    const [step] = decideAccreditation(
      conference,
      buildPools(conference),
      buildRegistration(conference),
      decision,
      officer,
    ).registrations;
    if (!step) throw new Error("no step");
    return step.after;
  };

  test("the marked field is taken, and the registration goes back to review with its seat", () => {
    const change = applyAmendment(
      conference,
      buildPools(conference),
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
    expect(change.emails.map(({ kind }) => kind)).toEqual(["received"]);
  });

  test("a field that wasn't marked is refused at its path", () => {
    const both = { functionTitle: "Mayor", person: { givenName: "Bart" } };
    const refused = expect.objectContaining({ fieldErrors: [{ path: "person.givenName", rule: "notMarked" }] });
    expect(() => applyAmendment(conference, buildPools(conference), returned(["functionTitle"]), both, owner)).toThrow(
      refused,
    );
    expect(
      applyAmendment(conference, buildPools(conference), returned(["person", "functionTitle"]), both, owner).action,
    ).toBe("resubmit");
    expect(applyAmendment(conference, buildPools(conference), returned(), both, owner).action).toBe("resubmit");
  });

  test("a pending registration may be corrected freely and stays pending; an approved one stays as it was vouched for", () => {
    const pending = buildRegistration(conference);
    const change = applyAmendment(
      conference,
      buildPools(conference),
      pending,
      { organization: "Migrant Forum in Asia" },
      owner,
    );
    expect(change).toMatchObject({ action: "amend", emails: [] });
    const [approved] = decideAccreditation(
      conference,
      buildPools(conference),
      pending,
      { decision: "approve" },
      officer,
    ).registrations;
    if (!approved) throw new Error("no step");
    expect(() =>
      applyAmendment(conference, buildPools(conference), approved.after, { organization: "x" }, owner),
    ).toThrow(expect.objectContaining({ code: "ask-secretariat" }));
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
  const moved = (before: Registration, state = buildPools(where), category = "academia") =>
    applyAmendment(where, state, before, { category }, delegate).registrations[0]?.after;

  test("the seat goes along where the new category has a place", () => {
    const before = buildRegistration(where);
    expect(moved(before)).toMatchObject({ category: "academia", seat: before.seat });
    expect(moved(before, buildPools(where, { venue: 2 }))?.seat.state).toBe("held");
  });

  test("a seat is never lost without a word: a full category is refused by name", () => {
    const full = expect.objectContaining({ code: "category-full" });
    expect(() => moved(buildRegistration(where), buildPools(where, { "category:academia": 1 }))).toThrow(full);
    expect(() => moved(buildRegistration(where), buildPools(where, {}, ["category:academia"]))).toThrow(full);
  });

  test("who waits keeps the time of joining, or is seated where nothing holds them back any more", () => {
    const waiting = buildRegistration(where, {}, buildPools(where, { venue: 2 }));
    const state = buildPools(where, { venue: 2, "category:academia": 1 });
    expect(moved(waiting, state)).toMatchObject({ seat: waiting.seat, waitingFor: ["venue", "category:academia"] });
    expect(moved(waiting)?.seat).toEqual({ state: "held", since: later });
  });

  test("without a seat to ask for, the category just changes", () => {
    const selective = aConference({ categories, seatTakenAt: "approval" });
    const before = buildRegistration(selective);
    const { registrations } = applyAmendment(
      selective,
      buildPools(selective),
      before,
      { category: "academia" },
      delegate,
    );
    expect(registrations[0]?.after.seat.state).toBe("none");
  });

  test("one that the secretariat registers is not for the delegate to choose, nor one that isn't offered", () => {
    const invalid = (rule: string) => expect.objectContaining({ fieldErrors: [{ path: "category", rule }] });
    expect(() => moved(buildRegistration(where), buildPools(where), "media")).toThrow(invalid("notSelfRegistration"));
    expect(() => moved(buildRegistration(where), buildPools(where), "migrant")).toThrow(invalid("unknownCategory"));
    const [step] = applyAmendment(
      where,
      buildPools(where),
      buildRegistration(where),
      { category: "media" },
      officer,
    ).registrations;
    expect(step?.after.category).toBe("media");
  });
});
