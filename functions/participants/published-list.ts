import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { hasMadeFile } from "#shared/documents/made-files.ts";
import { deriveId } from "#shared/dynamodb/keys.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { isInAudience } from "#shared/pages/page.rules.ts";
import { loadPageReader } from "#shared/pages/page-reader.ts";
import { loadPage } from "#shared/pages/pages.repository.ts";
import { countListedNameChanges } from "#shared/registrations/protections.repository.ts";
import { type ListExportContext, locateListFile, makeListFile } from "./list-export.ts";

/**
 * The version of the list that the page of the conference publishes, as PDF. It is rendered once a day in each
 * language, again after an erasure, which deletes the file, and again after a change of an alias or of a consent, which
 * names another file: no request after a protection, or after a withdrawn consent, leads to the name of before.
 * @throws DomainError `not-found`, also for a reader of another audience
 */
export const getPublishedList =
  (context: ListExportContext): ApiHandler<"getPublishedList"> =>
  async ({ params: { conferenceId }, query: { language }, caller, now }) => {
    const { table, documents } = context;
    const [conference, { list }] = await Promise.all([
      loadConference(table, conferenceId),
      loadPage(table, conferenceId),
    ]);
    if (!list || !isInAudience(list.audience, await loadPageReader(table, conference, caller)))
      throw new DomainError("not-found");
    const version = String(list.version);
    const listedNames = String(await countListedNameChanges(table, conferenceId));
    const fileId = deriveId("published-list", conferenceId, version, language, listedNames);
    const file = { conferenceId, fileId, format: "pdf", language, version, now } as const;
    if (!(await hasMadeFile(documents, conferenceId, fileId))) await makeListFile(context, file);
    return locateListFile(documents, file);
  };
