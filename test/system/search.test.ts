import { describe, expect, test } from "vitest";
import { asReviewer, registerPerson, searchPeople, toRegistrationIds, waitForSearchResult } from "./support/people.ts";
import { asDesk, asSecretariat, callSystem, createConference, fetchRegistration } from "./support/system.ts";

describe("the search for registrations", () => {
  test("finds by words of the name, the organization and the address, in any order, script and spelling", async () => {
    const id = await createConference(20);
    const gomez = await registerPerson(
      id,
      { givenName: "Juan José", familyName: "Gómez Camacho", email: "jj.gomez@mission.example" },
      { organization: "Misión Permanente" },
    );
    const dmitry = await registerPerson(id, { givenName: "Дмитрий", familyName: "Соколов" });
    const li = await registerPerson(id, { givenName: "明", familyName: "李" });
    await waitForSearchResult(id, "camacho JUAN", [gomez]);
    await waitForSearchResult(id, "gom jose", [gomez]);
    await waitForSearchResult(id, "mision perm", [gomez]);
    await waitForSearchResult(id, "jj.gomez@mission.example", [gomez]);
    await waitForSearchResult(id, "mission.example", [gomez]);
    await waitForSearchResult(id, "sokolov dmitriy", [dmitry]);
    await waitForSearchResult(id, "Соколов", [dmitry]);
    await waitForSearchResult(id, "Li Ming", [li]);
    await waitForSearchResult(id, "gomez dmitriy", []);
    const elsewhere = await createConference(5);
    await waitForSearchResult(elsewhere, "gomez", []);
  });

  test("returns pages that contain each person once", async () => {
    const id = await createConference(20);
    const all = [];
    for (const name of ["Ana Anabel", "Anatol", "Anna", "Anouk Ana"])
      all.push(await registerPerson(id, { givenName: name, familyName: "X" }));
    await waitForSearchResult(id, "an", all);
    const seen: string[] = [];
    let query = "?limit=1";
    for (let pages = 0; pages < 6 && query; pages += 1) {
      const page = await searchPeople(id, "an", asSecretariat, query);
      seen.push(...toRegistrationIds(page));
      query = page.body.next ? `?limit=1&cursor=${page.body.next}` : "";
    }
    expect(seen.toSorted()).toEqual(all.toSorted());
    const { body } = await searchPeople(id, "an", asSecretariat, "?limit=1");
    const other = await searchPeople(id, "xyz", asSecretariat, `?cursor=${body.next}`);
    expect([other.status, other.body.code]).toEqual([422, "bad-cursor"]);
  });

  test("finds a corrected name, and no longer the old one", async () => {
    const id = await createConference(5);
    const one = await registerPerson(id, { givenName: "Fatoumata", familyName: "Old" });
    await waitForSearchResult(id, "fatoumata", [one]);
    const { version } = (await fetchRegistration(one)).body;
    const body = { person: { givenName: "Aminata" } };
    const changed = await callSystem(
      `/v1/registrations/${one}`,
      asSecretariat({ method: "PATCH", body, headers: { "if-match": `${version}` } }),
    );
    expect(changed.status).toBe(200);
    await waitForSearchResult(id, "aminata", [one]);
    await waitForSearchResult(id, "fatoumata", []);
  });

  test("shows the entry desk the identity alone, and lets it find people by name", async () => {
    const id = await createConference(5);
    const one = await registerPerson(id, { givenName: "Desk", familyName: "Visible", birthDate: "1980-01-01" });
    await waitForSearchResult(id, "visible", [one], asDesk);
    const [item] = (await searchPeople(id, "visible", asDesk)).body.items;
    expect(item).toMatchObject({ registrationId: one, person: { givenName: "Desk" }, seat: "held" });
    expect(JSON.stringify(item)).not.toMatch(/1980|@people|consent|nationality/);
    expect((await searchPeople(id, "visible", asReviewer)).body.items[0]).toMatchObject({
      person: { birthDate: "1980-01-01" },
    });
  });

  test.each([[""], ["a"], ["…"], ["x".repeat(201)]])("refuses %j by its code", async (text) => {
    const { status, body } = await searchPeople(await createConference(5), text);
    expect([status, body.code, body.errors[0]?.path]).toEqual([422, "invalid-request", "text"]);
  });

  test("is available to staff of the conference alone", async () => {
    const own = await createConference(5, {
      staff: [
        { email: "reviewer@palais.local", groups: ["reviewer"] },
        { email: "secretariat@palais.local", groups: ["secretariat"] },
      ],
    });
    expect((await searchPeople(own, "anybody", asDesk)).body.code).toBe("unknown-conference");
    expect(
      (await callSystem(`/v1/conferences/${own}/registrations/search`, { body: { text: "anybody" } })).status,
    ).toBe(401);
  });
});
