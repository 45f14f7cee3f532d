import { DomainError } from "#shared/model/domain-error.ts";
import type { Question } from "#shared/model/question.ts";
import { writtenAnswerTypes } from "./feed-columns.rules.ts";

/** What decides who reads a saved view of the register, and who changes it. */
interface OwnedView {
  readonly viewId: string;
  /** 0 for a view that is not saved yet. */
  readonly version: number;
  /** The `sub` of the member of staff who saved it first. */
  readonly ownerId: string;
  /** Whether all staff of the conference have the view. */
  readonly shared: boolean;
}

/** A member of staff of the conference. */
export interface ViewReader {
  readonly staffId: string;
  readonly isSecretariat: boolean;
}

/** The view that a request names, in the version that the caller has read. */
interface NamedView {
  readonly viewId: string;
  readonly version: number | undefined;
}

/** The most views of one member of staff at a conference, and the most shared ones of all. */
export const maxOwnViews = 50;
export const maxSharedViews = 100;

/**
 * The longest view, in UTF-16 units of its JSON. A member of staff has the shared views and the own ones in one answer: even
 * if all are as long, Lambda returns it.
 */
export const maxViewLength = 8_000;

export const isOwnView = ({ ownerId }: OwnedView, { staffId }: ViewReader): boolean => ownerId === staffId;

export const isVisibleView = (view: OwnedView, reader: ViewReader): boolean => view.shared || isOwnView(view, reader);

/** A view is changed by its owner; a shared one also by the secretariat. */
export const canChangeView = (view: OwnedView, reader: ViewReader): boolean =>
  isOwnView(view, reader) || (view.shared && reader.isSecretariat);

/**
 * The view that is changed or deleted.
 * @throws DomainError `not-found`, also for the own view of another; `not-allowed`; `changed-meanwhile`
 */
export function findViewToChange<View extends OwnedView>(
  views: readonly View[],
  { viewId, version }: NamedView,
  reader: ViewReader,
): View {
  const view = views.find((each) => each.viewId === viewId);
  if (!view || !isVisibleView(view, reader)) throw new DomainError("not-found");
  if (!canChangeView(view, reader)) throw new DomainError("not-allowed");
  if (version !== undefined && version !== view.version) throw new DomainError("changed-meanwhile");
  return view;
}

/**
 * The view that a saved one replaces; `undefined` for a new one.
 * @throws DomainError as `findViewToChange`; `not-allowed` also if another than the owner takes a view back from the
 * others; `invalid-request` for a new view of a member of staff who has `maxOwnViews`, and for a view that is to be one
 * more than `maxSharedViews`
 */
export function findViewToReplace<View extends OwnedView>(
  views: readonly View[],
  { shared, ...named }: NamedView & Pick<OwnedView, "shared">,
  reader: ViewReader,
): View | undefined {
  const isNew = named.version === 0 && !views.some(({ viewId }) => viewId === named.viewId);
  const before = isNew ? undefined : findViewToChange(views, named, reader);
  if (before && !shared && !isOwnView(before, reader)) throw new DomainError("not-allowed");
  if (!before && views.filter((view) => isOwnView(view, reader)).length >= maxOwnViews)
    throw new DomainError("invalid-request", [{ path: "name", rule: "tooMany", values: { maximum: maxOwnViews } }]);
  if (shared && !before?.shared && views.filter((view) => view.shared).length >= maxSharedViews)
    throw new DomainError("invalid-request", [
      { path: "shared", rule: "tooMany", values: { maximum: maxSharedViews } },
    ]);
  return before;
}

/** @throws DomainError `invalid-request` for a view that is longer than `maxViewLength` */
export function assertFitsList(view: object): void {
  if (JSON.stringify(view).length > maxViewLength)
    throw new DomainError("invalid-request", [{ path: "filter", rule: "tooLong", values: { maximum: maxViewLength } }]);
}

/**
 * @param keys of the questions by whose answers a view filters
 * @throws DomainError `invalid-request` for sensitive answers, and for those that people give in their own words
 */
export function assertFiltersByChoice(
  keys: readonly string[],
  questions: readonly Pick<Question, "key" | "type" | "sensitive">[],
): void {
  const isChosen = (key: string) =>
    questions.some((each) => each.key === key && !each.sensitive && !writtenAnswerTypes.includes(each.type));
  const errors = keys.filter((key) => !isChosen(key));
  if (errors.length > 0)
    throw new DomainError(
      "invalid-request",
      errors.map((key) => ({ path: `filter.answers.${key}`, rule: "notOneOf" })),
    );
}
