import type { Step } from "#shared/domain/change.ts";
import type { DocumentOwner } from "#shared/domain/document.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { listedDocument } from "./document-list.ts";
import { keys } from "./keys.ts";
import { type Item, keyOf, S, type Table } from "./table.ts";
import type { Write } from "./transaction.ts";

/**
 * What a registration takes up becomes its own: an upload that belonged to nobody, and to nobody else since.
 * @param forGood whether it is kept beyond the day that an upload is given
 */
export function claimWrites({ name }: Table, steps: readonly Step[], forGood = true): Write<"changed-meanwhile">[] {
  return steps.flatMap(({ before, after }) => {
    const had = new Set(Object.values(before?.documents ?? {}));
    const taken = Object.values(after.documents ?? {}).filter((documentId) => !had.has(documentId));
    const owner: DocumentOwner = { registrationId: after.registrationId };
    return taken.map((documentId) => ({
      item: {
        Update: {
          TableName: name,
          Key: keyOf(keys.document(documentId)),
          UpdateExpression: `SET #owner = :owner, conferenceKey = :list, conferenceSort = :sort${forGood ? " REMOVE expiresAt" : ""}`,
          ConditionExpression: "attribute_exists(PK) AND (attribute_not_exists(#owner) OR #owner = :owner)",
          ExpressionAttributeNames: { "#owner": "owner" },
          ExpressionAttributeValues: { ":owner": S(JSON.stringify(owner)), ...listValues(after, documentId) },
        },
      },
      otherwise: "changed-meanwhile" as const,
    }));
  });
}

/** From now on it stands in the list of files with the others of its owner. */
function listValues({ conferenceId, registrationId }: Registration, documentId: string): Item {
  const { conferenceKey, conferenceSort } = listedDocument(conferenceId, documentId, { registrationId });
  return { ...(conferenceKey && { ":list": conferenceKey }), ...(conferenceSort && { ":sort": conferenceSort }) };
}
