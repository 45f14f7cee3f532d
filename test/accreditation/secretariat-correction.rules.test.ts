import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { applyAmendment, type RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { offerSeat, type Pools } from "#shared/capacity/seats.rules.ts";
import { evaluateScan } from "#shared/check-in/check-in.rules.ts";
import type { Actor } from "#shared/model/actor.ts";
import type { Change } from "#shared/model/change.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const later = "2027-03-05T12:00:00.000Z";
const conference = aConference({
  categories: [
    { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32" },
    { category: "academia", title: { en: "Academia" }, colour: "#00695c", quota: 1 },
    { category: "media", title: { en: "Media" }, colour: "#6a1b9a", selfRegistration: false },
  ],
  sessions: ["opening", "workshop", "small"].map((sessionId) => ({
    sessionId,
    title: { en: sessionId },
    startsAt: "2027-10-26T08:00:00Z",
    endsAt: "2027-10-26T09:00:00Z",
    ...(sessionId === "small" && { capacity: 1 }),
  })),
});
const fullRoom = buildPools(conference, { venue: 2 });
const officer = { actor: secretariatActor, at: later };
const owner = { actor: { kind: "delegate", id: "r" } as const, at: later };

const pending = (body = {}) => buildRegistration(conference, body);
const decided = (before: Registration, decision: "approve" | "reject" | "revoke" | "reopen", pools = fullRoom) =>
  getChangedRegistration(decideAccreditation(conference, pools, before, { decision, reason: "because" }, officer));
const approved = (body = {}) => decided(pending(body), "approve");
const returned = () =>
  getChangedRegistration(
    decideAccreditation(
      conference,
      fullRoom,
      pending(),
      { decision: "return", reason: "please", fields: ["functionTitle"] },
      officer,
    ),
  );

const amend = (
  before: Registration,
  amendment: RegistrationAmendment,
  {
    pools = fullRoom,
    actor = secretariatActor,
    notify = true,
  }: { pools?: Pools; actor?: Actor; notify?: boolean } = {},
) => applyAmendment(conference, pools, before, amendment, { actor, at: later }, notify);

const refusal = (code: string) => expect.objectContaining({ code });
const kinds = ({ emails }: Change) => emails.map(({ kind }) => kind);

describe("the secretariat corrects a live registration", () => {
  test.each([
    ["pending", pending],
    ["approved", approved],
    ["returned", returned],
  ])("that is %s, in every field, and its accreditation and seat stay, also in a full room", (_, build) => {
    const before = build();
    const after = getChangedRegistration(
      amend(before, {
        person: { familyName: "Diallo-Ba", email: "right@example.org", nationality: "GIN", honorific: "Dr" },
        organization: "Migrant Forum",
        functionTitle: "President",
        role: "speaker",
        country: "SEN",
        category: "media",
        language: "fr",
        consent: { listOfParticipants: false, photo: false },
        needs: { diet: "halal" },
        sessions: ["opening"],
      }),
    );
    expect(after).toMatchObject({
      person: { givenName: "Amina", familyName: "Diallo-Ba", email: "right@example.org", nationality: "GIN" },
      organization: "Migrant Forum",
      role: "speaker",
      category: "media",
      language: "fr",
      sessions: [{ sessionId: "opening", seat: { state: "held" } }],
    });
    expect([after.accreditation, after.seat]).toEqual([before.accreditation, before.seat]);
  });

  test.each(["reject", "revoke", "withdraw"] as const)("but not after the decision %s", (decision) => {
    const before = decision === "revoke" ? approved() : pending();
    const over =
      decision === "withdraw"
        ? getChangedRegistration(withdrawAccreditation(before, officer))
        : decided(before, decision);
    expect(() => amend(over, { organization: "IOM" })).toThrow(refusal("wrong-state"));
  });

  test("takes an optional value away with null, but not the last name, nor the only address", () => {
    const before = approved({ organization: "IOM", functionTitle: "Officer" });
    const after = getChangedRegistration(amend(before, { organization: null, person: { givenName: null } }));
    expect(after).not.toHaveProperty("organization");
    expect([after.person.givenName, after.functionTitle]).toEqual([undefined, "Officer"]);
    const invalid = (path: string, rule: string) => expect.objectContaining({ fieldErrors: [{ path, rule }] });
    expect(() => amend(after, { person: { familyName: null } })).toThrow(invalid("person.familyName", "nameMissing"));
    expect(() => amend(before, { person: { email: null } })).toThrow(invalid("person.email", "required"));
    expect(() => amend(before, { sessions: ["closing"] })).toThrow(invalid("sessions.0", "unknownSession"));
  });

  test("takes the name in Latin letters away part by part, and with its last part the whole", () => {
    const before = approved({ latinName: { givenName: "Amina", familyName: "Diallo" } });
    const shorter = getChangedRegistration(amend(before, { latinName: { givenName: null } }));
    expect(shorter.latinName).toEqual({ familyName: "Diallo" });
    expect(getChangedRegistration(amend(shorter, { latinName: { familyName: null } }))).not.toHaveProperty("latinName");
    expect(getChangedRegistration(amend(before, { latinName: null }))).not.toHaveProperty("latinName");
  });
});

describe("the seat of a corrected registration", () => {
  test("goes along to a category with a free seat, and is kept where the category is full", () => {
    const before = approved();
    expect(getChangedRegistration(amend(before, { category: "academia" }))).toMatchObject({
      category: "academia",
      seat: before.seat,
    });
    const full = buildPools(conference, { venue: 2, "category:academia": 1 });
    expect(() => amend(before, { category: "academia" }, { pools: full })).toThrow(refusal("category-full"));
    const wanted = buildPools(conference, { venue: 2 }, ["category:academia"]);
    expect(() => amend(before, { category: "academia" }, { pools: wanted })).toThrow(refusal("category-full"));
  });

  test("goes along to a delegation with a free seat, and is kept where the delegation is full", () => {
    const withDelegation = (taken: number): Pools =>
      new Map([...fullRoom, ["delegation:d", { limit: 1, taken, isOpen: true }]]);
    const before = approved();
    const after = getChangedRegistration(amend(before, { delegationId: "d" }, { pools: withDelegation(0) }));
    expect(after).toMatchObject({ delegationId: "d", seat: before.seat });
    expect(getChangedRegistration(amend(after, { delegationId: null }))).toMatchObject({ seat: before.seat });
    expect(() => amend(before, { delegationId: "d" }, { pools: withDelegation(1) })).toThrow(
      refusal("delegation-full"),
    );
  });

  test("stays offered until the same time", () => {
    const before = offerSeat({ ...conference, offerHours: 200 }, { ...pending(), seat: { state: "none" } }, noon);
    expect(getChangedRegistration(amend(before, { category: "academia" })).seat).toEqual(before.seat);
    const full = buildPools(conference, { venue: 2, "category:academia": 1 });
    expect(() => amend(before, { category: "academia" }, { pools: full })).toThrow(refusal("category-full"));
  });

  test("is requested when the secretariat settles which delegation the person belongs to", () => {
    const before: Registration = { ...pending(), seat: { state: "none" }, requestedDelegationId: "d" };
    const free = buildPools(conference);
    expect(getChangedRegistration(amend(before, { organization: "IOM" }, { pools: free })).seat.state).toBe("none");
    const after = getChangedRegistration(amend(before, { delegationId: null }, { pools: free }));
    expect(after.seat.state).toBe("held");
    expect(after).not.toHaveProperty("requestedDelegationId");
  });

  test("of a person who waits keeps the time of joining, also where the conference has no waiting list any more", () => {
    const waiting = buildRegistration(conference, {}, fullRoom);
    const full = buildPools(conference, { venue: 2, "category:academia": 1 });
    const expected = { seat: waiting.seat, waitingFor: ["venue", "category:academia"] };
    expect(getChangedRegistration(amend(waiting, { category: "academia" }, { pools: full }))).toMatchObject(expected);
    const closed = { ...conference, waitingList: false };
    expect(
      getChangedRegistration(applyAmendment(closed, full, waiting, { category: "academia" }, officer)),
    ).toMatchObject(expected);
    expect(
      getChangedRegistration(amend(waiting, { organization: "IOM" }, { pools: buildPools(conference) })).seat,
    ).toEqual(waiting.seat);
  });

  test("does not expire because the address was corrected", () => {
    const strict = aConference({ confirmWithinHours: 1 });
    const before = buildRegistration(strict);
    const change = applyAmendment(
      strict,
      buildPools(strict),
      before,
      { person: { email: "new@example.org" } },
      officer,
    );
    expect(getChangedRegistration(change).addressConfirmed).toBe(true);
  });
});

describe("the sessions of a corrected registration", () => {
  test("keep their seats where they stay; a new one is held, or waits if it is full", () => {
    const before = approved({ sessions: ["opening"] });
    const full = buildPools(conference, { venue: 2, "session:small": 1 });
    const after = getChangedRegistration(
      amend(before, { sessions: ["opening", "workshop", "small"] }, { pools: full }),
    );
    expect(after.sessions).toEqual([
      before.sessions[0],
      { sessionId: "workshop", seat: { state: "held", since: later } },
      { sessionId: "small", seat: { state: "waiting", since: later } },
    ]);
    expect([after.seat, after.waitingFor]).toEqual([before.seat, ["session:small"]]);
    const fewer = getChangedRegistration(amend(after, { sessions: ["opening"] }, { pools: full }));
    expect([fewer.sessions, fewer.waitingFor]).toEqual([[before.sessions[0]], []]);
  });

  test("have no seats while the person waits for the conference", () => {
    const waiting = buildRegistration(conference, {}, fullRoom);
    const after = getChangedRegistration(amend(waiting, { sessions: ["opening"] }));
    expect([after.sessions, after.waitingFor]).toEqual([
      [{ sessionId: "opening", seat: { state: "none" } }],
      waiting.waitingFor,
    ]);
  });
});

describe("the badge and the visa letter of a corrected registration", () => {
  const scan = (holder: Registration, serial: number) =>
    evaluateScan(
      conference,
      { registrationId: holder.registrationId, serial },
      holder,
      {},
      { direction: "in", at: later },
    ).verdict;

  test.each<[string, RegistrationAmendment]>([
    ["a name", { person: { familyName: "Ba" } }],
    ["a form of address", { person: { honorific: "Dr" } }],
    ["an organization", { organization: "Forum" }],
    ["a function", { functionTitle: "President" }],
    ["a country", { country: "GIN" }],
    ["a category", { category: "media" }],
    ["a role", { role: "speaker" }],
  ])("have the next serial after a correction of %s, and gates refuse the earlier badge", (_, amendment) => {
    const before = approved();
    const change = amend(before, amendment);
    const after = getChangedRegistration(change);
    expect([before.badgeSerial, after.badgeSerial, kinds(change)]).toEqual([1, 2, ["badge-reissued"]]);
    expect([scan(after, 1), scan(after, 2)]).toEqual(["refuse", "admit"]);
  });

  test.each<[string, RegistrationAmendment]>([
    ["the address", { person: { email: "new@example.org" } }],
    ["the needs", { needs: { diet: "vegan" } }],
    ["the date of birth", { person: { birthDate: "1980-01-01" } }],
    ["the sessions", { sessions: ["opening"] }],
  ])("stay valid after a correction of %s, which is not on the badge", (_, amendment) => {
    expect(getChangedRegistration(amend(approved(), amendment)).badgeSerial).toBe(1);
  });

  test("stay valid after a correction of a name that an alias hides", () => {
    const hidden = {
      ...approved(),
      protection: { alias: { nameOnBadge: "A. Guest" }, readers: [{ email: "a@example.org", holder: "a" }] },
    };
    expect(
      getChangedRegistration(amend(hidden, { person: { familyName: "Ba" }, functionTitle: "President" })).badgeSerial,
    ).toBe(1);
  });

  test("do not exist before the approval", () => {
    const change = amend(pending(), { person: { familyName: "Ba" } });
    expect([getChangedRegistration(change).badgeSerial, kinds(change)]).toEqual([0, ["corrected"]]);
  });

  test("a letter with a wrong name is replaced by the next one; other letters stay", () => {
    const before = approved({ needs: { visaLetter: true } });
    const change = amend(before, { person: { familyName: "Ba" } });
    expect(getChangedRegistration(change).visaLetter).toEqual({ number: 2, at: later });
    expect([isVisaLetterValid(getChangedRegistration(change)), kinds(change)]).toEqual([
      true,
      ["visa-letter", "badge-reissued"],
    ]);
    expect(getChangedRegistration(amend(before, { role: "speaker" })).visaLetter?.number).toBe(1);
  });

  test("a letter is issued to a confirmed person who asks for one after the approval", () => {
    const change = amend(approved(), { needs: { visaLetter: true } }, { actor: owner.actor });
    expect([getChangedRegistration(change).visaLetter?.number, kinds(change)]).toEqual([1, ["visa-letter"]]);
  });
});

describe("the e-mails about a correction", () => {
  test("go to both addresses when the address changed, and name the fields", () => {
    const { registrationId } = approved();
    const before = { ...approved(), registrationId, undeliverable: { reason: "bounce", at: noon } as const };
    const change = amend(before, { person: { email: "right@example.org" } });
    expect(change.emails).toEqual([
      { kind: "corrected", registrationId, fields: ["person.email"] },
      { kind: "address-changed", registrationId },
    ]);
    expect(getChangedRegistration(change)).not.toHaveProperty("undeliverable");
  });

  test("say that the former address is that of a nomination that clashed", () => {
    const before = { ...approved(), clash: { registrationId: "theirs" } };
    const change = amend(before, { person: { email: "right@example.org" } });
    const { registrationId } = before;
    expect(change.emails).toContainEqual({ kind: "address-changed", registrationId, ofClash: true });
  });

  test("are not sent if the officer says so, or if nothing changed", () => {
    const before = approved();
    expect(kinds(amend(before, { person: { familyName: "Ba" } }, { notify: false }))).toEqual([]);
    expect(kinds(amend(before, { person: { familyName: "Diallo" } }))).toEqual([]);
    // Nor are those of a visa letter that is replaced, or of a seat that the new category has.
    const withLetter = approved({ needs: { visaLetter: true } });
    const corrected = amend(withLetter, { person: { familyName: "Ba" } }, { notify: false });
    expect([getChangedRegistration(corrected).visaLetter?.number, kinds(corrected)]).toEqual([2, []]);
  });

  test("go to one mailbox only if the address differs in upper case alone", () => {
    const before = approved();
    const email = before.person.email?.toUpperCase().replace("EXAMPLE.ORG", "example.org") ?? "";
    const flagged = { ...before, undeliverable: { reason: "bounce", at: noon } as const };
    const change = amend(flagged, { person: { email } });
    expect([kinds(change), getChangedRegistration(change).undeliverable]).toEqual([
      ["corrected"],
      flagged.undeliverable,
    ]);
  });
});

describe("after the approval, the owner", () => {
  test.each<[string, RegistrationAmendment]>([
    ["takes back a consent", { consent: { listOfParticipants: false, photo: false } }],
    ["changes the needs", { needs: { accessibility: "a wheelchair" } }],
    ["changes the language", { language: "fr" }],
    ["changes the sessions", { sessions: ["workshop"] }],
  ])("%s, and keeps seat and badge, without an e-mail", (_, amendment) => {
    const before = approved();
    const change = amend(before, amendment, { actor: owner.actor });
    expect(getChangedRegistration(change)).toMatchObject({
      ...amendment,
      ...(amendment.sessions && { sessions: [{}] }),
    });
    expect(getChangedRegistration(change)).toMatchObject({
      seat: before.seat,
      badgeSerial: 1,
      accreditation: before.accreditation,
    });
    expect(kinds(change)).toEqual([]);
  });

  test("is told to ask the secretariat for anything else, field by field, and nothing changes", () => {
    const amendment = { organization: "Forum", person: { familyName: "Ba" }, language: "fr" as const };
    expect(() => amend(approved(), amendment, { actor: owner.actor })).toThrow(
      expect.objectContaining({
        code: "ask-secretariat",
        fieldErrors: ["organization", "person.familyName"].map((path) => ({ path, rule: "onlySecretariat" })),
      }),
    );
  });

  test("names no delegation on a returned registration, not even the one that it has", () => {
    expect(() => amend(returned(), { delegationId: null, functionTitle: "Adviser" }, { actor: owner.actor })).toThrow(
      expect.objectContaining({ fieldErrors: [{ path: "delegation", rule: "notMarked" }] }),
    );
  });

  test("may send a field again as it is", () => {
    const before = approved({ organization: "IOM" });
    expect(
      getChangedRegistration(amend(before, { organization: "IOM", language: "fr" }, { actor: owner.actor })).language,
    ).toBe("fr");
  });

  test("changes neither the address nor the delegation in any state", () => {
    for (const before of [pending(), returned(), approved()]) {
      for (const amendment of [{ person: { email: "x@example.org" } }, { delegationId: "d" }])
        expect(() => amend(before, amendment, { actor: owner.actor })).toThrow(refusal("ask-secretariat"));
    }
  });
});

describe("a withdrawn registration", () => {
  const withdrawn = () => getChangedRegistration(withdrawAccreditation(approved({ sessions: ["opening"] }), officer));

  test("is reopened with a seat if one is free", () => {
    const after = decided(withdrawn(), "reopen", buildPools(conference));
    expect(after).toMatchObject({ accreditation: { state: "pending" }, seat: { state: "held", since: later } });
  });

  test("is reopened at the end of the waiting list if the room is full", () => {
    expect(decided(withdrawn(), "reopen")).toMatchObject({
      seat: { state: "waiting", since: later },
      waitingFor: ["venue"],
    });
  });

  test("has an invalid badge until it is approved again", () => {
    const reopened = decided(withdrawn(), "reopen", buildPools(conference));
    expect(evaluateScan(conference, { ...reopened, serial: 1 }, reopened, {}, { direction: "in", at: later })).toEqual(
      expect.objectContaining({ verdict: "refuse" }),
    );
    expect(decided(reopened, "approve").badgeSerial).toBe(2);
  });
});
