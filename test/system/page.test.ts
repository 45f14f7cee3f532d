import { beforeAll, describe, expect, test } from "vitest";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { buildJpeg, buildPdf } from "../support/files.ts";
import { ensurePoppler, readPageTexts } from "../support/pdf-reader.ts";
import { waitFor } from "../support/wait-for.ts";
import { createSession } from "./authorization/tokens.ts";
import { putPage, uploadForPage } from "./support/pages.ts";
import {
  asDesk,
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  type RequestOptions,
  waitTimeoutMs,
} from "./support/system.ts";

const readPage = (id: string, options?: RequestOptions) => callSystem(`/v1/conferences/${id}/page`, options);

/** The answer to a call that may lead to a file, and that location. */
async function locate(path: string, { token }: RequestOptions = {}) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(getSharedSystem().api + path, { headers, redirect: "manual" });
  return { status: answer.status, location: answer.headers.get("location") ?? "" };
}

const uploadPageFile = (id: string, bytes: Uint8Array, contentType: string) =>
  uploadForPage(id, "page-file", contentType, bytes);

/** A person of the category, confirmed or not, and the token of their link. */
async function createPerson(id: string, category: string, isConfirmed: boolean): Promise<string> {
  const email = `${category}.${isConfirmed}.${id}@example.org`;
  const body = buildFormBody({ category }, { email });
  const { registrationId } = await callSuccessfully(`/v1/conferences/${id}/registrations`, { body });
  if (isConfirmed) expect((await postDecision(registrationId, "approve")).status).toBe(200);
  return createSession(id, email, [registrationId]);
}

describe("the page of a conference", () => {
  test("is empty at first, and is changed part by part, each version once", async () => {
    const id = await createConference(5);
    expect((await readPage(id)).body).toEqual({ version: 0, listed: false, files: [] });
    const texts = {
      summary: { en: "A dialogue of cities." },
      practical: { en: "# Hotels\n\nSee **below**.", fr: "# Hôtels" },
    };
    const first = await putPage(id, texts, { "if-match": '"0"' });
    expect([first.status, first.body.version]).toEqual([200, 1]);
    expect((await putPage(id, {}, { "if-match": '"0"' })).body.code).toBe("changed-meanwhile");
    expect((await readPage(id, { headers: { "accept-language": "fr" } })).body).toEqual({
      version: 1,
      ...texts,
      content: [{ type: "heading", level: 2, spans: [{ text: "Hôtels" }] }],
      listed: false,
      files: [],
    });
    await putPage(id, { practical: null, listed: true });
    expect((await readPage(id)).body).toEqual({ version: 2, summary: texts.summary, listed: true, files: [] });
  });

  test("passes no HTML and no other links, whatever the secretariat writes", async () => {
    const id = await createConference(5);
    const hostile = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![x](https://tracker.example/x.png)";
    await putPage(id, { practical: { en: hostile } });
    const content = JSON.stringify((await readPage(id)).body.content);
    expect(content).not.toContain("href");
    expect(content).not.toContain("tracker.example");
    expect((await putPage(id, { practical: { en: ">".repeat(5_000) } })).body.errors[0]?.path).toBe("practical.en");
  });

  test("takes a body of 256 KB, and no larger one", async () => {
    const id = await createConference(5);
    const text = "Посетителям ".repeat(1_600);
    const practical = Object.fromEntries(["en", "fr", "es", "ru", "ar", "zh"].map((language) => [language, text]));
    expect((await putPage(id, { practical })).status).toBe(200);
    expect((await putPage(id, { practical, summary: { en: "x".repeat(60_000) } })).status).toBe(413);
  });

  test("is changed by the secretariat alone; the page of an unknown conference is not found", async () => {
    const id = await createConference(5);
    const path = `/v1/conferences/${id}/page`;
    expect((await callSystem(path, { method: "PUT", body: {} })).body.code).toBe("not-signed-in");
    expect((await callSystem(path, asDesk({ method: "PUT", body: {} }))).body.code).toBe("not-allowed");
    expect((await readPage("no-such-conference")).body.code).toBe("unknown-conference");
  });
});

describe("the files of a page", () => {
  let id: string;
  let ids: { readonly everyone: string; readonly confirmed: string; readonly ngo: string };
  const readers = new Map<string, string>();
  beforeAll(async () => {
    const academia = { category: "academia", title: { en: "Academia" }, colour: "#00695c" };
    id = await createConference(20, { categories: [...draftBody.categories, academia] });
    const [everyone = "", confirmed = "", ngo = ""] = await Promise.all([
      uploadPageFile(id, buildPdf(), "application/pdf"),
      uploadPageFile(id, buildJpeg(400, 300), "image/jpeg"),
      uploadPageFile(id, buildPdf(), "application/pdf"),
    ]);
    ids = { everyone, confirmed, ngo };
    const title = { en: "Concept note" };
    const files = [
      { title, uploadId: everyone, audience: "everyone" },
      { title, uploadId: confirmed, audience: "confirmed" },
      { title, uploadId: ngo, audience: ["ngo"] },
    ];
    expect((await putPage(id, { files })).body.files).toHaveLength(3);
    readers.set("pending", await createPerson(id, "ngo", false));
    readers.set("ngo", await createPerson(id, "ngo", true));
    readers.set("academia", await createPerson(id, "academia", true));
  });

  const listVisible = async (options?: RequestOptions) =>
    (await readPage(id, options)).body.files.map(({ uploadId }) => uploadId);
  const openFile = (file: string, options?: RequestOptions) =>
    locate(`/v1/conferences/${id}/page-files/${file}`, options);

  test.each([
    ["a visitor", ["everyone"]],
    ["pending", ["everyone"]],
    ["academia", ["everyone", "confirmed"]],
    ["ngo", ["everyone", "confirmed", "ngo"]],
  ] as const)("%s sees and opens those of %s, and no others", async (name, allowed) => {
    const token = readers.get(name);
    const options = token === undefined ? {} : { token };
    expect(await listVisible(options)).toEqual(allowed.map((each) => ids[each]));
    for (const each of ["everyone", "confirmed", "ngo"] as const) {
      const { status } = await openFile(ids[each], options);
      expect([each, status]).toEqual([each, allowed.some((one) => one === each) ? 303 : 404]);
    }
  });

  test("staff see all; a person of another conference sees those of everyone", async () => {
    expect(await listVisible(asDesk())).toHaveLength(3);
    const other = await createConference(5);
    expect(await listVisible({ token: await createPerson(other, "ngo", true) })).toEqual([ids.everyone]);
  });

  test("an address of a file leads to the checked bytes, which the browser saves", async () => {
    const file = await fetch((await openFile(ids.everyone)).location);
    expect(file.headers.get("content-disposition")).toContain("attachment");
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  test("a file that is taken off the page is not opened any more; a photo or a logo is no file of a page", async () => {
    const own = await createConference(5);
    const uploadId = await uploadPageFile(own, buildPdf(), "application/pdf");
    const file = { title: { en: "Programme" }, uploadId, audience: "everyone" };
    await putPage(own, { files: [file] });
    await putPage(own, { files: null });
    expect((await callSystem(`/v1/conferences/${own}/page-files/${uploadId}`)).status).toBe(404);
    const logo = { kind: "logo", contentType: "image/png", size: 100 };
    const form = await callSuccessfully(`/v1/conferences/${own}/uploads`, asSecretariat({ body: logo }));
    const refused = await putPage(own, { files: [{ ...file, uploadId: form.uploadId }] });
    expect([refused.status, refused.body.errors[0]?.path]).toEqual([422, "files.0.uploadId"]);
    const foreign = await putPage(own, { files: [{ ...file, uploadId: ids.everyone }] });
    expect([foreign.status, foreign.body.errors[0]?.path]).toEqual([422, "files.0.uploadId"]);
  });
});

describe("the published list of participants", () => {
  beforeAll(ensurePoppler, 300_000);

  test("is the version that the page names, for its audience, and never the current list", async () => {
    const id = await createConference(5);
    const path = `/v1/conferences/${id}/published-list.pdf?language=fr`;
    expect((await callSystem(path)).status).toBe(404);
    const noVersion = await putPage(id, { list: { audience: "everyone", version: 1 } });
    expect([noVersion.status, noVersion.body.errors[0]?.path]).toEqual([422, "list.version"]);
    const person = await createPerson(id, "ngo", true);
    await callSuccessfully(`/v1/conferences/${id}/participants-versions`, asSecretariat({ body: { status: "final" } }));
    expect((await putPage(id, { list: { audience: "confirmed", version: 1 } })).status).toBe(200);
    expect((await callSystem(path)).status).toBe(404);
    expect((await readPage(id)).body).not.toHaveProperty("list");
    const { status, location } = await locate(path, { token: person });
    expect(status).toBe(303);
    const file = Buffer.from(await (await fetch(location)).arrayBuffer());
    expect(file.subarray(0, 5).toString()).toBe("%PDF-");
    // It is rendered once.
    expect((await locate(path, { token: person })).location.split("?")[0]).toBe(location.split("?")[0]);
    await putPage(id, { list: null });
    expect((await callSystem(path, { token: person })).status).toBe(404);
  });

  /** A conference whose first list names a person and is for everyone, and its bytes as the next visitor gets them. */
  async function publishList() {
    const id = await createConference(5);
    const email = `dissident.${id}@example.org`;
    const body = buildFormBody({ consent: { listOfParticipants: true, photo: false } }, { email });
    const { registrationId } = await callSuccessfully(`/v1/conferences/${id}/registrations`, { body });
    expect((await postDecision(registrationId, "approve")).status).toBe(200);
    await callSuccessfully(`/v1/conferences/${id}/participants-versions`, asSecretariat({ body: { status: "final" } }));
    expect((await putPage(id, { list: { audience: "everyone", version: 1 } })).status).toBe(200);
    const readList = async () => {
      const { location } = await locate(`/v1/conferences/${id}/published-list.pdf?language=en`);
      return Buffer.from(await (await fetch(location)).arrayBuffer());
    };
    const token = await createSession(id, email, [registrationId]);
    return { path: `/v1/registrations/${registrationId}`, readList, token };
  }

  test("is rendered anew for the next visitor when a person is protected, and when the alias changes", async () => {
    const { path, readList } = await publishList();
    const protect = async (nameOnBadge: string) => {
      const body = { alias: { nameOnBadge }, readers: ["secretariat@palais.local"], reason: "at risk" };
      const headers = { "if-match": "*" };
      await callSuccessfully(`${path}/protection`, asSecretariat({ method: "PUT", body, headers }));
      return readList();
    };
    const named = await readList();
    expect(await readList()).toEqual(named);
    const [first, second] = [await protect("Speaker Seven"), await protect("Speaker Eight")];
    expect(new Set([named, first, second].map((bytes) => bytes.toString("base64"))).size).toBe(3);
  });

  test("names a person no more after the consent is withdrawn, and again once it is given", async () => {
    const { path, readList, token } = await publishList();
    const hasName = async () => /diallo/iu.test(readPageTexts(await readList()).join());
    const consentTo = async (listOfParticipants: boolean) => {
      const body = { consent: { listOfParticipants, photo: false } };
      await callSuccessfully(path, { method: "PATCH", body, token, headers: { "if-match": "*" } });
      return hasName();
    };
    expect([await hasName(), await consentTo(false), await consentTo(true)]).toEqual([true, false, true]);
  });
});

test("the public list has the listed conferences, the next one first, and loses them again", async () => {
  const [later, sooner, hidden] = [
    await createConference(5, { startsOn: "2098-10-26", endsOn: "2098-10-27" }),
    await createConference(5, { startsOn: "2097-10-26", endsOn: "2097-10-27" }),
    await createConference(5),
  ];
  await putPage(hidden, { summary: { en: "Not yet announced" } });
  await putPage(later, { listed: true });
  await putPage(sooner, { listed: true, summary: { en: "The first one" } });
  const read = async () => (await callSystem("/v1/public/conferences")).body.items;
  const hasBoth = (items: Awaited<ReturnType<typeof read>>) =>
    [later, sooner].every((id) => items.some(({ conferenceId }) => conferenceId === id));
  const items = await waitFor(waitTimeoutMs, read, hasBoth);
  const ids = items.map(({ conferenceId }) => conferenceId);
  expect(ids.indexOf(sooner)).toBeLessThan(ids.indexOf(later));
  expect(ids).not.toContain(hidden);
  expect(items[ids.indexOf(sooner)]).toMatchObject({ registration: "open", summary: { en: "The first one" } });
  expect(JSON.stringify(items)).not.toContain("capacity");
  await putPage(sooner, { listed: false });
  await waitFor(waitTimeoutMs, read, (now) => !now.some(({ conferenceId }) => conferenceId === sooner));
});
