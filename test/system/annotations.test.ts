import { describe, expect, test } from "vitest";
import { draftBody } from "../support/builders.ts";
import { createSession } from "./authorization/tokens.ts";
import { auditWhenChained } from "./support/at-rest.ts";
import { createIdToken } from "./support/id-token.ts";
import { readEmails } from "./support/mailbox.ts";
import { asReviewer, registerPerson, toRegistrationIds } from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postDecision,
  type RequestOptions,
} from "./support/system.ts";

type As = (options?: RequestOptions) => RequestOptions;

const addNote = (id: string, text: string, as: As = asSecretariat, headers = {}) =>
  callSystem(`/v1/registrations/${id}/notes`, as({ body: { text }, headers }));
const readNotes = async (id: string, as: As = asSecretariat, query = "") => {
  const { status, body } = await callSystem(`/v1/registrations/${id}/notes${query}`, as());
  return { status, next: body.next, notes: body.items as unknown as readonly { by: string; text?: string }[] };
};
const setTags = (id: string, tags: readonly string[], as: As = asSecretariat, headers = {}) =>
  callSystem(`/v1/registrations/${id}/tags`, as({ method: "PUT", body: { tags }, headers }));
const assign = (id: string, email: string | null, headers = {}) =>
  callSystem(`/v1/registrations/${id}/assignee`, asSecretariat({ method: "PUT", body: { email }, headers }));
const readHistory = async (id: string, options: RequestOptions = asSecretariat()) =>
  (await callSystem(`/v1/registrations/${id}/history`, options)).body.items as unknown as readonly {
    readonly action: string;
    readonly version: number;
    readonly annotations?: readonly { readonly action: string; readonly by: string }[];
  }[];
const listQueue = async (conferenceId: string, query: string, as: As = asSecretariat) =>
  toRegistrationIds(await callSystem(`/v1/conferences/${conferenceId}/registrations?${query}`, as()));
const listTags = async (conferenceId: string) =>
  (await callSystem(`/v1/conferences/${conferenceId}/tags`, asReviewer())).body.items as unknown as readonly {
    readonly tagId: string;
    readonly tag: string;
  }[];

describe("notes", () => {
  test("are written by the secretariat and reviewers, are read the latest first, and change no version", async () => {
    const one = await registerPerson(await createConference(5));
    const first = await addNote(one, "  Asked the mission by phone.\nThey answer on Monday. ");
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ text: "Asked the mission by phone.\nThey answer on Monday." });
    expect((await addNote(one, "The mission confirmed.", asReviewer)).status).toBe(201);
    const { notes } = await readNotes(one, asReviewer);
    expect(notes.map(({ text }) => text)).toEqual([
      "The mission confirmed.",
      "Asked the mission by phone.\nThey answer on Monday.",
    ]);
    expect(new Set(notes.map(({ by }) => by)).size).toBe(2);
    expect((await fetchRegistration(one)).body).toMatchObject({
      version: 1,
      notes: 2,
      tags: [],
      annotationsVersion: 0,
    });
    for (const answer of [
      await addNote(one, "x", asDesk),
      await callSystem(`/v1/registrations/${one}/notes`, asDesk()),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, "not-allowed"]);
  });

  test("leave the proposals of reviewers and the versions of other decisions alone", async () => {
    const one = await registerPerson(await createConference(5));
    await callSystem(`/v1/registrations/${one}/proposals`, asReviewer({ body: { decision: "approve" } }));
    await addNote(one, "Seen.");
    expect((await fetchRegistration(one)).body.proposals).toHaveLength(1);
    const decision = { decision: "approve" };
    const decided = await callSystem(
      `/v1/registrations/${one}/decisions`,
      asSecretariat({ body: decision, headers: { "if-match": "1" } }),
    );
    expect(decided.status).toBe(200);
  });

  test("are all kept if officers add them at the same time, and each once if a request is repeated", async () => {
    const one = await registerPerson(await createConference(5));
    const texts = Array.from({ length: 8 }, (_, index) => `Note ${index}`);
    const added = await Promise.all(texts.map((text, index) => addNote(one, text, index % 2 ? asReviewer : undefined)));
    expect(added.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect((await readNotes(one)).notes.map(({ text }) => text).toSorted()).toEqual(texts);
    const key = { "idempotency-key": `note-${one}` };
    const [once, again] = [
      await addNote(one, "Once", asSecretariat, key),
      await addNote(one, "Once", asSecretariat, key),
    ];
    expect(again.body).toEqual(once.body);
    const other = await addNote(one, "Twice", asSecretariat, key);
    expect([other.status, other.body.code]).toEqual([422, "idempotency-key-reused"]);
    expect((await fetchRegistration(one)).body).toMatchObject({ notes: 9 });
    const firstPage = await readNotes(one, asSecretariat, "?limit=5");
    const secondPage = await readNotes(one, asSecretariat, `?limit=5&cursor=${firstPage.next}`);
    expect(new Set([...firstPage.notes, ...secondPage.notes].map(({ text }) => text)).size).toBe(9);
  });

  test("are at most a hundred, and the next one is refused", async () => {
    const one = await registerPerson(await createConference(5));
    const add = async (index: number) => expect((await addNote(one, `Note ${index}`)).status).toBe(201);
    for (let index = 0; index < 96; index += 1) await add(index);
    // The last of them at the same time.
    await Promise.all([96, 97, 98, 99].map(add));
    const refused = await addNote(one, "One more");
    expect([refused.status, refused.body.code]).toEqual([409, "too-many-notes"]);
    expect((await fetchRegistration(one)).body).toMatchObject({ notes: 100 });
  });

  test("stand in the history of staff without their text, in no list, no email and no page of the person", async () => {
    const conferenceId = await createConference(5);
    const email = `noted.${Date.now().toString(36)}@people.example`;
    const one = await registerPerson(conferenceId, { email });
    const token = await createSession(conferenceId, email, [one]);
    const before = await callSystem(`/v1/registrations/${one}`, { token });
    await addNote(one, "Secretnote", asReviewer);
    await setTags(one, ["Secrettag"]);
    await assign(one, "secretariat@palais.local");
    await postDecision(one, "approve");
    await addNote(one, "Secretnote again");
    const history = await readHistory(one);
    expect(
      history.map(({ version, action, annotations }) => [version, action, annotations?.map((each) => each.action)]),
    ).toEqual([
      [2, "approve", ["add-note"]],
      [1, "submit", ["add-note", "change-tags", "change-assignee"]],
    ]);
    expect(history[1]?.annotations?.[0]?.by).not.toBe(history[0]?.annotations?.[0]?.by);
    expect(JSON.stringify(history)).not.toMatch(/Secret/);
    const list = `/v1/conferences/${conferenceId}/participants.json`;
    const pages = [
      await callSystem(`/v1/registrations/${one}`, { token }),
      await callSystem(`/v1/registrations/${one}/data`, { token }),
      await callSystem(`/v1/registrations/${one}/history`, { token }),
      await callSystem(list, { ...asSecretariat(), redirect: "manual" }),
    ];
    expect(JSON.stringify(pages)).not.toMatch(/Secret|add-note|annotations|palais\.local/);
    expect(Object.keys(pages[0]?.body ?? {}).toSorted()).toEqual([...Object.keys(before.body), "badge"].toSorted());
    const emails = await readEmails(getSharedSystem().home);
    expect(JSON.stringify(emails.filter(({ to }) => to.includes(email)))).not.toMatch(/Secret/);
    const own = await callSystem(`/v1/registrations/${one}/data`, { token });
    expect(own.body).toMatchObject({ internal: { noteCount: 2 } });
    const exported = await callSystem(`/v1/registrations/${one}/data`, asSecretariat());
    expect(exported.body).toMatchObject({
      internal: { notes: [{ text: "Secretnote" }, { text: "Secretnote again" }], tags: ["Secrettag"] },
    });
    expect((await readNotes(one, (more) => ({ ...more, token }))).status).toBe(403);
    expect((await auditWhenChained(conferenceId)).differences).toEqual([]);
  });
});

describe("tags", () => {
  test("are replaced at the version that the officer has read", async () => {
    const one = await registerPerson(await createConference(5));
    const tagged = await setTags(one, ["visa", "call back"], asReviewer, { "if-match": "0" });
    expect([tagged.status, tagged.body]).toMatchObject([200, { tags: ["visa", "call back"], annotationsVersion: 1 }]);
    const late = await setTags(one, ["other"], asSecretariat, { "if-match": "0" });
    expect([late.status, late.body.code]).toEqual([412, "changed-meanwhile"]);
    const same = await setTags(one, ["visa", "call back"], asSecretariat, { "if-match": "1" });
    expect(same.body).toMatchObject({ annotationsVersion: 1 });
    expect((await setTags(one, ["Visa", "visa"])).status).toBe(422);
    expect((await addNote(one, "A note is no change of the tags.")).status).toBe(201);
    expect((await setTags(one, [], asSecretariat, { "if-match": "1" })).body).toMatchObject({ tags: [] });
  });

  test("are suggested while they are in use, and filter the queue", async () => {
    const id = await createConference(9);
    const people = [await registerPerson(id), await registerPerson(id), await registerPerson(id)];
    const [one = "", two = "", three = ""] = people;
    await setTags(one, ["visa", "call back"]);
    await setTags(two, ["Visa"]);
    const tags = await listTags(id);
    expect(tags.map(({ tag }) => tag.toLowerCase())).toEqual(["call back", "visa"]);
    const visa = tags[1]?.tagId ?? "";
    expect((await listQueue(id, `tag=${visa}`, asReviewer)).toSorted()).toEqual([one, two].toSorted());
    expect(await listQueue(id, `tag=${visa}&accreditation=approved`)).toEqual([]);
    await postDecision(two, "approve");
    expect(await listQueue(id, `tag=${visa}&accreditation=approved`)).toEqual([two]);
    await setTags(two, []);
    expect(await listQueue(id, `tag=${visa}`)).toEqual([one]);
    await setTags(one, []);
    expect([await listQueue(id, `tag=${visa}`), await listTags(id)]).toEqual([[], []]);
    expect(await listQueue(id, "")).toContain(three);
    expect((await callSystem(`/v1/conferences/${id}/registrations?tag=visa`, asSecretariat())).status).toBe(422);
  });
});

describe("the assignee", () => {
  test("is a member of staff who can review, and finds what is theirs", async () => {
    const id = await createConference(9);
    const [one, two] = [await registerPerson(id), await registerPerson(id)];
    const refused = await assign(one, "stranger@example.org");
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ path: "email" }]]);
    expect((await assign(one, "secretariat@palais.local")).body).toMatchObject({
      assignee: "secretariat@palais.local",
    });
    expect(await listQueue(id, "assignee=me")).toEqual([one]);
    expect(await listQueue(id, "assignee=me", asReviewer)).toEqual([]);
    await assign(two, "secretariat@palais.local");
    await assign(one, null);
    expect(await listQueue(id, "assignee=me")).toEqual([two]);
    expect((await fetchRegistration(one)).body).not.toHaveProperty("assignee");
    const late = await assign(one, "secretariat@palais.local", { "if-match": "0" });
    expect(late.body.code).toBe("changed-meanwhile");
  });

  test("is absent once that person has left the list of staff", async () => {
    const colleague = `colleague.${Date.now().toString(36)}@example.org`;
    const officer = { email: "secretariat@palais.local", groups: ["secretariat"] };
    const staff = [
      officer,
      { email: colleague, groups: ["reviewer"] },
      { email: "gate@example.org", groups: ["entry-desk"] },
    ];
    const id = await createConference(5, { staff });
    const one = await registerPerson(id);
    expect((await assign(one, "gate@example.org")).status).toBe(422);
    expect((await assign(one, colleague)).body).toMatchObject({ assignee: colleague });
    const body = { ...draftBody, staff: [officer] };
    expect((await callSystem(`/v1/conferences/${id}`, asSecretariat({ method: "PUT", body }))).status).toBe(200);
    expect((await fetchRegistration(one)).body).not.toHaveProperty("assignee");
    expect((await readHistory(one))[0]?.annotations).toMatchObject([{ action: "change-assignee" }]);
  });
});

describe("a protected person", () => {
  const alias = { nameOnBadge: "Speaker Seven" };

  test("has notes and tags that only the readers read, and each reading is recorded", async () => {
    const id = await createConference(5);
    const one = await registerPerson(id, { familyName: "Realname" });
    await addNote(one, "Realname called.");
    await setTags(one, ["Realname"]);
    const readers = ["secretariat@palais.local"];
    const path = `/v1/registrations/${one}`;
    await callSystem(`${path}/protection`, asSecretariat({ method: "PUT", body: { alias, readers } }));
    const masked = await readNotes(one, asReviewer);
    expect([masked.status, masked.notes.map(({ text }) => text)]).toEqual([200, [undefined]]);
    const seen = await callSystem(path, asReviewer());
    expect(seen.body).toMatchObject({ notes: 1 });
    expect(JSON.stringify([seen, await readHistory(one, asReviewer())])).not.toContain("Realname");
    expect((await setTags(one, ["mine"], asReviewer)).body.code).toBe("name-protected");
    expect((await addNote(one, "From a reviewer", asReviewer)).status).toBe(201);
    expect((await readNotes(one)).notes.map(({ text }) => text)).toEqual(["From a reviewer", "Realname called."]);
    const listReasons = async () =>
      (await callSystem(`${path}/identity-access`, asSecretariat())).body.items as unknown as readonly object[];
    expect(await listReasons()).toMatchObject([{ reason: "notes" }]);
    expect((await callSystem(path, asSecretariat())).body).toMatchObject({ tags: ["Realname"] });
    expect(await listReasons()).toMatchObject([{ reason: "notes" }, { reason: "reasons-and-tags" }]);
    const listed = await callSystem(`/v1/conferences/${id}/registrations`, asSecretariat());
    expect(JSON.stringify(listed.body)).not.toContain("Realname");
    expect(await listTags(id)).toEqual([]);
    const stranger = await createIdToken({
      sub: "other-officer",
      email: "other.officer@palais.local",
      groups: ["secretariat"],
    });
    expect((await readNotes(one, (more) => ({ ...more, token: stranger }))).notes.map(({ text }) => text)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

test("an erased person has no notes, no tags and no assignee, and takes none", async () => {
  const id = await createConference(5);
  const one = await registerPerson(id);
  await addNote(one, "To be erased", asSecretariat, { "idempotency-key": `erased-${one}` });
  await setTags(one, ["to be erased"]);
  await assign(one, "secretariat@palais.local");
  const erased = await callSystem(
    `/v1/registrations/${one}?reason=at-their-request`,
    asSecretariat({ method: "DELETE" }),
  );
  expect(erased.body).toMatchObject({ erasure: { report: { annotations: 3 } } });
  expect([(await readNotes(one)).notes, await listTags(id), await listQueue(id, "assignee=me")]).toEqual([[], [], []]);
  const late = await addNote(one, "Too late");
  expect([late.status, late.body.code]).toEqual([409, "wrong-state"]);
  expect((await setTags(one, ["late"])).body.code).toBe("wrong-state");
  expect((await fetchRegistration(one)).body).toMatchObject({ notes: 0, tags: [] });
  expect((await auditWhenChained(id)).differences).toEqual([]);
});

test("registrations of another conference have no notes for its staff", async () => {
  const officer = { email: "secretariat@palais.local", groups: ["secretariat"] };
  const elsewhere = await createConference(5, { staff: [officer] });
  const one = await registerPerson(elsewhere);
  await addNote(one, "Of another conference");
  for (const [path, options] of [
    ["notes", {}],
    ["notes", { body: { text: "mine" } }],
    ["tags", { method: "PUT", body: { tags: ["mine"] } }],
  ] as const)
    expect((await callSystem(`/v1/registrations/${one}/${path}`, asReviewer(options))).status).toBe(404);
  expect((await callSystem(`/v1/conferences/${elsewhere}/tags`, asReviewer())).status).toBe(404);
});
