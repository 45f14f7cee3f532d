import { describe, expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { getSignInToken, waitForEmails } from "./support/mailbox.ts";
import {
  asReviewer,
  indexTimeoutMs,
  readPossibleDuplicates,
  registerPerson,
  waitForMatches,
} from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
} from "./support/system.ts";

describe("possible duplicates", () => {
  test("are found by the passport under another name and address, and each shows the other's data", async () => {
    const id = await createConference(10);
    const one = await registerPerson(id, {
      givenName: "Ousmane",
      familyName: "Ba",
      passportNumber: "ab-123 4567".replace(" ", ""),
    });
    const other = await registerPerson(id, { givenName: "Usman", familyName: "Bah", passportNumber: "AB1234567" });
    const third = await registerPerson(id, { givenName: "Usman", familyName: "Nasri", passportNumber: "AB1234568" });
    expect(await waitForMatches(one, 1)).toEqual([[other, ["passport"]]]);
    const shown = await readPossibleDuplicates(other);
    expect(shown.registration.person).toMatchObject({ givenName: "Usman" });
    expect(shown.items[0]?.registration.person).toMatchObject({ givenName: "Ousmane" });
    expect((await readPossibleDuplicates(third)).items).toEqual([]);
    expect(JSON.stringify([shown, (await fetchRegistration(one)).body])).not.toMatch(/1234567|passportDigest/);
  });

  test("are found by name and date of birth, in another script and word order", async () => {
    const id = await createConference(10);
    const born = { birthDate: "1975-05-17", nationality: "EGY" };
    const latin = await registerPerson(id, { givenName: "Mohammed", familyName: "Al-Sayed", ...born });
    const arabic = await registerPerson(id, { familyName: "محمد", givenName: "السيد", ...born });
    const swapped = await registerPerson(id, { givenName: "Alsayed", familyName: "Mohamed", ...born });
    const younger = await registerPerson(id, {
      givenName: "Mohammed",
      familyName: "Al-Sayed",
      nationality: "EGY",
      birthDate: "1999-01-01",
    });
    const found = await waitForMatches(latin, 2);
    expect(new Map(found as [string, string[]][])).toEqual(
      new Map([
        [arabic, ["name-and-birth-date"]],
        [swapped, ["name-and-birth-date"]],
      ]),
    );
    expect((await readPossibleDuplicates(younger)).items).toEqual([]);
  });

  test("are flagged on both registrations when two are submitted at the same time, in the queue too", async () => {
    const id = await createConference(10);
    const twice = () => registerPerson(id, { givenName: "Same", familyName: "Moment", passportNumber: "RACE0001" });
    const both = await Promise.all([twice(), twice(), twice(), twice()]);
    for (const one of both) await waitForMatches(one, 3);
    const { body } = await waitFor(
      indexTimeoutMs,
      () => callSystem(`/v1/conferences/${id}/registrations`, asReviewer()),
      ({ body: { items } }) => items.every(({ possibleDuplicates }) => possibleDuplicates === 3),
    );
    expect(body.items.map(({ accreditation }) => accreditation)).toEqual(Array(4).fill("pending"));
  });

  test("include a rejected registration with the same address, but no withdrawn one", async () => {
    const id = await createConference(10);
    const email = "again@people.example";
    const rejected = await registerPerson(id, { email, givenName: "First", familyName: "Try" });
    await postDecision(rejected, "reject");
    const again = await registerPerson(id, { email, givenName: "Second", familyName: "Attempt" });
    expect(await waitForMatches(again, 1)).toEqual([[rejected, ["address"]]]);
    expect((await readPossibleDuplicates(again)).items[0]?.registration.accreditation).toBe("rejected");
    // The stream updates the registration's own row; until then only the other row is flagged.
    await waitFor(
      indexTimeoutMs,
      () => fetchRegistration(again),
      ({ body }) => body.possibleDuplicates === 1,
    );
    await callSystem(`/v1/registrations/${again}/withdrawal`, asSecretariat({ body: {} }));
    expect((await readPossibleDuplicates(rejected)).items).toEqual([]);
  });

  test("are no longer shown on either registration after an officer dismisses them, and the history records it", async () => {
    const id = await createConference(10);
    const registerSamePerson = () =>
      registerPerson(id, { givenName: "Aziza", familyName: "Karimova", passportNumber: "TWIN0001" });
    const [one, other, third] = [await registerSamePerson(), await registerSamePerson(), await registerSamePerson()];
    await waitForMatches(one, 2);
    const tell = (registrationId: string, as = asSecretariat) =>
      callSystem(`/v1/registrations/${one}/duplicate-dismissals`, as({ body: { registrationId } }));
    const elsewhere = await registerPerson(await createConference(1));
    for (const wrong of [elsewhere, one, "a".repeat(26)])
      expect([(await tell(wrong)).status, (await tell(wrong)).body.code]).toEqual([404, "not-found"]);
    expect((await tell(other, asReviewer)).status).toBe(403);

    const told = await tell(other);
    expect(told.status).toBe(200);
    expect(JSON.stringify(told.body)).not.toContain(other);
    expect((await readPossibleDuplicates(one)).items.map(({ registration }) => registration.registrationId)).toEqual([
      third,
    ]);
    expect((await readPossibleDuplicates(other)).items.map(({ registration }) => registration.registrationId)).toEqual([
      third,
    ]);
    await waitFor(
      indexTimeoutMs,
      async () => [
        (await fetchRegistration(one)).body,
        (await fetchRegistration(other)).body,
        (await fetchRegistration(third)).body,
      ],
      (all) => all.map(({ possibleDuplicates }) => possibleDuplicates).join() === "1,1,2",
    );
    expect((await tell(third)).status).toBe(200);
    expect((await fetchRegistration(one)).body).not.toHaveProperty("possibleDuplicates");
    const { body } = await callSystem(`/v1/registrations/${one}/history`, asSecretariat());
    expect(body.items.slice(0, 2).map(({ action }) => action)).toEqual(["dismiss-duplicate", "dismiss-duplicate"]);
  });

  test("are no part of what the person reads, also after an officer told two people apart", async () => {
    const id = await createConference(5);
    const email = `asks.${Date.now()}@people.example`;
    const same = { givenName: "Aïssata", familyName: "Sow", birthDate: "1988-05-04" };
    const [one, other] = [await registerPerson(id, { ...same, email }), await registerPerson(id, same)];
    await waitForMatches(one, 1);
    const dismissal = { body: { registrationId: other } };
    expect((await callSystem(`/v1/registrations/${one}/duplicate-dismissals`, asSecretariat(dismissal))).status).toBe(
      200,
    );
    await callSystem("/v1/sign-in-links", { body: { conferenceId: id, email } });
    const mails = await waitForEmails(getSharedSystem().home, email, 2);
    const link = mails.find(({ kind }) => kind === "sign-in");
    if (!link) throw new Error("no sign-in link");
    const { accessToken: token } = (await callSystem("/v1/sign-ins", { body: { token: getSignInToken(link) } })).body;
    for (const path of ["", "/history", "/data"]) {
      const answer = await callSystem(`/v1/registrations/${one}${path}`, { token });
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toMatch(/duplicate/i);
    }
    const staff = await callSystem(`/v1/registrations/${one}/data`, asSecretariat());
    expect(JSON.stringify(staff.body)).toContain("dismiss-duplicate");
  });

  test("are visible to reviewers and the secretariat alone", async () => {
    const id = await createConference(5);
    const one = await registerPerson(id);
    expect((await callSystem(`/v1/registrations/${one}/possible-duplicates`, asDesk())).status).toBe(403);
    expect((await callSystem(`/v1/registrations/${one}/possible-duplicates`)).status).toBe(401);
    expect((await callSystem(`/v1/registrations/${"a".repeat(26)}/possible-duplicates`, asReviewer())).status).toBe(
      404,
    );
  });
});
