import { expect, test } from "vitest";
import { drawPortrait } from "../support/portrait.ts";
import { postTestFile, waitUntilAttached } from "./support/documents.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  postDecision,
  postRegistration,
} from "./support/system.ts";

const hasPhoto = (body: unknown) => (body as { items: { verdict: string; person?: { photo?: string } }[] }).items[0];

test("shows the operator the photo of the badge's owner once it is checked, and none for an offline scan", async () => {
  const id = await createConference(1);
  const { registrationId } = (await postRegistration(id)).body;
  await postDecision(registrationId, "approve");
  const { token } = (await callSystem(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }))).body;
  let scans = 0;
  const read = async (more = {}, direction = "in") => {
    scans += 1;
    const reading = { scanId: `scan-${scans}`, token, at: new Date().toISOString(), ...more };
    const body = { gate: "A", direction, scans: [reading] };
    return hasPhoto((await callSystem(`/v1/conferences/${id}/scans`, asDesk({ body }))).body);
  };
  expect((await read())?.person).not.toHaveProperty("photo");
  const photo = await drawPortrait(2, 480);
  const form = await callSystem(
    `/v1/registrations/${registrationId}/documents`,
    asSecretariat({ body: { kind: "photo", contentType: "image/jpeg", size: photo.length } }),
  );
  await postTestFile(form.body, photo);
  await waitUntilAttached(`/v1/registrations/${registrationId}`, form.body.documentId);
  const inside = await read();
  expect(inside).toMatchObject({ verdict: "refuse", person: { nameOnBadge: "Amina Diallo" } });
  const answer = await fetch(inside?.person?.photo ?? "");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect((await read({ offline: true, admitted: true }, "out"))?.person).not.toHaveProperty("photo");
  expect((await read({ token: `${token.slice(0, -3)}000` }))?.person).toBeUndefined();
});
