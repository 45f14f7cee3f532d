import { isTagReadable } from "#shared/annotations/annotations.repository.ts";
import { asStaff, type Caller, getStaffGroups } from "#shared/auth/caller.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { writtenAnswerTypes } from "#shared/feed/feed-columns.rules.ts";
import {
  deleteRegisterView as deleteStoredView,
  listRegisterViews as listStoredViews,
  type RegisterView,
  saveRegisterView as saveStoredView,
} from "#shared/feed/register-views.repository.ts";
import { loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import type { Conference } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { loadQuestions } from "#shared/questions/questions.repository.ts";

/** The most views of one member of staff at a conference, checked before a new one is written. */
const maxViews = 50;

interface ViewReader {
  readonly conference: Conference;
  readonly staff: Extract<Caller, { kind: "staff" }>;
}

const isOwnView = ({ ownerId }: RegisterView, { staff }: ViewReader) => ownerId === staff.id;

/** A view is changed by its owner; a shared one also by the secretariat. */
const canChange = (view: RegisterView, reader: ViewReader): boolean =>
  isOwnView(view, reader) || (view.shared && getStaffGroups(reader.conference, reader.staff).includes("secretariat"));

const isVisibleView = (view: RegisterView, reader: ViewReader): boolean => view.shared || isOwnView(view, reader);

const toViewResponse = (view: RegisterView, reader: ViewReader) => {
  const { ownerId: _, ...shown } = view;
  return { ...shown, isOwn: isOwnView(view, reader), canChange: canChange(view, reader) };
};

/** Lists the caller's own views of the register, and those that all staff of the conference share. */
export const listRegisterViews =
  (table: Table): ApiHandler<"listRegisterViews"> =>
  async (request) => {
    const conference = await loadConferenceForStaff(table, request);
    const reader = { conference, staff: asStaff(request.caller) };
    const views = await listStoredViews(table, conference.conferenceId);
    const items = views.filter((view) => isVisibleView(view, reader)).map((view) => toViewResponse(view, reader));
    return { items, next: null };
  };

/**
 * The view as the caller has read it.
 * @throws DomainError `not-found`, also for the own view of another; `not-allowed`; `changed-meanwhile`
 */
function assertChangeable(
  view: RegisterView | undefined,
  version: number | undefined,
  reader: ViewReader,
): RegisterView {
  if (!view || !isVisibleView(view, reader)) throw new DomainError("not-found");
  if (!canChange(view, reader)) throw new DomainError("not-allowed");
  if (version !== undefined && version !== view.version) throw new DomainError("changed-meanwhile");
  return view;
}

async function loadViews(table: Table, request: Omit<ApiRequest<"saveRegisterView" | "deleteRegisterView">, "body">) {
  const conference = await loadConferenceForStaff(table, request);
  const views = await listStoredViews(table, conference.conferenceId);
  const named = views.find(({ viewId }) => viewId === request.params.viewId);
  return { reader: { conference, staff: asStaff(request.caller) }, views, named };
}

/** Saves a view under an identifier of the caller; version 0 for a new one. */
export const saveRegisterView =
  (table: Table): ApiHandler<"saveRegisterView"> =>
  async (request) => {
    const { body, version, deadline, params } = request;
    const { reader, views, named } = await loadViews(table, request);
    await assertFiltersByChoice(table, reader.conference, body.filter.answers ?? {});
    const isNew = !named && version === 0;
    if (isNew && views.filter((view) => isOwnView(view, reader)).length >= maxViews)
      throw new DomainError("invalid-request", [{ path: "name", rule: "tooMany", values: { maximum: maxViews } }]);
    const before = isNew ? undefined : assertChangeable(named, version, reader);
    // Only its owner takes a view back from the others.
    if (before && !body.shared && !isOwnView(before, reader)) throw new DomainError("not-allowed");
    if (body.shared) await assertTagsReadable(table, params.conferenceId, body.filter.tags ?? [], before);
    const view = {
      ...{ viewId: params.viewId, ownerId: before?.ownerId ?? reader.staff.id, version: before?.version ?? 0 },
      ...body,
    };
    return toViewResponse(await saveStoredView(table, params.conferenceId, view, deadline), reader);
  };

/** @throws DomainError `invalid-request` for sensitive answers, and for those that people give in their own words */
async function assertFiltersByChoice(
  table: Table,
  conference: Conference,
  answers: Readonly<Record<string, unknown>>,
): Promise<void> {
  const keys = Object.keys(answers);
  if (keys.length === 0) return;
  const { items } = await loadQuestions(table, conference);
  const isChosen = (key: string) =>
    items.some((each) => each.key === key && !each.sensitive && !writtenAnswerTypes.includes(each.type));
  const errors = keys.filter((key) => !isChosen(key));
  if (errors.length > 0)
    throw new DomainError(
      "invalid-request",
      errors.map((key) => ({ path: `filter.answers.${key}`, rule: "notOneOf" })),
    );
}

/**
 * A tag of protected people alone is for their readers, as in every list, and so in no view that others have. A tag that
 * the others have in this view already stays.
 * @throws DomainError `invalid-request`
 */
async function assertTagsReadable(
  table: Table,
  conferenceId: string,
  tags: readonly string[],
  before: RegisterView | undefined,
): Promise<void> {
  const known = before?.shared ? (before.filter.tags ?? []) : [];
  for (const tag of tags)
    if (!known.includes(tag) && !(await isTagReadable(table, conferenceId, tag)))
      throw new DomainError("invalid-request", [{ path: "filter.tags", rule: "notOneOf" }]);
}

export const deleteRegisterView =
  (table: Table): ApiHandler<"deleteRegisterView"> =>
  async (request) => {
    const { reader, named } = await loadViews(table, request);
    const view = assertChangeable(named, request.version, reader);
    await deleteStoredView(table, request.params.conferenceId, view, request.deadline);
    return {};
  };
