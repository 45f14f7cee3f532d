import { beforeAll, describe, expect, test } from "vitest";
import { buildFormBody } from "../support/builders.ts";
import { createForeignConference } from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  findConferenceSettings,
  getSharedSystem,
  postRegistration,
  readVenuePool,
} from "./support/system.ts";

let conference: string;
beforeAll(async () => {
  conference = await createConference(5);
});

/** The validation errors of a rejected form, as path and message. */
async function readErrors(body: unknown, headers = {}) {
  const answer = await callSystem(`/v1/conferences/${conference}/registrations`, { body, headers });
  expect(answer.status).toBe(422);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(answer.body).toMatchObject({ status: 422, code: "invalid-request", title: expect.any(String) });
  return answer.body.errors;
}

const readErrorPaths = async (body: unknown) => (await readErrors(body)).map(({ path }) => path);

describe("an invalid form is rejected with the path and the reason, and changes nothing", () => {
  test.each([
    ["an unknown field", buildFormBody({ vip: true }), "vip"],
    ["a wrong type", buildFormBody({ consent: "yes" }), "consent"],
    ["a missing field", buildFormBody({ consent: undefined }), "consent"],
    ["a name part of 201 code points", buildFormBody({}, { givenName: "ß".repeat(201) }), "person.givenName"],
    ["a title of 501 code points", buildFormBody({ functionTitle: "x".repeat(501) }), "functionTitle"],
    ["an address without a domain", buildFormBody({}, { email: "amina" }), "person.email"],
    ["an address with letters beyond ASCII", buildFormBody({}, { email: "josé@example.org" }), "person.email"],
    [
      "an address that brings a header",
      buildFormBody({}, { email: "a@example.org\r\nBcc: b@example.org" }),
      "person.email",
    ],
    ["an impossible date", buildFormBody({}, { birthDate: "1990-02-30" }), "person.birthDate"],
    ["an unknown category", buildFormBody({ category: "vip" }), "category"],
    ["a category that this conference doesn't have", buildFormBody({ category: "academia" }), "category"],
    ["a category that the form doesn't take", buildFormBody({ category: "media" }), "category"],
    ["an unknown country", buildFormBody({ country: "XXX" }), "country"],
    ["an unknown nationality", buildFormBody({}, { nationality: "ZZZ" }), "person.nationality"],
    ["an unknown session", buildFormBody({ sessions: ["gala"] }), "sessions.0"],
    ["an unknown delegation", buildFormBody({ delegation: "d-1" }), "delegation"],
    ["an unknown upload", buildFormBody({ uploads: ["u-1"] }), "uploads.0"],
    ["an unknown language", buildFormBody({ language: "xx" }), "language"],
    ["a bidi override in a name", buildFormBody({}, { givenName: "Ami\u202Ena" }), "person.givenName"],
    ["a lone surrogate", buildFormBody({}, { givenName: "Ami\uD800na" }), "person.givenName"],
    ["five marks on a base", buildFormBody({}, { familyName: `a${"\u0324".repeat(5)}` }), "person.familyName"],
    ["a name of spaces", buildFormBody({}, { givenName: "  \u00a0 " }), "person.givenName"],
    ["no name at all", buildFormBody({}, { givenName: undefined, familyName: undefined }), "person.familyName"],
    ["an array instead of a form", [buildFormBody()], ""],
  ])("%s", async (_, body, path) => {
    const before = await readVenuePool(conference);
    expect(await readErrorPaths(body)).toContain(path);
    expect(await readVenuePool(conference)).toEqual(before);
  });

  test("can't reach the prototype", async () => {
    const raw = JSON.stringify(buildFormBody()).replace(/^\{/, '{"__proto__":{"admin":true},');
    const answer = await callSystem(`/v1/conferences/${conference}/registrations`, { raw });
    expect(answer.status).toBe(422);
  });

  test("reports several errors at once, in French for a client that reads French", async () => {
    const body = buildFormBody({ country: "XXX" }, { email: "x", birthDate: "1990-13-01" });
    const english = await readErrors(body);
    const french = await readErrors(body, { "accept-language": "fr-CH, fr;q=0.9, en;q=0.5" });
    expect(english.map(({ path }) => path).toSorted()).toEqual(["country", "person.birthDate", "person.email"]);
    expect(french.map(({ path }) => path).toSorted()).toEqual(["country", "person.birthDate", "person.email"]);
    for (const { path, message } of french)
      expect(message).not.toBe(english.find((each) => each.path === path)?.message);
  });
});

describe("names of people are accepted as entered", () => {
  test.each([
    ["a single name", { givenName: undefined, familyName: "Sukarno" }],
    ["Arabic", { givenName: "محمّد", familyName: "الهاشمي" }],
    ["Sinhala, with the joiner it needs", { givenName: "ක්‍රිෂාන්", familyName: "Perera" }],
    ["Persian, with the non-joiner", { givenName: "علی‌رضا", familyName: "می‌خواهم" }],
    ["200 code points", { givenName: "王".repeat(200), familyName: undefined }],
  ])("%s", async (_, person) => {
    const id = await createConference(1);
    expect((await postRegistration(id, {}, person)).status).toBe(201);
  });

  test("composes decomposed letters and trims white space", async () => {
    const id = await createConference(1);
    const { body } = await postRegistration(id, {}, { givenName: "  Jose\u0301 " });
    const read = await callSystem(`/v1/registrations/${body.registrationId}`, asSecretariat());
    expect(read.body.person.givenName).toBe("José");
  });
});

describe("an invalid request is rejected by its code", () => {
  const path = () => `/v1/conferences/${conference}/registrations`;
  const code = async (options: Parameters<typeof callSystem>[1], where = path()) => {
    const { status, body, headers } = await callSystem(where, options);
    expect(headers.get("content-type")).toContain("application/problem+json");
    return [status, body.code];
  };

  test("malformed JSON", async () => expect(await code({ raw: "{" })).toEqual([400, "malformed-json"]));
  test("bytes that aren't UTF-8", async () => {
    const raw = Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    expect((await code({ raw }))[0]).toBeGreaterThanOrEqual(400);
  });
  test("another content type", async () => {
    expect(await code({ raw: "{}", headers: { "content-type": "text/plain" } })).toEqual([415, "wrong-content-type"]);
  });
  test("a body of more than 64 KB", async () => {
    expect(await code({ raw: JSON.stringify({ x: "y".repeat(65_536) }) })).toEqual([413, "body-too-large"]);
  });
  test("deep nesting", async () => {
    expect(await code({ raw: `${"[".repeat(20_000)}${"]".repeat(20_000)}` })).toEqual([422, "invalid-request"]);
  });
  test("an unknown conference", async () => {
    expect(await code({ body: buildFormBody() }, "/v1/conferences/nowhere/registrations")).toEqual([
      404,
      "unknown-conference",
    ]);
    expect(await code({ body: buildFormBody() }, "/v1/conferences/No!/registrations")).toEqual([
      404,
      "unknown-conference",
    ]);
  });
  test("an unknown path", async () => expect(await code({}, "/v1/anything")).toEqual([404, "not-found"]));
  test("a missing file of the site, also for a head alone", async () => {
    const file = `${getSharedSystem().api}/assets/console-removed.js`;
    const answer = await fetch(file);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    expect(await answer.json()).toMatchObject({ code: "not-found", status: 404 });
    const head = await fetch(file, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([404, ""]);
  });
  test("an unknown query parameter", async () => {
    expect(await code(asSecretariat(), `${path()}?page=2`)).toEqual([422, "invalid-request"]);
    expect(await code(asSecretariat(), `${path()}?limit=101`)).toEqual([422, "invalid-request"]);
    expect(await code(asSecretariat(), `${path()}?cursor=zzz`)).toEqual([422, "bad-cursor"]);
  });
});

describe("authorization", () => {
  test("without a token: 401, as problem+json", async () => {
    for (const path of [
      `/v1/conferences/${conference}/capacity`,
      `/v1/conferences/${conference}/registrations`,
      "/v1/conferences",
    ]) {
      const answer = await callSystem(path);
      expect([answer.status, answer.body.code]).toEqual([401, "not-signed-in"]);
    }
  });

  test("with a forged token: 401", async () => {
    const [header, payload] = getSharedSystem().tokens.secretariat.split(".");
    for (const token of ["x", "a.b.c", `${header}.${payload}.AAAA`]) {
      expect((await callSystem("/v1/conferences", { token })).status).toBe(401);
    }
  });

  test("with the wrong role: refused without information about the object", async () => {
    const { body } = await postRegistration(await createConference(1));
    expect((await callSystem(`/v1/registrations/${body.registrationId}`, asDesk())).status).toBe(403);
    expect(
      (
        await callSystem(
          `/v1/registrations/${body.registrationId}/decisions`,
          asDesk({ body: { decision: "approve" } }),
        )
      ).status,
    ).toBe(403);
    expect((await callSystem(`/v1/registrations/${"a".repeat(26)}`, asSecretariat())).body.code).toBe("not-found");
    expect((await callSystem(`/v1/registrations/${body.registrationId}`)).status).toBe(401);
  });

  test("hides a conference that names its staff from other staff", async () => {
    const id = await createForeignConference(1);
    for (const path of ["capacity", "registrations", "headcount"]) {
      const answer = await callSystem(`/v1/conferences/${id}/${path}`, asSecretariat());
      expect([answer.status, answer.body.code]).toEqual([404, "unknown-conference"]);
    }
    const { body } = await postRegistration(id);
    expect((await callSystem(`/v1/registrations/${body.registrationId}`, asSecretariat())).status).toBe(404);
    const put = await callSystem(`/v1/conferences/${id}`, asSecretariat({ method: "PUT", body: {} }));
    expect([404, 422]).toContain(put.status);
  });

  test("shows the list of staff to the secretariat alone", async () => {
    const staff = [
      { email: "secretariat@palais.local", groups: ["secretariat"] },
      { email: "desk@palais.local", groups: ["entry-desk"] },
    ];
    const id = await createConference(1, { staff });
    expect(await findConferenceSettings(id)).toMatchObject({ staff });
    expect(await findConferenceSettings(id, asDesk())).not.toHaveProperty("staff");
  });
});
