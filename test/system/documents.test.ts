import { describe, expect, test } from "vitest";
import { hostileFiles } from "../documents/hostile.ts";
import { aJpeg, aPdf } from "../support/files.ts";
import { post, settled, upload } from "./documents.ts";
import { asDesk, asSecretariat, call, newConference, patience, read, running, submit, within } from "./system.ts";

const asReviewer = (body?: unknown) => ({ token: running().tokens.reviewer, ...(body !== undefined && { body }) });

const photo = aJpeg(300, 400);
const later = (registrationId: string) =>
  within(
    patience,
    () => read(registrationId),
    ({ body }) => Boolean(body.documents),
  );

const request = (registrationId: string, kind: string, contentType: string, bytes: Uint8Array) =>
  call(
    `/v1/registrations/${registrationId}/documents`,
    asSecretariat({ body: { kind, contentType, size: bytes.length } }),
  );

/** A passport of somebody who is registered, checked. */
async function aPassport(): Promise<{ registrationId: string; documentId: string }> {
  const { body } = await submit(await newConference(5));
  const form = await request(body.registrationId, "passport", "application/pdf", aPdf());
  expect(await post(form.body, aPdf())).toBe(204);
  await settled(form.body.documentId, asSecretariat());
  await later(body.registrationId);
  return { registrationId: body.registrationId, documentId: form.body.documentId };
}

test("of many hostile files none is served, and each is refused by its name", async () => {
  const conferenceId = await newConference(5);
  const outcomes = await Promise.all(
    (await hostileFiles()).map(async ({ name, kind, contentType, bytes, refusal }) => {
      const { uploadId, posted } = await upload(conferenceId, kind, contentType, bytes);
      const { body } = await settled(uploadId, { headers: { "accept-language": "fr" } });
      const named = await submit(conferenceId, { uploads: [uploadId] }, { email: `${uploadId}@example.org` });
      const opened = await call(`/v1/documents/${uploadId}/openings`, asSecretariat({ body: { reason: "to see" } }));
      return { name, posted, body, refusal, named, opened };
    }),
  );
  expect(outcomes.length).toBeGreaterThanOrEqual(30);
  for (const { name, posted, body, refusal, named, opened } of outcomes) {
    expect([name, posted, body.state, body.refusal?.code]).toEqual([name, 204, "refused", refusal]);
    expect(body.refusal.title).toMatch(/^(Le |La |L’|Ce |Une )/);
    expect(named.body).toMatchObject({ code: "invalid-request", errors: [{ path: "uploads.0" }] });
    expect([name, opened.status]).toEqual([name, 404]);
  }
}, 180_000);

describe("a photo that is handed in with the form", () => {
  test("belongs to the registration from the moment it is submitted, and to no other", async () => {
    const conferenceId = await newConference(5);
    const { uploadId } = await upload(conferenceId, "photo", "image/jpeg", photo);
    await settled(uploadId);
    const { body } = await submit(conferenceId, { uploads: [uploadId] }, { email: "with.photo@example.org" });
    expect((await read(body.registrationId)).body.documents).toEqual({ photo: uploadId });
    const again = await submit(conferenceId, { uploads: [uploadId] }, { email: "other@example.org" });
    expect([again.status, again.body.errors[0]?.path]).toEqual([422, "uploads.0"]);
    expect((await call(`/v1/documents/${uploadId}`)).status).toBe(404);
  });

  test("for somebody who is registered already is gone from sight all the same: it tells nobody that they are", async () => {
    const conferenceId = await newConference(5);
    const email = "registered.already@example.org";
    const { body } = await submit(conferenceId, {}, { email });
    const { uploadId } = await upload(conferenceId, "photo", "image/jpeg", photo);
    await settled(uploadId);
    expect((await submit(conferenceId, { uploads: [uploadId] }, { email })).status).toBe(201);
    expect((await call(`/v1/documents/${uploadId}`)).status).toBe(404);
    const again = await submit(conferenceId, { uploads: [uploadId] }, { email: "another@example.org" });
    expect([again.status, again.body.errors[0]?.path]).toEqual([422, "uploads.0"]);
    expect((await read(body.registrationId)).body.documents ?? {}).toEqual({});
  });

  test("of two who name the same upload at once, one gets it", async () => {
    const conferenceId = await newConference(5);
    const { uploadId } = await upload(conferenceId, "photo", "image/jpeg", photo);
    await settled(uploadId);
    const both = await Promise.all(
      [1, 2, 3, 4].map((n) => submit(conferenceId, { uploads: [uploadId] }, { email: `two.${n}@example.org` })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 422, 422, 422]);
  });

  test("may still be under way; when it is refused, the registration goes on without it", async () => {
    const conferenceId = await newConference(5);
    const form = await call(`/v1/conferences/${conferenceId}/uploads`, {
      body: { kind: "photo", contentType: "image/jpeg", size: 100 },
    });
    const { body } = await submit(conferenceId, { uploads: [form.body.uploadId] }, { email: "early@example.org" });
    expect((await read(body.registrationId)).body.documents).toEqual({ photo: form.body.uploadId });
    await post(form.body, new Uint8Array(Buffer.from("no photo at all")));
    const { body: after } = await within(
      patience,
      () => read(body.registrationId),
      ({ body: { documents } }) => Object.keys(documents).length === 0,
    );
    expect(after.accreditation).toBe("pending");
  });

  test("of another conference isn't known here", async () => {
    const { uploadId } = await upload(await newConference(5), "photo", "image/jpeg", photo);
    const { status, body } = await submit(await newConference(5), { uploads: [uploadId] });
    expect([status, body.code]).toEqual([422, "invalid-request"]);
  });
});

describe("the form of an upload", () => {
  const announced = async (size = photo.length) =>
    call(`/v1/conferences/${await newConference(5)}/uploads`, {
      body: { kind: "photo", contentType: "image/jpeg", size },
    });

  test("takes no larger file than its kind may be, and no other type, key or policy", async () => {
    const { body } = await announced();
    expect(await post(body, new Uint8Array(9 * 1_048_576))).toBe(400);
    expect(await post(body, photo, { "Content-Type": "image/svg+xml" })).toBe(403);
    expect(await post(body, photo, { key: "checked/mine" })).toBe(403);
    expect(await post(body, photo, { "x-amz-meta-more": "1" })).toBe(403);
    const policy = JSON.parse(Buffer.from(body.fields["Policy"] ?? "", "base64").toString());
    const wider = Buffer.from(JSON.stringify({ ...policy, expiration: "2099-01-01T00:00:00Z" })).toString("base64");
    expect(await post(body, photo, { Policy: wider })).toBe(403);
    expect(policy).toMatchObject({ conditions: expect.arrayContaining([["content-length-range", 1, 8 * 1_048_576]]) });
    expect(await post(body, photo)).toBe(204);
  });

  test("isn't given for a type or a size that the kind doesn't allow", async () => {
    const tooLarge = await announced(9 * 1_048_576);
    expect([tooLarge.status, tooLarge.body.errors[0]?.path]).toEqual([422, "size"]);
    const conferenceId = await newConference(5);
    const svg = await call(`/v1/conferences/${conferenceId}/uploads`, {
      body: { kind: "photo", contentType: "image/svg+xml", size: 10 },
    });
    expect([svg.status, svg.body.errors[0]?.path]).toEqual([422, "contentType"]);
  });
});

describe("a passport", () => {
  test("opens for staff who say why, and each opening is kept before it happens", async () => {
    const { registrationId, documentId } = await aPassport();
    expect((await read(registrationId)).body.documents).toEqual({ passport: documentId });
    const open = (options: object) => call(`/v1/documents/${documentId}/openings`, options);
    const silent = await open(asSecretariat({ body: {} }));
    expect([silent.status, silent.body.errors[0]?.path]).toEqual([422, "reason"]);
    const opened = await open(asReviewer({ reason: "the name on the letter" }));
    const file = await fetch(opened.body.url);
    expect(file.headers.get("content-disposition")).toBe(`attachment; filename="${documentId}.pdf"`);
    expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from(aPdf()))).toBe(true);
    const kept = await open(asSecretariat({ method: "GET" }));
    expect(kept.body.items).toMatchObject([{ reason: "the name on the letter", by: expect.any(String) as string }]);
    expect((await open(asDesk({ body: { reason: "curious" } }))).status).toBe(403);
  });

  test("can't be read at an address that was made up, changed, or is over", async () => {
    const { documentId } = await aPassport();
    const { body } = await call(`/v1/documents/${documentId}/openings`, asReviewer({ reason: "to see" }));
    const url = new URL(body.url);
    expect((await fetch(url.origin + url.pathname)).status).toBe(403);
    url.searchParams.set("X-Amz-Expires", "604800");
    expect((await fetch(url)).status).toBe(403);
  });

  test("of somebody who withdrew isn't asked for any more", async () => {
    const { body } = await submit(await newConference(5));
    await call(`/v1/registrations/${body.registrationId}/withdrawal`, asSecretariat({ body: {} }));
    const { status, body: problem } = await request(body.registrationId, "passport", "application/pdf", aPdf());
    expect([status, problem.code]).toEqual([409, "wrong-state"]);
  });
});
