import { expect, test } from "vitest";
import { buildJpeg } from "../../support/files.ts";
import { createSession } from "../../system/authorization/tokens.ts";
import { postTestFile, waitUntilAttached, waitUntilInspected } from "../../system/support/documents.ts";
import {
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  postDecision,
  postRegistration,
} from "../../system/support/system.ts";

const photo = buildJpeg();

test("a photo is replaced by its owner until the approval, and then by the secretariat alone", async () => {
  const conferenceId = await createConference(5);
  const email = "approved.photo@example.org";
  const { registrationId } = (await postRegistration(conferenceId, {}, { email })).body;
  const token = await createSession(conferenceId, email, [registrationId]);
  const path = `/v1/registrations/${registrationId}`;
  const ask = (kind: string, as: object = { token }) =>
    callSystem(`${path}/documents`, { body: { kind, contentType: "image/jpeg", size: photo.length }, ...as });
  const upload = async (form: Awaited<ReturnType<typeof ask>>) => {
    expect([form.status, await postTestFile(form.body, photo)]).toEqual([201, 204]);
    await waitUntilInspected(form.body.documentId, asSecretariat());
    return form.body.documentId;
  };
  const findPhoto = async () => (await fetchRegistration(registrationId)).body.documents["photo"];

  const first = await upload(await ask("photo"));
  await waitUntilAttached(path, first);
  const history = await callSystem(`${path}/history`, asSecretariat());
  expect(history.body.items.find(({ action }) => action === "attach-document")?.by).toMatchObject({ kind: "delegate" });
  const askedBefore = await ask("photo");
  expect((await postDecision(registrationId, "approve")).status).toBe(200);

  const refused = await ask("photo");
  expect([refused.status, refused.body.code]).toEqual([409, "ask-secretariat"]);
  await upload(askedBefore);
  await upload(await ask("passport"));
  expect(await findPhoto()).toBe(first);

  const second = await upload(await ask("photo", { ...asSecretariat() }));
  await waitUntilAttached(path, second);
  expect(await findPhoto()).toBe(second);
});
