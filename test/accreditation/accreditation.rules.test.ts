import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { accreditationDecisions, accreditationTransitions } from "#shared/model/accreditation.ts";
import type { Change } from "#shared/model/change.ts";
import type { AccreditationState, Registration } from "#shared/model/registration.ts";
import { createChange, findLiveSerial, isConfirmed, isLive } from "#shared/registrations/registration.rules.ts";
import { aConference, buildPools, buildRegistration, secretariatActor } from "../support/builders.ts";

const at = "2027-03-02T09:00:00.000Z";
const context = { actor: secretariatActor, at };
const conference = aConference();

const outcome = (change: Change): Registration => {
  const [step] = change.registrations;
  if (!step) throw new Error("no step");
  return step.after;
};

const decideOn = (
  before: Registration,
  decision: (typeof accreditationDecisions)[number],
  state = buildPools(conference),
) => outcome(decideAccreditation(conference, state, before, { decision, reason: "because" }, context));

/** A registration in each state, reached by the rules alone. */
const inState: Record<AccreditationState, () => Registration> = {
  pending: () => buildRegistration(conference),
  approved: () => decideOn(inState.pending(), "approve"),
  rejected: () => decideOn(inState.pending(), "reject"),
  returned: () => decideOn(inState.pending(), "return"),
  revoked: () => decideOn(inState.approved(), "revoke"),
  withdrawn: () => outcome(withdrawAccreditation(inState.pending(), context)),
};

describe("the transition table is the whole journey", () => {
  for (const state of Object.keys(inState) as AccreditationState[]) {
    for (const decision of accreditationDecisions) {
      const from: readonly string[] = accreditationTransitions[decision].from;
      const allowed = from.includes(state);
      test(`${decision} from ${state} ${allowed ? "is allowed" : "is refused"}`, () => {
        const act = () => decideOn(inState[state](), decision);
        if (allowed) expect(act().accreditation.state).toBe(accreditationTransitions[decision].to);
        else expect(act).toThrow(expect.objectContaining({ code: "wrong-state" }));
      });
    }
  }

  test("only what is live can be withdrawn, once", () => {
    expect(outcome(withdrawAccreditation(inState.approved(), context)).accreditation.state).toBe("withdrawn");
    expect(() => withdrawAccreditation(inState.withdrawn(), context)).toThrow(
      expect.objectContaining({ code: "wrong-state" }),
    );
    expect(() => withdrawAccreditation(inState.rejected(), context)).toThrow(
      expect.objectContaining({ code: "wrong-state" }),
    );
  });
});

describe("accreditation and seat are two facts", () => {
  test("approval alone confirms no one: a waiting person stays on the waiting list", () => {
    const waiting = buildRegistration(conference, {}, buildPools(conference, { venue: 2 }));
    const approved = decideOn(waiting, "approve");
    expect(approved.seat.state).toBe("waiting");
    expect(isConfirmed(approved)).toBe(false);
    expect(findLiveSerial(approved)).toBeUndefined();
  });

  test("rejection and revocation give the seat up; a return keeps it", () => {
    expect(inState.rejected().seat.state).toBe("none");
    expect(inState.revoked().seat.state).toBe("none");
    expect(inState.returned().seat.state).toBe("held");
  });

  test("where the seat is taken at approval, only the approved ask for one", () => {
    const selecting = aConference({ seatTakenAt: "approval" });
    const pending = buildRegistration(selecting);
    expect(pending.seat.state).toBe("none");
    const approve = (state = buildPools(selecting)) =>
      outcome(decideAccreditation(selecting, state, pending, { decision: "approve" }, context));
    expect(approve().seat.state).toBe("held");
    expect(approve(buildPools(selecting, { venue: 2 })).seat.state).toBe("waiting");
    const rejected = outcome(
      decideAccreditation(selecting, buildPools(selecting), pending, { decision: "reject" }, context),
    );
    expect(
      outcome(decideAccreditation(selecting, buildPools(selecting), rejected, { decision: "reopen" }, context)).seat
        .state,
    ).toBe("none");
  });

  test("reopening asks for a seat at the time of reopening, and joins the line where there is none", () => {
    expect(decideOn(inState.rejected(), "reopen").seat).toEqual({ state: "held", since: at });
    const full = decideOn(inState.rejected(), "reopen", buildPools(conference, { venue: 2 }));
    expect(full.seat).toEqual({ state: "waiting", since: at });
    expect(full.waitingFor).toEqual(["venue"]);
  });

  test("a conference without a waiting list refuses to reopen into a full room", () => {
    const strict = aConference({ waitingList: false });
    const rejected = outcome(
      decideAccreditation(strict, buildPools(strict), buildRegistration(strict), { decision: "reject" }, context),
    );
    const reopen = () =>
      decideAccreditation(strict, buildPools(strict, { venue: 2 }), rejected, { decision: "reopen" }, context);
    expect(reopen).toThrow(expect.objectContaining({ code: "full" }));
  });
});

describe("a badge lives while its person is confirmed", () => {
  test("confirmation issues serial 1", () => {
    expect(findLiveSerial(inState.approved())).toBe(1);
  });

  test("a revoked badge never comes back: the next confirmation issues the next serial", () => {
    const revoked = inState.revoked();
    expect(findLiveSerial(revoked)).toBeUndefined();
    const again = decideOn(decideOn(revoked, "reopen"), "approve");
    expect(findLiveSerial(again)).toBe(2);
  });
});

describe("every decision leaves who, when and why", () => {
  test("the officer, the time and the reason stand in the state and in the change", () => {
    const change = decideAccreditation(
      conference,
      buildPools(conference),
      inState.pending(),
      { decision: "reject", reason: "no letter" },
      context,
    );
    expect(change).toMatchObject({ actor: secretariatActor, at, action: "reject", reason: "no letter" });
    expect(outcome(change).accreditation).toEqual({
      state: "rejected",
      at,
      by: secretariatActor.id,
      reason: "no letter",
    });
  });

  test("a return names the fields and until when the seat stays", () => {
    const decision = {
      decision: "return" as const,
      reason: "title",
      fields: ["functionTitle"],
      until: "2027-03-09T00:00:00.000Z",
    };
    const returned = outcome(
      decideAccreditation(conference, buildPools(conference), inState.pending(), decision, context),
    );
    expect(returned.accreditation).toMatchObject({ fields: ["functionTitle"], until: "2027-03-09T00:00:00.000Z" });
    const bare = outcome(
      decideAccreditation(conference, buildPools(conference), inState.pending(), { decision: "return" }, context),
    );
    expect(bare.accreditation).toMatchObject({ fields: [], reason: "" });
  });

  test("a withdrawal says whether the delegate or an officer withdrew", () => {
    const own = { actor: { kind: "delegate", id: "r" } as const, at };
    expect(outcome(withdrawAccreditation(inState.pending(), own, "ill")).accreditation).toMatchObject({
      by: "delegate",
    });
    expect(outcome(withdrawAccreditation(inState.pending(), context)).accreditation).toMatchObject({
      by: secretariatActor.id,
    });
    const system = { actor: { kind: "public" } as const, at };
    const decided = decideAccreditation(
      conference,
      buildPools(conference),
      inState.pending(),
      { decision: "approve" },
      system,
    );
    expect(outcome(decided).accreditation).toMatchObject({ by: "public" });
  });
});

describe("mails say what the person would want to hear", () => {
  const kinds = (change: Change) => change.emails.map(({ kind }) => kind);
  const act = (
    before: Registration,
    decision: (typeof accreditationDecisions)[number],
    state = buildPools(conference),
  ) => kinds(decideAccreditation(conference, state, before, { decision, reason: "r" }, context));
  const full = buildPools(conference, { venue: 2 });

  test.each([
    ["approve", inState.pending, undefined, ["approved"]],
    ["reject", inState.pending, undefined, ["rejected"]],
    ["return", inState.pending, undefined, ["returned"]],
    ["revoke", inState.approved, undefined, ["revoked"]],
    ["reopen", inState.rejected, undefined, ["reopened"]],
    ["reopen", inState.rejected, full, ["waiting"]],
  ] as const)("%s: %#", (decision, before, state, expected) => {
    expect(act(before(), decision, state)).toEqual(expected);
  });

  test("approval in line says approved and waiting, and for what", () => {
    const waiting = buildRegistration(conference, {}, full);
    const { emails } = decideAccreditation(conference, full, waiting, { decision: "approve" }, context);
    expect(emails).toEqual([
      { kind: "approved-waiting", registrationId: waiting.registrationId, waitingFor: ["venue"] },
    ]);
  });

  test("a decision is not e-mailed if the officer says so", () => {
    const decide = (notify: boolean) =>
      decideAccreditation(
        conference,
        buildPools(conference),
        inState.pending(),
        { decision: "approve" },
        context,
        notify,
      );
    expect([decide(true), decide(false)].map(({ emails }) => emails.length)).toEqual([1, 0]);
    expect(outcome(decide(false))).toMatchObject({ accreditation: { state: "approved" }, badgeSerial: 1 });
  });

  test("withdrawal is confirmed; a return carries its date", () => {
    expect(kinds(withdrawAccreditation(inState.pending(), context))).toEqual(["withdrawn"]);
    const until = "2027-03-09T00:00:00.000Z";
    const returned = decideAccreditation(
      conference,
      buildPools(conference),
      inState.pending(),
      { decision: "return", until },
      context,
    );
    expect(returned.emails).toEqual([expect.objectContaining({ kind: "returned", until })]);
  });

  test("a change that moves nothing promises nothing", () => {
    const pending = inState.pending();
    expect(createChange(pending, { ...pending, organization: "IOM" }, "amend", context).emails).toEqual([]);
  });
});

test("a person is guarded while their registration stands", () => {
  const live = (Object.keys(inState) as AccreditationState[]).filter((state) => isLive(inState[state]()));
  expect(live).toEqual(["pending", "approved", "returned"]);
});
