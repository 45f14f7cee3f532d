import { describe, expect, test } from "vitest";
import { decide, withdraw } from "#shared/domain/accreditation.ts";
import type { CommandContext } from "#shared/domain/change.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { issueVisaLetter, visaLetterStands } from "#shared/domain/visa-letter.ts";
import { aConference, aRegistration, pools } from "../support/builders.ts";

const conference = aConference();
const at = (minute: number): CommandContext => ({
  actor: { kind: "staff", id: "officer" },
  at: `2027-03-02T12:${String(minute).padStart(2, "0")}:00.000Z`,
});
const decided = (before: Registration, decision: "approve" | "revoke" | "reopen", minute: number) =>
  decide(conference, pools(conference), before, { decision, reason: "because" }, at(minute));
const afterOf = (change: ReturnType<typeof decided>) => (change.registrations[0] as { after: Registration }).after;
const asking = aRegistration(conference, { needs: { visaLetter: true } });
const quiet = aRegistration(conference);

describe("a letter of invitation", () => {
  test("comes with the confirmation of whoever asked for one, and of nobody else", () => {
    const approved = decided(asking, "approve", 1);
    expect(approved.mails.map(({ kind }) => kind)).toEqual(["approved", "visa-letter"]);
    expect(afterOf(approved).visaLetter).toEqual({ number: 1, at: at(1).at });
    expect(visaLetterStands(afterOf(approved))).toBe(true);
    expect(decided(quiet, "approve", 1).mails.map(({ kind }) => kind)).toEqual(["approved"]);
    expect(visaLetterStands(afterOf(decided(quiet, "approve", 1)))).toBe(false);
  });

  test("isn't for somebody approved who has no place yet", () => {
    const waiting: Registration = { ...asking, seat: { state: "waiting", since: at(0).at }, waitingFor: ["venue"] };
    const approved = decided(waiting, "approve", 1);
    expect(afterOf(approved).visaLetter).toBeUndefined();
    expect(() => issueVisaLetter(afterOf(approved), undefined, at(2))).toThrow(new Refusal("not-confirmed"));
  });

  test("is issued by the secretariat to anybody who is confirmed, in a language; the next replaces it", () => {
    const first = afterOf(issueVisaLetter(afterOf(decided(quiet, "approve", 1)), "fr", at(2)));
    expect(first.visaLetter).toEqual({ number: 1, at: at(2).at, language: "fr" });
    const second = issueVisaLetter(first, undefined, at(3));
    expect(afterOf(second).visaLetter).toEqual({ number: 2, at: at(3).at });
    expect(second.mails).toEqual([{ kind: "visa-letter", registrationId: first.registrationId, number: 2 }]);
  });

  test("ends with the approval, and a later approval doesn't bring it back", () => {
    const approved = afterOf(issueVisaLetter(afterOf(decided(quiet, "approve", 1)), undefined, at(2)));
    expect(visaLetterStands(afterOf(withdraw(approved, at(3))))).toBe(false);
    const revoked = afterOf(decided(approved, "revoke", 3));
    expect(visaLetterStands(revoked)).toBe(false);
    const again = afterOf(decided(afterOf(decided(revoked, "reopen", 4)), "approve", 5));
    expect(again.visaLetter?.number).toBe(1);
    expect(visaLetterStands(again)).toBe(false);
  });
});
