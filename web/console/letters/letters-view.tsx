import "../register/register.css";
import { useMemo, useState } from "preact/hooks";
import { visaLetterStates } from "#shared/model/registration.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice, ProblemNotice } from "../../kit/components/notices.tsx";
import { navigate, useLocation } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { DamagedNotice } from "../damaged-notice.tsx";
import { type RegisterFeed, useRegisterFeed } from "../register/data/use-register-feed.ts";
import { useRegisterQuery } from "../register/data/use-register-query.ts";
import type { RegisterQuery } from "../register/engine/register-engine.ts";
import { listAnswerKeys } from "../register/register-columns.ts";
import { useRegisterSelection } from "../register/use-register-selection.ts";
import { useRegisterColumns } from "../register/use-register-state.ts";
import { RegisterFilters } from "../register/view/register-filters.tsx";
import { type ActiveCell, RegisterTable } from "../register/view/register-table.tsx";
import { RowLayout } from "../register/view/row-layout.ts";
import { useTranslation } from "../translations.ts";
import { LetterActions } from "./letter-actions.tsx";
import { LetterJob } from "./letter-job.tsx";

/** The columns of the list, in their order. */
const shownColumns = ["name", "visaLetter", "accreditation", "seat", "country", "nationality", "category"] as const;

const emptyResult = { order: new Uint32Array(0), groups: [], counts: {}, total: 0 };

/** Who asks for a visa letter or has one; everyone, if the filter of the letters says so. */
export function LettersView() {
  const { t } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  const jobId = useLocation()["job"];
  const list = useLetterList();
  const { all, feed, answer, layout, query } = list;
  const selection = useRegisterSelection(answer?.rows);
  const columns = shownColumns.flatMap((key) => all.find(({ spec }) => spec.key === key) ?? []);
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const [active, setActive] = useState<ActiveCell>({ line: 0, column: 1, slot: undefined });
  const open = (slot: number) => {
    const row = answer?.rows.find(slot);
    if (!row || !answer) return;
    navigate({ conference: conferenceId, view: "register", registration: answer.rows.getText(row, "registrationId") });
  };
  return (
    <section class="register register-main" aria-labelledby="letters-title">
      <LetterTools {...{ list }} />
      {jobId !== undefined && <LetterJob key={jobId} {...{ jobId, feed }} />}
      <DamagedNotice ids={feed.rows?.listDamaged()} />
      <ProblemNotice error={list.error} t={t} />
      {selection.all.length > 0 && <LetterActions selection={selection} rows={answer?.rows} />}
      <div class={list.hasFilters ? "register-body filtered" : "register-body"}>
        {list.hasFilters && (
          <RegisterFilters
            columns={all}
            filters={list.chosen}
            counts={answer?.result.counts ?? {}}
            opened={list.opened}
            onToggle={list.toggle}
            onFilter={list.setFilter}
          />
        )}
        {answer ? (
          <div class="register-results">
            <RegisterTable
              label={t("nav.letters")}
              rows={answer.rows}
              {...{ layout, columns, widths, selection, active }}
              sort={query.sort}
              group={undefined}
              openSlot={undefined}
              onActivate={setActive}
              onOpen={open}
              onSort={list.sortBy}
              onResize={(column, width) => setWidths({ ...widths, [column]: width })}
              onMove={() => undefined}
            />
            {layout.length === 0 && feed.loading === undefined && <p class="soft">{t("letterList.empty")}</p>}
          </div>
        ) : (
          <FeedLoading feed={feed} />
        )}
      </div>
    </section>
  );
}

/** The rows of the list, and what chooses and orders them. Nothing of it is kept. */
function useLetterList() {
  const { language } = useTranslation();
  const all = useRegisterColumns();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<RegisterQuery["filters"]>({});
  const [hasFilters, setFiltersShown] = useState(false);
  const [opened, setOpened] = useState<readonly string[]>(["visaLetter", "accreditation"]);
  const [sort, setSort] = useState<RegisterQuery["sort"]>({ column: "name", isDescending: false });
  const filters = { ...chosen, visaLetter: chosen["visaLetter"] ?? visaLetterStates };
  const feed = useRegisterFeed(listAnswerKeys({ columns: shownColumns, sort, group: undefined, filters }));
  const specs = useMemo(() => all.map(({ spec }) => spec), [all]);
  const query = { text, filters, sort, group: undefined, counted: hasFilters ? opened : [] };
  const { answer, error } = useRegisterQuery(feed.rows, specs, language, query);
  const result = answer?.result ?? emptyResult;
  const layout = useMemo(() => new RowLayout(result), [result]);
  return {
    ...{ all, feed, answer, error, layout, query, chosen, hasFilters, opened, setText },
    showFilters: () => setFiltersShown(!hasFilters),
    toggle: (key: string, isOpen: boolean) =>
      setOpened(isOpen ? [...new Set([...opened, key])] : opened.filter((each) => each !== key)),
    setFilter: (column: string, values: readonly string[]) => {
      const { [column]: _, ...others } = chosen;
      setChosen(values.length > 0 ? { ...others, [column]: values } : others);
    },
    clearFilters: () => setChosen({}),
    sortBy: (column: string) => setSort({ column, isDescending: sort.column === column && !sort.isDescending }),
  };
}

type LetterList = ReturnType<typeof useLetterList>;

function LetterTools({ list }: { readonly list: LetterList }) {
  const { t } = useTranslation();
  const { feed, layout, query, chosen, hasFilters } = list;
  return (
    <>
      <div class="register-tools">
        <h1 id="letters-title">{t("nav.letters")}</h1>
        <p class="number register-count" aria-busy={feed.loading === undefined ? undefined : "true"}>
          {feed.loading === undefined
            ? t("letterList.found", { count: layout.rowCount })
            : t("register.loading", { count: feed.loading })}
        </p>
        <input
          id="register-search"
          class="input compact"
          type="search"
          dir={query.text === "" ? undefined : "auto"}
          autocomplete="off"
          aria-label={t("register.search")}
          placeholder={t("register.searchHint")}
          value={query.text}
          onInput={(event) => list.setText(event.currentTarget.value)}
        />
        <button type="button" class="button secondary small" aria-pressed={hasFilters} onClick={list.showFilters}>
          {t("register.filters")}
        </button>
        {Object.keys(chosen).length > 0 && (
          <Button kind="quiet" small onPress={list.clearFilters}>
            {t("register.clearFilters")}
          </Button>
        )}
      </div>
      <p class="soft">{t("letterList.lead")}</p>
    </>
  );
}

/** Says that nothing is shown yet, or why nothing is loaded. */
function FeedLoading({ feed: { error, refresh } }: { readonly feed: RegisterFeed }) {
  const { t } = useTranslation();
  if (error !== undefined) return <ProblemNotice {...{ error, t }} onRetry={() => void refresh()} />;
  return <LoadNotice loaded={{ state: "loading" }} reload={() => void refresh()} t={t} />;
}
