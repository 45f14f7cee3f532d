import { findAnswerKey, toAnswerColumn } from "#shared/feed/feed-columns.rules.ts";
import type { ApiAnswer } from "../../../kit/api/client.ts";
import type { RegisterColumn } from "../register-columns.ts";
import { isAddressable, type RegisterState } from "../register-state.ts";

export type SavedView = ApiAnswer<"listRegisterViews">["items"][number];
type Filter = SavedView["filter"];
type FilterField = Exclude<keyof Filter, "answers">;

/** What staff wrote, which stands in views and in no address. */
const columnsOfStaff: readonly string[] = ["tags", "assignee"];

/** Whether views keep a filter of the column. What people wrote about themselves is in no view. */
const isKept = (column: RegisterColumn): boolean => isAddressable(column) || columnsOfStaff.includes(column.spec.key);

/** The columns whose filters a view of this state does not keep. */
export const listLeftOut = ({ filters }: RegisterState, all: readonly RegisterColumn[]): readonly RegisterColumn[] =>
  all.filter((column) => (filters[column.spec.key]?.length ?? 0) > 0 && !isKept(column));

const delegationColumn = "delegationId";
const toField = (column: string) => (column === delegationColumn ? "delegation" : column) as FilterField;
const toFilteredColumn = (field: string) => (field === "delegation" ? delegationColumn : field);

/** What is saved of a state. */
export function toSavedState(
  { columns, sort, group, filters }: RegisterState,
  all: readonly RegisterColumn[],
): Pick<SavedView, "columns" | "sort" | "group" | "filter"> {
  const filter: { [Field in FilterField]?: string[] } = {};
  const answers: Record<string, string[]> = {};
  for (const column of all) {
    const { key } = column.spec;
    const values = filters[key] ?? [];
    if (values.length === 0 || !isKept(column)) continue;
    const question = findAnswerKey(key);
    if (question === undefined) filter[toField(key)] = [...values];
    else answers[question] = [...values];
  }
  return {
    columns: [...columns],
    sort,
    ...(group !== undefined && { group }),
    filter: { ...filter, ...(Object.keys(answers).length > 0 && { answers }) },
  };
}

/** The state that a view shows. Columns that are gone are left out. */
export function toRegisterState(view: SavedView, all: readonly RegisterColumn[], empty: RegisterState): RegisterState {
  const isKnown = (key: string | undefined): key is string => all.some(({ spec }) => spec.key === key);
  const { answers = {}, ...fields } = view.filter;
  const pairs = [
    ...Object.entries(fields).map(([field, values]) => [toFilteredColumn(field), values] as const),
    ...Object.entries(answers).map(([key, values]) => [toAnswerColumn(key), values] as const),
  ];
  const columns = view.columns.filter(isKnown);
  return {
    columns: columns.length > 0 ? columns : empty.columns,
    sort: isKnown(view.sort.column) ? view.sort : empty.sort,
    group: isKnown(view.group) ? view.group : undefined,
    filters: Object.fromEntries(pairs.flatMap(([key, values]) => (values && isKnown(key) ? [[key, values]] : []))),
  };
}
