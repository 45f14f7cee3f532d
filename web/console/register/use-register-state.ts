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

/** All columns of the conference; the same list until one of them changes. */
export function useRegisterColumns(): readonly RegisterColumn[] {
  const reader = useTranslation();
  const { settings } = useConsoleContext();
  const delegations = useDelegationNames(reader.language);
  const getPoolLabel = usePoolLabel(delegations);
  const { questions } = useConferenceQuestions("register");
  return useMemo(() => {
    const known = questions ? listKnownQuestions(questions) : [];
    const listed = known.filter(({ type, sensitive }) => type !== "section" && !sensitive);
    return listRegisterColumns({ reader, settings, delegations, getPoolLabel, questions: listed });
  }, [reader.language, settings.version, questions, JSON.stringify([...delegations])]);
}

/** What is shown of the register, from the address, the layout that the browser keeps, and memory. */
export function useRegisterState(all: readonly RegisterColumn[]) {
  const pageLocation = useLocation();
  const { conferenceId } = useConsoleContext().settings;
  const [layout, setLayout] = useState(() => loadLayout(conferenceId));
  /** Filters by what people wrote: in memory only. */
  const [ownFilters, setOwnFilters] = useState<RegisterState["filters"]>({});
  const addressed = parseRegisterState(pageLocation, all, layout.columns);
  const state = { ...addressed, filters: { ...addressed.filters, ...ownFilters } };
  const show = (change: Partial<RegisterState>) =>
    replaceLocation(toRegisterLocation(pageLocation, { ...state, ...change }, all));
  const keepLayout = (changed: typeof layout) => {
    setLayout(changed);
    saveLayout(conferenceId, changed);
  };
  const setColumns = (columns: readonly string[]) => {
    keepLayout({ ...layout, columns });
    show({ columns });
  };
  const setFilters = (filters: RegisterState["filters"]) => {
    const isOwn = (key: string) => all.some((each) => each.spec.key === key && !isAddressable(each));
    setOwnFilters(Object.fromEntries(Object.entries(filters).filter(([key]) => isOwn(key))));
    show({ filters });
  };
  return {
    state,
    widths: layout.widths,
    openId: pageLocation["registration"],
    show,
    setColumns,
    setFilter: (column: string, values: readonly string[]) => {
      const { [column]: _, ...others } = state.filters;
      setFilters(values.length > 0 ? { ...others, [column]: values } : others);
    },
    clearFilters: () => setFilters({}),
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
