import { useState } from "preact/hooks";
import type { Problem } from "#shared/contracts/problem.ts";
import { validate } from "#shared/contracts/validate.ts";
import { nominationsRequest } from "#shared/delegations/contract.ts";
import type { Question } from "#shared/model/question.ts";
import { callApi, createIdempotencyKey } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { ErrorSummary, Notice, ProblemNotice } from "../kit/components/notices.tsx";
import { createAnswerUploader } from "../kit/documents/upload.ts";
import { toAnswerPath } from "../kit/form/answer-values.ts";
import {
  type FieldErrors,
  formatFieldErrors,
  getFieldErrorsOrThrow,
  loadFormRules,
  useFieldErrors,
} from "../kit/form/form-errors.ts";
import { findHeadText, findHeadTextOfFailure, SecondHeadNotice } from "../kit/form/second-head.tsx";
import { useLoadedQuestions } from "../kit/form/use-loaded-questions.ts";
import { loadModule } from "../kit/hooks/use-lazy-component.ts";
import { useStoredState } from "../kit/hooks/use-stored-state.ts";
import { getLocalizedText } from "../kit/i18n/translations.tsx";
import { NominationCell, useColumnLabel } from "./nomination-cell.tsx";
import { listCellOptions, loadCellParsers } from "./nomination-choices.ts";
import {
  findAnswerErrors,
  listNominationQuestions,
  listQuestionOptions,
  readRowAnswers,
  selectShownQuestions,
} from "./nomination-questions.ts";
import {
  createNominationRow,
  findMissingCells,
  getCell,
  isEmptyRow,
  listNominationColumns,
  type NominationRow,
  pasteCells,
  selectShownColumns,
  setCell,
  toNominationsBody,
} from "./nomination-rows.ts";
import type { OwnDelegationProps } from "./own-delegation.ts";
import { useTranslation } from "./translations.ts";

const toCellId = (row: NominationRow | undefined, column: string) => `cell-${row?.id}-${column.replaceAll(".", "-")}`;

const answerPrefix = /^(?:sensitiveAnswers|answers)\./;

/** The row without the cells of questions, which are read on their own. */
const withoutAnswers = (row: NominationRow): NominationRow => ({
  ...row,
  cells: Object.fromEntries(Object.entries(row.cells).filter(([column]) => !answerPrefix.test(column))),
});

/** Whether an error is at this column, or at one of several answers in it. */
function isErrorAt(column: string, path: string): boolean {
  const field = column.replace(answerPrefix, "answers.");
  return path === field || (answerPrefix.test(column) && path.startsWith(`${field}.`));
}

const findCellError = (fieldErrors: FieldErrors, row: number, column: string): string | undefined =>
  Object.entries(fieldErrors).find(
    ([path]) => path.startsWith(`items.${row}.`) && isErrorAt(column, path.slice(`items.${row}.`.length)),
  )?.[1];

/** The nominees who would take over from the present head of delegation. */
interface SecondHead {
  readonly text: string;
  readonly rowIds: readonly string[];
}

/** Nominates several people, typed or pasted. Rejected rows stay in the grid with the reason. */
export function NominationForm({ delegation, conference, token, reload }: OwnDelegationProps) {
  const reader = useTranslation();
  const { t, find, language } = reader;
  const { delegationId } = delegation;
  const [rows, setRows] = useStoredState<readonly NominationRow[]>(`nominees.${delegationId}`, () => [
    createNominationRow(),
  ]);
  const { showErrors, ...tried } = useFieldErrors();
  const [done, setDone] = useState(0);
  const [secondHead, setSecondHead] = useState<SecondHead>();
  const { busy, error, run } = useAction();
  const getColumnLabel = useColumnLabel();
  const category = conference.categories.find((each) => each.category === delegation.category);
  const {
    asked,
    error: questionsError,
    reload: reloadQuestions,
  } = useLoadedQuestions(conference.conferenceId, conference.questionsVersion);
  const [showsAll, setShowsAll] = useState(false);
  const questions = listNominationQuestions(asked, delegation);
  const shownQuestions = selectShownQuestions(questions, rows, showsAll);
  const byColumn = new Map(questions.map((question) => [toAnswerPath(question), question]));
  const fields = listNominationColumns(category, delegation, conference.participation === "hybrid");
  const columns = [...fields, ...byColumn.keys()];
  const shown = [
    ...selectShownColumns(fields, rows, tried.fieldErrors, category, conference.startsOn),
    ...shownQuestions.map(toAnswerPath),
  ];
  const options: ReturnType<typeof listCellOptions> = {
    ...listCellOptions(conference, reader),
    ...Object.fromEntries(
      questions
        .filter(({ type }) => type === "choice" || type === "yes-no")
        .map((question) => [toAnswerPath(question), listQuestionOptions(question, reader)]),
    ),
  };
  const upload = createAnswerUploader({ conferenceId: conference.conferenceId, language });
  const toFileColumn = (question: Question | undefined) =>
    question?.type === "file" ? { question, upload } : undefined;
  const getLabel = (column: string) => {
    const question = byColumn.get(column);
    return question ? getLocalizedText(question.label, language) : getColumnLabel(column);
  };
  const headings = new Map(columns.map((column) => [column, getLabel(column)]));
  const filled = rows.filter((row) => !isEmptyRow(row));

  const send = (replacing: readonly string[] = []) =>
    run(async () => {
      setDone(0);
      setSecondHead(undefined);
      const parsers = await loadModule(loadCellParsers(conference, reader));
      const parsed = toNominationsBody(filled.map(withoutAnswers), parsers);
      const parseCountry = (text: string) => parsers["person.nationality"]?.(text) ?? text;
      const items = parsed.items.map((item, index) => {
        const row = filled[index];
        const answers = row ? readRowAnswers(questions, row, reader, parseCountry) : {};
        return {
          ...item,
          ...(asked.version > 0 && {
            answers: answers as NonNullable<typeof item.answers>,
            questionsVersion: asked.version,
          }),
          ...(replacing.includes(row?.id ?? "") && { replaceHead: true }),
        };
      });
      const body = { items };
      const checked = validate(nominationsRequest, body);
      const invalid = "fieldErrors" in checked ? checked.fieldErrors : [];
      const people = items.map(({ role = "", answers = {} }) => ({ role, answers }));
      const { validateAnswers } = await loadFormRules();
      const errors = [
        ...findMissingCells(body, category, delegation, conference.startsOn),
        ...invalid,
        ...findAnswerErrors(validateAnswers, asked, delegation, people),
      ];
      if (errors.length > 0) return showErrors(formatFieldErrors(errors, find));
      try {
        const idempotencyKey = await createIdempotencyKey([delegationId, filled.map(({ id }) => id)], body);
        const params = { delegationId };
        showResults((await callApi("nominateMembers", { params, body, token, language, idempotencyKey })).items);
      } catch (failure) {
        const text = findHeadTextOfFailure(failure);
        if (text !== undefined) return setSecondHead({ text, rowIds: filled.map(({ id }) => id) });
        showErrors(prefixPaths(getFieldErrorsOrThrow(failure)));
      }
    });
  /** Removes nominated people from the grid; the others stay with their problem. */
  const showResults = (items: readonly object[]) => {
    const rejected = filled.flatMap((row, index) => {
      const problem = findProblem(items[index]);
      return problem ? [{ row, problem }] : [];
    });
    setRows(rejected.length > 0 ? rejected.map(({ row }) => row) : [createNominationRow()]);
    const heads = rejected.filter(({ problem }) => findHeadText(problem) !== undefined);
    const text = findHeadText(heads[0]?.problem);
    if (text !== undefined) setSecondHead({ text, rowIds: heads.map(({ row }) => row.id) });
    const errors = rejected.map((each, index) => (heads.includes(each) ? {} : toNomineeErrors(each.problem, index)));
    showErrors(Object.assign({}, ...errors));
    setDone(items.length - rejected.length);
    reload();
  };
  const change = (row: NominationRow, column: string, text: string) => {
    setSecondHead(undefined);
    setRows(rows.map((each) => (each === row ? setCell(each, column, text) : each)));
  };
  return (
    <form class="sheet stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
      <h2>{t("nominate.title")}</h2>
      <p class="soft">{t("nominate.lead")}</p>
      {done > 0 && (
        <Notice tone="success" urgent>
          <p>{t("nominate.done", { count: done })}</p>
        </Notice>
      )}
      <ErrorSummary
        t={t}
        errors={buildNominationSummary(tried.fieldErrors, filled, t, getLabel, [...byColumn.keys()])}
        attempt={tried.attempt}
      />
      <div class="grid" style={{ "--columns": shown.length }}>
        <div class="grid-head" aria-hidden="true">
          <span />
          {shown.map((column) => (
            <span key={column}>{getLabel(column)}</span>
          ))}
        </div>
        {rows.map((row, index) => (
          <div key={row.id} class="grid-row">
            <span class="soft number">{index + 1}</span>
            {shown.map((column) => (
              <NominationCell
                key={column}
                id={toCellId(row, column)}
                {...{ column, index }}
                label={getLabel(column)}
                value={getCell(row, column)}
                options={options[column]}
                errorText={findCellError(tried.fieldErrors, filled.indexOf(row), column)}
                file={toFileColumn(byColumn.get(column))}
                onInput={(text) => change(row, column, text)}
                onPaste={(text) => setRows(pasteCells(rows, index, column, text, headings))}
              />
            ))}
            {rows.length > 1 && (
              <Button
                kind="quiet"
                small
                label={t("nominate.remove", { row: index + 1 })}
                onPress={() => setRows(rows.filter((each) => each !== row))}
              >
                ✕
              </Button>
            )}
          </div>
        ))}
      </div>
      <SecondHeadNotice headText={secondHead?.text} {...{ t, busy }} onHandOver={() => send(secondHead?.rowIds)} />
      <ProblemNotice error={error} t={t} />
      <ProblemNotice error={questionsError} t={t} onRetry={reloadQuestions} />
      <div class="row">
        <Button type="submit" busy={busy} disabled={filled.length === 0}>
          {t("nominate.send", { count: filled.length })}
        </Button>
        <Button kind="secondary" onPress={() => setRows([...rows, createNominationRow()])}>
          {t("nominate.add")}
        </Button>
        {!showsAll && shownQuestions.length < questions.length && (
          <Button kind="quiet" onPress={() => setShowsAll(true)}>
            {t("nominate.moreQuestions", { count: questions.length - shownQuestions.length })}
          </Button>
        )}
      </div>
    </form>
  );
}

const findProblem = (item: object | undefined): Problem | undefined =>
  item && "problem" in item ? (item.problem as Problem) : undefined;

/** The errors of one rejected nomination: at its cells, or at its row. */
function toNomineeErrors({ title, errors = [] }: Problem, index: number): FieldErrors {
  if (errors.length === 0) return { [`items.${index}`]: title };
  return Object.fromEntries(errors.map(({ path, message }) => [`items.${index}.${path}`, message]));
}

/** The response to a single nomination names the fields of the person alone. */
const prefixPaths = (fieldErrors: FieldErrors): FieldErrors =>
  Object.fromEntries(
    Object.entries(fieldErrors).map(([path, message]) => [
      path.startsWith("items.") ? path : `items.0.${path}`,
      message,
    ]),
  );

/** The error summary: each error with its row and a link to its cell. */
function buildNominationSummary(
  fieldErrors: FieldErrors,
  rows: readonly NominationRow[],
  t: ReturnType<typeof useTranslation>["t"],
  getColumnLabel: (column: string) => string,
  answerColumns: readonly string[],
) {
  return Object.entries(fieldErrors).map(([at, message]) => {
    const [, index = "0", ...field] = at.split(".");
    const row = Number(index) + 1;
    const path = field.join(".");
    const column = answerColumns.find((each) => isErrorAt(each, path)) ?? path;
    const label =
      column === "" ? t("nominate.row", { row }) : t("nominate.cell", { field: getColumnLabel(column), row });
    return { id: toCellId(rows[Number(index)], column || "person.familyName"), label, message };
  });
}
