import { describe, expect, test } from "vitest";
import { decide } from "#shared/domain/accreditation.ts";
import type { Change } from "#shared/domain/change.ts";
import { badgeLives } from "#shared/domain/entry/badge.ts";
import { clockOffset, correctedTime, justAfter } from "#shared/domain/entry/clock.ts";
import type { Fact } from "#shared/domain/entry/history.ts";
import { type LateReading, reconcile } from "#shared/domain/entry/reconcile.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { aConference, aRegistration, noon, pools, secretariat } from "../support/builders.ts";

const conference = aConference();
const context = { actor: secretariat, at: noon };
const outcome = ({ registrations: [step] }: Change): Registration => {
  if (!step) throw new Error("no step");
  return step.after;
};
const decided = (before: Registration, decision: "approve" | "revoke", at: string): Registration => {
  const after = outcome(decide(conference, pools(conference), before, { decision }, context));
  return { ...after, badgeLives: badgeLives(before, after, at) };
};
const [one, two, three] = ["2027-10-26T08:00:00.000Z", "2027-10-26T09:00:00.000Z", "2027-10-26T10:00:00.000Z"];
const pending = aRegistration(conference);
const holder = decided(pending, "approve", one);
const revoked = decided(holder, "revoke", two);
const claims = { registrationId: holder.registrationId, serial: 1 };

const reading = (more: Partial<LateReading> = {}): LateReading => ({
  scanId: "late",
  gate: "Gate A",
  direction: "in",
  at: three,
  admitted: true,
  ...more,
});
const earlier = (more: Partial<Fact>): Fact => ({
  ...claims,
  scanId: "before",
  place: "venue",
  gate: "Gate B",
  direction: "in",
  at: two,
  ...more,
});
const hear = (
  more: Partial<LateReading> = {},
  passages: Fact[] = [],
  who: Registration | undefined = holder,
  others?: Parameters<typeof reconcile>[5],
) => reconcile(conference, claims, who, reading(more), passages, others);

describe("a reading that is heard of late", () => {
  test("is a passage, without a word against it where the history would have let it through", () => {
    const { verdict, fact, conflict } = hear();
    expect([verdict, conflict]).toEqual([{ verdict: "admit" }, undefined]);
    expect(fact).toEqual({ ...claims, scanId: "late", gate: "Gate A", direction: "in", at: three, place: "venue" });
  });

  test("of somebody who was inside already happened all the same, and is a conflict", () => {
    const { verdict, fact, conflict } = hear({}, [earlier({})]);
    expect([verdict.verdict, conflict, fact?.scanId]).toEqual(["admit", "already-inside", "late"]);
    expect(hear({ admitted: false }, [earlier({})])).toMatchObject({
      verdict: { verdict: "refuse", reason: "already-inside" },
      fact: { scanId: "late" },
    });
  });

  test("that comes before what is known makes that the conflict, not itself", () => {
    expect(hear({ at: one }, [earlier({})]).conflict).toBeUndefined();
  });

  test("with a badge that was dead by then: a conflict where the gate let it through, else refused", () => {
    expect(hear({}, [], revoked)).toMatchObject({ verdict: { verdict: "admit" }, conflict: "revoked" });
    expect(hear({ admitted: false }, [], revoked)).toEqual({ verdict: { verdict: "refuse", reason: "revoked" } });
    expect(hear({ at: "2027-10-26T08:59:59.999Z" }, [], revoked).conflict).toBeUndefined();
  });

  test("on a day that the badge isn't for is one too; going out, the day isn't asked for", () => {
    const limited = { ...holder, access: { days: ["2027-10-27"] } };
    expect(hear({}, [], limited)).toMatchObject({ conflict: "wrong-day", fact: { limit: "wrong-day" } });
    expect(hear({ admitted: false }, [], limited)).toEqual({ verdict: { verdict: "refuse", reason: "wrong-day" } });
    expect(hear({ direction: "out" }, [earlier({})], limited).conflict).toBeUndefined();
  });

  test("of nobody, of nobody's badge and of another conference is no passage", () => {
    expect(reconcile(conference, claims, undefined, reading(), [], undefined)).toEqual({
      verdict: { verdict: "refuse", reason: "forged" },
    });
    expect(hear({}, [], pending).fact).toBeUndefined();
    expect(hear({}, [], { ...holder, conferenceId: "idm-other" })).toEqual({
      verdict: { verdict: "refuse", reason: "other-conference" },
    });
  });

  test("of a member beyond the delegation's limit is a conflict, if it is their latest", () => {
    const others = { insideAtOnce: 1, inside: ["somebody"] };
    expect(hear({}, [], holder, others).conflict).toBe("delegation-inside-full");
    expect(hear({}, [], holder, { ...others, insideAtOnce: 2 }).conflict).toBeUndefined();
    expect(hear({}, [], holder, { ...others, inside: [claims.registrationId] }).conflict).toBeUndefined();
    expect(hear({ at: one }, [earlier({ direction: "out" })], holder, others).conflict).toBeUndefined();
    expect(hear({ sessionId: "plenary" }, [], holder, others).conflict).toBeUndefined();
  });

  test("knows of a badge that is older than its written lives only what stands", () => {
    const { badgeLives: _, ...old } = holder;
    expect(hear({}, [], old).conflict).toBeUndefined();
    expect(reconcile(conference, { ...claims, serial: 2 }, old, reading(), [], undefined).conflict).toBe("replaced");
  });
});

describe("a gate's clock", () => {
  test("is measured as it synchronises, and its times are put right", () => {
    const offset = clockOffset("2027-10-26T08:07:00.000Z", one);
    expect(offset).toBe(-420_000);
    expect(correctedTime("2027-10-26T07:37:00.000Z", offset, one)).toBe("2027-10-26T07:30:00.000Z");
    expect(clockOffset(undefined, one)).toBe(0);
  });

  test("is put right by a day at most, and nothing was read after it arrived", () => {
    expect(clockOffset("1970-01-01T00:00:00.000Z", one)).toBe(86_400_000);
    expect(clockOffset("2099-01-01T00:00:00.000Z", one)).toBe(-86_400_000);
    expect(correctedTime(three, 0, one)).toBe(one);
    expect(justAfter(one)).toBe("2027-10-26T08:00:00.001Z");
  });
});
