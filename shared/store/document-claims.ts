import type { Change, RegistrationChange } from "#shared/domain/change.ts";
import type { DocumentOwner } from "#shared/domain/document.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { listedDocument } from "./document-list.ts";
import { keys } from "./keys.ts";
import { type Item, keyOf, S, type Table } from "./table.ts";
import type { Write } from "./transaction.ts";

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
): Write<"changed-meanwhile">[] {
  const previous = new Set(Object.values(before?.documents ?? {}));
  const claimed = Object.values(after.documents ?? {}).filter((documentId) => !previous.has(documentId));
  const owner: DocumentOwner = { registrationId: after.registrationId };
  return claimed.map((documentId) => ({
    item: {
      Update: {
        TableName: name,
        Key: keyOf(keys.document(documentId)),
        UpdateExpression: `SET #owner = :owner, conferenceKey = :list, conferenceSort = :sort${removeExpiry}`,
        ConditionExpression: "attribute_exists(PK) AND (attribute_not_exists(#owner) OR #owner = :owner)",
        ExpressionAttributeNames: { "#owner": "owner" },
        ExpressionAttributeValues: { ":owner": S(JSON.stringify(owner)), ...listValues(after, documentId) },
      },
    },
    otherwise: "changed-meanwhile" as const,
  }));
}

/** Lists the document among the files of the conference, with the others of its owner. */
function listValues({ conferenceId, registrationId }: Registration, documentId: string): Item {
  const { conferenceKey, conferenceSort } = listedDocument(conferenceId, documentId, { registrationId });
  return { ...(conferenceKey && { ":list": conferenceKey }), ...(conferenceSort && { ":sort": conferenceSort }) };
}
