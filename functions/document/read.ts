import type { Handler } from "#shared/http/request.ts";
import { fileMessages } from "#shared/i18n/messages.ts";
import { loadDocument } from "#shared/store/documents.ts";
import type { Table } from "#shared/store/table.ts";
import { mustMayOpenDocument } from "./owner.ts";

/** How far a document has come. Of one that belongs to nobody yet, whoever has its identifier may ask. */
export const readDocument =
  (table: Table): Handler<"readDocument"> =>
  async ({ params, caller, access, language }) => {
    const document = await loadDocument(table, params.documentId);
    if (document.owner) await mustMayOpenDocument(table, document, { caller, access });
    const { documentId, kind, standing } = document;
    return {
      documentId,
      kind,
      state: standing.state,
      ...(standing.state === "checked" && { fileType: standing.fileType }),
      ...(standing.state === "refused" && {
        refusal: { code: standing.refusal, title: fileMessages.translate(language, `file.${standing.refusal}`) },
      }),
    };
  };
