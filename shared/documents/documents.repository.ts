import { getBucket, idPattern, indexes, keys, lists } from "#shared/dynamodb/keys.ts";
import {
  getItem,
  getNumber,
  getString,
  type Item,
  N,
  parseData,
  putItem,
  queryBuckets,
  queryItems,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  updateItem,
} from "#shared/dynamodb/table.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import {
  type DocumentKind,
  type DocumentOwner,
  type DocumentStatus,
  isRegistrationDocument,
  type RegistrationDocuments,
  type StoredDocument,
  toAnswerFileType,
} from "#shared/model/document.ts";
import { DomainError, type FieldError } from "#shared/model/domain-error.ts";
import { answerFileTypes, type Question } from "#shared/model/question.ts";
import { toEpochSeconds } from "#shared/model/time.ts";
import { listFileIds } from "#shared/registrations/registration.rules.ts";

/** How long an upload without an owner is kept, in ms. */
const unclaimedTtlMs = 86_400_000;

/** Stores a document that awaits its file. A document without an owner expires after a day unless it is claimed. */
export const createPendingDocument = (table: Table, document: StoredDocument): Promise<void> =>
  putItem(table, toPendingDocumentItem(document));

/** The item of a document that awaits its file. */
export function toPendingDocumentItem(document: StoredDocument): Item {
  const { documentId, status, owner, at, ...rest } = document;
  return {
    ...toItemKey(keys.document(documentId)),
    entity: S("document"),
    documentId: S(documentId),
    data: S(JSON.stringify({ ...rest, at })),
    documentState: S(JSON.stringify(status)),
    ...toListKeys(document.conferenceId, documentId, owner),
    ...(owner
      ? { owner: S(JSON.stringify(owner)) }
      : { expiresAt: N(toEpochSeconds(Date.parse(at) + unclaimedTtlMs)) }),
  };
}

function parseDocument(item: Item): StoredDocument {
  const owner = item["owner"]?.S;
  return {
    ...parseData<Omit<StoredDocument, "documentId" | "status" | "owner">>(item),
    documentId: getString(item, "documentId"),
    status: JSON.parse(getString(item, "documentState")) as DocumentStatus,
    ...(owner !== undefined && { owner: JSON.parse(owner) as DocumentOwner }),
  };
}

/** Finds a document, read consistently. An expired one that the table has not deleted yet is not found. */
export async function findDocument(table: Table, documentId: string): Promise<StoredDocument | undefined> {
  const item = await getItem(table, keys.document(documentId));
  const expiresAt = item && getNumber(item, "expiresAt");
  return item && (!expiresAt || expiresAt > toEpochSeconds(Date.now())) ? parseDocument(item) : undefined;
}

/** Records the result of the inspection. A repeated scan event does not replace it. @returns whether it was recorded now */
export async function recordScanResult(table: Table, documentId: string, status: DocumentStatus): Promise<boolean> {
  const updated = await updateItem(table, keys.document(documentId), {
    expression: "SET documentState = :status",
    condition: "attribute_exists(PK) AND documentState = :awaited",
    values: { ":status": S(JSON.stringify(status)), ":awaited": S(JSON.stringify({ state: "awaited" })) },
  });
  return updated !== undefined;
}

/** How many of the uploads to one form are inspected. A form is posted again after a failure of the network. */
const maxInspectedUploads = 3;

/** How often an inspection of the same upload is begun again after a failure that is not the file's. */
const maxInspections = 9;

/**
 * `same-upload` and `other-upload`: an inspection of the same bytes, or of others, has not ended yet. `decided`: the
 * document has a state already, or was erased.
 */
type InspectionStart = "begun" | "same-upload" | "other-upload" | "too-many" | "decided";

/** The upload that is to be inspected, and the time from now until the inspection has ended at the latest, in ms. */
export interface InspectedUpload {
  readonly eTag: string;
  readonly now: number;
  readonly until: number;
}

/** Begins an inspection, so that one document is inspected once at a time, and a few times in all. */
export async function beginInspection(
  table: Table,
  documentId: string,
  { eTag, now, until }: InspectedUpload,
): Promise<InspectionStart> {
  const begun = await updateItem(table, keys.document(documentId), {
    expression: "SET inspectedETag = :eTag, inspectingUntil = :until ADD inspections :one",
    condition: `documentState = :awaited
      AND (attribute_not_exists(inspectingUntil) OR inspectingUntil < :now)
      AND (attribute_not_exists(inspections) OR inspections < :maxUploads
        OR (inspectedETag = :eTag AND inspections < :max))`,
    values: {
      ":eTag": S(eTag),
      ":now": N(now),
      ":until": N(until),
      ":one": N(1),
      ":maxUploads": N(maxInspectedUploads),
      ":max": N(maxInspections),
      ":awaited": S(JSON.stringify({ state: "awaited" })),
    },
  });
  if (begun) return "begun";
  const item = await getItem(table, keys.document(documentId));
  if (!item || parseDocument(item).status.state !== "awaited") return "decided";
  if (getNumber(item, "inspectingUntil") < now) return "too-many";
  return item["inspectedETag"]?.S === eTag ? "same-upload" : "other-upload";
}

/** Ends an inspection that has decided nothing, so that the next one can begin. */
export async function endInspection(table: Table, documentId: string, { until }: InspectedUpload): Promise<void> {
  await updateItem(table, keys.document(documentId), {
    expression: "REMOVE inspectingUntil",
    condition: "inspectingUntil = :until",
    values: { ":until": N(until) },
  });
}

const getOwnerId = (owner: DocumentOwner): string => {
  if ("registrationId" in owner) return owner.registrationId;
  if ("delegationId" in owner) return owner.delegationId;
  return "jobId" in owner ? owner.jobId : owner.conferenceId;
};

/** The keys of a document in the list of its conference: together with the other documents of its owner. */
function toListKeys(conferenceId: string, documentId: string, owner?: DocumentOwner) {
  const id = owner ? getOwnerId(owner) : documentId;
  return {
    conferenceKey: S(lists.documents(conferenceId, getBucket(id))),
    conferenceSort: S(`${id}#${documentId}`),
  };
}

const parseListSort = (row: Item) => {
  const [ownerId = "", documentId = ""] = getString(row, "conferenceSort").split("#");
  return { ownerId, documentId };
};

/** Lists the stored documents of an owner by the index, which may lag by a second. */
export async function listOwnerDocuments(table: Table, conferenceId: string, owner: DocumentOwner): Promise<string[]> {
  const id = getOwnerId(owner);
  const partition = lists.documents(conferenceId, getBucket(id));
  const rows = queryItems(table, { index: indexes.byConference, partition, prefix: `${id}#` });
  return Array.fromAsync(rows, (row) => parseListSort(row).documentId);
}

/** Lists all documents of a conference with their owners. The owner of an unclaimed upload is the document itself. */
export async function* listConferenceDocuments(
  table: Table,
  conferenceId: string,
): AsyncGenerator<{ readonly documentId: string; readonly ownerId: string }> {
  const toPartition = (bucket: number) => lists.documents(conferenceId, bucket);
  for await (const row of queryBuckets(table, { index: indexes.byConference, toPartition })) yield parseListSort(row);
}

/** Derives the writes that make uploads the documents of a registration. An upload has no owner, and expires in a day. */
export const deriveDocumentClaims = (table: Table, { registrations }: Pick<Change, "registrations">) =>
  registrations.flatMap((registration) => claimDocuments(table, registration, " REMOVE expiresAt"));

/** As `deriveDocumentClaims`, for a decoy: the uploads still expire. */
export const deriveDecoyDocumentClaims = (table: Table, { registrations }: Pick<Change, "registrations">) =>
  registrations.flatMap((registration) => claimDocuments(table, registration, ""));

function claimDocuments(
  { name }: Table,
  { before, after }: RegistrationChange,
  removeExpiry: string,
): TransactionWrite<"changed-meanwhile">[] {
  const previous = before && listFileIds(before);
  const claimed = [...listFileIds(after)].filter((documentId) => !previous?.has(documentId));
  const owner: DocumentOwner = { registrationId: after.registrationId };
  return claimed.map((documentId) => {
    const { conferenceKey, conferenceSort } = toListKeys(after.conferenceId, documentId, owner);
    const Update = {
      TableName: name,
      Key: toItemKey(keys.document(documentId)),
      UpdateExpression: `SET #owner = :owner, conferenceKey = :list, conferenceSort = :sort${removeExpiry}`,
      ConditionExpression: "attribute_exists(PK) AND (attribute_not_exists(#owner) OR #owner = :owner)",
      ExpressionAttributeNames: { "#owner": "owner" },
      ExpressionAttributeValues: {
        ":owner": S(JSON.stringify(owner)),
        ":list": conferenceKey,
        ":sort": conferenceSort,
      },
    };
    return { item: { Update }, onConditionFailed: "changed-meanwhile" as const };
  });
}

/**
 * Loads the uploads that a form names, by kind. Without uploads nothing is read.
 * @throws DomainError `invalid-request` at each upload that does not exist, has an owner, was refused, or is the second
 * of its kind
 */
export async function loadUploads(
  table: Table,
  conferenceId: string,
  uploads: readonly string[],
): Promise<{ documents?: RegistrationDocuments }> {
  if (uploads.length === 0) return {};
  const documents = await Promise.all(uploads.map((id) => (idPattern.test(id) ? findDocument(table, id) : undefined)));
  const errors = documents.flatMap((document, index): FieldError[] => {
    const isSecond = documents.findIndex((other) => other?.kind === document?.kind) < index;
    const rule = findUploadError(document, conferenceId) ?? (isSecond ? "duplicate" : undefined);
    return rule ? [{ path: `uploads.${index}`, rule }] : [];
  });
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
  return { documents: Object.fromEntries(documents.map((document) => [document?.kind, document?.documentId])) };
}

/** A file that answers a question. */
interface AnswerFile {
  readonly question: Question;
  readonly documentId: string;
}

/**
 * Checks the files that answer questions: each was uploaded for its question, has been checked, and has no other owner.
 * Without files nothing is read.
 * @param registrationId of the person, if there is a registration
 * @throws DomainError `invalid-request` at each answer whose file is not such a one
 */
export async function assertAnswerFiles(
  table: Table,
  { conferenceId, registrationId }: { readonly conferenceId: string; readonly registrationId?: string },
  files: readonly AnswerFile[],
): Promise<void> {
  const findError = ({ key, fileTypes = answerFileTypes }: Question, document: StoredDocument | undefined) => {
    const { owner, status, kind, question } = document ?? {};
    const isOwn = !owner || ("registrationId" in owner && owner.registrationId === registrationId);
    const isForQuestion = kind === "answer" && question === key && document?.conferenceId === conferenceId;
    if (!isForQuestion || !isOwn) return "unknownUpload";
    if (status?.state !== "checked") return status?.state === "refused" ? "uploadRefused" : "uploadAwaited";
    return fileTypes.includes(toAnswerFileType(status.fileType)) ? undefined : "fileType";
  };
  const errors = await Promise.all(
    files.map(async ({ question, documentId }) => {
      const rule = findError(question, await findDocument(table, documentId));
      return rule ? [{ path: `answers.${question.key}`, rule }] : [];
    }),
  );
  if (errors.flat().length > 0) throw new DomainError("invalid-request", errors.flat());
}

/**
 * The writes that make uploads the files of a conference's pages, and those that let former ones expire in a day. Such a
 * file is not in the list of documents, which are deleted after the conference because they are of people.
 * @param now in ms
 */
export function derivePageFileWrites(
  { name }: Table,
  conferenceId: string,
  { claimed, released }: { readonly claimed: readonly string[]; readonly released: readonly string[] },
  now: number,
): TransactionWrite<"changed-meanwhile">[] {
  const owner = S(JSON.stringify({ conferenceId } satisfies DocumentOwner));
  const update = (documentId: string, UpdateExpression: string, condition: string, values: Item) => ({
    item: {
      Update: {
        TableName: name,
        Key: toItemKey(keys.document(documentId)),
        UpdateExpression,
        ConditionExpression: condition,
        ExpressionAttributeNames: { "#owner": "owner" },
        ExpressionAttributeValues: values,
      },
    },
    onConditionFailed: "changed-meanwhile" as const,
  });
  const isFree = "attribute_exists(PK) AND (attribute_not_exists(#owner) OR #owner = :owner)";
  const claim = "SET #owner = :owner REMOVE expiresAt, conferenceKey, conferenceSort";
  const expiresAt = N(toEpochSeconds(now + unclaimedTtlMs));
  return [
    ...claimed.map((id) => update(id, claim, isFree, { ":owner": owner })),
    ...released.map((id) =>
      update(id, "SET expiresAt = :at REMOVE #owner", "attribute_exists(PK)", { ":at": expiresAt }),
    ),
  ];
}

/**
 * The type and the size of an upload of the secretariat for the pages of a conference.
 * @throws DomainError `invalid-request` at an upload that does not exist, is of another kind or conference, or was refused;
 * `file-not-checked`
 */
export async function loadPageUpload(
  table: Table,
  conferenceId: string,
  documentId: string,
  { kind, path }: { readonly kind: DocumentKind; readonly path: string },
): Promise<Extract<DocumentStatus, { state: "checked" }>> {
  const document = await findDocument(table, documentId);
  const owner = document?.owner;
  const isOwn = !owner || ("conferenceId" in owner && owner.conferenceId === conferenceId);
  if (document?.kind !== kind || document.conferenceId !== conferenceId || !isOwn)
    throw new DomainError("invalid-request", [{ path, rule: "unknownUpload" }]);
  const { status } = document;
  if (status.state === "refused") throw new DomainError("invalid-request", [{ path, rule: "uploadRefused" }]);
  if (status.state === "awaited") throw new DomainError("file-not-checked");
  return status;
}

function findUploadError(document: StoredDocument | undefined, conferenceId: string): string | undefined {
  if (document?.conferenceId !== conferenceId || document.owner) return "unknownUpload";
  if (!isRegistrationDocument(document.kind)) return "unknownUpload";
  return document.status.state === "refused" ? "uploadRefused" : undefined;
}
