import { describe, expect, test } from "vitest";
import { asReviewer, finds, ids, search, somebody } from "./people.ts";
import { asDesk, asSecretariat, call, newConference, read } from "./system.ts";

describe("a search", () => {
  test("finds by the words of name, organization and address, in any order, script and spelling", async () => {
    const id = await newConference(20);
    const gomez = await somebody(
      id,
      { givenName: "Juan José", familyName: "Gómez Camacho", email: "jj.gomez@mission.example" },
      { organization: "Misión Permanente" },
    );
    const dmitry = await somebody(id, { givenName: "Дмитрий", familyName: "Соколов" });
    const li = await somebody(id, { givenName: "明", familyName: "李" });
    await finds(id, "camacho JUAN", [gomez]);
    await finds(id, "gom jose", [gomez]);
    await finds(id, "mision perm", [gomez]);
    await finds(id, "jj.gomez@mission.example", [gomez]);
    await finds(id, "mission.example", [gomez]);
    await finds(id, "sokolov dmitriy", [dmitry]);
    await finds(id, "Соколов", [dmitry]);
    await finds(id, "Li Ming", [li]);
    await finds(id, "gomez dmitriy", []);
    const elsewhere = await newConference(5);
    await finds(elsewhere, "gomez", []);
  });

  test("is given out in pages, each person once", async () => {
    const id = await newConference(20);
    const all = [];
    for (const name of ["Ana Anabel", "Anatol", "Anna", "Anouk Ana"])
      all.push(await somebody(id, { givenName: name, familyName: "X" }));
    await finds(id, "an", all);
    const seen: string[] = [];
    let query = "?limit=1";
    for (let pages = 0; pages < 6 && query; pages += 1) {
      const page = await search(id, "an", asSecretariat, query);
      seen.push(...ids(page));
      query = page.body.next ? `?limit=1&cursor=${page.body.next}` : "";
    }
    expect(seen.toSorted()).toEqual(all.toSorted());
    const { body } = await search(id, "an", asSecretariat, "?limit=1");
    const other = await search(id, "xyz", asSecretariat, `?cursor=${body.next}`);
    expect([other.status, other.body.code]).toEqual([422, "bad-cursor"]);
  });

  test("follows a corrected name, and forgets the old one", async () => {
    const id = await newConference(5);
    const one = await somebody(id, { givenName: "Fatoumata", familyName: "Old" });
    await finds(id, "fatoumata", [one]);
    const { version } = (await read(one)).body;
    const body = { person: { givenName: "Aminata" } };
    const changed = await call(
      `/v1/registrations/${one}`,
      asSecretariat({ method: "PATCH", body, headers: { "if-match": `${version}` } }),
    );
    expect(changed.status).toBe(200);
    await finds(id, "aminata", [one]);
    await finds(id, "fatoumata", []);
  });

  test("shows the entry desk who it is, and no more; the desk finds people by name", async () => {
    const id = await newConference(5);
    const one = await somebody(id, { givenName: "Desk", familyName: "Visible", birthDate: "1980-01-01" });
    await finds(id, "visible", [one], asDesk);
    const [item] = (await search(id, "visible", asDesk)).body.items;
    expect(item).toMatchObject({ registrationId: one, person: { givenName: "Desk" }, seat: "held" });
    expect(JSON.stringify(item)).not.toMatch(/1980|@people|consent|nationality/);
    expect((await search(id, "visible", asReviewer)).body.items[0]).toMatchObject({
      person: { birthDate: "1980-01-01" },
    });
  });

  test.each([[""], ["a"], ["…"], ["x".repeat(201)]])("for %j is refused by name", async (text) => {
    const { status, body } = await search(await newConference(5), text);
    expect([status, body.code, body.errors[0]?.path]).toEqual([422, "invalid-request", "text"]);
  });

  test("is for staff of the conference alone", async () => {
    const own = await newConference(5, {
      staff: [
        { email: "reviewer@palais.local", groups: ["reviewer"] },
        { email: "secretariat@palais.local", groups: ["secretariat"] },
      ],
    });
    expect((await search(own, "anybody", asDesk)).body.code).toBe("unknown-conference");
    expect((await call(`/v1/conferences/${own}/registrations/search`, { body: { text: "anybody" } })).status).toBe(401);
  });
});
