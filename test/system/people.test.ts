import { describe, expect, test } from "vitest";
import { aPdf } from "../support/files.ts";
import { post, settled } from "./documents.ts";
import { mailsTo, tokenOf } from "./mailbox.ts";
import {
  type Answer,
  asDesk,
  asSecretariat,
  type Body,
  call,
  decide,
  newConference,
  read,
  running,
  submit,
  within,
} from "./system.ts";

const asReviewer = (options: object = {}) => ({ token: running().tokens.reviewer, ...options });

const search = (conferenceId: string, text: string, as = asSecretariat, query = "") =>
  call(`/v1/conferences/${conferenceId}/registrations/search${query}`, as({ body: { text } }));

const ids = ({ body }: Answer) => body.items.map(({ registrationId }) => registrationId);

/** What a search finds, once the index has caught up. */
const finds = (conferenceId: string, text: string, wanted: readonly string[], as = asSecretariat) =>
  within(
    20_000,
    async () => ids(await search(conferenceId, text, as)).toSorted(),
    (found) => found.join() === wanted.toSorted().join(),
  );

let people = 0;
const somebody = async (conferenceId: string, person: object = {}, body: Record<string, unknown> = {}) => {
  people += 1;
  const email = `p${people}.${Date.now().toString(36)}@people.example`;
  const answer = await submit(conferenceId, body, { email, ...person });
  expect(answer.status).toBe(201);
  return answer.body.registrationId;
};

const alike = async (registrationId: string, as = asSecretariat) =>
  (await call(`/v1/registrations/${registrationId}/possible-duplicates`, as())).body;

/** Each of whom it may be, with what matched, once there are so many. */
const matches = (registrationId: string, count: number, as = asSecretariat) =>
  within(
    20_000,
    async () =>
      (await alike(registrationId, as)).items.map(({ matched, registration }) => [
        registration.registrationId,
        matched,
      ]),
    (found) => found.length === count,
  );

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
      20_000,
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
    expect((await read(again)).body.possibleDuplicates).toBe(1);
    await call(`/v1/registrations/${again}/withdrawal`, asSecretariat({ body: {} }));
    expect((await alike(rejected)).items).toEqual([]);
  });

  test("is shown to reviewers and the secretariat alone", async () => {
    const id = await newConference(5);
    const one = await somebody(id);
    expect((await call(`/v1/registrations/${one}/possible-duplicates`, asDesk())).status).toBe(403);
    expect((await call(`/v1/registrations/${one}/possible-duplicates`)).status).toBe(401);
    expect((await call(`/v1/registrations/${"a".repeat(24)}/possible-duplicates`, asReviewer())).status).toBe(404);
  });
});

describe("a protected participant", () => {
  const alias = { nameOnBadge: "Speaker Seven", organization: "A diaspora group" };
  const protect = (registrationId: string, readers = ["secretariat@palais.local"], as = asSecretariat) =>
    call(
      `/v1/registrations/${registrationId}/protection`,
      as({ method: "PUT", body: { alias, readers, reason: "at risk" } }),
    );
  const real = {
    givenName: "Hidden",
    familyName: "Realname",
    email: "hidden.realname@people.example",
    birthDate: "1970-02-03",
  };
  const secret = /Hidden|Realname|1970-02-03|Ministry of Names/i;
  const hidden = (conferenceId: string, more = {}) =>
    somebody(conferenceId, { ...real, ...more }, { organization: "Ministry of Names", functionTitle: "Hidden title" });

  test("appears under the alias in every answer to staff, and is found by it alone", async () => {
    const id = await newConference(5);
    const one = await hidden(id);
    await finds(id, "realname", [one]);
    const answer = await protect(one);
    expect(answer.body).toMatchObject({
      person: { nameOnBadge: "Speaker Seven" },
      organization: "A diaspora group",
      protection: { alias },
    });
    await finds(id, "speaker seven", [one], asDesk);
    for (const as of [asSecretariat, asReviewer, asDesk]) {
      for (const text of ["realname", "hidden", "ministry", "hidden.realname@people.example"])
        expect(ids(await search(id, text, as))).toEqual([]);
    }
    const approved = await decide(one, "approve");
    const issued = await call(`/v1/registrations/${one}/badges`, asDesk({ body: {} }));
    const scans = [{ scanId: `scan-${one}`, token: issued.body.token, at: new Date().toISOString() }];
    const scanned = await call(
      `/v1/conferences/${id}/scans`,
      asDesk({ body: { gate: "main", direction: "in", scans } }),
    );
    expect(scanned.body.items[0]).toMatchObject({
      verdict: "admit",
      person: { nameOnBadge: "Speaker Seven", organization: "A diaspora group" },
    });
    const answers = [
      answer,
      approved,
      issued,
      scanned,
      await read(one),
      await call(`/v1/conferences/${id}/registrations`, asReviewer()),
      await search(id, "speaker", asReviewer),
      await search(id, "speaker", asDesk),
      await call(`/v1/registrations/${one}/history`, asReviewer()),
    ];
    for (const each of answers)
      expect([each.status, JSON.stringify(each)]).toEqual([200, expect.not.stringMatching(secret)]);
  });

  test("is opened by a named reader with a reason, which is kept; nobody else opens or changes it", async () => {
    const id = await newConference(5);
    const one = await hidden(id);
    const open = (as: typeof asSecretariat, body: object = { reason: "visa letter" }) =>
      call(`/v1/registrations/${one}/openings`, as({ body }));
    expect((await open(asSecretariat)).body.code).toBe("wrong-state");
    expect((await protect(one, ["reviewer@palais.local"])).status).toBe(200);
    expect([(await open(asSecretariat)).status, (await open(asSecretariat)).body.code]).toEqual([
      403,
      "name-protected",
    ]);
    for (const method of ["PUT", "DELETE"]) {
      const body = method === "PUT" ? { alias, readers: ["secretariat@palais.local"] } : undefined;
      const refused = await call(`/v1/registrations/${one}/protection`, asSecretariat({ method, body }));
      expect([method, refused.status, refused.body.code]).toEqual([method, 403, "name-protected"]);
    }
    expect((await open(asReviewer, {})).body.errors[0]?.path).toBe("reason");
    expect((await open(asDesk)).status).toBe(403);
    const opened = await open(asReviewer);
    expect(opened.body.person).toMatchObject(real);
    const kept = await call(`/v1/registrations/${one}/openings`, asSecretariat());
    expect(kept.body.items).toEqual([{ at: expect.any(String), by: expect.any(String), reason: "visa letter" }]);
  });

  test("has a passport and doubles that are for readers alone, and each look is kept", async () => {
    const id = await newConference(5);
    const one = await hidden(id, { passportNumber: "PROT0001" });
    const other = await somebody(id, { givenName: "Plain", familyName: "Name", passportNumber: "PROT0001" });
    await matches(other, 1);
    await protect(one);
    expect([(await alike(other, asReviewer)).items, (await alike(one, asReviewer)).items]).toEqual([[], []]);
    const queue = await call(`/v1/conferences/${id}/registrations`, asReviewer());
    expect(queue.body.items.map(({ possibleDuplicates }) => possibleDuplicates)).toEqual([undefined, undefined]);
    const [found] = (await alike(other)).items;
    expect(found?.registration.person).toMatchObject({ nameOnBadge: "Speaker Seven" });
    const kept = await call(`/v1/registrations/${one}/openings`, asSecretariat());
    expect(kept.body.items.map(({ reason }) => reason)).toEqual(["possible-duplicates"]);
  });

  test("keeps the passport's picture for the readers, and hears under the alias", async () => {
    const id = await newConference(5);
    const email = `hidden.${Date.now()}@people.example`;
    const one = await hidden(id, { email });
    await protect(one, ["reviewer@palais.local"]);
    const announced = { kind: "passport", contentType: "application/pdf", size: aPdf().length };
    const form = await call(`/v1/registrations/${one}/documents`, asSecretariat({ body: announced }));
    expect(await post(form.body, aPdf())).toBe(204);
    await settled(form.body.documentId, asSecretariat());
    const open = (as: typeof asSecretariat) =>
      call(`/v1/documents/${form.body.documentId}/openings`, as({ body: { reason: "visa" } }));
    expect([(await open(asSecretariat)).body.code, (await open(asReviewer)).status]).toEqual(["name-protected", 200]);
    await decide(one, "approve");
    const sent = await within(
      30_000,
      () => mailsTo(running().home, email, 2),
      (found) => found.some(({ kind }) => kind === "approved"),
    );
    const approved = sent.find(({ kind }) => kind === "approved");
    expect(approved?.email.to?.[0]?.name).toBe("Speaker Seven");
    expect(approved?.email.text).toContain("Speaker Seven");
    expect(`${approved?.email.text}${approved?.email.html}`).not.toMatch(/Hidden|Realname/);
  });

  test("gets a name back when a reader lifts the protection", async () => {
    const id = await newConference(5);
    const one = await hidden(id);
    await protect(one);
    const lifted = await call(`/v1/registrations/${one}/protection`, asSecretariat({ method: "DELETE" }));
    expect(lifted.body).toMatchObject({ person: { givenName: "Hidden" }, organization: "Ministry of Names" });
    await finds(id, "realname", [one]);
  });

  test.each([
    [{ readers: ["secretariat@palais.local"] }, "alias"],
    [{ alias, readers: [] }, "readers"],
    [{ alias: { nameOnBadge: " " }, readers: ["secretariat@palais.local"] }, "alias.nameOnBadge"],
    [{ alias, readers: ["a@b.example", "A@b.example"] }, "readers"],
    [{ alias, readers: ["stranger@b.example"] }, "readers.0"],
  ])("%j is refused at %s", async (body, path) => {
    const staff = [{ email: "secretariat@palais.local", groups: ["secretariat"] }];
    const one = await somebody(await newConference(5, { staff }));
    const answer = await call(`/v1/registrations/${one}/protection`, asSecretariat({ method: "PUT", body }));
    expect([answer.status, answer.body.errors[0]?.path]).toEqual([422, path]);
  });
});

describe("the history", () => {
  const history = async (id: string, options: object = asSecretariat(), query = "") =>
    (await call(`/v1/registrations/${id}/history${query}`, options)).body;
  const said = ({ items }: Body) => items.map(({ action }) => action);

  test("says who did what, when and why, the latest first, page by page", async () => {
    const id = await newConference(5);
    const one = await somebody(id);
    await decide(one, "reject", { reason: "incomplete" });
    await decide(one, "reopen");
    await decide(one, "approve");
    const all = await history(one);
    expect(said(all)).toEqual(["approve", "reopen", "reject", "submit"]);
    expect(all.items[2]).toMatchObject({
      by: { kind: "staff", id: expect.any(String) },
      reason: "incomplete",
      accreditation: { before: "pending", after: "rejected" },
      seat: { before: "held", after: "none" },
      version: 2,
    });
    const first = await history(one, asSecretariat(), "?limit=3");
    const second = await history(one, asSecretariat(), `?limit=3&cursor=${first.next}`);
    expect([said(first), said(second), second.next]).toEqual([["approve", "reopen", "reject"], ["submit"], null]);
    const stranger = await somebody(id);
    expect((await history(stranger, asSecretariat(), `?cursor=${first.next}`)).code).toBe("bad-cursor");
  });

  test("tells the person what happened, but not who of the staff it was, nor what staff noted among themselves", async () => {
    const id = await newConference(5);
    const email = `own.${Date.now()}@people.example`;
    const one = await somebody(id, { email });
    await decide(one, "return", { fields: ["functionTitle"], reason: "Your function, please" });
    await call(`/v1/registrations/${one}`, {
      ...asSecretariat({ method: "PATCH", body: { functionTitle: "President" } }),
      headers: { "if-match": `${(await read(one)).body.version}` },
    });
    await decide(one, "approve", { reason: "a note among staff" });
    await call("/v1/sign-in-links", { body: { email, conferenceId: id } });
    const mail = await within(
      30_000,
      () => mailsTo(running().home, email, 1),
      (found) => found.some(({ kind }) => kind === "sign-in"),
    );
    const link = mail.findLast(({ kind }) => kind === "sign-in");
    const { accessToken } = (await call("/v1/sign-ins", { body: { token: link && tokenOf(link) } })).body;
    const own = await history(one, { token: accessToken });
    expect(said(own).slice(-4)).toEqual(["approve", "resubmit", "return", "submit"]);
    const told = own.items.filter(({ by }) => (by as unknown as { kind: string }).kind === "staff");
    expect(told.map(({ by, reason }) => [by, reason])).toEqual([
      [{ kind: "staff" }, undefined],
      [{ kind: "staff" }, undefined],
      [{ kind: "staff" }, "Your function, please"],
    ]);
    const full = await history(one);
    expect(full.items.find(({ action }) => action === "approve")?.reason).toBe("a note among staff");
    const stranger = await somebody(id);
    expect((await call(`/v1/registrations/${stranger}/history`, { token: accessToken })).status).toBe(404);
    expect((await call(`/v1/registrations/${one}/possible-duplicates`, { token: accessToken })).status).toBe(403);
    const { body } = await call(`/v1/registrations/${one}`, { token: accessToken });
    for (const staffs of ["corrected", "proposals", "possibleDuplicates", "protection"])
      expect(body).not.toHaveProperty(staffs);
  });

  test("of somebody who moved up in a delegation doesn't tell them who left", async () => {
    const id = await newConference(10);
    const focal = `focal.${Date.now()}@people.example`;
    const draft = { name: { en: "Union" }, category: "ngo", focalPoints: [focal], quota: 1 };
    const { delegationId } = (await call(`/v1/conferences/${id}/delegations`, asSecretariat({ body: draft }))).body;
    const items = ["Leaves", "Follows"].map((givenName) => ({ person: { givenName, nationality: "SEN" } }));
    const nominated = await call(`/v1/delegations/${delegationId}/nominations`, asSecretariat({ body: { items } }));
    const [leaves = "", follows = ""] = nominated.body.items.map(({ registrationId }) => registrationId);
    await decide(leaves, "reject", { reason: "not this one" });
    await call("/v1/sign-in-links", { body: { email: focal, conferenceId: id } });
    const mail = await within(
      30_000,
      () => mailsTo(running().home, focal, 1),
      (found) => found.some(({ kind }) => kind === "delegation-sign-in"),
    );
    const link = mail.findLast(({ kind }) => kind === "delegation-sign-in");
    const { accessToken } = (await call("/v1/sign-ins", { body: { token: link && tokenOf(link) } })).body;
    const [latest] = (await history(follows, { token: accessToken })).items;
    expect(latest).toMatchObject({
      action: "move-up",
      by: { kind: "system" },
      seat: { before: "waiting", after: "held" },
    });
    expect(latest).not.toHaveProperty("reason");
  });

  test("of a correction names the fields; what they were, the officer sees with the registration until the next decision", async () => {
    const id = await newConference(5);
    const one = await somebody(id, {}, { functionTitle: "Presidnet" });
    await decide(one, "return", { fields: ["functionTitle", "person.passportNumber"] });
    const { version } = (await read(one)).body;
    const body = { functionTitle: "President", person: { passportNumber: "NEW12345" } };
    await call(
      `/v1/registrations/${one}`,
      asSecretariat({ method: "PATCH", body, headers: { "if-match": `${version}` } }),
    );
    expect((await history(one)).items[0]).toMatchObject({
      action: "resubmit",
      fields: ["functionTitle", "person.passportNumber"],
    });
    expect(JSON.stringify(await history(one))).not.toMatch(/Presid/);
    expect((await read(one)).body.corrected).toEqual([
      { path: "functionTitle", before: "Presidnet", after: "President" },
      { path: "person.passportNumber" },
    ]);
    expect((await decide(one, "approve")).body.corrected).toBeUndefined();
  });
});

describe("a reviewer's proposal", () => {
  const propose = (id: string, body: object, as = asReviewer as typeof asSecretariat, headers = {}) =>
    call(`/v1/registrations/${id}/proposals`, as({ body, headers }));

  test("stands beside the registration, the latest of each, until the secretariat decides", async () => {
    const one = await somebody(await newConference(5));
    expect((await propose(one, { decision: "reject", reason: "unsure" })).status).toBe(200);
    await propose(one, { decision: "return", reason: "No function", fields: ["functionTitle"] });
    await propose(one, { decision: "approve" }, asSecretariat);
    const { body } = await read(one);
    expect(body.accreditation).toBe("pending");
    expect(body.proposals).toMatchObject([
      { decision: "return", reason: "No function", fields: ["functionTitle"] },
      { decision: "approve" },
    ]);
    expect((await decide(one, "approve")).body.proposals).toBeUndefined();
    expect((await read(one)).body.proposals).toBeUndefined();
  });

  test("of two reviewers at the same moment both stand", async () => {
    const one = await somebody(await newConference(5));
    await Promise.all([propose(one, { decision: "approve" }), propose(one, { decision: "approve" }, asSecretariat)]);
    expect((await read(one)).body.proposals).toHaveLength(2);
  });

  test("never decides, and is refused where the decision can't be taken, or the registration has changed", async () => {
    const one = await somebody(await newConference(5));
    expect((await propose(one, { decision: "reopen" })).body.code).toBe("wrong-state");
    expect((await propose(one, { decision: "approve" }, undefined, { "if-match": "9" })).body.code).toBe(
      "changed-meanwhile",
    );
    expect((await propose(one, { decision: "maybe" })).status).toBe(422);
    expect((await propose(one, { decision: "approve" }, asDesk)).status).toBe(403);
    const decision = await call(`/v1/registrations/${one}/decisions`, asReviewer({ body: { decision: "approve" } }));
    expect([decision.status, (await read(one)).body.accreditation]).toEqual([403, "pending"]);
  });
});

describe("what a category must supply", () => {
  test("and somebody lacks is shown to the officer and the person, and stops no approval", async () => {
    const categories = [{ category: "ngo", title: { en: "NGOs" }, colour: "#2e7d32", needs: ["letter", "photo"] }];
    const id = await newConference(5, { categories });
    const one = await somebody(id);
    expect((await read(one)).body.missing).toEqual(["letter", "photo"]);
    const body = { registrationIds: [one], decision: "approve" };
    const { items } = (await call(`/v1/conferences/${id}/decisions`, asSecretariat({ body }))).body;
    expect(items).toMatchObject([{ accreditation: "approved", seat: "held", missing: ["letter", "photo"] }]);
  });
});
