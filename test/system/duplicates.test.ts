import { describe, expect, test } from "vitest";
import { alike, asReviewer, matches, somebody, untilIndexed } from "./people.ts";
import { asDesk, asSecretariat, call, decide, newConference, read, within } from "./system.ts";

describe("the same person twice", () => {
  test("is found by the passport under another name and address, and each sees the other's data side by side", async () => {
    const id = await newConference(10);
    const one = await somebody(id, {
      givenName: "Ousmane",
      familyName: "Ba",
      passportNumber: "ab-123 4567".replace(" ", ""),
    });
    const other = await somebody(id, { givenName: "Usman", familyName: "Bah", passportNumber: "AB1234567" });
    const third = await somebody(id, { givenName: "Usman", familyName: "Nobody", passportNumber: "AB1234568" });
    expect(await matches(one, 1)).toEqual([[other, ["passport"]]]);
    const shown = await alike(other);
    expect(shown.registration.person).toMatchObject({ givenName: "Usman" });
    expect(shown.items[0]?.registration.person).toMatchObject({ givenName: "Ousmane" });
    expect((await alike(third)).items).toEqual([]);
    expect(JSON.stringify([shown, (await read(one)).body])).not.toMatch(/1234567|passportDigest/);
  });

  test("is found by name and day of birth, in another script and order of words", async () => {
    const id = await newConference(10);
    const born = { birthDate: "1975-05-17", nationality: "EGY" };
    const latin = await somebody(id, { givenName: "Mohammed", familyName: "Al-Sayed", ...born });
    const arabic = await somebody(id, { familyName: "محمد", givenName: "السيد", ...born });
    const swapped = await somebody(id, { givenName: "Alsayed", familyName: "Mohamed", ...born });
    const younger = await somebody(id, {
      givenName: "Mohammed",
      familyName: "Al-Sayed",
      nationality: "EGY",
      birthDate: "1999-01-01",
    });
    const found = await matches(latin, 2);
    expect(new Map(found as [string, string[]][])).toEqual(
      new Map([
        [arabic, ["name-and-birth-date"]],
        [swapped, ["name-and-birth-date"]],
      ]),
    );
    expect((await alike(younger)).items).toEqual([]);
  });

  test("of two who apply at the same moment both are flagged, in the queue too", async () => {
    const id = await newConference(10);
    const twice = () => somebody(id, { givenName: "Same", familyName: "Moment", passportNumber: "RACE0001" });
    const both = await Promise.all([twice(), twice(), twice(), twice()]);
    for (const one of both) await matches(one, 3);
    const { body } = await within(
      untilIndexed,
      () => call(`/v1/conferences/${id}/registrations`, asReviewer()),
      ({ body: { items } }) => items.every(({ possibleDuplicates }) => possibleDuplicates === 3),
    );
    expect(body.items.map(({ accreditation }) => accreditation)).toEqual(Array(4).fill("pending"));
  });

  test("who was rejected and applies again is recognised by the address; who withdrew is nobody's double", async () => {
    const id = await newConference(10);
    const email = "again@people.example";
    const rejected = await somebody(id, { email, givenName: "First", familyName: "Try" });
    await decide(rejected, "reject");
    const again = await somebody(id, { email, givenName: "Second", familyName: "Attempt" });
    expect(await matches(again, 1)).toEqual([[rejected, ["address"]]]);
    expect((await alike(again)).items[0]?.registration.accreditation).toBe("rejected");
    // Its own row follows by the stream; until then the other's tells.
    await within(
      untilIndexed,
      () => read(again),
      ({ body }) => body.possibleDuplicates === 1,
    );
    await call(`/v1/registrations/${again}/withdrawal`, asSecretariat({ body: {} }));
    expect((await alike(rejected)).items).toEqual([]);
  });

  test("whom an officer finds to be somebody else is pointed out beside neither any more, and the history says so", async () => {
    const id = await newConference(10);
    const twin = () => somebody(id, { givenName: "Aziza", familyName: "Karimova", passportNumber: "TWIN0001" });
    const [one, other, third] = [await twin(), await twin(), await twin()];
    await matches(one, 2);
    const tell = (registrationId: string, as = asSecretariat) =>
      call(`/v1/registrations/${one}/distinctions`, as({ body: { registrationId } }));
    const elsewhere = await somebody(await newConference(1));
    for (const wrong of [elsewhere, one, "a".repeat(24)])
      expect([(await tell(wrong)).status, (await tell(wrong)).body.code]).toEqual([404, "not-found"]);
    expect((await tell(other, asReviewer)).status).toBe(403);

    const told = await tell(other);
    expect(told.status).toBe(200);
    expect(JSON.stringify(told.body)).not.toContain(other);
    expect((await alike(one)).items.map(({ registration }) => registration.registrationId)).toEqual([third]);
    expect((await alike(other)).items.map(({ registration }) => registration.registrationId)).toEqual([third]);
    await within(
      untilIndexed,
      async () => [(await read(one)).body, (await read(other)).body, (await read(third)).body],
      (all) => all.map(({ possibleDuplicates }) => possibleDuplicates).join() === "1,1,2",
    );
    expect((await tell(third)).status).toBe(200);
    expect((await read(one)).body).not.toHaveProperty("possibleDuplicates");
    const { body } = await call(`/v1/registrations/${one}/history`, asSecretariat());
    expect(body.items.slice(0, 2).map(({ action }) => action)).toEqual(["tell-apart", "tell-apart"]);
  });

  test("is shown to reviewers and the secretariat alone", async () => {
    const id = await newConference(5);
    const one = await somebody(id);
    expect((await call(`/v1/registrations/${one}/possible-duplicates`, asDesk())).status).toBe(403);
    expect((await call(`/v1/registrations/${one}/possible-duplicates`)).status).toBe(401);
    expect((await call(`/v1/registrations/${"a".repeat(24)}/possible-duplicates`, asReviewer())).status).toBe(404);
  });
});
