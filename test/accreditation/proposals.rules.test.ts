import { expect, test } from "vitest";
import {
  addProposal,
  type DecisionProposals,
  listCurrentProposals,
  listKeptProposals,
} from "#shared/accreditation/proposals.rules.ts";
import { aConference, buildRegistration, noon } from "../support/builders.ts";

const registration = buildRegistration(aConference());
const by = (who: string, decision: "approve" | "reject" | "reopen", kept?: DecisionProposals) =>
  addProposal(registration, kept, { decision, at: noon, by: who });

test("each reviewer's latest proposal stands", () => {
  const kept = by("one", "reject", by("two", "approve", by("one", "approve")));
  expect(kept.items.map((each) => [each.by, each.decision])).toEqual([
    ["two", "approve"],
    ["one", "reject"],
  ]);
});

test("a proposal is gone once the registration has changed, and the next begins anew", () => {
  const kept = by("one", "approve");
  const changed = { ...registration, version: 2 };
  expect([listCurrentProposals(registration, kept), listCurrentProposals(changed, kept)]).toEqual([kept.items, []]);
  expect(listCurrentProposals(registration, undefined)).toEqual([]);
  expect(addProposal(changed, kept, { decision: "approve", at: noon, by: "two" }).items).toHaveLength(1);
});

test("the former proposals are kept with their version, the latest twenty", () => {
  const first = by("one", "reject", by("one", "approve"));
  const changed = { ...registration, version: 2 };
  const kept = addProposal(changed, first, { decision: "approve", at: noon, by: "two" });
  const list = (version?: number) => listKeptProposals(kept, version).map((each) => [each.by, each.decision]);
  const onFirst = [
    ["one", "approve"],
    ["one", "reject"],
  ];
  expect([list(1), list(2), list(3)]).toEqual([onFirst, [["two", "approve"]], []]);
  expect(list()).toEqual([...onFirst, ["two", "approve"]]);
  expect(listKeptProposals(kept)[0]).toEqual({ decision: "approve", at: noon, by: "one" });
  const many = Array.from({ length: 60 }).reduce<DecisionProposals>((all) => by("one", "approve", all), kept);
  expect(many.former).toHaveLength(20);
  expect(listKeptProposals(undefined)).toEqual([]);
});

test("the latest former proposals are kept whose reasons leave room in the item, whatever their script", () => {
  const propose = (all: DecisionProposals | undefined, index: number) => {
    const reason = `${index} ${"𠮷".repeat(1_990)}`;
    return addProposal(registration, all, { decision: "reject", reason, at: noon, by: "one" });
  };
  const { former = [] } = Array.from({ length: 10 }, (_, index) => index).reduce<DecisionProposals | undefined>(
    propose,
    undefined,
  ) ?? { former: [] };
  expect(former.map(({ reason = "" }) => Number.parseInt(reason, 10))).toEqual([5, 6, 7, 8]);
  expect(Buffer.byteLength(JSON.stringify(former))).toBeLessThanOrEqual(40_000);
});

test("what can't be decided can't be proposed", () => {
  expect(() => by("one", "reopen")).toThrow("wrong-state");
});
