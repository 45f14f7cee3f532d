import { useMemo, useState } from "preact/hooks";
import { listKnownQuestions } from "../../kit/form/answer-values.ts";
import { navigate, replaceLocation, useLocation } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useDelegationNames, usePoolLabel } from "../labels.tsx";
import { useConferenceQuestions } from "../registration-detail/known-questions.ts";
import { useTranslation } from "../translations.ts";
import { defaultColumns, listRegisterColumns, type RegisterColumn } from "./register-columns.ts";
import {
  isAddressable,
  loadLayout,
  parseRegisterState,
  type RegisterState,
  saveLayout,
  toRegisterLocation,
} from "./register-state.ts";
import { type SavedView, toRegisterState } from "./saved-views/saved-view.ts";

/** All columns of the conference; the same list until one of them changes. */
export function useRegisterColumns(): readonly RegisterColumn[] {
  const reader = useTranslation();
  const { settings } = useConsoleContext();
  const delegations = useDelegationNames(reader.language);
  const getPoolLabel = usePoolLabel(delegations);
  const { questions } = useConferenceQuestions("register");
  const known = useMemo(() => (questions ? listKnownQuestions(questions) : []), [questions]);
  const shown = known.filter(({ type, sensitive }) => type !== "section" && !sensitive);
  return useMemo(
    () => listRegisterColumns({ reader, settings, delegations, getPoolLabel, questions: shown }),
    [reader.language, settings.version, JSON.stringify(shown), JSON.stringify([...delegations])],
  );
}

/**
 * What is shown of the register, from the address, the saved view that it names, the layout that the browser keeps, and
 * memory.
 */
export function useRegisterState(all: readonly RegisterColumn[], shown: SavedView | undefined) {
  const pageLocation = useLocation();
  const { conferenceId } = useConsoleContext().settings;
  const [layout, setLayout] = useState(() => loadLayout(conferenceId));
  /** Filters by what people wrote: in memory only. */
  const [ownFilters, setOwnFilters] = useState<RegisterState["filters"]>({});
  const addressed = parseRegisterState(pageLocation, all, layout.columns);
  const state = shown
    ? toRegisterState(shown, all, addressed)
    : { ...addressed, filters: { ...addressed.filters, ...ownFilters } };
  const isOwn = (key: string) => all.some((each) => each.spec.key === key && !isAddressable(each));
  const keepLayout = (changed: typeof layout) => {
    setLayout(changed);
    saveLayout(conferenceId, changed);
  };
  const show = (change: Partial<RegisterState>) => {
    const next = { ...state, ...change };
    setOwnFilters(Object.fromEntries(Object.entries(next.filters).filter(([key]) => isOwn(key))));
    // The address of a view names no columns, and the browser keeps others.
    if (shown) keepLayout({ ...layout, columns: next.columns });
    replaceLocation(toRegisterLocation(pageLocation, next, all));
  };
  const setColumns = (columns: readonly string[]) => {
    show({ columns });
    keepLayout({ ...layout, columns });
  };
  return {
    state,
    widths: layout.widths,
    openId: pageLocation["registration"],
    show,
    setColumns,
    setFilter: (column: string, values: readonly string[]) => {
      const { [column]: _, ...others } = state.filters;
      show({ filters: values.length > 0 ? { ...others, [column]: values } : others });
    },
    clearFilters: () => show({ filters: {} }),
    setWidth: (column: string, width: number) =>
      keepLayout({ ...layout, widths: { ...layout.widths, [column]: width } }),
    moveColumn: (column: string, target: string) => {
      const to = state.columns.indexOf(target);
      setColumns(state.columns.filter((each) => each !== column).toSpliced(to, 0, column));
    },
    resetColumns: () => {
      keepLayout({ widths: {} });
      show({ columns: defaultColumns });
    },
    /** Opens a registration: the back button closes it. */
    open: (registration: string) => navigate({ ...pageLocation, registration }),
    /** Opens another one in place of the open one. */
    step: (registration: string) => replaceLocation({ ...pageLocation, registration }),
    close: () => {
      const { registration: _, ...table } = pageLocation;
      replaceLocation(table);
    },
  };
}
