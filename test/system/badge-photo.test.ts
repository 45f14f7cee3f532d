import { expect, test } from "vitest";
import { portrait } from "../support/portrait.ts";
import { post, settled } from "./documents.ts";
import { asDesk, asSecretariat, call, decide, newConference, submit } from "./system.ts";

const hasPhoto = (body: unknown) => (body as { items: { verdict: string; person?: { photo?: string } }[] }).items[0];

test("the operator sees the photo of whoever wears the badge, once it has been checked, and never of an offline passage", async () => {
  const id = await newConference(1);
  const { registrationId } = (await submit(id)).body;
  await decide(registrationId, "approve");
  const { token } = (await call(`/v1/registrations/${registrationId}/badges`, asDesk({ body: {} }))).body;
  let scans = 0;
  const read = async (more = {}, direction = "in") => {
    scans += 1;
    const reading = { scanId: `scan-${scans}`, token, at: new Date().toISOString(), ...more };
    const body = { gate: "A", direction, scans: [reading] };
    return hasPhoto((await call(`/v1/conferences/${id}/scans`, asDesk({ body }))).body);
  };
  expect((await read())?.person).not.toHaveProperty("photo");
  const photo = await portrait(2, 480);
  const form = await call(
    `/v1/registrations/${registrationId}/documents`,
    asSecretariat({ body: { kind: "photo", contentType: "image/jpeg", size: photo.length } }),
  );
  await post(form.body, photo);
  await settled(form.body.documentId, asSecretariat());
  const inside = await read();
  expect(inside).toMatchObject({ verdict: "refuse", person: { nameOnBadge: "Amina Diallo" } });
  const answer = await fetch(inside?.person?.photo ?? "");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect((await read({ offline: true, admitted: true }, "out"))?.person).not.toHaveProperty("photo");
  expect((await read({ token: `${token.slice(0, -3)}000` }))?.person).toBeUndefined();
});
