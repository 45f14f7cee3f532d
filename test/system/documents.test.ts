import { describe, expect, test } from "vitest";
import { hostileFiles } from "../documents/hostile.ts";
import { buildJpeg, buildPdf } from "../support/files.ts";
import { waitFor } from "../support/wait-for.ts";
import { postTestFile, uploadBeforeSubmission, waitUntilInspected } from "./support/documents.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

const asReviewer = (body?: unknown) => ({
  token: getSharedSystem().tokens.reviewer,
  ...(body !== undefined && { body }),
});

const photo = buildJpeg(300, 400);
const waitForDocuments = (registrationId: string) =>
  waitFor(
    waitTimeoutMs,
    () => fetchRegistration(registrationId),
    ({ body }) => Boolean(body.documents),
  );

const requestUpload = (registrationId: string, kind: string, contentType: string, bytes: Uint8Array) =>
  callSystem(
    `/v1/registrations/${registrationId}/documents`,
    asSecretariat({ body: { kind, contentType, size: bytes.length } }),
  );

/** The checked passport of a registered person. */
async function createPassport(): Promise<{ registrationId: string; documentId: string }> {
  const { body } = await postRegistration(await createConference(5));
  const form = await requestUpload(body.registrationId, "passport", "application/pdf", buildPdf());
  expect(await postTestFile(form.body, buildPdf())).toBe(204);
  await waitUntilInspected(form.body.documentId, asSecretariat());
  await waitForDocuments(body.registrationId);
  return { registrationId: body.registrationId, documentId: form.body.documentId };
}

test("serves no hostile file and rejects each by its code", async () => {
  const conferenceId = await createConference(5);
  const outcomes = await Promise.all(
    (await hostileFiles()).map(async ({ name, kind, contentType, bytes, refusal }) => {
      const { uploadId, posted } = await uploadBeforeSubmission(conferenceId, kind, contentType, bytes);
      const { body } = await waitUntilInspected(uploadId, { headers: { "accept-language": "fr" } });
      const named = await postRegistration(conferenceId, { uploads: [uploadId] }, { email: `${uploadId}@example.org` });
      const opened = await callSystem(
        `/v1/documents/${uploadId}/access`,
        asSecretariat({ body: { reason: "to see" } }),
      );
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

describe("a photo that is uploaded with the form", () => {
  test("belongs to the registration from the submission on, and to no other", async () => {
    const conferenceId = await createConference(5);
    const { uploadId } = await uploadBeforeSubmission(conferenceId, "photo", "image/jpeg", photo);
    await waitUntilInspected(uploadId);
    const { body } = await postRegistration(conferenceId, { uploads: [uploadId] }, { email: "with.photo@example.org" });
    expect((await fetchRegistration(body.registrationId)).body.documents).toEqual({ photo: uploadId });
    const again = await postRegistration(conferenceId, { uploads: [uploadId] }, { email: "other@example.org" });
    expect([again.status, again.body.errors[0]?.path]).toEqual([422, "uploads.0"]);
    expect((await callSystem(`/v1/documents/${uploadId}`)).status).toBe(404);
  });

  test("is taken even if the person is already registered, so that the answer doesn't reveal the registration", async () => {
    const conferenceId = await createConference(5);
    const email = "registered.already@example.org";
    const { body } = await postRegistration(conferenceId, {}, { email });
    const { uploadId } = await uploadBeforeSubmission(conferenceId, "photo", "image/jpeg", photo);
    await waitUntilInspected(uploadId);
    expect((await postRegistration(conferenceId, { uploads: [uploadId] }, { email })).status).toBe(201);
    expect((await callSystem(`/v1/documents/${uploadId}`)).status).toBe(404);
    const again = await postRegistration(conferenceId, { uploads: [uploadId] }, { email: "another@example.org" });
    expect([again.status, again.body.errors[0]?.path]).toEqual([422, "uploads.0"]);
    expect((await fetchRegistration(body.registrationId)).body.documents ?? {}).toEqual({});
  });

  test("goes to one of two forms that name the same upload at once", async () => {
    const conferenceId = await createConference(5);
    const { uploadId } = await uploadBeforeSubmission(conferenceId, "photo", "image/jpeg", photo);
    await waitUntilInspected(uploadId);
    const both = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        postRegistration(conferenceId, { uploads: [uploadId] }, { email: `two.${n}@example.org` }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 422, 422, 422]);
  });

  test("may still be unchecked; if it is rejected, the registration continues without it", async () => {
    const conferenceId = await createConference(5);
    const form = await callSystem(`/v1/conferences/${conferenceId}/uploads`, {
      body: { kind: "photo", contentType: "image/jpeg", size: 100 },
    });
    const { body } = await postRegistration(
      conferenceId,
      { uploads: [form.body.uploadId] },
      { email: "early@example.org" },
    );
    expect((await fetchRegistration(body.registrationId)).body.documents).toEqual({ photo: form.body.uploadId });
    await postTestFile(form.body, new Uint8Array(Buffer.from("no photo at all")));
    const { body: after } = await waitFor(
      waitTimeoutMs,
      () => fetchRegistration(body.registrationId),
      ({ body: { documents } }) => Object.keys(documents).length === 0,
    );
    expect(after.accreditation).toBe("pending");
  });

  test("is unknown at another conference", async () => {
    const { uploadId } = await uploadBeforeSubmission(await createConference(5), "photo", "image/jpeg", photo);
    const { status, body } = await postRegistration(await createConference(5), { uploads: [uploadId] });
    expect([status, body.code]).toEqual([422, "invalid-request"]);
  });
});

describe("the form of an upload", () => {
  const announced = async (size = photo.length) =>
    callSystem(`/v1/conferences/${await createConference(5)}/uploads`, {
      body: { kind: "photo", contentType: "image/jpeg", size },
    });

  test("accepts no file above the limit of its kind, and no other type, key or policy", async () => {
    const { body } = await announced();
    expect(await postTestFile(body, new Uint8Array(9 * 1_048_576))).toBe(400);
    expect(await postTestFile(body, photo, { "Content-Type": "image/svg+xml" })).toBe(403);
    expect(await postTestFile(body, photo, { key: "checked/mine" })).toBe(403);
    expect(await postTestFile(body, photo, { "x-amz-meta-more": "1" })).toBe(403);
    const policy = JSON.parse(Buffer.from(body.fields["Policy"] ?? "", "base64").toString());
    const wider = Buffer.from(JSON.stringify({ ...policy, expiration: "2099-01-01T00:00:00Z" })).toString("base64");
    expect(await postTestFile(body, photo, { Policy: wider })).toBe(403);
    expect(policy).toMatchObject({ conditions: expect.arrayContaining([["content-length-range", 1, 8 * 1_048_576]]) });
    expect(await postTestFile(body, photo)).toBe(204);
  });

  test("isn't issued for a type or a size that the kind doesn't allow", async () => {
    const tooLarge = await announced(9 * 1_048_576);
    expect([tooLarge.status, tooLarge.body.errors[0]?.path]).toEqual([422, "size"]);
    const conferenceId = await createConference(5);
    const svg = await callSystem(`/v1/conferences/${conferenceId}/uploads`, {
      body: { kind: "photo", contentType: "image/svg+xml", size: 10 },
    });
    expect([svg.status, svg.body.errors[0]?.path]).toEqual([422, "contentType"]);
  });
});

describe("a passport", () => {
  test("opens for staff who give a reason, and each access is recorded before it happens", async () => {
    const { registrationId, documentId } = await createPassport();
    expect((await fetchRegistration(registrationId)).body.documents).toEqual({ passport: documentId });
    const open = (options: object) => callSystem(`/v1/documents/${documentId}/access`, options);
    const silent = await open(asSecretariat({ body: {} }));
    expect([silent.status, silent.body.errors[0]?.path]).toEqual([422, "reason"]);
    const opened = await open(asReviewer({ reason: "the name on the letter" }));
    const file = await fetch(opened.body.url);
    expect(file.headers.get("content-disposition")).toBe(`attachment; filename="${documentId}.pdf"`);
    expect(Buffer.from(await file.arrayBuffer()).toString("latin1")).toContain("/MediaBox");
    const kept = await open(asSecretariat({ method: "GET" }));
    expect(kept.body.items).toMatchObject([{ reason: "the name on the letter", by: expect.any(String) as string }]);
    expect((await open(asDesk({ body: { reason: "curious" } }))).status).toBe(403);
  });

  test("can't be read at a forged, changed or expired address", async () => {
    const { documentId } = await createPassport();
    const { body } = await callSystem(`/v1/documents/${documentId}/access`, asReviewer({ reason: "to see" }));
    const url = new URL(body.url);
    expect((await fetch(url.origin + url.pathname)).status).toBe(403);
    url.searchParams.set("X-Amz-Expires", "604800");
    expect((await fetch(url)).status).toBe(403);
  });

  test("isn't required after a withdrawal", async () => {
    const { body } = await postRegistration(await createConference(5));
    await callSystem(`/v1/registrations/${body.registrationId}/withdrawal`, asSecretariat({ body: {} }));
    const { status, body: problem } = await requestUpload(
      body.registrationId,
      "passport",
      "application/pdf",
      buildPdf(),
    );
    expect([status, problem.code]).toEqual([409, "wrong-state"]);
  });
});
