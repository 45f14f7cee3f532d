import { useState } from "preact/hooks";
import { maxFilteredIds, type PeopleFilter } from "#shared/exports/people-filter.rules.ts";
import { type Language, languages } from "#shared/model/conference.ts";
import {
  type ExportFormat,
  type ExportSubject,
  exportSubjects,
  formatsBySubject,
  tableFormats,
} from "#shared/model/job.ts";
import { useAction } from "../../../kit/api/use-loaded.ts";
import { announce } from "../../../kit/components/announce.ts";
import { Button } from "../../../kit/components/button.tsx";
import { Dialog } from "../../../kit/components/dialog.tsx";
import { SelectField, TextField } from "../../../kit/components/fields.tsx";
import { Notice, ProblemNotice } from "../../../kit/components/notices.tsx";
import { listKnownQuestions } from "../../../kit/form/answer-values.ts";
import { useSendOnce } from "../../../kit/hooks/use-send-once.ts";
import { languageNames } from "../../../kit/i18n/languages.ts";
import { useConsoleContext } from "../../console-context.ts";
import { useConferenceQuestions } from "../../registration-detail/known-questions.ts";
import { useTranslation } from "../../translations.ts";
import { useReason } from "../../use-reason.ts";
import { ColumnChoice } from "./column-choice.tsx";
import { listOfferedColumns, toExportPaths } from "./export-columns.ts";
import { type ExportedView, translateView } from "./export-filter.ts";
import { PresetChoice } from "./preset-choice.tsx";
import { formatTitles, RecentExports } from "./recent-exports.tsx";

export interface ExportDialogProps {
  readonly view: ExportedView;
  /** The columns that the register shows, in their order. */
  readonly shown: readonly string[];
  readonly onClose: () => void;
}

/** What an officer chooses. */
interface ExportChoice {
  readonly what: ExportSubject;
  /** Of a table. */
  readonly format: ExportFormat;
  readonly language: string;
  /** By path, in their order. */
  readonly columns: readonly string[];
}

/** Exports what the register shows: chooses contents, columns, format and language, and shows the officer's exports. */
export function ExportDialog({ view, shown, onClose }: ExportDialogProps) {
  const reader = useTranslation();
  const { t } = reader;
  const { questions } = useConferenceQuestions("export");
  const offered = listOfferedColumns(questions ? listKnownQuestions(questions) : [], reader);
  const shownPaths = toExportPaths(shown, offered);
  const [chosen, setChosen] = useState<Partial<ExportChoice>>({});
  const choice = { ...firstChoice, language: reader.language, columns: shownPaths, ...chosen };
  const { what, columns } = choice;
  const change = (part: Partial<ExportChoice>) => setChosen((before) => ({ ...before, ...part }));
  const [latest, setLatest] = useState<string>();
  const isSensitive = offered.some((each) => each.isSensitive && columns.includes(each.path));
  return (
    <Dialog title={t("exports.title")} onClose={onClose}>
      <p>{view.isComplete ? t("exports.scope", { count: view.ids.length }) : t("exports.loading")}</p>
      <ChoiceFields {...{ choice, change }} />
      {what !== "registrations" && <p class="soft small">{t(hints[what])}</p>}
      {what === "registrations" && (
        <>
          <PresetChoice
            {...{ offered }}
            shown={shownPaths}
            chosen={columns}
            onChange={(paths) => change({ columns: paths })}
          />
          <ColumnChoice {...{ offered }} chosen={columns} onChange={(paths) => change({ columns: paths })} />
        </>
      )}
      <StartExport
        {...{ view, choice, onClose }}
        needsReason={what === "registrations" && isSensitive}
        onStarted={setLatest}
      />
      <RecentExports latest={latest} />
    </Dialog>
  );
}

/** What the file contains of which no columns are chosen. */
const hints = {
  photos: "exports.photosHint",
  answers: "exports.answersHint",
  attendance: "exports.attendanceHint",
  "visa-letters": "exports.visaLettersHint",
  certificates: "exports.certificatesHint",
} as const;

const isTable = (what: ExportSubject): boolean => formatsBySubject[what] === tableFormats;

const firstChoice = { what: "registrations", format: "xlsx" } as const;

interface ChoiceFieldsProps {
  readonly choice: ExportChoice;
  readonly change: (part: Partial<ExportChoice>) => void;
}

/** Contents, format and language. */
function ChoiceFields({ choice: { what, format, language }, change }: ChoiceFieldsProps) {
  const { t } = useTranslation();
  const { questionsVersion } = useConsoleContext().settings;
  const subjects = exportSubjects.filter((each) => each !== "answers" || questionsVersion !== undefined);
  return (
    <div class="pair">
      <SelectField
        id="export-what"
        label={t("exports.what")}
        value={what}
        options={subjects.map((value) => ({ value, label: t(`exports.${value}`) }))}
        onChange={(value) => change({ what: value as ExportSubject })}
      />
      {isTable(what) && (
        <SelectField
          id="export-format"
          label={t("exports.format")}
          value={format}
          options={tableFormats.map((value) => ({ value, label: formatTitles[value] }))}
          onChange={(value) => change({ format: value as ExportFormat })}
        />
      )}
      {isTable(what) && format !== "json" && (
        <SelectField
          id="export-language"
          label={t("exports.language")}
          value={language}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={(value) => change({ language: value })}
        />
      )}
    </div>
  );
}

interface StartExportProps extends Pick<ExportDialogProps, "view" | "onClose"> {
  readonly choice: ExportChoice;
  readonly needsReason: boolean;
  readonly onStarted: (jobId: string) => void;
}

/** The reason, and the button that starts the export. */
function StartExport({ view, choice, needsReason, onStarted, onClose }: StartExportProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { what, columns, language } = choice;
  const { field, submit } = useReason("export-reason", `export-reason.${conferenceId}`, needsReason);
  const { busy, error, run } = useAction();
  const sendOnce = useSendOnce();
  const asksReason = needsReason || what === "answers" || what === "photos";
  const translated = translateView(view);
  const start = (filter: PeopleFilter | undefined) =>
    submit((reason) =>
      run(async () => {
        const body = {
          ...{
            what,
            format: isTable(what) ? choice.format : (formatsBySubject[what][0] ?? "zip"),
            language: language as Language,
          },
          ...(what === "registrations" && { columns: [...columns] }),
          ...(filter && { filter: filter as object }),
          // One that was typed for an earlier export, and is not shown now, is not for this one.
          ...(asksReason && reason !== "" && { reason }),
        };
        const { jobId } = await sendOnce(body, (idempotencyKey) =>
          callApi("startExport", { params: { conferenceId }, body, idempotencyKey }),
        );
        onStarted(jobId);
        announce(t("exports.making"));
      }),
    );
  const isEmpty = view.ids.length === 0 || (what === "registrations" && columns.length === 0);
  return (
    <>
      {asksReason && (
        <TextField
          {...field}
          label={t("exports.reason")}
          hint={t(what === "answers" ? "exports.reasonForAnswers" : "exports.reasonHint")}
          optional={needsReason ? undefined : t("common.optional")}
        />
      )}
      {translated === "too-many" && (
        <Notice tone="warning">
          <p>{t("exports.tooMany", { maximum: maxFilteredIds })}</p>
        </Notice>
      )}
      <ProblemNotice error={error} t={t} />
      <div class="row">
        <Button
          busy={busy}
          disabled={translated === "too-many" || !view.isComplete || isEmpty}
          onPress={() => translated !== "too-many" && start(translated.filter)}
        >
          {t("exports.make")}
        </Button>
        <Button kind="secondary" onPress={onClose}>
          {t("common.close")}
        </Button>
      </div>
    </>
  );
}
