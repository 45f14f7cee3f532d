import { describe, expect, test } from "vitest";
import { decide, withdraw } from "#shared/domain/accreditation.ts";
import { reprint } from "#shared/domain/badge.ts";
import type { Change } from "#shared/domain/change.ts";
import { judge, type Presence } from "#shared/domain/entry.ts";
import { displayName, type Registration } from "#shared/domain/registration.ts";
import { aConference, aRegistration, noon, pools, secretariat } from "../support/builders.ts";

const conference = aConference();
const occasion = { actor: secretariat, at: noon };
const here = conference.conferenceId;
const outcome = ({ steps: [step] }: Change): Registration => {
  if (!step) throw new Error("no step");
  return step.after;
};

const pending = aRegistration(conference);
const confirmed = outcome(decide(conference, pools(conference), pending, { decision: "approve" }, occasion));
const inside: Presence = { inside: true, gate: "A", since: noon };
const outside: Presence = { ...inside, inside: false };
const badge = (serial = 1) => ({ registrationId: confirmed.registrationId, serial });

describe("nobody enters without approval, a seat and a live badge", () => {
  const revoked = outcome(decide(conference, pools(conference), confirmed, { decision: "revoke" }, occasion));
  const unseated: Registration = { ...confirmed, seat: { state: "waiting", since: noon } };

  test.each([
    ["a confirmed person with their badge", here, badge(), confirmed, "admit"],
    ["a badge of nobody", here, badge(), undefined, "forged"],
    ["a badge of another conference", "idm-other", badge(), confirmed, "other-conference"],
    ["a revoked badge", here, badge(), revoked, "revoked"],
    ["a withdrawn one", here, badge(), outcome(withdraw(confirmed, occasion)), "withdrawn"],
    ["a person who is only pending", here, badge(), pending, "not-confirmed"],
    ["an approved person without a seat", here, badge(), unseated, "not-confirmed"],
    ["a serial that was never issued", here, badge(2), confirmed, "replaced"],
  ] as const)("%s: %#", (_, conferenceId, claims, holder, expected) => {
    const verdict = judge(conferenceId, claims, holder, undefined, "in");
    expect(verdict).toEqual(expected === "admit" ? { verdict: "admit" } : { verdict: "refuse", reason: expected });
  });
});

describe("inside belongs to the person, not to the badge", () => {
  const reprinted = outcome(reprint(confirmed, "lost", occasion));

  test("who is inside can't enter again, and can go out", () => {
    expect(judge(here, badge(), confirmed, inside, "in")).toEqual({ verdict: "refuse", reason: "already-inside" });
    expect(judge(here, badge(), confirmed, inside, "out")).toEqual({ verdict: "admit" });
  });

  test("who is out can enter, and can't go out", () => {
    expect(judge(here, badge(), confirmed, outside, "in")).toEqual({ verdict: "admit" });
    expect(judge(here, badge(), confirmed, undefined, "out")).toEqual({ verdict: "refuse", reason: "not-inside" });
  });

  test("a reprint kills the older badge and lets nobody in twice", () => {
    expect(judge(here, badge(1), reprinted, outside, "in")).toEqual({ verdict: "refuse", reason: "replaced" });
    expect(judge(here, badge(2), reprinted, outside, "in")).toEqual({ verdict: "admit" });
    expect(judge(here, badge(2), reprinted, inside, "in")).toEqual({ verdict: "refuse", reason: "already-inside" });
  });

  test("only a confirmed person's badge is reprinted", () => {
    expect(() => reprint(pending, "lost", occasion)).toThrow(expect.objectContaining({ code: "not-confirmed" }));
    expect(reprint(confirmed, "lost", occasion)).toMatchObject({ action: "reprint", reason: "lost", mails: [] });
  });
});

test("the name shown is the one for the badge, else given and family name, of which one may be missing", () => {
  const person = { ...confirmed.person, givenName: "Juan José", familyName: "Gómez Camacho" };
  expect(displayName({ person })).toBe("Juan José Gómez Camacho");
  expect(displayName({ person: { ...person, nameOnBadge: "J. J. Gómez" } })).toBe("J. J. Gómez");
  const { givenName: _givenName, ...single } = person;
  expect(displayName({ person: { ...single, familyName: "Sukarno" } })).toBe("Sukarno");
});
