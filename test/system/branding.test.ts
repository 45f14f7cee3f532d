import { beforeAll, describe, expect, test } from "vitest";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { addJpegSegment, buildExif, buildJpeg, buildPng } from "../support/files.ts";
import { postTestFile, waitUntilInspected } from "./support/documents.ts";
import { waitForEmails } from "./support/mailbox.ts";
import { putBranding as putBrandingAt } from "./support/pages.ts";
import {
  asDesk,
  asSecretariat,
  buildOpenPeriod,
  callSuccessfully,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  postRegistration,
} from "./support/system.ts";

let conferenceId: string;
beforeAll(async () => {
  conferenceId = await createConference(20);
});

const putBranding = (body: object, id = conferenceId, headers = {}) => putBrandingAt(id, body, headers);
const readBranding = (id = conferenceId) => callSystem(`/v1/conferences/${id}/branding`);

/** Uploads a file as the secretariat, and waits for its inspection. */
async function uploadLogo(bytes: Uint8Array, contentType: string, id = conferenceId) {
  const body = { kind: "logo", contentType, size: bytes.length };
  const form = await callSystem(`/v1/conferences/${id}/uploads`, asSecretariat({ body }));
  if (form.status !== 201) return { form };
  expect(await postTestFile(form.body, bytes)).toBe(204);
  return { form, uploadId: form.body.uploadId, inspected: await waitUntilInspected(form.body.uploadId) };
}

describe("the branding of a conference", () => {
  test("is empty at first, and is changed part by part, each version once", async () => {
    const id = await createConference(1);
    expect((await readBranding(id)).body).toEqual({ version: 0 });
    const first = await putBranding({ name: { en: "Union of Cities" }, colour: "#FFCC00" }, id, { "if-match": '"0"' });
    expect(first.status).toBe(200);
    expect(first.headers.get("etag")).toBe('"1"');
    expect(first.body).toMatchObject({ version: 1, name: { en: "Union of Cities" } });
    // The yellow has too little contrast.
    expect(first.body.colour).not.toBe("#ffcc00");
    expect(first.body.palette).toMatchObject({ light: { accent: first.body.colour } });
    const outdated = await putBranding({ contact: "a@example.org" }, id, { "if-match": '"0"' });
    expect([outdated.status, outdated.body.code]).toEqual([412, "changed-meanwhile"]);
    await putBranding({ contact: "contact@Example.org", website: "https://www.example.org/", colour: null }, id);
    expect((await readBranding(id)).body).toEqual({
      version: 2,
      name: { en: "Union of Cities" },
      contact: "contact@example.org",
      website: "https://www.example.org/",
    });
  });

  test("of a conference that does not exist is not found; only its secretariat changes it", async () => {
    expect((await readBranding("no-such-conference")).body.code).toBe("unknown-conference");
    const path = `/v1/conferences/${conferenceId}/branding`;
    const [anonymous, desk] = [{ method: "PUT", body: {} }, asDesk({ method: "PUT", body: {} })];
    expect((await callSystem(path, anonymous)).body.code).toBe("not-signed-in");
    expect((await callSystem(path, desk)).body.code).toBe("not-allowed");
  });

  test.each([
    ["website", "javascript:alert(1)"],
    ["website", "https://user:secret@example.org"],
    ["website", "ftp://example.org"],
    ["website", "https://example.org\\@evil.example"],
    ["colour", "red;background:url(https://evil.example)"],
    ["contact", "a@example.org, b@example.org"],
    ["name", { en: "Cities\u202e" }],
    ["logo", "a".repeat(26)],
  ])("refuses as %s: %s", async (field, value) => {
    const { status, body } = await putBranding({ [field]: value });
    expect([status, body.code]).toEqual([422, "invalid-request"]);
    expect(body.errors[0]?.path.split(".")[0]).toBe(field);
  });

  test("is the sender's name and the address for replies of the emails", async () => {
    const id = await createConference(5);
    await putBranding({ name: { en: "Union of Cities" }, contact: "conference@cities.example.org" }, id);
    const email = `branded.${id}@example.org`;
    await callSuccessfully(`/v1/conferences/${id}/registrations`, { body: buildFormBody({}, { email }) });
    const [received] = await waitForEmails(getSharedSystem().home, email, 1);
    expect(received?.email.replyTo?.map(({ address }) => address)).toEqual(["conference@cities.example.org"]);
    expect(received?.email.text).toContain("Union of Cities");
  });

  test("shows its logo in emails, as it is on the pages", async () => {
    const id = await createConference(5);
    const { uploadId } = await uploadLogo(buildJpeg(640, 320), "image/jpeg", id);
    const { body } = await putBranding({ logo: uploadId, name: { en: "Union of Cities" } }, id);
    const email = `logo.${id}@example.org`;
    await callSuccessfully(`/v1/conferences/${id}/registrations`, { body: buildFormBody({}, { email }) });
    const [received] = await waitForEmails(getSharedSystem().home, email, 1);
    const inline = received?.email.attachments.find(({ contentId }) => contentId === "<logo@palais>");
    const published = await (await fetch(getSharedSystem().api + body.logoPath)).arrayBuffer();
    expect(Buffer.from(inline?.content as ArrayBuffer).equals(Buffer.from(published))).toBe(true);
    expect(received?.email.html).toContain('src="cid:logo@palais"');
  });
});

describe("the logo on badges", () => {
  test("is where the layout has it: on the badge, in batches' previews and in drawings", async () => {
    const id = await createConference(2);
    const { uploadId } = await uploadLogo(buildJpeg(320, 200), "image/jpeg", id);
    expect((await putBranding({ logo: uploadId }, id)).status).toBe(200);
    const layout = { ...badgeLayouts.a6, parts: [...badgeLayouts.a6.parts, { kind: "logo", box: [70, 2, 20, 9] }] };
    const settings = asSecretariat({
      method: "PUT",
      body: { ...draftBody, registration: buildOpenPeriod(), badgeLayout: layout },
    });
    expect((await callSystem(`/v1/conferences/${id}`, settings)).status).toBe(200);
    const { body } = await postRegistration(id);
    await postDecision(body.registrationId, "approve");
    const countImages = async (path: string, request?: object) => {
      const answer = await fetch(`${getSharedSystem().api}${path}`, {
        headers: {
          authorization: `Bearer ${getSharedSystem().tokens.secretariat}`,
          ...(request && { "content-type": "application/json" }),
        },
        ...(request && { method: "POST", body: JSON.stringify(request) }),
      });
      expect(answer.status).toBe(200);
      return (await answer.text()).match(/\/DCTDecode|data:image\/jpeg/g)?.length ?? 0;
    };
    expect(await countImages(`/v1/registrations/${body.registrationId}/badge.pdf`)).toBe(1);
    expect(await countImages(`/v1/conferences/${id}/badge-preview`, {})).toBe(1);
    expect(await countImages(`/v1/conferences/${id}/badge-preview`, { layout: "a6" })).toBe(0);
    expect(await countImages(`/v1/conferences/${id}/badge-drawings`, { layout })).toBe(1);
  });
});

describe("a logo", () => {
  test("is drawn anew, and served as an immutable picture that can do nothing", async () => {
    const photographed = addJpegSegment(buildJpeg(1_600, 400), 0xe1, buildExif("46.2234 N 6.1403 E"));
    const { uploadId } = await uploadLogo(photographed, "image/jpeg");
    const { status, body } = await putBranding({ logo: uploadId });
    expect([status, body.logo]).toEqual([200, uploadId]);
    const picture = await fetch(getSharedSystem().api + body.logoPath);
    expect(picture.status).toBe(200);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      "content-type": "image/jpeg",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("ffd8ff");
    expect(bytes.includes("46.2234")).toBe(false);
    // The upload belongs to the conference now, and is no document that anyone can open by its identifier.
    expect((await callSystem(`/v1/documents/${uploadId}`)).status).toBe(404);
    expect((await putBranding({ logo: null })).body).not.toHaveProperty("logo");
  });

  test("can be a PNG with transparency", async () => {
    const { uploadId, inspected } = await uploadLogo(await buildPng(300, 100), "image/png");
    expect(inspected?.body.state).toBe("checked");
    expect((await putBranding({ logo: uploadId })).status).toBe(200);
  });

  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const html = Buffer.from("<!doctype html><script>alert(1)</script>");

  test.each([
    ["SVG", svg, "image/svg+xml"],
    ["HTML", html, "text/html"],
    ["GIF", Buffer.from("GIF89a"), "image/gif"],
  ])("of the type %s gets no upload form", async (_, bytes, contentType) => {
    const { form } = await uploadLogo(bytes, contentType);
    expect([form.status, form.body.errors[0]?.path]).toEqual([422, "contentType"]);
  });

  test.each([
    ["SVG", svg, "image/png"],
    ["HTML", html, "image/jpeg"],
    ["a picture with markup at its end", Buffer.concat([buildJpeg(200, 200), html]), "image/jpeg"],
  ])("that is %s under another type is refused, and never published", async (_, bytes, contentType) => {
    const { uploadId, inspected } = await uploadLogo(bytes, contentType);
    expect(inspected?.body.state).toBe("refused");
    const put = await putBranding({ logo: uploadId });
    expect([put.status, put.body.errors[0]?.path]).toEqual([422, "logo"]);
    expect((await fetch(`${getSharedSystem().api}/branding/${uploadId}.jpg`)).status).toBe(404);
  });

  test("is uploaded by the secretariat alone", async () => {
    const body = { kind: "logo", contentType: "image/png", size: 100 };
    const path = `/v1/conferences/${conferenceId}/uploads`;
    expect((await callSystem(path, { body })).body.code).toBe("not-signed-in");
    expect((await callSystem(path, asDesk({ body }))).body.code).toBe("not-allowed");
  });

  test("cannot be the photo of a person, the logo of another conference, or a document of a registration", async () => {
    const photo = await callSystem(`/v1/conferences/${conferenceId}/uploads`, {
      body: { kind: "photo", contentType: "image/jpeg", size: 1_000 },
    });
    expect((await putBranding({ logo: photo.body.uploadId })).status).toBe(422);
    const other = await uploadLogo(buildJpeg(300, 300), "image/jpeg", await createConference(1));
    expect((await putBranding({ logo: other.uploadId })).status).toBe(422);
    const own = await uploadLogo(buildJpeg(300, 300), "image/jpeg");
    const form = buildFormBody({ uploads: [own.uploadId] }, { email: `logo.${own.uploadId}@example.org` });
    const submitted = await callSystem(`/v1/conferences/${conferenceId}/registrations`, { body: form });
    expect([submitted.status, submitted.body.errors[0]?.path]).toEqual([422, "uploads.0"]);
  });
});
