import { getRegistrationState } from "#shared/accreditation/submission.rules.ts";
import { assertStaff, toActor } from "#shared/auth/caller.ts";
import { loadBrandings } from "#shared/branding/branding.repository.ts";
import { loadConference, loadConferences } from "#shared/conferences/conferences.repository.ts";
import { mergeParts } from "#shared/conferences/merge-parts.rules.ts";
import { type DocumentsBucket, presignDownload } from "#shared/documents/bucket.ts";
import { loadPageUpload } from "#shared/documents/documents.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import { getTextInLanguage, type Language, languages } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { isMarkdownAllowed, parseMarkdown } from "#shared/pages/markdown.ts";
import {
  anonymousReader,
  type ConferencePage,
  isInAudience,
  type PageFile,
  type PageReader,
} from "#shared/pages/page.rules.ts";
import { loadPageReader } from "#shared/pages/page-reader.ts";
import { listListedConferenceIds, loadPage, loadPages, savePage } from "#shared/pages/pages.repository.ts";
import { loadParticipantListVersion } from "#shared/participant-list/list-versions.repository.ts";
import { mapConcurrent } from "#shared/runtime/lambda.ts";

/** The page as a reader may see it: with the files and the list of their audiences. */
function toPageView(page: ConferencePage, reader: PageReader, language: Language) {
  const { files = [], list, listed = false, practical, ...texts } = page;
  const visible = files.filter(({ audience }) => isInAudience(audience, reader));
  return {
    ...texts,
    ...(practical && { practical, content: parseMarkdown(getTextInLanguage(practical, language)) }),
    listed,
    files: visible.map((file) => ({ ...file, audience: toAudienceView(file.audience) })),
    ...(list && isInAudience(list.audience, reader) && { list: { ...list, audience: toAudienceView(list.audience) } }),
  };
}

const toAudienceView = (audience: PageFile["audience"]) => (typeof audience === "string" ? audience : [...audience]);

/** What the page of the conference says, to the caller. */
export const getPage =
  (table: Table): ApiHandler<"getPage"> =>
  async ({ params: { conferenceId }, caller, language }) => {
    const page = await loadPage(table, conferenceId);
    // An existing page shows that the conference exists.
    if (caller.kind === "anonymous" && page.version > 0) return toPageView(page, anonymousReader, language);
    const conference = await loadConference(table, conferenceId);
    return toPageView(page, await loadPageReader(table, conference, caller), language);
  };

/** Changes the page. Its files must have been checked. */
export const putPage =
  (table: Table): ApiHandler<"putPage"> =>
  async (request) => {
    const { params, caller, access, body, version, now: at, deadline, language } = request;
    const { conferenceId } = params;
    const [conference, before] = await Promise.all([
      loadConference(table, conferenceId),
      loadPage(table, conferenceId),
    ]);
    assertStaff(conference, { caller, access });
    if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
    assertMarkdown(body.practical);
    const files = body.files && (await checkFiles(table, conferenceId, before, body.files as readonly PageFileDraft[]));
    const after: ConferencePage = {
      ...mergeParts<ConferencePage>(before, { ...body, files: files ?? body.files }),
      version: before.version + 1,
    };
    await assertListVersion(table, conferenceId, before, after);
    const change = createConferenceChange(conferenceId, "update-page", { actor: toActor(caller), at });
    await savePage(table, { before, after, change }, deadline);
    return toPageView(after, { isStaff: true, confirmedCategories: [] }, language);
  };

/** @throws DomainError `invalid-request` at a text that the parser would take long for */
function assertMarkdown(texts: ApiRequest<"putPage">["body"]["practical"]): void {
  const errors = languages.flatMap((language) =>
    isMarkdownAllowed(texts?.[language] ?? "") ? [] : [{ path: `practical.${language}`, rule: "pattern" }],
  );
  if (errors.length > 0) throw new DomainError("invalid-request", errors);
}

type PageFileDraft = Omit<PageFile, "fileType" | "size">;

/** The files with their types and sizes. @throws DomainError as `loadPageUpload` */
const checkFiles = (
  table: Table,
  conferenceId: string,
  { files: known = [] }: ConferencePage,
  drafts: readonly PageFileDraft[],
): Promise<PageFile[]> =>
  mapConcurrent([...drafts.entries()], 4, async ([index, draft]) => {
    const { fileType, size } =
      known.find(({ uploadId }) => uploadId === draft.uploadId) ??
      (await loadPageUpload(table, conferenceId, draft.uploadId, {
        kind: "page-file",
        path: `files.${index}.uploadId`,
      }));
    return { ...draft, fileType, size };
  });

/** @throws DomainError `invalid-request` at a version of the list of participants that does not exist */
async function assertListVersion(
  table: Table,
  conferenceId: string,
  before: ConferencePage,
  after: ConferencePage,
): Promise<void> {
  if (after.list && after.list.version !== before.list?.version)
    await loadParticipantListVersion(table, conferenceId, after.list.version).catch(refuseListVersion);
}

function refuseListVersion(error: unknown): never {
  if (!(error instanceof DomainError) || error.code !== "not-found") throw error;
  throw new DomainError("invalid-request", [{ path: "list.version", rule: "notOneOf" }]);
}

/**
 * The location of a file of the page, valid for a minute.
 * @throws DomainError `not-found`, also for another audience
 */
export const getPageFile =
  (table: Table, documents: DocumentsBucket): ApiHandler<"getPageFile"> =>
  async ({ params: { conferenceId, documentId }, caller, now }) => {
    const [conference, { files = [] }] = await Promise.all([
      loadConference(table, conferenceId),
      loadPage(table, conferenceId),
    ]);
    const file = files.find(({ uploadId }) => uploadId === documentId);
    if (!file || !isInAudience(file.audience, await loadPageReader(table, conference, caller)))
      throw new DomainError("not-found");
    const url = await presignDownload(documents, documentId, file.fileType);
    return { url, expiresAt: new Date(Date.parse(now) + 60_000).toISOString() };
  };

/** How long the public list is kept in memory, in ms. */
const publicListMs = 5_000;

/** The listed conferences, the next one first and the past ones last. */
export function listPublicConferences(table: Table): ApiHandler<"listPublicConferences"> {
  let cached: { readonly until: number; readonly list: ReturnType<typeof loadListedConferences> } | undefined;
  return async ({ now }) => {
    const at = Date.parse(now);
    if (!cached || cached.until < at) {
      cached = { until: at + publicListMs, list: loadListedConferences(table) };
      cached.list.catch(() => {
        cached = undefined;
      });
    }
    const all = await cached.list;
    const isOver = ({ endsOn }: { readonly endsOn: string }) => endsOn < now.slice(0, 10);
    const items = all.map(({ conference, ...more }) => {
      const { conferenceId, title, startsOn, endsOn, venue } = conference;
      const registration = getRegistrationState(conference, now);
      return { conferenceId, title: { ...title }, startsOn, endsOn, venue, registration, ...more };
    });
    return { items: [...items.filter((each) => !isOver(each)), ...items.filter(isOver).toReversed()], next: null };
  };
}

/** In the order of their first days. */
async function loadListedConferences(table: Table) {
  const ids = await listListedConferenceIds(table);
  const [conferences, pages, brandings] = await Promise.all([
    loadConferences(table, ids),
    loadPages(table, ids),
    loadBrandings(table, ids),
  ]);
  return conferences
    .toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
    .map((conference) => {
      const [summary, organization] = [
        pages.get(conference.conferenceId)?.summary,
        brandings.get(conference.conferenceId)?.name,
      ];
      return { conference, ...(summary && { summary }), ...(organization && { organization }) };
    });
}
