import { useEffect, useState } from "preact/hooks";
import type { Question } from "#shared/model/question.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Checkbox, SelectField } from "../../kit/components/fields.tsx";
import { LoadNotice, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { findQuestionAtPath, getQuestionLabel } from "../../kit/form/answer-text.ts";
import type { ConferenceQuestions } from "../../kit/form/answer-values.ts";
import { getApiFieldErrors, getFieldLabel } from "../../kit/form/form-errors.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { formatEncoding } from "./sheet-source.tsx";
import { leftOut, SheetValueField } from "./sheet-value-field.tsx";

type SheetMapping = ApiAnswer<"getSheetMapping">;

interface SheetMappingPanelProps {
  readonly jobId: string;
  /** Called when the form differs from what was checked, and when it no longer does. */
  readonly onEdited: (isEdited: boolean) => void;
  /** Called when the sheet is checked again with the mapping. */
  readonly onMapped: () => void;
}

/** What Palais could not match in a sheet, for the officer to map. */
export function SheetMappingPanel({ jobId, ...events }: SheetMappingPanelProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId, questionsVersion } = settings;
  const { loaded, reload } = useLoaded(
    async (signal) => ({
      mapping: await callApi("getSheetMapping", { params: { jobId }, signal }),
      questions: questionsVersion ? (await callApi("getQuestions", { params: { conferenceId }, signal })).items : [],
    }),
    [jobId, callApi, conferenceId, questionsVersion],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { mapping, questions } = loaded.value;
  const { unmatchedColumns, missing, unmatchedValues, encoding } = mapping;
  return (
    <>
      {encoding && (
        <p class="hint">
          {t("imports.readIn", { encoding: formatEncoding(encoding) })}{" "}
          {encoding !== "utf-8" && t("imports.readInHint")}
        </p>
      )}
      {unmatchedColumns.length + missing.length + unmatchedValues.length > 0 && (
        <SheetMappingForm {...{ mapping, questions }} {...events} />
      )}
    </>
  );
}

function SheetMappingForm({
  mapping,
  questions,
  onEdited,
  onMapped,
}: Omit<SheetMappingPanelProps, "jobId"> & {
  readonly mapping: SheetMapping;
  readonly questions: ConferenceQuestions["items"];
}) {
  const { t, find, language } = useTranslation();
  const { callApi } = useConsoleContext();
  const { jobId, unmatchedColumns, missing, unmatchedValues, hasMoreValues } = mapping;
  const [columns, setColumns] = useState<Readonly<Record<string, string>>>(() => toChoices(mapping));
  const [values, setValues] = useState<ReadonlyMap<string, string>>(() => toProposedValues(mapping));
  const [choices, setChoices] = useState({ sendMails: mapping.sendMails, approve: mapping.approve });
  const { busy, error, run } = useAction();
  const errors = getApiFieldErrors(error);
  const isEdited =
    choices.sendMails !== mapping.sendMails ||
    choices.approve !== mapping.approve ||
    [...values.values()].some((value) => value !== "") ||
    JSON.stringify(toColumns(columns)) !== JSON.stringify(mapping.columns);
  useEffect(() => {
    onEdited(isEdited);
    return () => onEdited(false);
  }, [isEdited, onEdited]);
  // The values of columns that have no field yet are not known.
  const shownValues =
    unmatchedColumns.length > 0 ? unmatchedValues.filter(({ value }) => value !== "") : unmatchedValues;
  const send = () =>
    run(async () => {
      const body = { columns: toColumns(columns), values: toValues(mapping, values), ...choices };
      await callApi("putSheetMapping", { params: { jobId }, body });
      onMapped();
    });
  // A proposal that the officer has changed is none any more.
  const getHint = (header: string) => {
    const proposal = mapping.proposals[header];
    return proposal && columns[header] === (proposal.path ?? leftOut) ? t(`imports.by_${proposal.by}`) : undefined;
  };
  const known = questions as readonly Question[];
  const getLabel = (path: string) => getQuestionLabel(known, path, language) ?? getFieldLabel(path, find);
  const proposed = Object.values(mapping.proposals).map(({ path }) => path);
  const isIncomplete = missing.some((path) => !proposed.includes(path));
  const open = missing.filter((path) => !Object.values(columns).includes(path));
  const fieldOptions = [
    { value: leftOut, label: t("imports.leaveOut") },
    ...mapping.fields.map((path) => ({ value: path, label: getLabel(path) })),
  ];
  return (
    <form class="stack narrow" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
      <h2>{t("imports.mapping")}</h2>
      <p class="soft">{t("imports.mappingLead")}</p>
      {open.length > 0 && (
        <Notice tone="warning">
          {t("imports.missing")}
          {t("common.colon")}
          {open.map((path) => getLabel(path)).join(", ")}
        </Notice>
      )}
      {[...unmatchedColumns, ...(isIncomplete ? Object.keys(mapping.columns) : [])].map((header) => (
        <SelectField
          key={header}
          id={`column-${header}`}
          label={t("imports.column", { header })}
          empty={t("common.choose")}
          options={fieldOptions}
          value={columns[header] ?? ""}
          hint={getHint(header)}
          errorText={errors[`columns.${header}`]}
          onChange={(value) => setColumns({ ...columns, [header]: value })}
        />
      ))}
      {shownValues.map(({ path, value, rows, proposal }) => {
        const key = JSON.stringify([path, value]);
        const label = value === "" ? t("imports.emptyValue", { field: getLabel(path), rows }) : undefined;
        return (
          <SheetValueField
            key={key}
            id={`value-${path}-${value}`}
            label={label ?? t("imports.unmatchedValue", { field: getLabel(path), value, rows })}
            {...{ path }}
            question={findQuestionAtPath(known, path)}
            cell={value}
            value={values.get(key) ?? ""}
            hint={
              proposal !== undefined && values.get(key) === (proposal ?? leftOut) ? t("imports.by_memory") : undefined
            }
            errorText={errors[`values.${path}.${value}`]}
            onChange={(chosen) => setValues(new Map([...values, [key, chosen]]))}
          />
        );
      })}
      {hasMoreValues && <p class="hint">{t("imports.moreValues")}</p>}
      <ImportChoices id="mapped" {...choices} onChange={setChoices} />
      <ProblemNotice error={error} t={t} />
      <Button type="submit" busy={busy}>
        {t("imports.checkAgain")}
      </Button>
    </form>
  );
}

interface ImportChoicesProps {
  readonly sendMails: boolean;
  readonly approve: boolean;
}

/** Whether people are e-mailed, and whether they are approved. The page may have several, each with its own `id`. */
export function ImportChoices({
  id,
  sendMails,
  approve,
  onChange,
}: ImportChoicesProps & { readonly id: string; readonly onChange: (choices: ImportChoicesProps) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox
        id={`${id}-send-mails`}
        label={t("imports.sendMails")}
        checked={sendMails}
        onChange={(on) => onChange({ sendMails: on, approve })}
      />
      <Checkbox
        id={`${id}-approve`}
        label={t("imports.approve")}
        checked={approve}
        onChange={(on) => onChange({ sendMails, approve: on })}
      />
    </>
  );
}

/** By heading: what it is mapped to, otherwise what is proposed. */
const toChoices = ({ columns, proposals }: SheetMapping): Record<string, string> => {
  const proposed = Object.entries(proposals).map(([header, { path }]) => [header, path] as const);
  return Object.fromEntries(
    [...proposed, ...Object.entries(columns)].map(([header, path]) => [header, path ?? leftOut]),
  );
};

/** What is proposed for values, by field and cell. */
const toProposedValues = ({ unmatchedValues }: SheetMapping): ReadonlyMap<string, string> =>
  new Map(
    unmatchedValues.flatMap(({ path, value, proposal }) =>
      proposal === undefined ? [] : [[JSON.stringify([path, value]), proposal ?? leftOut]],
    ),
  );

const toColumns = (columns: Readonly<Record<string, string>>): Record<string, string | null> =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([header, path]) =>
      path === "" ? [] : [[header, path === leftOut ? null : path] as const],
    ),
  );

/** The values that were mapped before, and those that are chosen now. */
function toValues({ values, unmatchedValues }: SheetMapping, chosen: ReadonlyMap<string, string>) {
  const all: Record<string, Record<string, string | null>> = structuredClone(values);
  for (const { path, value } of unmatchedValues) {
    const choice = chosen.get(JSON.stringify([path, value])) ?? "";
    if (choice !== "") all[path] = { ...all[path], [value]: choice === leftOut ? null : choice };
  }
  return all;
}
