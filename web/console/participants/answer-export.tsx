import { useState } from "preact/hooks";
import { languages } from "#shared/model/conference.ts";
import { type ExportFormat, exportFormats } from "#shared/model/job.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField, TextField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { focusLater } from "../../kit/hooks/focus-later.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";

const formatTitles = { xlsx: "Excel (.xlsx)", csv: "CSV", json: "JSON" } as const satisfies Record<
  ExportFormat,
  string
>;

type ExportedFile = NonNullable<ApiAnswer<"getJob">["file"]>;

/** The answers of all registrations as a file: language, reason for sensitive answers, and format. */
export function AnswerExport() {
  const { t, language: own } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { conferenceId } = settings;
  const [language, setLanguage] = useFormState<string>(`answers-language.${conferenceId}`, own);
  const [reason, setReason] = useFormState(`answers-reason.${conferenceId}`, "");
  const [made, setMade] = useState<ExportedFile & { readonly format: ExportFormat }>();
  const { busy, error, run } = useAction();
  const make = (format: ExportFormat) =>
    run(async () => {
      const sensitive = reason.trim() && { reason: reason.trim() };
      const body = { what: "answers", format, language: language as (typeof languages)[number], ...sensitive } as const;
      const { jobId } = await callApi("exportAnswers", { params: { conferenceId }, body });
      const { file } = await callApi("getJob", { params: { jobId } });
      setMade(file && { ...file, format });
      focusLater("answers-file");
    });
  return (
    <section class="stack" aria-labelledby="answers-export">
      <h2 id="answers-export">{t("answerExport.title")}</h2>
      <p class="soft">{t("answerExport.lead")}</p>
      <div class="pair narrow">
        <SelectField
          id="answers-language"
          label={t("answerExport.language")}
          value={language}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={setLanguage}
        />
        <TextField
          id="answers-reason"
          label={t("answerExport.reason")}
          hint={t("answerExport.reasonHint")}
          optional={t("common.optional")}
          value={reason}
          onInput={setReason}
        />
      </div>
      <div class="row">
        {exportFormats.map((format) => (
          <Button
            key={format}
            kind="secondary"
            label={t("answerExport.make", { format: formatTitles[format] })}
            busy={busy}
            onPress={() => make(format)}
          >
            {formatTitles[format]}
          </Button>
        ))}
      </div>
      <ProblemNotice error={error} t={t} />
      {made && (
        <p class="row">
          <a id="answers-file" class="button" href={made.url} target="_blank" rel="noopener">
            {t("answerExport.open", { format: formatTitles[made.format] })}
          </a>
          <span class="small soft">{t("answerExport.until", { time: formatTime(made.expiresAt) })}</span>
        </p>
      )}
    </section>
  );
}
