import { beforeAll, describe, expect, test } from "vitest";
import { formBody } from "../support/builders.ts";
import { asDesk, asSecretariat, call, newConference, running, settingsOf, submit, venue } from "./system.ts";

let conference: string;
beforeAll(async () => {
  conference = await newConference(5);
});

/** The faults of a refused form, as path and message. */
async function faults(body: unknown, headers = {}) {
  const answer = await call(`/v1/conferences/${conference}/registrations`, { body, headers });
  expect(answer.status).toBe(422);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(answer.body).toMatchObject({ status: 422, code: "invalid-request", title: expect.any(String) });
  return answer.body.errors;
}

const paths = async (body: unknown) => (await faults(body)).map(({ path }) => path);

describe("a form that can't be taken says where and what, and changes nothing", () => {
  test.each([
    ["an unknown field", formBody({ vip: true }), "vip"],
    ["a wrong type", formBody({ consent: "yes" }), "consent"],
    ["a missing field", formBody({ consent: undefined }), "consent"],
    ["a name part of 201 code points", formBody({}, { givenName: "ß".repeat(201) }), "person.givenName"],
    ["a title of 501 code points", formBody({ functionTitle: "x".repeat(501) }), "functionTitle"],
    ["an address without a domain", formBody({}, { email: "amina" }), "person.email"],
    ["an address with letters beyond ASCII", formBody({}, { email: "josé@example.org" }), "person.email"],
    ["an address that brings a header", formBody({}, { email: "a@example.org\r\nBcc: b@example.org" }), "person.email"],
    ["an impossible date", formBody({}, { birthDate: "1990-02-30" }), "person.birthDate"],
    ["an unknown category", formBody({ category: "vip" }), "category"],
    ["a category that this conference doesn't have", formBody({ category: "academia" }), "category"],
    ["a category that the form doesn't take", formBody({ category: "media" }), "category"],
    ["an unknown country", formBody({ country: "XXX" }), "country"],
    ["an unknown nationality", formBody({}, { nationality: "ZZZ" }), "person.nationality"],
    ["an unknown session", formBody({ sessions: ["gala"] }), "sessions.0"],
    ["an unknown delegation", formBody({ delegation: "d-1" }), "delegation"],
    ["an unknown upload", formBody({ uploads: ["u-1"] }), "uploads.0"],
    ["an unknown language", formBody({ language: "xx" }), "language"],
    ["a bidi override in a name", formBody({}, { givenName: "Ami\u202Ena" }), "person.givenName"],
    ["a lone surrogate", formBody({}, { givenName: "Ami\uD800na" }), "person.givenName"],
    ["five marks on a base", formBody({}, { familyName: `a${"\u0324".repeat(5)}` }), "person.familyName"],
    ["a name of spaces", formBody({}, { givenName: "  \u00a0 " }), "person.givenName"],
    ["no name at all", formBody({}, { givenName: undefined, familyName: undefined }), "person.familyName"],
    ["an array instead of a form", [formBody()], ""],
  ])("%s", async (_, body, path) => {
    const before = await venue(conference);
    expect(await paths(body)).toContain(path);
    expect(await venue(conference)).toEqual(before);
  });

  test("the prototype can't be reached", async () => {
    const raw = JSON.stringify(formBody()).replace(/^\{/, '{"__proto__":{"admin":true},');
    const answer = await call(`/v1/conferences/${conference}/registrations`, { raw });
    expect(answer.status).toBe(422);
  });

  test("several faults are told at once, in French to who reads French", async () => {
    const body = formBody({ country: "XXX" }, { email: "x", birthDate: "1990-13-01" });
    const english = await faults(body);
    const french = await faults(body, { "accept-language": "fr-CH, fr;q=0.9, en;q=0.5" });
    expect(english.map(({ path }) => path).toSorted()).toEqual(["country", "person.birthDate", "person.email"]);
    expect(french.map(({ path }) => path).toSorted()).toEqual(["country", "person.birthDate", "person.email"]);
    for (const { path, message } of french)
      expect(message).not.toBe(english.find((each) => each.path === path)?.message);
  });
});

describe("what a person may be called is taken as it is", () => {
  test.each([
    ["a single name", { givenName: undefined, familyName: "Sukarno" }],
    ["Arabic", { givenName: "محمّد", familyName: "الهاشمي" }],
    ["Sinhala, with the joiner it needs", { givenName: "ක්‍රිෂාන්", familyName: "Perera" }],
    ["Persian, with the non-joiner", { givenName: "علی‌رضا", familyName: "می‌خواهم" }],
    ["200 code points", { givenName: "王".repeat(200), familyName: undefined }],
  ])("%s", async (_, person) => {
    const id = await newConference(1);
    expect((await submit(id, {}, person)).status).toBe(201);
  });

  test("decomposed letters are kept composed, white space around them isn't kept", async () => {
    const id = await newConference(1);
    const { body } = await submit(id, {}, { givenName: "  Jose\u0301 " });
    const read = await call(`/v1/registrations/${body.registrationId}`, asSecretariat());
    expect(read.body.person.givenName).toBe("José");
  });
});

describe("a request that isn't one", () => {
  const path = () => `/v1/conferences/${conference}/registrations`;
  const code = async (options: Parameters<typeof call>[1], where = path()) => {
    const { status, body, headers } = await call(where, options);
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
  test("more than 64 KB", async () => {
    expect(await code({ raw: JSON.stringify({ x: "y".repeat(65_536) }) })).toEqual([413, "body-too-large"]);
  });
  test("deep nesting", async () => {
    expect(await code({ raw: `${"[".repeat(20_000)}${"]".repeat(20_000)}` })).toEqual([422, "invalid-request"]);
  });
  test("an unknown conference", async () => {
    expect(await code({ body: formBody() }, "/v1/conferences/nowhere/registrations")).toEqual([
      404,
      "unknown-conference",
    ]);
    expect(await code({ body: formBody() }, "/v1/conferences/No!/registrations")).toEqual([404, "unknown-conference"]);
  });
  test("an address that nothing answers", async () =>
    expect(await code({}, "/v1/anything")).toEqual([404, "not-found"]));
  test("an unknown query", async () => {
    expect(await code(asSecretariat(), `${path()}?page=2`)).toEqual([422, "invalid-request"]);
    expect(await code(asSecretariat(), `${path()}?limit=101`)).toEqual([422, "invalid-request"]);
    expect(await code(asSecretariat(), `${path()}?cursor=zzz`)).toEqual([422, "bad-cursor"]);
  });
});

describe("who may", () => {
  test("no token: 401, in problem+json", async () => {
    for (const path of [
      `/v1/conferences/${conference}/capacity`,
      `/v1/conferences/${conference}/registrations`,
      "/v1/conferences",
    ]) {
      const answer = await call(path);
      expect([answer.status, answer.body.code]).toEqual([401, "not-signed-in"]);
    }
  });

  test("a token that somebody made up: 401", async () => {
    const [header, payload] = running().tokens.secretariat.split(".");
    for (const token of ["x", "a.b.c", `${header}.${payload}.AAAA`]) {
      expect((await call("/v1/conferences", { token })).status).toBe(401);
    }
  });

  test("the wrong role is refused, and learns nothing", async () => {
    const { body } = await submit(await newConference(1));
    expect((await call(`/v1/registrations/${body.registrationId}`, asDesk())).status).toBe(403);
    expect(
      (await call(`/v1/registrations/${body.registrationId}/decisions`, asDesk({ body: { decision: "approve" } })))
        .status,
    ).toBe(403);
    expect((await call(`/v1/registrations/${"a".repeat(24)}`, asSecretariat())).body.code).toBe("not-found");
    expect((await call(`/v1/registrations/${body.registrationId}`)).status).toBe(401);
  });

  test("a conference that names its staff is hidden from the others", async () => {
    const named = { staff: [{ email: "somebody.else@example.org", groups: ["secretariat"] }] };
    const id = await newConference(1, named);
    for (const path of ["capacity", "registrations", "headcount"]) {
      const answer = await call(`/v1/conferences/${id}/${path}`, asSecretariat());
      expect([answer.status, answer.body.code]).toEqual([404, "unknown-conference"]);
    }
    const { body } = await submit(id);
    expect((await call(`/v1/registrations/${body.registrationId}`, asSecretariat())).status).toBe(404);
    const put = await call(`/v1/conferences/${id}`, asSecretariat({ method: "PUT", body: {} }));
    expect([404, 422]).toContain(put.status);
  });

  test("who else works at a conference is the secretariat's to know", async () => {
    const staff = [
      { email: "secretariat@palais.local", groups: ["secretariat"] },
      { email: "desk@palais.local", groups: ["entry-desk"] },
    ];
    const id = await newConference(1, { staff });
    expect(await settingsOf(id)).toMatchObject({ staff });
    expect(await settingsOf(id, asDesk())).not.toHaveProperty("staff");
  });
});
