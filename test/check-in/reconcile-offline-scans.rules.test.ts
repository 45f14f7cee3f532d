import { describe, expect, test } from "vitest";
import { decideAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import { type CheckInEvent, updateBadgeValidityPeriods } from "#shared/check-in/check-in.rules.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  addMillisecond,
  correctScanTime,
  measureClockOffset,
  type OfflineScan,
  reconcileOfflineScan,
} from "../../functions/check-in/reconcile-offline-scans.rules.ts";
import {
  aConference,
  buildPools,
  buildRegistration,
  getChangedRegistration,
  noon,
  secretariatActor,
} from "../support/builders.ts";

const conference = aConference();
const context = { actor: secretariatActor, at: noon };
const decided = (before: Registration, decision: "approve" | "revoke", at: string): Registration => {
  const after = getChangedRegistration(
    decideAccreditation(conference, buildPools(conference), before, { decision }, context),
  );
  return { ...after, badgeValidityPeriods: updateBadgeValidityPeriods(before, after, at) };
};
const [one, two, three] = ["2027-10-26T08:00:00.000Z", "2027-10-26T09:00:00.000Z", "2027-10-26T10:00:00.000Z"];
const pending = buildRegistration(conference);
const holder = decided(pending, "approve", one);
const revoked = decided(holder, "revoke", two);
const claims = { registrationId: holder.registrationId, serial: 1 };

const reading = (more: Partial<OfflineScan> = {}): OfflineScan => ({
  scanId: "late",
  gate: "Gate A",
  direction: "in",
  at: three,
  admitted: true,
  ...more,
});
const earlier = (more: Partial<CheckInEvent>): CheckInEvent => ({
  ...claims,
  scanId: "before",
  place: "venue",
  gate: "Gate B",
  direction: "in",
  at: two,
  ...more,
});
const hear = (
  more: Partial<OfflineScan> = {},
  passages: CheckInEvent[] = [],
  who: Registration | undefined = holder,
  others?: Parameters<typeof reconcileOfflineScan>[5],
) => reconcileOfflineScan(conference, claims, who, reading(more), passages, others);

describe("a reading that is heard of late", () => {
  test("is a passage, without a word against it where the history would have let it through", () => {
    const { verdict, event, conflict } = hear();
    expect([verdict, conflict]).toEqual([{ verdict: "admit" }, undefined]);
    expect(event).toEqual({ ...claims, scanId: "late", gate: "Gate A", direction: "in", at: three, place: "venue" });
  });

  test("of a person who was already inside is recorded, and is a conflict", () => {
    const { verdict, event, conflict } = hear({}, [earlier({})]);
    expect([verdict.verdict, conflict, event?.scanId]).toEqual(["admit", "already-inside", "late"]);
    expect(hear({ admitted: false }, [earlier({})])).toMatchObject({
      verdict: { verdict: "refuse", reason: "already-inside" },
      event: { scanId: "late" },
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
    expect(hear({}, [], limited)).toMatchObject({ conflict: "wrong-day", event: { limit: "wrong-day" } });
    expect(hear({ admitted: false }, [], limited)).toEqual({ verdict: { verdict: "refuse", reason: "wrong-day" } });
    expect(hear({ direction: "out" }, [earlier({})], limited).conflict).toBeUndefined();
  });

  test("without a person, without a known badge or of another conference is no passage", () => {
    expect(reconcileOfflineScan(conference, claims, undefined, reading(), [], undefined)).toEqual({
      verdict: { verdict: "refuse", reason: "forged" },
    });
    expect(hear({}, [], pending).event).toBeUndefined();
    expect(hear({}, [], { ...holder, conferenceId: "idm-other" })).toEqual({
      verdict: { verdict: "refuse", reason: "other-conference" },
    });
  });

  test("of a member beyond the delegation's limit is a conflict, if it is their latest", () => {
    const others = { insideAtOnce: 1, inside: ["another"] };
    expect(hear({}, [], holder, others).conflict).toBe("delegation-inside-full");
    expect(hear({}, [], holder, { ...others, insideAtOnce: 2 }).conflict).toBeUndefined();
    expect(hear({}, [], holder, { ...others, inside: [claims.registrationId] }).conflict).toBeUndefined();
    expect(hear({ at: one }, [earlier({ direction: "out" })], holder, others).conflict).toBeUndefined();
    expect(hear({ sessionId: "plenary" }, [], holder, others).conflict).toBeUndefined();
  });

  test("knows of a badge that is older than its written lives only what stands", () => {
    const { badgeValidityPeriods: _, ...old } = holder;
    expect(hear({}, [], old).conflict).toBeUndefined();
    expect(reconcileOfflineScan(conference, { ...claims, serial: 2 }, old, reading(), [], undefined).conflict).toBe(
      "replaced",
    );
  });
});

describe("a gate's clock", () => {
  test("is measured as it synchronises, and its times are put right", () => {
    const offset = measureClockOffset("2027-10-26T08:07:00.000Z", one);
    expect(offset).toBe(-420_000);
    expect(correctScanTime("2027-10-26T07:37:00.000Z", offset, one)).toBe("2027-10-26T07:30:00.000Z");
    expect(measureClockOffset(undefined, one)).toBe(0);
  });

  test("is put right by a day at most, and nothing was read after it arrived", () => {
    expect(measureClockOffset("1970-01-01T00:00:00.000Z", one)).toBe(86_400_000);
    expect(measureClockOffset("2099-01-01T00:00:00.000Z", one)).toBe(-86_400_000);
    expect(correctScanTime(three, 0, one)).toBe(one);
    expect(addMillisecond(one)).toBe("2027-10-26T08:00:00.001Z");
  });
});
