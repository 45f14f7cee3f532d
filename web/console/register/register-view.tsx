import "./register.css";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { useConsoleContext } from "../console-context.ts";
import { DamagedNotice } from "../damaged-notice.tsx";
import type { BulkActionsProps } from "../queue/bulk-actions.tsx";
import type { DecidableRegistration } from "../queue/decision-forecast.ts";
import { hasShortcutsEnabled, saveShortcutsEnabled, useShortcuts } from "../shortcuts.ts";
import { useTranslation } from "../translations.ts";
import { type RegisterFeed, useRegisterFeed } from "./data/use-register-feed.ts";
import { type ShownAnswer, useRegisterQuery } from "./data/use-register-query.ts";
import { listAnswerKeys, type RegisterColumn } from "./register-columns.ts";
import type { RegisterState } from "./register-state.ts";
import { type SavedViews, useSavedViews } from "./saved-views/use-saved-views.ts";
import { useExporting } from "./use-exporting.tsx";
import { useOpening } from "./use-opening.tsx";
import { toDecidable, useRegisterSelection } from "./use-register-selection.ts";
import { useRegisterColumns, useRegisterState } from "./use-register-state.ts";
import { ColumnsDialog } from "./view/columns-dialog.tsx";
import { RegisterFilters } from "./view/register-filters.tsx";
import { type ActiveCell, RegisterTable } from "./view/register-table.tsx";
import { RegisterTools } from "./view/register-tools.tsx";
import { RowLayout } from "./view/row-layout.ts";
import { TableLegend } from "./view/table-legend.tsx";

/** How long a text or a filter rests before its count is announced, in ms. */
const announceAfterMs = 600;

/** Announces how many registrations are left when the reader has searched or filtered. */
function useCountAnnouncement(answer: ShownAnswer | undefined): void {
  const { t } = useTranslation();
  const asked = answer && JSON.stringify([answer.query.text, answer.query.filters]);
  const last = useRef(asked);
  useEffect(() => {
    const isFirst = last.current === undefined;
    last.current = asked;
    if (!answer || isFirst) return;
    const { order, total } = answer.result;
    const timer = setTimeout(() => announce(t("register.found", { shown: order.length, total })), announceAfterMs);
    return () => clearTimeout(timer);
  }, [asked]);
}

/** @returns a function that loads what has changed, and then finds registrations as they are now */
function useCurrentRows({ rows, refresh }: RegisterFeed) {
  const latest = useRef(rows);
  latest.current = rows;
  return async (chosen: readonly Pick<DecidableRegistration, "registrationId">[]) => {
    await refresh();
    return chosen.map(({ registrationId }) => {
      const slot = latest.current?.findSlot(registrationId);
      return latest.current && slot !== undefined ? toDecidable(latest.current, slot) : undefined;
    });
  };
}

/** The columns whose values are shown when the filters are opened. */
const firstOpened: readonly string[] = ["accreditation", "category"];

const emptyResult = { order: new Uint32Array(0), groups: [], counts: {}, total: 0 };

/** The register: all registrations in one table, which sorts, filters and searches them in the browser. */
export function RegisterView() {
  const { t, language } = useTranslation();
  const { canDecide } = useConsoleContext();
  const all = useRegisterColumns();
  const saved = useSavedViews();
  const register = useRegisterState(all, saved.shown);
  const { state, openId } = register;
  const [text, setText] = useState("");
  const [hasFilters, setFiltersShown] = useState(false);
  const [opened, setOpened] = useState(firstOpened);
  const [isChoosing, setChoosing] = useState(false);
  const [keysOn, setKeysOn] = useState(hasShortcutsEnabled);
  const feed = useRegisterFeed(listAnswerKeys(state));
  const specs = useMemo(() => all.map(({ spec }) => spec), [all]);
  const { sort, group, filters } = state;
  const query = { text, filters, sort, group, counted: hasFilters ? opened : [] };
  const { answer, error } = useRegisterQuery(saved.isLoading ? undefined : feed.rows, specs, language, query);
  useCountAnnouncement(answer);
  const result = answer?.result ?? emptyResult;
  const layout = useMemo(() => new RowLayout(result), [result]);
  const selection = useRegisterSelection(answer?.rows);
  const columns = useMemo(
    () => state.columns.flatMap((key) => findColumn(all, key) ?? []),
    [all, state.columns.join()],
  );
  const [active, setActive] = useState<ActiveCell>({ line: 0, column: canDecide ? 1 : 0, slot: undefined });
  const opening = useOpening({ register, answer, layout, refresh: feed.refresh, active, setActive });
  useShortcuts({ ...opening.shortcuts, "/": () => document.getElementById("register-search")?.focus() }, keysOn);
  const readCurrent = useCurrentRows(feed);
  const exporting = useExporting({ text, filters, answer, isComplete: feed.loading === undefined }, state.columns);
  return (
    <div class={openId ? "review register opened" : "review register"}>
      <section class="review-list register-main" aria-labelledby="register-title">
        <RegisterTools
          {...{ all, text, hasFilters, state, result, saved }}
          loading={feed.loading}
          onSearch={setText}
          onFilters={() => setFiltersShown(!hasFilters)}
          onColumns={() => setChoosing(true)}
          onExport={exporting.open}
          onGroup={(column) => register.show({ group: column })}
          onFilter={register.setFilter}
          onClear={register.clearFilters}
        />
        <ViewNotice {...{ saved }} />
        <FeedNotice {...{ feed }} />
        <DamagedNotice ids={feed.rows?.listDamaged()} />
        <ProblemNotice {...{ error, t }} />
        <SelectionActions chosen={selection} {...{ readCurrent }} onDone={() => void feed.refresh()} />
        <div class={hasFilters ? "register-body filtered" : "register-body"}>
          {hasFilters && (
            <RegisterFilters
              columns={all}
              {...{ filters, opened }}
              counts={result.counts}
              onToggle={(key, isOpen) => setOpened(toggle(opened, key, isOpen))}
              onFilter={register.setFilter}
            />
          )}
          {answer ? (
            <div class="register-results">
              <RegisterTable
                rows={answer.rows}
                {...{ layout, columns, sort, active }}
                widths={register.widths}
                group={findColumn(all, group)}
                openSlot={openId === undefined ? undefined : answer.rows.findSlot(openId)}
                selection={canDecide ? selection : undefined}
                onActivate={setActive}
                onOpen={opening.open}
                onSort={(column) => register.show({ sort: toggleSort(sort, column) })}
                onResize={register.setWidth}
                onMove={register.moveColumn}
              />
              <EmptyNotice isShown={layout.length === 0 && feed.loading === undefined} />
            </div>
          ) : (
            <LoadingNotice {...{ feed }} />
          )}
        </div>
        <TableLegend
          canSelect={canDecide}
          isOn={keysOn}
          onChange={(isOn) => [saveShortcutsEnabled(isOn), setKeysOn(isOn)]}
        />
      </section>
      {openId !== undefined && opening.panel}
      {isChoosing && (
        <ColumnsDialog
          columns={all}
          shown={state.columns}
          widths={register.widths}
          onChange={register.setColumns}
          onResize={register.setWidth}
          onReset={register.resetColumns}
          onClose={() => setChoosing(false)}
        />
      )}
      {exporting.dialog}
    </div>
  );
}

const findColumn = (all: readonly RegisterColumn[], key: string | undefined) =>
  all.find(({ spec }) => spec.key === key);

const toggle = (list: readonly string[], item: string, isIn: boolean) =>
  isIn ? [...new Set([...list, item])] : list.filter((each) => each !== item);

/** A column that is sorted by already is sorted the other way round. */
const toggleSort = (sort: RegisterState["sort"], column: string): RegisterState["sort"] => ({
  column,
  isDescending: sort.column === column && !sort.isDescending,
});

/** What one can do with the selected registrations, as in the queue; nothing while none is selected. */
function SelectionActions(props: BulkActionsProps) {
  const Bulk = useLazyComponent(() => import("../queue/bulk-actions.tsx").then((part) => part.BulkActions));
  return Bulk && props.chosen.all.length > 0 ? <Bulk {...props} /> : null;
}

/** Says that nothing is shown yet. */
function LoadingNotice({ feed: { error, refresh } }: { readonly feed: RegisterFeed }) {
  const { t } = useTranslation();
  return error === undefined ? <LoadNotice loaded={{ state: "loading" }} reload={refresh} t={t} /> : null;
}

/** Says that nothing is found. */
function EmptyNotice({ isShown }: { readonly isShown: boolean }) {
  const { t } = useTranslation();
  return isShown ? <p class="soft">{t("queue.empty")}</p> : null;
}

/** Says that the address names a view that the reader does not have. */
function ViewNotice({ saved }: { readonly saved: SavedViews }) {
  const { t } = useTranslation();
  return saved.isMissing ? (
    <Notice tone="warning">
      <p class="small">{t("register.viewMissing")}</p>
    </Notice>
  ) : null;
}

/** Says why nothing is loaded, or that the table may be out of date; nothing as long as changes are loaded. */
function FeedNotice({ feed: { rows, error, refresh } }: { readonly feed: RegisterFeed }) {
  const { t } = useTranslation();
  const retry = () => void refresh();
  if (error === undefined) return null;
  if (!rows) return <ProblemNotice {...{ error, t }} onRetry={retry} />;
  return (
    <Notice tone="warning">
      <p class="row small">
        {t("register.offline")}
        <Button kind="secondary" small onPress={retry}>
          {t("common.retry")}
        </Button>
      </p>
    </Notice>
  );
}
