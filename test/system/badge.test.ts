import { beforeAll, describe, expect, test } from "vitest";
import { badgeLayouts } from "#shared/badges/layouts.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { draftBody } from "../support/builders.ts";
import { ensurePoppler, readPageTexts, renderPages } from "../support/pdf-reader.ts";
import { drawPortrait } from "../support/portrait.ts";
import { waitFor } from "../support/wait-for.ts";
import { postTestFile } from "./support/documents.ts";
import { signInByEmail } from "./support/sign-in.ts";
import { changeStoredRegistration } from "./support/stored-registrations.ts";
import {
  asDesk,
  asSecretariat,
  buildOpenPeriod,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
  postRegistration,
  waitTimeoutMs,
} from "./support/system.ts";

beforeAll(() => {
  ensureBarcodeReader();
  ensurePoppler();
}, 300_000);

const approved = async (id: string, form: Record<string, unknown> = {}, person: Record<string, unknown> = {}) => {
  const { body } = await postRegistration(id, form, person);
  await postDecision(body.registrationId, "approve");
  return body.registrationId;
};

/** Downloads the file. */
async function downloadPdf(path: string, token: string, body?: object) {
  const answer = await fetch(`${getSharedSystem().api}${path}`, {
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

const getDeskToken = () => getSharedSystem().tokens["entry-desk"];
const readText = (pdf: Buffer) => readPageTexts(pdf).join();
const renderFirstPage = (pdf: Buffer) => renderPages(pdf, 300)[0] ?? new Uint8Array();

describe("the badge of a confirmed person", () => {
  test("is a PDF with the name, in any script, and the code of the live badge", async () => {
    const id = await createConference(2);
    const registrationId = await approved(id, { organization: "Diaspora Council" }, { nameOnBadge: "محمد 渡邊 Ōno" });
    const issued = await callSystem(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }));
    const { status, type, bytes } = await downloadPdf(issued.body.pdf, getDeskToken());
    expect([status, type]).toEqual([200, "application/pdf"]);
    const text = readText(bytes);
    for (const part of ["محمد", "渡邊", "Ōno", "Diaspora Council", "Non-governmental"]) expect(text).toContain(part);
    expect(text).not.toContain("No. 1");
    expect(readCodes([renderFirstPage(bytes)])).toEqual([issued.body.token]);
  });

  test("shows the photo once it has been checked", async () => {
    const id = await createConference(2);
    const registrationId = await approved(id);
    const badge = () => downloadPdf(`/v1/registrations/${registrationId}/badge.pdf`, getDeskToken());
    expect((await badge()).bytes.includes("/DCTDecode")).toBe(false);
    const photo = await drawPortrait(1, 480);
    const form = await callSystem(
      `/v1/registrations/${registrationId}/documents`,
      asSecretariat({ body: { kind: "photo", contentType: "image/jpeg", size: photo.length } }),
    );
    await postTestFile(form.body, photo);
    await waitFor(waitTimeoutMs, badge, ({ bytes }) => bytes.includes("/DCTDecode"));
  });

  test("is available to the desk and the owner, and to neither before the person is confirmed", async () => {
    const id = await createConference(2);
    const [owner, other] = [`owner.${id}@example.org`, `other.${id}@example.org`];
    const { body } = await postRegistration(id, {}, { email: owner });
    const path = `/v1/registrations/${body.registrationId}/badge.pdf`;
    expect((await callSystem(path, asDesk())).body.code).toBe("not-confirmed");
    await postDecision(body.registrationId, "approve");
    expect((await callSystem(path)).body.code).toBe("not-signed-in");
    await postRegistration(id, {}, { email: other });
    expect((await downloadPdf(path, (await signInByEmail(id, owner)).accessToken)).status).toBe(200);
    expect((await callSystem(path, { token: (await signInByEmail(id, other)).accessToken })).body.code).toBe(
      "not-found",
    );
  });

  test("is printed without a character that no font has", async () => {
    const id = await createConference(1);
    const registrationId = await approved(id);
    await changeStoredRegistration(registrationId, (stored) => ({ ...stored, functionTitle: "Head 👍 of Youth" }));
    const { status, bytes } = await downloadPdf(`/v1/registrations/${registrationId}/badge.pdf`, getDeskToken());
    expect(status).toBe(200);
    expect(readText(bytes)).toContain("Head of Youth");
  });
});

describe("a conference's badge layout", () => {
  const put = (id: string, badgeLayout: unknown) =>
    callSystem(
      `/v1/conferences/${id}`,
      asSecretariat({ method: "PUT", body: { ...draftBody, registration: buildOpenPeriod(), badgeLayout } }),
    );

  test("determines how its badges and the preview look", async () => {
    const id = await createConference(2);
    const layout = { ...badgeLayouts.a6, size: { width: 110, height: 150 } };
    const preview = await downloadPdf(`/v1/conferences/${id}/badge-preview`, getSharedSystem().tokens.secretariat, {
      layout,
    });
    expect(preview.status).toBe(200);
    expect(preview.bytes.toString("latin1")).toContain("/MediaBox [0 0 311.811 425.197]");
    expect((await put(id, layout)).status).toBe(200);
    const { bytes } = await downloadPdf(`/v1/registrations/${await approved(id)}/badge.pdf`, getDeskToken());
    expect(bytes.toString("latin1")).toContain("/MediaBox [0 0 311.811 425.197]");
  });

  test("is another one for a role, and stays when a change does not name it", async () => {
    const id = await createConference(3);
    const roles = ["delegate", "speaker"].map((role) => ({ role, assignableBy: "anyone" }));
    const body = { ...draftBody, registration: buildOpenPeriod(), roles };
    const save = (more: object) =>
      callSystem(`/v1/conferences/${id}`, asSecretariat({ method: "PUT", body: { ...body, ...more } }));
    await save({ badgeLayout: "card", badgeLayouts: [{ layout: "label", roles: ["speaker"] }] });
    await save({});
    const speaker = await approved(id, { role: "speaker" });
    const width = async (registrationId: string) => {
      const { bytes } = await downloadPdf(`/v1/registrations/${registrationId}/badge.pdf`, getDeskToken());
      return /MediaBox \[0 0 ([\d.]+)/.exec(bytes.toString("latin1"))?.[1];
    };
    expect(await width(await approved(id))).toBe("242.646");
    expect(await width(speaker)).toBe("288");
    await save({ badgeLayouts: null });
    expect(await width(speaker)).toBe("242.646");
  });

  test("is refused if it has no room for the name", async () => {
    const { body } = await put(await createConference(1), {
      ...badgeLayouts.card,
      parts: badgeLayouts.card.parts.slice(0, 4),
    });
    expect(body.errors?.map(({ path }) => path)).toEqual(["badgeLayout.parts"]);
  });

  test("has a preview whose code opens no gate", async () => {
    const id = await createConference(1);
    const preview = await downloadPdf(`/v1/conferences/${id}/badge-preview`, getSharedSystem().tokens.secretariat, {
      layout: "label",
    });
    const [token = ""] = readCodes([renderFirstPage(preview.bytes)]);
    const scan = { scanId: "preview", token, at: new Date().toISOString() };
    const answer = await callSystem(
      `/v1/conferences/${id}/scans`,
      asDesk({ body: { gate: "A", direction: "in", scans: [scan] } }),
    );
    expect(answer.body.items[0]).toMatchObject({ verdict: "refuse", reason: "forged" });
  });
});

describe("a drawing of a layout", () => {
  interface Drawing {
    readonly registrationId?: string;
    readonly name: string;
    readonly svg: string;
    readonly shortenedParts: readonly number[];
  }
  const draw = async (id: string, request: object = {}): Promise<readonly Drawing[]> => {
    const body = { layout: "a6", ...request };
    const answer = await callSystem(`/v1/conferences/${id}/badge-drawings`, asSecretariat({ body }));
    expect(answer.status).toBe(200);
    return (answer.body as unknown as { items: Drawing[] }).items;
  };
  const listNames = (items: readonly Drawing[]) => items.map(({ name }) => name);

  test("has invented people before the first registration", async () => {
    const [first, ...others] = await draw(await createConference(1));
    expect(first).toMatchObject({ name: "María Fernanda Íñiguez y Villavicencio", shortenedParts: [] });
    expect(first?.svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 297.638 419.528">/);
    for (const each of [first, ...others]) expect(each).not.toHaveProperty("registrationId");
  });

  test("has the longest and the shortest name, of a protected person the alias, and the same people again", async () => {
    const id = await createConference(9);
    const post = async (nameOnBadge: string) => (await postRegistration(id, {}, { nameOnBadge })).body.registrationId;
    const hidden = await post("Maximiliana Bartholomea Konstantinopolskaya");
    await post("Amina Ndiaye");
    const long = await post("Wilhelmina van der Meer");
    const short = await post("Li");
    const alias = { nameOnBadge: "Delegate 7", organization: "A diaspora group" };
    const protect = { alias, readers: ["secretariat@palais.local"], reason: "at risk" };
    const protection = await callSystem(
      `/v1/registrations/${hidden}/protection`,
      asSecretariat({ method: "PUT", body: protect }),
    );
    expect(protection.status).toBe(200);
    await expect.poll(async () => listNames(await draw(id))).toEqual(["Wilhelmina van der Meer", "Li"]);
    const registrationIds = (await draw(id)).flatMap((each) => each.registrationId ?? []);
    expect(registrationIds).toEqual([long, short]);
    await post("Bartholomew Fitzgerald-Montgomery III");
    expect(listNames(await draw(id, { registrationIds }))).toEqual(["Wilhelmina van der Meer", "Li"]);
    expect(listNames(await draw(id, { registrationIds: [hidden] }))).toEqual(["Delegate 7"]);
    expect((await draw(id, { roles: ["speaker"] }))[0]).not.toHaveProperty("registrationId");
  });

  test("shows no person of another conference", async () => {
    const foreign = (await postRegistration(await createConference(1))).body.registrationId;
    const [first] = await draw(await createConference(1), { registrationIds: [foreign] });
    expect(first).not.toHaveProperty("registrationId");
  });

  test("names the parts whose text is shortened", async () => {
    const id = await createConference(2);
    const name = Array.from({ length: 12 }, (_, index) => `Name${index}`).join(" ");
    await postRegistration(id, {}, { nameOnBadge: name });
    const parts = badgeLayouts.card.parts.map((part) => {
      if (part.kind !== "texts" || !part.texts.some(({ field }) => field === "name")) return part;
      return { ...part, texts: [{ field: "name", largest: 30, smallest: 20 }] };
    });
    const index = parts.findIndex((part) => part.kind === "texts" && part.texts[0]?.field === "name");
    await expect
      .poll(async () => (await draw(id, { layout: { ...badgeLayouts.card, parts } }))[0]?.shortenedParts)
      .toEqual([index]);
  });
});
