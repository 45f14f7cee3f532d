import { expect, test } from "vitest";
import { acceptChangeRequest, amendOrRequest } from "#shared/accreditation/change-request.rules.ts";
import { confirmDelegationMember, nominateMember, substituteMember } from "#shared/delegations/nomination.rules.ts";
import { buildRegistration, getChangedRegistration } from "../support/builders.ts";
import {
  buildNomination,
  byFocalPoint,
  bySecretariat,
  DelegationFixture,
  delegationConference,
} from "../support/delegation-world.ts";

const represents = (country?: string) =>
  new DelegationFixture(3, delegationConference, { category: "member-state", ...(country && { country }) });

const otherState = { path: "country", rule: "onlySecretariat" };

test("a focal point lists no one of another State, whose head's place would be taken; the secretariat may", () => {
  const world = represents("CHE");
  const head = { ...buildNomination("h", { role: "head-of-delegation" }), country: "FRA" };
  const nominate = (context: typeof byFocalPoint | typeof bySecretariat) =>
    nominateMember(delegationConference, world.states, world.delegationState, head, "h", context);
  expect(() => nominate(byFocalPoint)).toThrow(
    expect.objectContaining({ code: "ask-secretariat", fieldErrors: [otherState] }),
  );
  expect(getChangedRegistration(nominate(bySecretariat)).country).toBe("FRA");
  world.nominate("own");
  expect(world.getRow("own").country).toBe("CHE");
  const own = { registration: world.getRow("own"), isInside: false };
  expect(() => substituteMember(delegationConference, world.delegationState, own, head, "s", byFocalPoint)).toThrow(
    expect.objectContaining({ code: "ask-secretariat" }),
  );
});

test("a delegation without a country of its own lists people of any country", () => {
  const world = represents();
  world.nominate("f", { country: "FRA" });
  expect(world.getRow("f").country).toBe("FRA");
});

test("a person who named a State's delegation represents that State once it confirms them", () => {
  const world = represents("CHE");
  const { delegationId } = world.delegation;
  const before = {
    ...buildRegistration(delegationConference, { category: "member-state", country: "FRA" }),
    requestedDelegationId: delegationId,
    addressConfirmed: true,
  };
  const change = confirmDelegationMember(
    delegationConference,
    world.states,
    world.delegationState,
    before,
    byFocalPoint,
  );
  expect(getChangedRegistration(change).country).toBe("CHE");
});

test("another country of a State's member is a request to the secretariat, also in a marked field", () => {
  const world = represents("CHE");
  world.nominate("m");
  const member = world.getRow("m");
  const returned = {
    ...member,
    accreditation: { state: "returned", at: byFocalPoint.at, by: "s", reason: "Which?", fields: ["country"] },
  } as const;
  for (const before of [member, returned]) {
    const asked = amendOrRequest(delegationConference, world.states, before, { country: "FRA" }, byFocalPoint);
    const after = getChangedRegistration(asked);
    expect([after.country, after.changeRequest?.changes]).toEqual([
      "CHE",
      [{ path: "country", before: "CHE", after: "FRA" }],
    ]);
    const accepted = acceptChangeRequest(delegationConference, world.states, after, bySecretariat);
    expect(getChangedRegistration(accepted).country).toBe("FRA");
  }
});
