import { expect, test } from "vitest";
import { type Proposals, propose, standingProposals } from "#shared/domain/proposal.ts";
import { aConference, aRegistration, noon } from "../support/builders.ts";

const registration = aRegistration(aConference());
const by = (who: string, decision: "approve" | "reject" | "reopen", kept?: Proposals) =>
  propose(registration, kept, { decision, at: noon, by: who });

test("each reviewer's latest proposal stands", () => {
  const kept = by("one", "reject", by("two", "approve", by("one", "approve")));
  expect(kept.all.map((each) => [each.by, each.decision])).toEqual([
    ["two", "approve"],
    ["one", "reject"],
  ]);
});

test("a proposal is gone once the registration has changed, and the next begins anew", () => {
  const kept = by("one", "approve");
  const changed = { ...registration, version: 2 };
  expect([standingProposals(registration, kept), standingProposals(changed, kept)]).toEqual([kept.all, []]);
  expect(standingProposals(registration, undefined)).toEqual([]);
  expect(propose(changed, kept, { decision: "approve", at: noon, by: "two" }).all).toHaveLength(1);
});

test("what can't be decided can't be proposed", () => {
  expect(() => by("one", "reopen")).toThrow("wrong-state");
});
