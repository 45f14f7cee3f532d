import { describe, expect, test } from "vitest";
import { decide, withdraw } from "#shared/domain/accreditation.ts";
import type { Change, CommandContext } from "#shared/domain/change.ts";
import { addLetter, attachDocument, detachDocument, readLetter } from "#shared/domain/document-change.ts";
import { confirmMember } from "#shared/domain/nomination.ts";
import { submit } from "#shared/domain/submission.ts";
import { aConference, anApplication, aRegistration, noon } from "../support/builders.ts";
import { byFocalPoint, bySecretariat, conference, delegationId, World } from "../support/delegation-world.ts";

const scan = { actor: { kind: "system", id: "document-scan" } as const, at: noon };

function changed(change: Change | undefined): Change {
  if (!change) throw new Error("nothing changed");
  return change;
}

/** A delegation with these people, all approved, and a first letter. */
function withLetter(...names: string[]): World {
  const world = new World(4);
  for (const name of names) {
    world.nominate(name);
    world.carryOut(decide(conference, world.states, world.row(name), { decision: "approve" }, bySecretariat));
  }
  world.carryOut(changed(addLetter(world.delegation, "letter-1", scan)));
  return world;
}

const read = (
  world: World,
  version: number,
  registrationIds: readonly string[],
  context: CommandContext = bySecretariat,
) => readLetter(world.standing, { version, registrationIds }, context);

describe("a credential letter", () => {
  test("names whom the officer reads in it: whoever was approved and isn't named goes back to review, seat and all", () => {
    const world = withLetter("a", "b");
    const change = world.carryOut(changed(read(world, 1, ["a"])));
    expect(world.row("a")).toMatchObject({ onLetter: true, accreditation: { state: "approved" } });
    expect(world.row("b")).toMatchObject({
      onLetter: false,
      accreditation: { state: "pending" },
      seat: { state: "held" },
    });
    expect(change.mails).toEqual([{ kind: "reopened", registrationId: "b" }]);
    expect(world.delegation.letters?.at(-1)?.read).toEqual({ at: noon, by: "secretariat-1", registrationIds: ["a"] });
    expect(read(world, 1, ["a"])).toBeUndefined();
  });

  test("in a new version reopens only those whose standing changed", () => {
    const world = withLetter("a", "b", "c");
    world.carryOut(changed(read(world, 1, ["a", "b", "c"])));
    world.carryOut(changed(addLetter(world.delegation, "letter-2", scan)));
    expect(world.delegation.letters?.map(({ version }) => version)).toEqual([1, 2]);
    const change = world.carryOut(changed(read(world, 2, ["a", "b"])));
    expect(change.registrations.map(({ after }) => after.registrationId)).toEqual(["c"]);
    const back = world.carryOut(changed(read(world, 2, ["a", "b", "c"])));
    expect(back.registrations.map(({ after }) => [after.registrationId, after.onLetter])).toEqual([["c", true]]);
    expect(world.row("c").accreditation.state).toBe("pending");
  });

  test("comes once, however often the scan tells of it, and is read in its latest version alone", () => {
    const world = withLetter("a");
    expect(addLetter(world.delegation, "letter-1", scan)).toBeUndefined();
    expect(() => read(world, 2, ["a"])).toThrow("changed-meanwhile");
    expect(() => read(new World(1), 1, [])).toThrow("changed-meanwhile");
    expect(() => read(world, 1, ["nobody"])).toThrow("invalid-request");
  });

  test("of a large delegation is read in parts, and says once who read it", () => {
    const world = new World(30, aConference({ venue: { ...conference.venue, capacity: 40 } }));
    const names = Array.from({ length: 17 }, (_, index) => `n${index}`);
    for (const name of names) world.nominate(name);
    world.carryOut(changed(addLetter(world.delegation, "letter-1", scan)));
    const first = world.carryOut(changed(read(world, 1, names, byFocalPoint)));
    const second = world.carryOut(changed(read(world, 1, names)));
    expect([first.registrations.length, second.registrations.length]).toEqual([15, 2]);
    expect(world.delegation.letters?.[0]?.read?.by).toBe("focal-point");
    expect(read(world, 1, names)).toBeUndefined();
  });

  test("that has been read flags whoever comes later, however they come", () => {
    const world = withLetter("a");
    world.carryOut(changed(read(world, 1, ["a"])));
    world.nominate("late");
    expect(world.row("late").onLetter).toBe(false);
    const application = { ...anApplication({}, { email: "claims@example.org" }), claimedDelegation: delegationId };
    const context = { actor: { kind: "public" } as const, at: noon };
    const [step] = submit(conference, world.states, application, "claims", context).registrations;
    if (!step) throw new Error("no registration");
    world.carryOut(confirmMember(conference, world.states, world.standing, step.after, byFocalPoint));
    expect(world.row("claims").onLetter).toBe(false);
  });
});

describe("a document", () => {
  const registration = aRegistration(aConference());

  test("takes the place of an older one of its kind; told of twice, it changes nothing twice", () => {
    const first = changed(attachDocument(registration, "photo", "photo-1", scan));
    const after = first.registrations[0]?.after ?? registration;
    expect([after.documents, first.mails]).toEqual([{ photo: "photo-1" }, []]);
    expect(attachDocument(after, "photo", "photo-1", scan)).toBeUndefined();
    const second = changed(attachDocument(after, "photo", "photo-2", scan)).registrations[0]?.after;
    expect(second?.documents).toEqual({ photo: "photo-2" });
  });

  test("that can't be kept goes, and no other", () => {
    expect(detachDocument(registration, "photo-1", scan)).toBeUndefined();
    const both = { ...registration, documents: { photo: "photo-1", passport: "passport-1" } };
    expect(detachDocument(both, "photo-2", scan)).toBeUndefined();
    const change = changed(detachDocument(both, "photo-1", scan));
    expect([change.action, change.registrations[0]?.after.documents]).toEqual([
      "refuse-document",
      { passport: "passport-1" },
    ]);
  });

  test("leaves a registration as it stands: who has withdrawn stays so", () => {
    const gone = withdraw(registration, bySecretariat).registrations[0]?.after ?? registration;
    expect(changed(attachDocument(gone, "photo", "p", scan)).registrations[0]?.after.accreditation.state).toBe(
      "withdrawn",
    );
  });
});
