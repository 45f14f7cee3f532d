import { type Documents, presignUpload } from "#shared/documents/bucket.ts";
import { announced, type DocumentKind, type DocumentOwner } from "#shared/domain/document.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { isLive } from "#shared/domain/registration.ts";
import { mustActFor, mustMayOpen } from "#shared/http/caller.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { loadDelegation } from "#shared/store/delegations.ts";
import { awaitDocument, countUpload } from "#shared/store/documents.ts";
import { newId } from "#shared/store/ids.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** How many uploads one source may ask for in an hour before anyone is known: a room behind one address included. */
const uploadsPerHour = 120;

interface Wanted {
  readonly conferenceId: string;
  readonly kind: DocumentKind;
  readonly contentType: string;
  readonly size: number;
  readonly owner?: DocumentOwner;
  readonly at: string;
}

/** @throws Refusal `invalid-request` for a type or a size that its kind doesn't allow */
async function expect(table: Table, documents: Documents, { contentType, size, ...wanted }: Wanted) {
  const type = announced(wanted.kind, contentType, size);
  const documentId = newId();
  await awaitDocument(table, { ...wanted, documentId, standing: { state: "awaited" } });
  const form = await presignUpload(documents, documentId, { kind: wanted.kind, contentType: type });
  return { documentId, ...form, expiresAt: new Date(Date.parse(wanted.at) + 900_000).toISOString() };
}

/** For a photo or a letter that is handed in with the form. */
export const requestUpload =
  (table: Table, documents: Documents): Handler<"requestUpload"> =>
  async ({ params: { conferenceId }, body, source, now: at }) => {
    await loadConference(table, conferenceId);
    await countUpload(table, source, at, uploadsPerHour);
    const { documentId: uploadId, ...form } = await expect(table, documents, { conferenceId, ...body, at });
    return { uploadId, ...form };
  };

/** For the photo or the passport of somebody who is registered. */
export const requestDocument =
  (table: Table, documents: Documents): Handler<"requestDocument"> =>
  async ({ params: { registrationId }, body, caller, access, now: at }) => {
    const registration = await loadRegistration(table, registrationId);
    const { conferenceId } = registration;
    mustMayOpen(await loadConference(table, conferenceId), registration, { caller, access });
    if (!isLive(registration)) throw new Refusal("wrong-state");
    return expect(table, documents, { conferenceId, ...body, owner: { registrationId }, at });
  };

/** For the next version of a delegation's credential letter. */
export const requestLetter =
  (table: Table, documents: Documents): Handler<"requestLetter"> =>
  async ({ params: { delegationId }, body, caller, access, now: at }) => {
    const delegation = await loadDelegation(table, delegationId);
    const { conferenceId } = delegation;
    mustActFor(await loadConference(table, conferenceId), delegation, { caller, access });
    return expect(table, documents, { conferenceId, ...body, owner: { delegationId }, at });
  };
