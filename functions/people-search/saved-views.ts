import { isTagReadable } from "#shared/annotations/annotations.repository.ts";
import { asStaff, getStaffGroups } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { deleteView, listSavedViews, type StoredView, saveView } from "#shared/feed/saved-views.repository.ts";
import {
  assertFiltersByChoice,
  assertFitsList,
  canChangeView,
  findViewToChange,
  findViewToReplace,
  isOwnView,
  isVisibleView,
  type ViewReader,
} from "#shared/feed/saved-views.rules.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";

const toViewResponse = (view: StoredView, reader: ViewReader) => {
  const { ownerId: _, ...shown } = view;
  return { ...shown, isOwn: isOwnView(view, reader), canChange: canChangeView(view, reader) };
};

type ViewRequest = Omit<ApiRequest<"listRegisterViews" | "saveRegisterView" | "deleteRegisterView">, "body">;

async function loadViews(table: Table, request: ViewRequest) {
  const conference = await loadConferenceForStaff(table, request);
  const staff = asStaff(request.caller);
  const isSecretariat = getStaffGroups(conference, staff).includes("secretariat");
  const reader: ViewReader = { staffId: staff.id, isSecretariat };
  return { conference, reader, views: await listSavedViews(table, conference.conferenceId) };
}

/** Lists the caller's own views of the register, and those that all staff of the conference share. */
export const listRegisterViews =
  (table: Table): ApiHandler<"listRegisterViews"> =>
  async (request) => {
    const { reader, views } = await loadViews(table, request);
    const items = views.filter((view) => isVisibleView(view, reader)).map((view) => toViewResponse(view, reader));
    return { items, next: null };
  };

/** Saves a view under an identifier of the caller; version 0 for a new one. */
export const saveRegisterView =
  (table: Table): ApiHandler<"saveRegisterView"> =>
  async (request) => {
    const { body, version, deadline } = request;
    const { conferenceId, viewId } = request.params;
    const { conference, reader, views } = await loadViews(table, request);
    assertFitsList(body);
    const answered = Object.keys(body.filter.answers ?? {});
    if (answered.length > 0) assertFiltersByChoice(answered, (await loadQuestions(table, conference)).items);
    const before = findViewToReplace(views, { viewId, version, shared: body.shared }, reader);
    if (body.shared) await assertTagsReadable(table, conferenceId, body.filter.tags ?? [], before);
    const { ownerId, version: last } = before ?? { ownerId: reader.staffId, version: 0 };
    const saved = await saveView(table, conferenceId, { viewId, ownerId, version: last, ...body }, deadline);
    return toViewResponse(saved, reader);
  };

/**
 * A tag of protected people alone is for their readers, as in every list, and so in no view that others have. A tag that
 * the others have in this view already stays.
 * @throws DomainError `invalid-request`
 */
async function assertTagsReadable(
  table: Table,
  conferenceId: string,
  tags: readonly string[],
  before: StoredView | undefined,
): Promise<void> {
  const known = before?.shared ? (before.filter.tags ?? []) : [];
  for (const tag of tags)
    if (!known.includes(tag) && !(await isTagReadable(table, conferenceId, tag)))
      throw new DomainError("invalid-request", [{ path: "filter.tags", rule: "notOneOf" }]);
}

export const deleteRegisterView =
  (table: Table): ApiHandler<"deleteRegisterView"> =>
  async (request) => {
    const { conferenceId, viewId } = request.params;
    const { reader, views } = await loadViews(table, request);
    const view = findViewToChange(views, { viewId, version: request.version }, reader);
    await deleteView(table, conferenceId, view, request.deadline);
    return {};
  };
