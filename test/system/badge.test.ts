import { beforeAll, describe, expect, test } from "vitest";
import { layouts } from "#shared/badge/layouts.ts";
import { ensureReader, readCodes } from "../support/barcode-reader.ts";
import { draftBody } from "../support/builders.ts";
import { ensurePoppler, pagesOf, textsOf } from "../support/pdf-reader.ts";
import { portrait } from "../support/portrait.ts";
import { post } from "./documents.ts";
import { mailsTo, tokenOf } from "./mailbox.ts";
import {
  asDesk,
  asSecretariat,
  call,
  decide,
  newConference,
  openNow,
  patience,
  running,
  submit,
  within,
} from "./system.ts";

beforeAll(() => {
  ensureReader();
  ensurePoppler();
}, 300_000);

const approved = async (id: string, form: Record<string, unknown> = {}, person: Record<string, unknown> = {}) => {
  const { body } = await submit(id, form, person);
  await decide(body.registrationId, "approve");
  return body.registrationId;
};

/** The access token of whoever owns the address, by a mailed link. */
async function signIn(conferenceId: string, email: string, mails: number): Promise<string> {
  await call("/v1/sign-in-links", { body: { conferenceId, email } });
  const link = (await mailsTo(running().home, email, mails)).find(({ kind }) => kind === "sign-in");
  if (!link) throw new Error(`no sign-in link for ${email}`);
  return (await call("/v1/sign-ins", { body: { token: tokenOf(link) } })).body.accessToken;
}

/** The file itself, as a browser would save it. */
async function pdfOf(path: string, token: string, body?: object) {
  const answer = await fetch(`${running().api}${path}`, {
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

const desk = () => running().tokens["entry-desk"];
const textOf = (pdf: Buffer) => textsOf(pdf).join();
const pictureOf = (pdf: Buffer) => pagesOf(pdf, 300)[0] ?? new Uint8Array();

describe("the badge of a confirmed person", () => {
  test("is a PDF with the name, in whatever script, and the code of the live badge", async () => {
    const id = await newConference(2);
    const registrationId = await approved(id, { organization: "Diaspora Council" }, { nameOnBadge: "محمد 渡邊 Ōno" });
    const issued = await call(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }));
    const { status, type, bytes } = await pdfOf(issued.body.pdf, desk());
    expect([status, type]).toEqual([200, "application/pdf"]);
    const text = textOf(bytes);
    for (const part of ["محمد", "渡邊", "Ōno", "Diaspora Council", "Non-governmental", "No. 1"])
      expect(text).toContain(part);
    expect(readCodes([pictureOf(bytes)])).toEqual([issued.body.token]);
  });

  test("shows the photo once it has been checked", async () => {
    const id = await newConference(2);
    const registrationId = await approved(id);
    const badge = () => pdfOf(`/v1/registrations/${registrationId}/badge.pdf`, desk());
    expect((await badge()).bytes.includes("/DCTDecode")).toBe(false);
    const photo = await portrait(1, 480);
    const form = await call(
      `/v1/registrations/${registrationId}/documents`,
      asSecretariat({ body: { kind: "photo", contentType: "image/jpeg", size: photo.length } }),
    );
    await post(form.body, photo);
    await within(patience, badge, ({ bytes }) => bytes.includes("/DCTDecode"));
  });

  test("is the desk's and the owner's, and nobody's before the person is confirmed", async () => {
    const id = await newConference(2);
    const { body } = await submit(id, {}, { email: "the.owner@example.org" });
    const path = `/v1/registrations/${body.registrationId}/badge.pdf`;
    expect((await call(path, asDesk())).body.code).toBe("not-confirmed");
    await decide(body.registrationId, "approve");
    expect((await call(path)).body.code).toBe("not-signed-in");
    await submit(id, {}, { email: "somebody.else@example.org" });
    expect((await pdfOf(path, await signIn(id, "the.owner@example.org", 3))).status).toBe(200);
    expect((await call(path, { token: await signIn(id, "somebody.else@example.org", 2) })).body.code).toBe("not-found");
  });

  test("with a character that no font has, is refused with the field and the character", async () => {
    const id = await newConference(1);
    const registrationId = await approved(id, {}, { nameOnBadge: "Amina 🌍" });
    const { status, body } = await call(`/v1/registrations/${registrationId}/badge.pdf`, asDesk());
    expect([status, body.code]).toEqual([409, "badge-not-printable"]);
    expect(body.errors).toEqual([{ path: "name", message: "No font that we print with has this: U+1F30D." }]);
  });
});

describe("a conference's layout", () => {
  const put = (id: string, badgeLayout: unknown) =>
    call(
      `/v1/conferences/${id}`,
      asSecretariat({ method: "PUT", body: { ...draftBody, registration: openNow(), badgeLayout } }),
    );

  test("is what its badges are printed in, and can be looked at before", async () => {
    const id = await newConference(2);
    const layout = { ...layouts.a6, size: { width: 110, height: 150 } };
    const preview = await pdfOf(`/v1/conferences/${id}/badge-preview`, running().tokens.secretariat, { layout });
    expect(preview.status).toBe(200);
    expect(preview.bytes.toString("latin1")).toContain("/MediaBox [0 0 311.811 425.197]");
    expect((await put(id, layout)).status).toBe(200);
    const { bytes } = await pdfOf(`/v1/registrations/${await approved(id)}/badge.pdf`, desk());
    expect(bytes.toString("latin1")).toContain("/MediaBox [0 0 311.811 425.197]");
  });

  test("in which a name would have no room is refused", async () => {
    const { body } = await put(await newConference(1), { ...layouts.card, parts: layouts.card.parts.slice(0, 4) });
    expect(body.errors?.map(({ path }) => path)).toEqual(["badgeLayout.parts"]);
  });

  test("a preview's code opens no gate", async () => {
    const id = await newConference(1);
    const preview = await pdfOf(`/v1/conferences/${id}/badge-preview`, running().tokens.secretariat, {
      layout: "label",
    });
    const [token = ""] = readCodes([pictureOf(preview.bytes)]);
    const scan = { scanId: "preview", token, at: new Date().toISOString() };
    const answer = await call(
      `/v1/conferences/${id}/scans`,
      asDesk({ body: { gate: "A", direction: "in", scans: [scan] } }),
    );
    expect(answer.body.items[0]).toMatchObject({ verdict: "refuse", reason: "forged" });
  });
});
