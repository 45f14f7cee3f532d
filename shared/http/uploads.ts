import type { Documents, StoredDocument } from "#shared/domain/document.ts";
import { type Fault, Refusal } from "#shared/domain/refusal.ts";
import { findDocument } from "#shared/store/documents.ts";
import type { Table } from "#shared/store/table.ts";

/**
 * What the form says was uploaded before, by kind; nothing is read where it says nothing.
 * @throws Refusal `invalid-request` for what isn't there, belongs to somebody, was refused, or comes twice
 */
export async function uploaded(
  table: Table,
  conferenceId: string,
  uploads: readonly string[],
): Promise<{ documents?: Documents }> {
  if (uploads.length === 0) return {};
  const found = await Promise.all(
    uploads.map((id) => (/^[a-z2-7]{24}$/.test(id) ? findDocument(table, id) : undefined)),
  );
  const faults = found.flatMap((document, index): Fault[] => {
    const rule = faultOf(document, conferenceId);
    const twice = found.findIndex((other) => other?.kind === document?.kind) < index;
    return rule || twice ? [{ path: `uploads.${index}`, rule: rule ?? "duplicate" }] : [];
  });
  if (faults.length > 0) throw new Refusal("invalid-request", faults);
  return { documents: Object.fromEntries(found.map((document) => [document?.kind, document?.documentId])) };
}

function faultOf(document: StoredDocument | undefined, conferenceId: string): string | undefined {
  if (document?.conferenceId !== conferenceId || document.owner) return "unknownUpload";
  return document.standing.state === "refused" ? "uploadRefused" : undefined;
}
