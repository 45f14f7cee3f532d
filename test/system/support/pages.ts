import { expect } from "vitest";
import { postTestFile, waitUntilInspected } from "./documents.ts";
import { asSecretariat, callSuccessfully, callSystem } from "./system.ts";

/** Changes the page of a conference as the secretariat. */
export const putPage = (id: string, body: object, headers = {}) =>
  callSystem(`/v1/conferences/${id}/page`, asSecretariat({ method: "PUT", body, headers }));

export const putBranding = (id: string, body: object, headers = {}) =>
  callSystem(`/v1/conferences/${id}/branding`, asSecretariat({ method: "PUT", body, headers }));

/** Changes the programme of a conference as the secretariat. */
export const putProgramme = (id: string, body: object, headers = {}) =>
  callSystem(`/v1/conferences/${id}/programme`, asSecretariat({ method: "PUT", body, headers }));

/** Uploads a file as the secretariat, and waits for its inspection. @returns its identifier */
export async function uploadForPage(
  id: string,
  kind: "logo" | "page-file",
  contentType: string,
  bytes: Uint8Array,
): Promise<string> {
  const body = { kind, contentType, size: bytes.length };
  const form = await callSuccessfully(`/v1/conferences/${id}/uploads`, asSecretariat({ body }));
  expect(await postTestFile(form, bytes)).toBe(204);
  await waitUntilInspected(form.uploadId);
  return form.uploadId;
}
