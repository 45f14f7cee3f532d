import type { PageLocation } from "../../kit/hooks/use-location.ts";
import type { RegisterQuery } from "./engine/register-engine.ts";
import { defaultColumns, type RegisterColumn } from "./register-columns.ts";

type Filters = RegisterQuery["filters"];

/** What a reader sees of the register, except for the searched text. */
export interface RegisterState extends Pick<RegisterQuery, "sort" | "group" | "filters"> {
  /** The shown columns in their order. */
  readonly columns: readonly string[];
}

const defaultSort: RegisterQuery["sort"] = { column: "submittedAt", isDescending: false };

/** The columns whose values may stand in an address: no one wrote them. */
export const isAddressable = ({ content }: RegisterColumn): boolean => content === "choice";

/**
 * The state that an address says. Unknown columns are left out: a question may be gone.
 * @param stored the columns that the reader has chosen last
 */
export function parseRegisterState(
  pageLocation: PageLocation,
  all: readonly RegisterColumn[],
  stored: readonly string[] | undefined,
): RegisterState {
  const isKnown = (key: string) => all.some(({ spec }) => spec.key === key);
  const columns = (pageLocation["columns"]?.split(",") ?? stored ?? defaultColumns).filter(isKnown);
  const [, minus, sorted = ""] = /^(-?)(.*)$/.exec(pageLocation["sort"] ?? "") ?? [];
  const group = pageLocation["group"];
  return {
    columns: columns.length > 0 ? columns : defaultColumns,
    sort: isKnown(sorted) ? { column: sorted, isDescending: minus === "-" } : defaultSort,
    group: group !== undefined && isKnown(group) ? group : undefined,
    filters: parseFilters(
      pageLocation["filter"] ?? "",
      all.filter(isAddressable).map(({ spec }) => spec.key),
    ),
  };
}

function parseFilters(text: string, keys: readonly string[]): Filters {
  const parameters = new URLSearchParams(text);
  return Object.fromEntries(keys.filter((key) => parameters.has(key)).map((key) => [key, parameters.getAll(key)]));
}

/** The address of a state that is no saved view. Filters by what people wrote are not in it. */
export function toRegisterLocation(
  { columns: _c, sort: _s, group: _g, filter: _f, saved: _v, ...pageLocation }: PageLocation,
  { columns, sort, group, filters }: RegisterState,
  all: readonly RegisterColumn[],
): PageLocation {
  const isShared = (key: string) => all.some((each) => each.spec.key === key && isAddressable(each));
  const pairs = Object.entries(filters).flatMap(([key, values]) =>
    isShared(key) ? values.map((value) => [key, value]) : [],
  );
  const isDefaultSort = sort.column === defaultSort.column && !sort.isDescending;
  return {
    ...pageLocation,
    ...(columns.join() !== defaultColumns.join() && { columns: columns.join() }),
    ...(!isDefaultSort && { sort: `${sort.isDescending ? "-" : ""}${sort.column}` }),
    ...(group !== undefined && { group }),
    ...(pairs.length > 0 && { filter: new URLSearchParams(pairs).toString() }),
  };
}

/** How a reader has arranged the columns of a conference, kept in the browser. It has no personal data. */
export interface RegisterLayout {
  readonly columns?: readonly string[];
  /** In px. */
  readonly widths: Readonly<Record<string, number>>;
}

const toLayoutKey = (conferenceId: string) => `palais.register.${conferenceId}`;

export function loadLayout(conferenceId: string): RegisterLayout {
  try {
    const stored = JSON.parse(localStorage.getItem(toLayoutKey(conferenceId)) ?? "{}") as Partial<RegisterLayout>;
    return { ...stored, widths: stored.widths ?? {} };
  } catch {
    return { widths: {} };
  }
}

export function saveLayout(conferenceId: string, layout: RegisterLayout): void {
  try {
    localStorage.setItem(toLayoutKey(conferenceId), JSON.stringify(layout));
  } catch {
    // The storage is full or refused: the layout lasts as long as the page.
  }
}
