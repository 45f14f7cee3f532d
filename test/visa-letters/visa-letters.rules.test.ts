import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import type { CommandContext } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { isVisaLetterValid } from "#shared/registrations/issued-documents.rules.ts";
import { findVisaLetterState, issueVisaLetter } from "#shared/visa-letters/visa-letters.rules.ts";
import { aConference, buildPools, buildRegistration } from "../support/builders.ts";

const conference = aConference();
const at = (minute: number): CommandContext => ({
  actor: { kind: "staff", id: "officer" },
  at: `2027-03-02T12:${String(minute).padStart(2, "0")}:00.000Z`,
});
const decided = (before: Registration, decision: "approve" | "revoke" | "reopen", minute: number) =>
  decideAccreditation(conference, buildPools(conference), before, { decision, reason: "because" }, at(minute));
const afterOf = (change: ReturnType<typeof decided>) => (change.registrations[0] as { after: Registration }).after;
const asking = buildRegistration(conference, { needs: { visaLetter: true } });
const quiet = buildRegistration(conference);

describe("a letter of invitation", () => {
  test("is sent with the confirmation of a person who requested one, and only then", () => {
    const approved = decided(asking, "approve", 1);
    expect(approved.emails.map(({ kind }) => kind)).toEqual(["approved", "visa-letter"]);
    expect(afterOf(approved).visaLetter).toEqual({ number: 1, at: at(1).at });
    expect(isVisaLetterValid(afterOf(approved))).toBe(true);
    expect(decided(quiet, "approve", 1).emails.map(({ kind }) => kind)).toEqual(["approved"]);
    expect(isVisaLetterValid(afterOf(decided(quiet, "approve", 1)))).toBe(false);
  });

  test("is not for an approved person without a seat", () => {
    const waiting: Registration = { ...asking, seat: { state: "waiting", since: at(0).at }, waitingFor: ["venue"] };
    const approved = decided(waiting, "approve", 1);
    expect(afterOf(approved).visaLetter).toBeUndefined();
    expect(() => issueVisaLetter(afterOf(approved), undefined, at(2))).toThrow(new DomainError("not-confirmed"));
  });

  test("is issued by the secretariat to anybody who is confirmed, in a language; the next replaces it", () => {
    const first = afterOf(issueVisaLetter(afterOf(decided(quiet, "approve", 1)), "fr", at(2)));
    expect(first.visaLetter).toEqual({ number: 1, at: at(2).at, language: "fr" });
    const second = issueVisaLetter(first, undefined, at(3));
    expect(afterOf(second).visaLetter).toEqual({ number: 2, at: at(3).at });
    expect(second.emails).toEqual([{ kind: "visa-letter", registrationId: first.registrationId, number: 2 }]);
  });

  test("ends with the approval, and a later approval doesn't bring it back", () => {
    const approved = afterOf(issueVisaLetter(afterOf(decided(quiet, "approve", 1)), undefined, at(2)));
    expect(isVisaLetterValid(afterOf(withdrawAccreditation(approved, at(3))))).toBe(false);
    const revoked = afterOf(decided(approved, "revoke", 3));
    expect(isVisaLetterValid(revoked)).toBe(false);
    const again = afterOf(decided(afterOf(decided(revoked, "reopen", 4)), "approve", 5));
    expect(again.visaLetter?.number).toBe(1);
    expect(isVisaLetterValid(again)).toBe(false);
  });

  test("is requested, valid or ended, or there is none; of a protected person, no list tells the request", () => {
    const approved = afterOf(decided(asking, "approve", 1));
    const protection = { alias: { nameOnBadge: "Jane Smith" }, readers: [] };
    expect(findVisaLetterState(quiet)).toBeUndefined();
    expect(findVisaLetterState(asking)).toBe("requested");
    expect(findVisaLetterState({ ...asking, protection })).toBeUndefined();
    expect(findVisaLetterState({ ...approved, protection })).toBe("valid");
    expect(findVisaLetterState(afterOf(decided(approved, "revoke", 3)))).toBe("ended");
  });
});
