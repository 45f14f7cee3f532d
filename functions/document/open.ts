import { type Documents, presignOpening } from "#shared/documents/bucket.ts";
import { documentRules } from "#shared/domain/document.ts";
import { mayReadName } from "#shared/domain/protection.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadDocument } from "#shared/store/documents.ts";
import { keepOpening, listOpenings as list } from "#shared/store/openings.ts";
import type { Table } from "#shared/store/table.ts";
import { mustMayOpenDocument } from "./owner.ts";

/** Opens a checked document for a minute; that staff did, when and why, is kept before the address is given out. What tells a protected name is for its readers. */
export const openDocument =
  (table: Table, documents: Documents): Handler<"openDocument"> =>
  async ({ params: { documentId }, body, caller, access, now: at }) => {
    const document = await loadDocument(table, documentId);
    const owner = await mustMayOpenDocument(table, document, { caller, access });
    const { standing, kind } = document;
    if (standing.state === "awaited") throw new Refusal("file-not-checked");
    if (standing.state === "refused") throw new Refusal("file-refused");
    if (caller.kind === "staff" && documentRules[kind].sensitive) {
      if (owner && !mayReadName(owner, caller.email)) throw new Refusal("name-protected");
      if (!body.reason) throw new Refusal("invalid-request", [{ path: "reason", rule: "required" }]);
      await keepOpening(table, { documentId }, { at, by: caller.id, reason: body.reason });
    }
    const url = await presignOpening(documents, documentId, standing.fileType);
    return { url, expiresAt: new Date(Date.parse(at) + 60_000).toISOString() };
  };

/** Which of the staff opened it, when and why. */
export const listOpenings =
  (table: Table): Handler<"listOpenings"> =>
  async ({ params: { documentId }, caller, access, query }) => {
    await mustMayOpenDocument(table, await loadDocument(table, documentId), { caller, access });
    const { openings, next } = await list(table, { documentId }, readCursor(query.cursor), Number(query.limit ?? 50));
    return { items: openings, next: writeCursor(next) };
  };
