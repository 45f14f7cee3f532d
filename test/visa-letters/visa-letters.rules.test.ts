import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideAccreditation, withdrawAccreditation } from "#shared/accreditation/accreditation.rules.ts";
import type { CommandContext } from "#shared/model/change.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  isVisaLetterValid,
  reissueDocuments,
  withholdVisaLetters,
} from "#shared/registrations/issued-documents.rules.ts";
import { createChange, isConfirmed, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";
import { changeVisaLetter, findVisaLetterState, issueVisaLetter } from "#shared/visa-letters/visa-letters.rules.ts";
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

describe("where the secretariat issues the letters", () => {
  const withheld = withholdVisaLetters;

  test("a confirmation issues none, and the request stays", () => {
    const approved = withheld(decided(asking, "approve", 1));
    expect(approved.emails.map(({ kind }) => kind)).toEqual(["approved"]);
    expect(afterOf(approved)).not.toHaveProperty("visaLetter");
    expect(findVisaLetterState(afterOf(approved))).toBe("requested");
    const issued = withheld(issueVisaLetter(afterOf(approved), undefined, at(2)));
    expect(issued.emails.map(({ kind }) => kind)).toEqual(["visa-letter"]);
    expect(findVisaLetterState(afterOf(issued))).toBe("valid");
  });

  test("a new approval brings back no letter, and is a new request of a person who asks for one", () => {
    const first = afterOf(issueVisaLetter(afterOf(withheld(decided(asking, "approve", 1))), "fr", at(2)));
    const revoked = afterOf(withheld(decided(first, "revoke", 3)));
    expect(findVisaLetterState(revoked)).toBe("ended");
    const again = afterOf(withheld(decided(afterOf(decided(revoked, "reopen", 4)), "approve", 5)));
    expect(again.visaLetter).toEqual(first.visaLetter);
    expect(findVisaLetterState(again)).toBe("requested");
    expect(findVisaLetterState({ ...again, needs: {} })).toBe("ended");
    expect(findVisaLetterState({ ...again, seat: { state: "none" } })).toBe("ended");
  });

  test("a correction replaces a valid letter, and brings no first one", () => {
    const correct = (before: Registration, amended: Partial<Registration>) =>
      withheld(createChange(before, reissueDocuments(before, { ...before, ...amended }, at(4).at), "amend", at(4)));
    const confirmed = afterOf(decided(quiet, "approve", 1));
    const asks = correct(confirmed, { needs: { visaLetter: true } });
    expect(asks.emails).toEqual([]);
    expect(findVisaLetterState(afterOf(asks))).toBe("requested");
    const valid = afterOf(issueVisaLetter(confirmed, undefined, at(2)));
    const replaced = correct(valid, { functionTitle: "Ambassador" });
    expect(afterOf(replaced).visaLetter?.number).toBe(2);
    expect(replaced.emails.map(({ kind }) => kind)).toEqual(["visa-letter"]);
  });

  test("a change of several people loses the new letters alone", () => {
    const [one, other] = [
      decided(asking, "approve", 1),
      issueVisaLetter(afterOf(decided(quiet, "approve", 1)), "fr", at(2)),
    ];
    const valid = { before: afterOf(other), after: { ...afterOf(other), functionTitle: "Ambassador" } };
    const change = { ...one, registrations: [...one.registrations, valid], emails: [...one.emails, ...other.emails] };
    const [first, second] = withheld({ ...change, registrations: [...change.registrations] }).registrations;
    expect(first?.after).not.toHaveProperty("visaLetter");
    expect(second).toBe(valid);
  });

  test("an erasure takes the letter away", () => {
    const valid = afterOf(issueVisaLetter(afterOf(decided(quiet, "approve", 1)), undefined, at(2)));
    const { visaLetter: _, ...erased } = valid;
    const change = {
      ...issueVisaLetter(valid, undefined, at(3)),
      action: "erase",
      registrations: [{ before: valid, after: erased }],
    } as const;
    expect(withheld(change)).toBe(change);
  });
});

describe("the letter of one of many people", () => {
  const confirmed = afterOf(decided(quiet, "approve", 1));
  const valid = afterOf(changeVisaLetter(confirmed, { action: "issue", language: "fr" }, at(2)));
  const { registrationId } = confirmed;

  test("is issued where none is valid", () => {
    expect(valid.visaLetter).toEqual({ number: 1, at: at(2).at, language: "fr" });
    expect(() => changeVisaLetter(valid, { action: "issue" }, at(3))).toThrow("visa-letter-valid");
    expect(() => changeVisaLetter(quiet, { action: "issue" }, at(3))).toThrow("not-confirmed");
  });

  test("is sent again as it is", () => {
    const change = changeVisaLetter(valid, { action: "resend" }, at(3));
    expect(afterOf(change)).toEqual(valid);
    expect(change.emails).toEqual([{ kind: "visa-letter", registrationId, number: 1 }]);
    expect(() => changeVisaLetter(confirmed, { action: "resend" }, at(3))).toThrow("no-visa-letter");
  });

  test("is revoked with a reason that the person gets, and stays so until the next one", () => {
    const change = changeVisaLetter(valid, { action: "revoke", reason: "Another one follows." }, at(3));
    const revoked = afterOf(change);
    expect(change).toMatchObject({ action: "revoke-visa-letter", reason: "Another one follows." });
    expect(change.emails).toEqual([{ kind: "visa-letter-revoked", registrationId, reason: "Another one follows." }]);
    expect([isVisaLetterValid(revoked), findVisaLetterState(revoked)]).toEqual([false, "ended"]);
    expect(findVisaLetterState({ ...revoked, needs: { visaLetter: true } })).toBe("ended");
    expect(changeVisaLetter(valid, { action: "revoke" }, at(3))).not.toHaveProperty("reason");
    expect(() => changeVisaLetter(revoked, { action: "revoke" }, at(4))).toThrow("no-visa-letter");
    const next = afterOf(changeVisaLetter(revoked, { action: "issue" }, at(4)));
    expect(next.visaLetter).toEqual({ number: 2, at: at(4).at });
    const hidden = maskProtectedIdentity({ ...revoked, protection: { alias: { nameOnBadge: "X" }, readers: [] } });
    expect(hidden.visaLetter?.revokedAt).toBe("2027-03-02T00:00:00.000Z");
  });

  test("is valid for confirmed people alone, after any history, and at most one email tells of each change", () => {
    const history = fc.record({
      isOwn: fc.boolean(),
      asks: fc.boolean(),
      taken: fc.array(fc.constantFrom(...steps), { maxLength: 25 }),
    });
    const property = fc.property(history, ({ isOwn, asks, taken }) => {
      let person = asks ? asking : quiet;
      for (const [minute, step] of taken.entries()) {
        const change = tryStep(person, step, minute + 1);
        if (!change) continue;
        const written = isOwn ? withholdVisaLetters(change) : change;
        expectOneLetter(person, written, step, isOwn);
        person = afterOf(written);
      }
    });
    fc.assert(property);
  });
});

const steps = ["issue", "resend", "revoke-letter", "correct", "approve", "revoke", "reopen"] as const;
type Step = (typeof steps)[number];

/** @returns `undefined` if the rules refuse the step */
function tryStep(before: Registration, step: Step, minute: number) {
  try {
    if (step === "correct") {
      const amended = { ...before, functionTitle: `title ${minute}` };
      return createChange(before, reissueDocuments(before, amended, at(minute).at), "amend", at(minute));
    }
    if (step === "approve" || step === "revoke" || step === "reopen") return decided(before, step, minute);
    return changeVisaLetter(before, { action: step === "revoke-letter" ? "revoke" : step }, at(minute));
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

function expectOneLetter(before: Registration, change: ReturnType<typeof decided>, step: Step, isOwn: boolean) {
  const after = afterOf(change);
  const [earlier, number] = [before, after].map(({ visaLetter }) => visaLetter?.number ?? 0) as [number, number];
  const isNew = number > earlier;
  expect(number - earlier).toBe(isNew ? 1 : 0);
  if (isNew && isOwn) expect(step === "issue" || isVisaLetterValid(before)).toBe(true);
  const letters = change.emails.filter(({ kind }) => kind.startsWith("visa-letter"));
  expect(letters).toHaveLength(isNew || step === "resend" || step === "revoke-letter" ? 1 : 0);
  expect(findVisaLetterState(after) === "valid").toBe(isVisaLetterValid(after));
  expect(isVisaLetterValid(after) && !isConfirmed(after)).toBe(false);
}
