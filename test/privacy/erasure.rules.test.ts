import { describe, expect, test } from "vitest";
import { attachDocument, detachDocument } from "#shared/documents/documents.rules.ts";
import { buildDelegation } from "#shared/model/delegation.ts";
import type { Registration } from "#shared/model/registration.ts";
import { getDocumentRetentionEnd, getPeopleRetentionEnd } from "#shared/model/time.ts";
import {
  completeErasure,
  eraseFocalPoints,
  erasePersonalData,
  removeCredentialLetters,
  removeDocuments,
} from "#shared/privacy/erasure.rules.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { aConference, buildRegistration, noon, secretariatActor } from "../support/builders.ts";

const conference = aConference();
const context = { actor: secretariatActor, at: noon };
const themselves = { actor: { kind: "delegate", id: "one" } as const, at: noon };
const traces = { entries: 1, documents: 0, openings: 0, proposals: 0, lists: 0, suppressions: 0 };

/** With something in every field that may be empty. */
const full = (more: Partial<Registration> = {}): Registration => ({
  ...buildRegistration(conference, { country: "SEN", organization: "Union", functionTitle: "President" }),
  badgeSerial: 1,
  needs: { diet: "halal" },
  passportDigest: "digest",
  dismissedDuplicates: ["similar-person"],
  documents: { photo: "photo-1" },
  isNamedInLetter: true,
  visaLetter: { number: 1, at: noon },
  addressConfirmed: true,
  protection: { alias: { nameOnBadge: "Guest" }, readers: [] },
  ...more,
});

const begun = (before: Registration, because: "at-their-request" | "retention-over" = "at-their-request") =>
  erasePersonalData(before, because, "address-digest", context)?.registrations[0]?.after as Registration;

describe("the beginning of an erasure", () => {
  test("takes the person out, and leaves what is counted until the end", () => {
    const after = begun(full());
    expect(JSON.stringify(after)).not.toMatch(
      /Amina|Diallo|example.org|Union|President|halal|Guest|alike|"photo":"photo-1"/,
    );
    expect(after.visaLetter).toBeUndefined();
    expect(after).toMatchObject({
      person: { nationality: "SEN" },
      country: "SEN",
      consent: { listOfParticipants: false, photo: false },
      erasure: {
        startedAt: noon,
        reason: "at-their-request",
        remaining: { address: "address-digest", documents: ["photo-1"] },
      },
    });
  });

  test("of a person without uploads has no file", () => {
    expect(begun(buildRegistration(conference)).erasure).toMatchObject({ remaining: { documents: [] } });
  });

  test("withdraws a live registration and its seat; and intends no e-mail, because the address is erased", () => {
    const change = erasePersonalData(full(), "at-their-request", undefined, themselves);
    expect(change).toMatchObject({ action: "erase", reason: "at-their-request", emails: [] });
    const after = change?.registrations[0]?.after;
    expect(after?.accreditation).toEqual({ state: "withdrawn", at: noon, by: "delegate" });
    expect([after?.seat.state, after?.erasure?.remaining]).toEqual(["none", { documents: ["photo-1"] }]);
  });

  test("leaves everything as it stood when the conference is long over, without a word that was written", () => {
    const approved = { state: "approved", at: noon, by: "officer" } as const;
    expect(begun(full({ accreditation: approved }), "retention-over")).toMatchObject({
      accreditation: approved,
      seat: { state: "held" },
    });
    const returned = { state: "returned", at: noon, by: "officer", reason: "why", fields: ["organization"] } as const;
    expect(begun(full({ accreditation: returned }), "retention-over").accreditation).toMatchObject({
      state: "returned",
      reason: "",
      fields: [],
    });
  });

  test("of a rejected person changes no decision, and keeps no reason", () => {
    const rejected = { state: "rejected", at: noon, by: "officer", reason: "why" } as const;
    expect(begun(full({ accreditation: rejected })).accreditation).toEqual({ ...rejected, reason: "" });
  });

  test("keeps a gender that was given, for it is counted, and comes once", () => {
    const before = full();
    const after = begun({ ...before, person: { ...before.person, gender: "female" }, documents: {} });
    expect(after.person).toEqual({ nationality: "SEN", gender: "female" });
    expect(erasePersonalData(after, "ordered-by-law", undefined, context)).toBeUndefined();
  });

  test("keeps a protection without alias and readers, to the end", () => {
    const kept = { alias: { nameOnBadge: "" }, readers: [] };
    const after = begun(full());
    expect(after.protection).toEqual(kept);
    expect(completeErasure(after, traces, context)?.registrations[0]?.after.protection).toEqual(kept);
    const { protection: _, ...unprotected } = full();
    expect(begun(unprotected)).not.toHaveProperty("protection");
  });

  test("accepts no further file", () => {
    const after = begun(full({ accreditation: { state: "pending", since: noon } }), "retention-over");
    expect(isLive(after)).toBe(false);
    expect(attachDocument(after, "photo", "photo-2", context)).toBeUndefined();
    expect(detachDocument({ ...after, documents: { photo: "photo-2" } }, "photo-2", context)).toBeUndefined();
  });
});

describe("the end of an erasure", () => {
  test("takes away what was counted, and by what the rest was found; the receipt stays", () => {
    const change = completeErasure(begun(full()), traces, context);
    const after = change?.registrations[0]?.after;
    expect([change?.action, change?.emails, after?.country]).toEqual(["complete-erasure", [], undefined]);
    expect(after).toMatchObject({ person: { nationality: "XXX" }, role: "delegate", language: "en" });
    expect(after?.erasure).toEqual({ startedAt: noon, reason: "at-their-request", completedAt: noon, report: traces });
    expect(completeErasure(after as Registration, traces, context)).toBeUndefined();
  });

  test("needs a beginning", () => {
    expect(completeErasure(full(), traces, context)).toBeUndefined();
  });
});

describe("files", () => {
  test("are forgotten sooner than people, and what was decided on them stands", () => {
    const before = full();
    const after = removeDocuments(before, context)?.registrations[0]?.after;
    const { documents: _, ...rest } = before;
    expect(after).toEqual(rest);
    expect(removeDocuments(rest, context)).toBeUndefined();
    expect(removeDocuments({ ...begun(before), documents: {} }, context)).toBeUndefined();
  });

  test("that answer questions go with the documents, and are named to an erasure", () => {
    const file = (value: string) => ({ value, file: true }) as const;
    const topic = { value: "Remittances" };
    const before = full({
      answers: { cv: file("cv"), topic },
      staffAnswers: { scan: file("scan") },
      changeRequest: {
        at: noon,
        changes: [{ path: "answers.cv", before: "cv", after: "new" }],
        answers: { cv: { from: file("cv"), to: file("new") } },
      },
    });
    expect(begun(before).erasure?.remaining?.documents).toEqual(["photo-1", "cv", "scan", "new"]);
    const after = removeDocuments(before, context)?.registrations[0]?.after;
    expect([after?.answers, after?.staffAnswers, after?.changeRequest]).toEqual([{ topic }, undefined, undefined]);
  });

  test("of a delegation covers its letters; then it has no focal point", () => {
    const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["a@b.example"], language: "en" } as const;
    const bare = buildDelegation("idm-test", "one", draft, "accredited");
    expect(removeCredentialLetters(bare, context)).toBeUndefined();
    const before = { ...bare, letters: [{ version: 1, documentId: "letter", at: noon }], reason: "why" };
    expect(removeCredentialLetters(before, context)?.delegation?.after).toEqual({ ...bare, reason: "why" });
    const erased = { ...bare, focalPoints: [] };
    expect(eraseFocalPoints(before, context)?.delegation?.after).toEqual(erased);
    expect(eraseFocalPoints({ ...erased, reason: "why" }, context)?.delegation?.after).toEqual(erased);
    expect(eraseFocalPoints({ ...erased, justification: "why" }, context)?.delegation?.after).toEqual(erased);
    expect(eraseFocalPoints({ ...erased, letters: before.letters }, context)?.delegation?.after).toEqual(erased);
    expect(eraseFocalPoints(erased, context)).toBeUndefined();
  });
});

describe("retention", () => {
  const ends = { startsOn: "2027-10-26", endsOn: "2027-10-27" };

  test("counts whole days from the end of the last day, wherever that was", () => {
    expect(getPeopleRetentionEnd(aConference({ ...ends, retentionDays: 1 }))).toBe("2027-10-29T12:00:00.000Z");
  });

  test("keeps files for thirty days unless said otherwise, and never longer than the people", () => {
    expect(getDocumentRetentionEnd(aConference(ends))).toBe("2027-11-27T12:00:00.000Z");
    expect(getDocumentRetentionEnd(aConference({ ...ends, documentRetentionDays: 2 }))).toBe(
      "2027-10-30T12:00:00.000Z",
    );
    expect(getDocumentRetentionEnd(aConference({ ...ends, retentionDays: 1 }))).toBe("2027-10-29T12:00:00.000Z");
  });
});
