import type { Step } from "#shared/domain/change.ts";
import type { DocumentOwner } from "#shared/domain/document.ts";
import { keys } from "./keys.ts";
import { keyOf, S, type Table } from "./table.ts";
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
          UpdateExpression: `SET #owner = :owner${forGood ? " REMOVE expiresAt" : ""}`,
          ConditionExpression: "attribute_exists(PK) AND (attribute_not_exists(#owner) OR #owner = :owner)",
          ExpressionAttributeNames: { "#owner": "owner" },
          ExpressionAttributeValues: { ":owner": S(JSON.stringify(owner)) },
        },
      },
      otherwise: "changed-meanwhile" as const,
    }));
  });
}
