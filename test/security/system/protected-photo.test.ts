import { expect, test } from "vitest";
import { buildJpeg } from "../../support/files.ts";
import { uploadBeforeSubmission, waitUntilInspected } from "../../system/support/documents.ts";
import { asReviewer, registerPerson } from "../../system/support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  postDecision,
} from "../../system/support/system.ts";

const alias = { nameOnBadge: "Speaker Seven", organization: "A group" };

const protect = (registrationId: string, readers: string[]) =>
  callSystem(
    `/v1/registrations/${registrationId}/protection`,
    asSecretariat({ method: "PUT", body: { alias, readers, reason: "threatened at home" } }),
  );

test("a reader opens the photo of a protected person, with a recorded reason; the gate shows the alias", async () => {
  const id = await createConference(5);
  const photo = await uploadBeforeSubmission(id, "photo", "image/jpeg", buildJpeg());
  const needs = { diet: "no nuts" };
  const one = await registerPerson(id, {}, { uploads: [photo.uploadId], needs, organization: "Ministry of Names" });
  const before = (await fetchRegistration(one)).body;
  const documentId = String(before.documents["photo"]);
  await waitUntilInspected(documentId, asSecretariat());
  const open = (as: typeof asSecretariat, body: object) =>
    callSystem(`/v1/documents/${documentId}/access`, as({ body }));
  expect((await open(asReviewer, {})).status).toBe(200);

  expect((await protect(one, ["reviewer@palais.local"])).status).toBe(200);
  expect([(await open(asSecretariat, { reason: "badge" })).body.code, (await open(asReviewer, {})).status]).toEqual([
    "name-protected",
    422,
  ]);
  expect((await open(asReviewer, { reason: "compares the face" })).status).toBe(200);
  const log = await callSystem(`/v1/documents/${documentId}/access`, asSecretariat());
  expect(log.body.items).toEqual([{ at: expect.any(String), by: expect.any(String) }]);

  await postDecision(one, "approve");
  const issued = await callSystem(`/v1/registrations/${one}/badges`, asDesk({ body: {} }));
  const scans = [{ scanId: `scan-${one}`, token: issued.body.token, at: new Date().toISOString() }];
  const scanned = await callSystem(
    `/v1/conferences/${id}/scans`,
    asDesk({ body: { gate: "main", direction: "in", scans } }),
  );
  expect(scanned.body.items[0]).toMatchObject({ verdict: "admit", person: { nameOnBadge: "Speaker Seven" } });
  const answers = [
    scanned,
    await fetchRegistration(one),
    await callSystem(`/v1/conferences/${id}/registrations`, asReviewer()),
    await callSystem(`/v1/registrations/${one}/history`, asSecretariat()),
    await callSystem(`/v1/conferences/${id}/gate-list`, asDesk()),
  ];
  for (const { status, body } of answers)
    expect([status, JSON.stringify(body)]).toEqual([
      200,
      expect.not.stringMatching(`${documentId}|no nuts|Ministry of Names|threatened at home|amzn|X-Amz`),
    ]);
  const history = await callSystem(`/v1/registrations/${one}/history`, asReviewer());
  expect(history.body.items.find(({ action }) => action === "protect")?.reason).toBe("threatened at home");
});
