import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { confirmDelegationMember } from "#shared/delegations/nomination.rules.ts";
import {
  addCredentialLetter,
  applyCredentialReview,
  assertCanUpload,
  attachDocument,
  detachDocument,
} from "#shared/documents/documents.rules.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import { aConference, buildRegistration, getChangedRegistration, noon } from "../support/builders.ts";
import { byFocalPoint, bySecretariat, DelegationFixture, delegationConference } from "../support/delegation-world.ts";

const scan = { actor: { kind: "system", id: "document-scan" } as const, at: noon };

function changed(change: Change | undefined): Change {
  if (!change) throw new Error("nothing changed");
  return change;
}

/** A delegation with these people, all approved, and a first letter. */
function withLetter(...names: string[]): DelegationFixture {
  const world = new DelegationFixture(4);
  for (const name of names) {
    world.nominate(name);
    world.carryOut(
      decideAccreditation(
        delegationConference,
        world.states,
        world.getRow(name),
        { decision: "approve" },
        bySecretariat,
      ),
    );
  }
  world.carryOut(changed(addCredentialLetter(world.delegation, "letter-1", scan)));
  return world;
}

const read = (
  world: DelegationFixture,
  version: number,
  registrationIds: readonly string[],
  context: CommandContext = bySecretariat,
) => applyCredentialReview(world.delegationState, { version, registrationIds }, context);

describe("a credential letter", () => {
  test("names the people whom the officer reads in it: an approved person who is not named returns to review with the seat", () => {
    const world = withLetter("a", "b");
    const change = world.carryOut(changed(read(world, 1, ["a"])));
    expect(world.getRow("a")).toMatchObject({ isNamedInLetter: true, accreditation: { state: "approved" } });
    expect(world.getRow("b")).toMatchObject({
      isNamedInLetter: false,
      accreditation: { state: "pending" },
      seat: { state: "held" },
    });
    expect(change.emails).toEqual([{ kind: "reopened", registrationId: "b" }]);
    expect(world.delegation.letters?.at(-1)?.review).toEqual({ at: noon, by: "secretariat-1", registrationIds: ["a"] });
    expect(read(world, 1, ["a"])).toBeUndefined();
  });

  test("in a new version reopens only those whose standing changed", () => {
    const world = withLetter("a", "b", "c");
    world.carryOut(changed(read(world, 1, ["a", "b", "c"])));
    world.carryOut(changed(addCredentialLetter(world.delegation, "letter-2", scan)));
    expect(world.delegation.letters?.map(({ version }) => version)).toEqual([1, 2]);
    const change = world.carryOut(changed(read(world, 2, ["a", "b"])));
    expect(change.registrations.map(({ after }) => after.registrationId)).toEqual(["c"]);
    const back = world.carryOut(changed(read(world, 2, ["a", "b", "c"])));
    expect(back.registrations.map(({ after }) => [after.registrationId, after.isNamedInLetter])).toEqual([["c", true]]);
    expect(world.getRow("c").accreditation.state).toBe("pending");
  });

  test("of a delegation that asks to be accredited is one, which the next replaces", () => {
    const world = new DelegationFixture(1, delegationConference, { status: "requested" });
    for (const id of ["letter-1", "letter-2"]) world.carryOut(changed(addCredentialLetter(world.delegation, id, scan)));
    expect(world.delegation.letters).toEqual([{ version: 2, documentId: "letter-2", at: noon }]);
  });

  test("comes once, however often the scan tells of it, and is read in its latest version alone", () => {
    const world = withLetter("a");
    expect(addCredentialLetter(world.delegation, "letter-1", scan)).toBeUndefined();
    expect(() => read(world, 2, ["a"])).toThrow("changed-meanwhile");
    expect(() => read(new DelegationFixture(1), 1, [])).toThrow("changed-meanwhile");
    expect(() => read(world, 1, ["unknown"])).toThrow("invalid-request");
  });

  test("of a large delegation is read in parts, and says once who read it", () => {
    const world = new DelegationFixture(30, aConference({ venue: { ...delegationConference.venue, capacity: 40 } }));
    const names = Array.from({ length: 17 }, (_, index) => `n${index}`);
    for (const name of names) world.nominate(name);
    world.carryOut(changed(addCredentialLetter(world.delegation, "letter-1", scan)));
    const first = world.carryOut(changed(read(world, 1, names, byFocalPoint)));
    const second = world.carryOut(changed(read(world, 1, names)));
    expect([first.registrations.length, second.registrations.length]).toEqual([15, 2]);
    expect(world.delegation.letters?.[0]?.review?.by).toBe("focal-point");
    expect(read(world, 1, names)).toBeUndefined();
  });

  test("that has been read flags every later member, by every way of joining", () => {
    const world = withLetter("a");
    world.carryOut(changed(read(world, 1, ["a"])));
    world.nominate("late");
    expect(world.getRow("late").isNamedInLetter).toBe(false);
    const claims = getChangedRegistration(world.requestMembership().confirmed);
    world.carryOut(
      confirmDelegationMember(delegationConference, world.states, world.delegationState, claims, byFocalPoint),
    );
    expect(world.getRow("claims").isNamedInLetter).toBe(false);
  });
});

describe("a document", () => {
  const registration = buildRegistration(aConference());

  test("takes the place of an older one of its kind; told of twice, it changes nothing twice", () => {
    const first = changed(attachDocument(registration, "photo", "photo-1", scan));
    const after = first.registrations[0]?.after ?? registration;
    expect([after.documents, first.emails]).toEqual([{ photo: "photo-1" }, []]);
    expect(attachDocument(after, "photo", "photo-1", scan)).toBeUndefined();
    const second = changed(attachDocument(after, "photo", "photo-2", scan)).registrations[0]?.after;
    expect(second?.documents).toEqual({ photo: "photo-2" });
  });

  test("is refused, or not attached, if its owner replaces the photo of an approved person", () => {
    const accreditation = { state: "approved", at: "2026-01-02T00:00:00.000Z", by: "officer" } as const;
    const approved = { ...registration, accreditation, documents: { photo: "photo-1" } };
    const owner = { ...scan, actor: { kind: "delegate", id: registration.registrationId } } as const;
    const focalPoint = { ...scan, actor: { kind: "focal-point", id: "delegation" } } as const;
    for (const { actor } of [owner, focalPoint]) {
      expect(() => assertCanUpload(approved, "photo", actor)).toThrow("ask-secretariat");
      expect(attachDocument(approved, "photo", "photo-2", { ...scan, actor })).toBeUndefined();
      for (const other of [registration, { ...approved, documents: {} }]) {
        assertCanUpload(other, "photo", actor);
        expect(attachDocument(other, "photo", "photo-2", { ...scan, actor })).toBeDefined();
      }
      assertCanUpload(approved, "passport", actor);
    }
    assertCanUpload(approved, "photo", bySecretariat.actor);
    const replaced = changed(attachDocument(approved, "photo", "photo-2", bySecretariat));
    expect(replaced.registrations[0]?.after.documents).toEqual({ photo: "photo-2" });
    expect(replaced.actor).toEqual(bySecretariat.actor);
    const gone = changed(withdrawAccreditation(registration, bySecretariat)).registrations[0]?.after ?? registration;
    expect(() => assertCanUpload(gone, "photo", bySecretariat.actor)).toThrow("wrong-state");
  });

  test("that can't be kept goes, and no other", () => {
    expect(detachDocument(registration, "photo-1", scan)).toBeUndefined();
    const both = { ...registration, documents: { photo: "photo-1", passport: "passport-1" } };
    expect(detachDocument(both, "photo-2", scan)).toBeUndefined();
    const change = changed(detachDocument(both, "photo-1", scan));
    expect([change.action, change.registrations[0]?.after.documents]).toEqual([
      "reject-document",
      { passport: "passport-1" },
    ]);
  });

  test("leaves a registration as it stands: who has withdrawn stays so", () => {
    const gone = withdrawAccreditation(registration, bySecretariat).registrations[0]?.after ?? registration;
    expect(changed(attachDocument(gone, "photo", "p", scan)).registrations[0]?.after.accreditation.state).toBe(
      "withdrawn",
    );
  });
});
