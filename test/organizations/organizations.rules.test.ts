import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildDelegation } from "#shared/model/delegation.ts";
import type { OrganizationMerge } from "#shared/model/organization.ts";
import { findOrganizationId } from "#shared/organizations/organization-id.ts";
import {
  addOrganizationMerge,
  createMergeChange,
  createOrganizationResolver,
  findDelegationAliases,
  maxOrganizationMerges,
  removeOrganizationMerge,
  summarizeOrganizations,
} from "#shared/organizations/organizations.rules.ts";
import { noon, secretariatActor } from "../support/builders.ts";

const conferenceId = "idm-2027";
const merge = (from: string, into: string): OrganizationMerge => ({
  mergeId: `${from}-${into}`,
  from,
  into,
  at: noon,
  by: "s",
});
const named = (organization: string) => ({ conferenceId, organization });
const id = (organization: string) => findOrganizationId(named(organization)) ?? "";
const aDelegation = (delegationId: string, en: string, fr?: string) =>
  buildDelegation(
    conferenceId,
    delegationId,
    { name: { en, ...(fr && { fr }) }, category: "ngo", focalPoints: [], language: "en" },
    "accredited",
  );

const none = new Map<string, string>();
const refusal = (code: string) => expect.objectContaining({ code });

describe("the organization of a person", () => {
  test("is the delegation; without one the exact text, in any case and with any blanks; or none", () => {
    expect(findOrganizationId({ ...named("Oxfam"), delegationId: "d1" })).toBe("d1");
    expect(id("Oxfam  International")).toBe(id(" OXFAM international"));
    expect(findOrganizationId({ conferenceId })).toBeUndefined();
    expect(id("Oxfam")).not.toBe(findOrganizationId({ conferenceId: "other", organization: "Oxfam" }));
    expect(id("Oxfam")).toMatch(/^[a-z2-7]{26}$/);
  });

  test("is a delegation for the exact name of one in any language, and for a name of two it is neither", () => {
    const delegations = [
      aDelegation("d1", "Oxfam", "Oxfam"),
      aDelegation("d2", "Ministry", "Ministère"),
      aDelegation("d3", "Ministry"),
    ];
    expect(findDelegationAliases(delegations, findOrganizationId)).toEqual(
      new Map([
        [id("oxfam"), "d1"],
        [id("Ministère"), "d2"],
      ]),
    );
  });
});

describe("a merge", () => {
  test("made again has no further effect", () => {
    const merges = addOrganizationMerge([], none, merge("a", "b"));
    expect(addOrganizationMerge(merges, none, { ...merge("a", "b"), mergeId: "other" })).toBe(merges);
  });

  test("of an organization with itself, of one that is merged already, in a circle, or beyond the limit is refused", () => {
    const merges = [merge("a", "b"), merge("b", "c")];
    expect(() => addOrganizationMerge(merges, none, merge("a", "a"))).toThrow(refusal("invalid-request"));
    for (const [from, into] of [
      ["a", "d"],
      ["c", "a"],
      ["c", "b"],
      ["a", "c"],
    ] as const)
      expect(() => addOrganizationMerge(merges, none, merge(from, into))).toThrow(refusal("already-merged"));
    expect(() => addOrganizationMerge([], new Map([["text", "d1"]]), merge("d1", "text"))).toThrow(
      refusal("already-merged"),
    );
    const many = Array.from({ length: maxOrganizationMerges }, (_, index) => merge(`x${index}`, "y"));
    expect(() => addOrganizationMerge(many, none, merge("a", "b"))).toThrow(refusal("invalid-request"));
  });

  test("is taken back once", () => {
    const merges = [merge("a", "b"), merge("b", "c")];
    expect(removeOrganizationMerge(merges, "a-b")).toEqual({ removed: merges[0], merges: [merges[1]] });
    expect(() => removeOrganizationMerge([], "a-b")).toThrow(refusal("not-found"));
  });

  test("of any that are accepted in any order leads every organization to one end, and taking all back restores it", () => {
    const organization = fc.constantFrom("a", "b", "c", "d", "e");
    fc.assert(
      fc.property(fc.array(fc.tuple(organization, organization), { maxLength: 20 }), (attempts) => {
        let merges: readonly OrganizationMerge[] = [];
        for (const [from, into] of attempts)
          try {
            merges = addOrganizationMerge(merges, none, merge(from, into));
          } catch {}
        const people = [..."abcde"].map((name) => ({ conferenceId, delegationId: name }));
        const delegations = [..."abcde"].map((name) => aDelegation(name, name));
        const resolve = createOrganizationResolver(people, delegations, merges, findOrganizationId);
        const endOf = (delegationId: string) => {
          const shown = resolve({ conferenceId, delegationId });
          return shown?.shownAs?.organizationId ?? shown?.organizationId;
        };
        for (const { from, into } of merges) expect(endOf(from)).toBe(endOf(into));
        expect(new Set([..."abcde"].map(endOf)).size).toBe(5 - merges.length);
        const left = merges.reduce((some, { mergeId }) => removeOrganizationMerge(some, mergeId).merges, merges);
        expect(left).toEqual([]);
      }),
    );
  });
});

describe("a person is shown", () => {
  test("under the end of a chain, with the name that is known nearest to it", () => {
    const merges = [merge(id("A"), id("B")), merge(id("B"), "d1")];
    const resolve = createOrganizationResolver(
      [named("A"), { conferenceId }],
      [aDelegation("d1", "End")],
      merges,
      findOrganizationId,
    );
    expect(resolve(named("A"))).toEqual({
      organizationId: id("A"),
      shownAs: { organizationId: "d1", name: { en: "End" } },
    });
    expect(resolve({ conferenceId, delegationId: "d1" })).toEqual({ organizationId: "d1" });
    expect(resolve({ conferenceId })).toBeUndefined();
    const unnamed = createOrganizationResolver([named("A")], [], merges, findOrganizationId);
    expect(unnamed(named("A"))?.shownAs).toEqual({ organizationId: "d1", name: { en: "A" } });
    expect(unnamed(named("B"))).toEqual({ organizationId: id("B") });
  });

  test("under one of a circle that a renamed delegation closes, the same for all of it", () => {
    // The delegation was merged into a text, and is then renamed to that text.
    const merges = [merge("d1", id("Text")), merge(id("Other"), "d1")];
    const delegations = [aDelegation("d1", "Text")];
    const resolve = createOrganizationResolver(
      [named("Text"), named("Other")],
      delegations,
      merges,
      findOrganizationId,
    );
    const people = [named("Text"), named("Other"), { conferenceId, delegationId: "d1" }];
    const ends = people.map((person) => resolve(person)?.shownAs?.organizationId ?? resolve(person)?.organizationId);
    expect(new Set(ends).size).toBe(1);
  });
});

test("the organizations of a conference are its delegations and the other texts, by name, with their approved people", () => {
  const people = [
    { ...named("Oxfam"), category: "ngo" },
    { ...named("OXFAM"), category: "media" },
    { ...named("Zeta"), category: "ngo" },
    { conferenceId, delegationId: "d1", organization: "Ward", category: "ngo" },
    { conferenceId, category: "ngo" },
  ] as const;
  const delegations = [aDelegation("d1", "Oxfam"), aDelegation("d2", "Alpha")];
  expect(summarizeOrganizations(people, delegations, [merge(id("Zeta"), "d2")], findOrganizationId)).toEqual([
    { organizationId: "d2", name: { en: "Alpha" }, isDelegation: true, categories: [], approved: 0 },
    { organizationId: "d1", name: { en: "Oxfam" }, isDelegation: true, categories: ["ngo", "media"], approved: 3 },
    {
      organizationId: id("Zeta"),
      name: { en: "Zeta" },
      isDelegation: false,
      categories: ["ngo"],
      approved: 1,
      shownAs: "d2",
    },
  ]);
});

test("a merge is recorded in the history with its organizations, without a registration or an email", () => {
  const context = { actor: secretariatActor, at: noon };
  expect(createMergeChange(conferenceId, "merge-organizations", merge("a", "b"), context)).toEqual({
    conferenceId,
    ...context,
    action: "merge-organizations",
    registrations: [],
    organizationMerge: { mergeId: "a-b", from: "a", into: "b" },
    emails: [],
    admission: "public",
  });
});
