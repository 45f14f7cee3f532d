import { describe, expect, test } from "vitest";
import type { RegistrationAmendment } from "#shared/accreditation/amendment.rules.ts";
import { acceptChangeRequest, amendOrRequest } from "#shared/accreditation/change-request.rules.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  secretariatActor,
} from "../support/builders.ts";

const at = "2027-03-05T12:00:00.000Z";
const conference = aConference({
  categories: [
    { category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", quota: 1 },
    { category: "academia", title: { en: "Academia" }, colour: "#00695c" },
  ],
});
const pools = new Map([
  ...buildPools(conference, { venue: 2 }),
  ["delegation:dddddddddddddddddddddddd", { isOpen: true, limit: 9, taken: 1 }] as const,
]);
const actors = {
  "the member": { kind: "delegate", id: "r" },
  "a focal point": { kind: "focal-point", id: "dddddddddddddddddddddddd" },
} as const;
const delegationId = "dddddddddddddddddddddddd";
const claims = {
  "a member": { delegationId },
  "a person who named a delegation": { requestedDelegationId: delegationId },
  "a person whom a delegation declined": { declinedDelegationId: delegationId },
};

describe.each(Object.entries(actors))("%s", (_, actor) => {
  const amend = (before: Registration, amendment: RegistrationAmendment) =>
    amendOrRequest(conference, pools, before, amendment, { actor, at });

  test.each(Object.entries(claims))("asks the secretariat for another category: %s", (_name, claim) => {
    const before = { ...buildRegistration(conference, { category: "ngo" }), ...claim };
    const change = amend(before, { category: "academia", functionTitle: "Dean" });
    const after = getChangedRegistration(change);
    expect([change.action, after.category, after.functionTitle, after.seat]).toEqual([
      "request-change",
      "ngo",
      "Dean",
      before.seat,
    ]);
    expect(after.changeRequest?.changes).toEqual([{ path: "category", before: "ngo", after: "academia" }]);
    const accepted = acceptChangeRequest(conference, pools, after, { actor: secretariatActor, at });
    expect(getChangedRegistration(accepted).category).toBe("academia");
    const taken = getChangedRegistration(amend(after, { category: "ngo" }));
    expect(taken).not.toHaveProperty("changeRequest");
  });

  test("changes the category of a returned member as an officer marked it, and asks for it otherwise", () => {
    const returned = (fields: string[]): Registration => ({
      ...buildRegistration(conference, { category: "ngo" }),
      delegationId,
      accreditation: { state: "returned", at, by: "s", reason: "Which?", fields },
    });
    const marked = amend(returned(["category"]), { category: "academia" });
    expect([marked.action, getChangedRegistration(marked).category]).toEqual(["resubmit", "academia"]);
    const asked = amend(returned([]), { category: "academia", functionTitle: "Dean" });
    expect([asked.action, getChangedRegistration(asked).category]).toEqual(["resubmit", "ngo"]);
    expect(getChangedRegistration(asked).changeRequest?.changes).toHaveLength(1);
    expect(() => amend(returned(["functionTitle"]), { category: "academia" })).toThrow(
      expect.objectContaining({ code: "invalid-request" }),
    );
  });
});

test("a person without a delegation changes the category at once, and takes a seat in its pool", () => {
  const before = buildRegistration(conference, { category: "ngo" });
  const change = amendOrRequest(
    conference,
    pools,
    before,
    { category: "academia" },
    {
      actor: { kind: "delegate", id: "r" },
      at,
    },
  );
  expect([change.action, getChangedRegistration(change).category]).toEqual(["amend", "academia"]);
});
