import { describe, expect, test } from "vitest";
import { newDelegation } from "#shared/domain/delegation.ts";
import { attachDocument, detachDocument } from "#shared/domain/document-change.ts";
import { beginErasure, endErasure, eraseFocalPoints, forgetDocuments, forgetLetters } from "#shared/domain/erasure.ts";
import { isLive, type Registration } from "#shared/domain/registration.ts";
import { documentsKeptUntil, peopleKeptUntil } from "#shared/domain/retention.ts";
import { aConference, aRegistration, noon, secretariat } from "../support/builders.ts";

const conference = aConference();
const context = { actor: secretariat, at: noon };
const themselves = { actor: { kind: "delegate", id: "one" } as const, at: noon };
const traces = { entries: 1, documents: 0, openings: 0, proposals: 0, lists: 0, suppressions: 0 };

/** With something in every field that may be empty. */
const full = (more: Partial<Registration> = {}): Registration => ({
  ...aRegistration(conference, { country: "SEN", organization: "Union", functionTitle: "President" }),
  badgeSerial: 1,
  needs: { diet: "halal" },
  passportDigest: "digest",
  toldApart: ["somebody-alike"],
  documents: { photo: "photo-1" },
  onLetter: true,
  visaLetter: { number: 1, at: noon },
  addressConfirmed: true,
  protection: { alias: { nameOnBadge: "Guest" }, readers: [] },
  ...more,
});

const begun = (before: Registration, because: "at-their-request" | "retention-over" = "at-their-request") =>
  beginErasure(before, because, "address-digest", context)?.registrations[0]?.after as Registration;

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
        begunAt: noon,
        because: "at-their-request",
        left: { address: "address-digest", documents: ["photo-1"] },
      },
    });
  });

  test("of somebody who handed nothing in remembers no file", () => {
    expect(begun(aRegistration(conference)).erasure).toMatchObject({ left: { documents: [] } });
  });

  test("withdraws whoever stands, with the seat; and promises no mail, for nobody is there to read it", () => {
    const change = beginErasure(full(), "at-their-request", undefined, themselves);
    expect(change).toMatchObject({ action: "erase", reason: "at-their-request", mails: [] });
    const after = change?.registrations[0]?.after;
    expect(after?.accreditation).toEqual({ state: "withdrawn", at: noon, by: "delegate" });
    expect([after?.seat.state, after?.erasure?.left]).toEqual(["none", { documents: ["photo-1"] }]);
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

  test("of somebody who was rejected changes no decision, and keeps no reason", () => {
    const rejected = { state: "rejected", at: noon, by: "officer", reason: "why" } as const;
    expect(begun(full({ accreditation: rejected })).accreditation).toEqual({ ...rejected, reason: "" });
  });

  test("keeps a gender that was given, for it is counted, and comes once", () => {
    const before = full();
    const after = begun({ ...before, person: { ...before.person, gender: "female" }, documents: {} });
    expect(after.person).toEqual({ nationality: "SEN", gender: "female" });
    expect(beginErasure(after, "ordered-by-law", undefined, context)).toBeUndefined();
  });

  test("leaves nobody to guard, and takes no file any more", () => {
    const after = begun(full({ accreditation: { state: "pending", since: noon } }), "retention-over");
    expect(isLive(after)).toBe(false);
    expect(attachDocument(after, "photo", "photo-2", context)).toBeUndefined();
    expect(detachDocument({ ...after, documents: { photo: "photo-2" } }, "photo-2", context)).toBeUndefined();
  });
});

describe("the end of an erasure", () => {
  test("takes away what was counted, and by what the rest was found; the receipt stays", () => {
    const change = endErasure(begun(full()), traces, context);
    const after = change?.registrations[0]?.after;
    expect([change?.action, change?.mails, after?.country]).toEqual(["end-erasure", [], undefined]);
    expect(after).toMatchObject({ person: { nationality: "XXX" }, role: "delegate", language: "en" });
    expect(after?.erasure).toEqual({ begunAt: noon, because: "at-their-request", doneAt: noon, traces });
    expect(endErasure(after as Registration, traces, context)).toBeUndefined();
  });

  test("needs a beginning", () => {
    expect(endErasure(full(), traces, context)).toBeUndefined();
  });
});

describe("files", () => {
  test("are forgotten sooner than people, and what was decided on them stands", () => {
    const before = full();
    const after = forgetDocuments(before, context)?.registrations[0]?.after;
    const { documents: _, ...rest } = before;
    expect(after).toEqual(rest);
    expect(forgetDocuments(rest, context)).toBeUndefined();
    expect(forgetDocuments({ ...begun(before), documents: {} }, context)).toBeUndefined();
  });

  test("of a delegation are its letters; then nobody acts for it any more", () => {
    const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["a@b.example"], language: "en" } as const;
    const bare = newDelegation("idm-test", "one", draft, "accredited");
    expect(forgetLetters(bare, context)).toBeUndefined();
    const before = { ...bare, letters: [{ version: 1, documentId: "letter", at: noon }], reason: "why" };
    expect(forgetLetters(before, context)?.delegation?.after).toEqual({ ...bare, reason: "why" });
    const erased = { ...bare, focalPoints: [] };
    expect(eraseFocalPoints(before, context)?.delegation?.after).toEqual(erased);
    expect(eraseFocalPoints({ ...erased, reason: "why" }, context)?.delegation?.after).toEqual(erased);
    expect(eraseFocalPoints({ ...erased, letters: before.letters }, context)?.delegation?.after).toEqual(erased);
    expect(eraseFocalPoints(erased, context)).toBeUndefined();
  });
});

describe("retention", () => {
  const ends = { startsOn: "2027-10-26", endsOn: "2027-10-27" };

  test("counts whole days from the end of the last day, wherever that was", () => {
    expect(peopleKeptUntil(aConference({ ...ends, retentionDays: 1 }))).toBe("2027-10-29T12:00:00.000Z");
  });

  test("keeps files for thirty days unless said otherwise, and never longer than the people", () => {
    expect(documentsKeptUntil(aConference(ends))).toBe("2027-11-27T12:00:00.000Z");
    expect(documentsKeptUntil(aConference({ ...ends, documentRetentionDays: 2 }))).toBe("2027-10-30T12:00:00.000Z");
    expect(documentsKeptUntil(aConference({ ...ends, retentionDays: 1 }))).toBe("2027-10-29T12:00:00.000Z");
  });
});
