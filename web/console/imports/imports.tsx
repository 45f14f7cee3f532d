import { useState } from "preact/hooks";
import { importKinds } from "#shared/imports/import.rules.ts";
import { saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Checkbox, Field, SelectField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { postFile } from "../../kit/documents/upload.ts";
import { getApiFieldErrors } from "../../kit/form/form-errors.ts";
import { navigate, useLocation } from "../../kit/hooks/use-location.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { useConsoleContext } from "../console-context.ts";
import { useDelegationNames } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { ImportJobProgress } from "./import-job.tsx";
import { ImportChoices } from "./sheet-mapping.tsx";

/** Downloads of empty templates in the reader's language. */
function ImportTemplates({ what }: { readonly what: string }) {
  const { t } = useTranslation();
  const { fetchFile, settings } = useConsoleContext();
  const { error, run } = useAction();
  const request = { params: { conferenceId: settings.conferenceId }, query: { what } };
  const download = (id: "getImportTemplateCsv" | "getImportTemplateXlsx", name: string) =>
    run(async () => saveFile(await fetchFile(id, request), name));
  return (
    <div class="row">
      <span>{t("imports.templates")}</span>
      <Button kind="secondary" small onPress={() => download("getImportTemplateXlsx", "palais-import.xlsx")}>
        Excel (.xlsx)
      </Button>
      <Button kind="secondary" small onPress={() => download("getImportTemplateCsv", "palais-import.csv")}>
        CSV
      </Button>
      <ProblemNotice error={error} t={t} />
    </div>
  );
}

const sheetContentTypes: Readonly<Record<string, string>> = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** The content type by file extension, because the type that browsers report depends on installed software. */
const getContentType = ({ name, type }: File) => sheetContentTypes[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? type;

/** The import options. The file itself is not stored and must be chosen again after a reload. */
interface ImportOptions {
  readonly what: (typeof importKinds)[number];
  readonly delegation: string;
  readonly sendMails: boolean;
  readonly approve: boolean;
  /** Whether people who were imported before and have withdrawn are reopened. */
  readonly isReopening: boolean;
}

const initialOptions: ImportOptions = {
  what: "registrations",
  delegation: "",
  sendMails: false,
  approve: false,
  isReopening: false,
};

/** Imports a spreadsheet of people, after a dry run. */
export function ImportsView() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const pageLocation = useLocation();
  const { conferenceId } = settings;
  const [options, setOptions] = useFormState<ImportOptions>(`import.${conferenceId}`, initialOptions);
  const [file, setFile] = useState<File>();
  const { what, delegation, sendMails, approve, isReopening } = options;
  const { busy, error, run } = useAction();
  const start = () =>
    run(async () => {
      if (!file) return document.getElementById("sheet")?.focus();
      const body = {
        what,
        contentType: getContentType(file),
        size: file.size,
        dryRun: true,
        reopen: isReopening,
        sendMails,
        approve,
        ...(delegation && { delegation }),
      };
      const { jobId, url, fields } = await callApi("startImport", { params: { conferenceId }, body });
      await postFile({ url, fields }, new Blob([file], { type: getContentType(file) }));
      navigate({ conference: conferenceId, view: "imports", job: jobId });
    });
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.imports")}</h1>
      <p class="soft">{t("imports.lead")}</p>
      <ImportTemplates what={what} />
      <form class="stack narrow" noValidate onSubmit={(event) => [event.preventDefault(), start()]}>
        <SelectField
          id="what"
          label={t("imports.what")}
          value={what}
          options={importKinds.map((value) => ({ value, label: t(`imports.${value}`) }))}
          onChange={(value) =>
            setOptions({ ...options, what: importKinds.find((each) => each === value) ?? "registrations" })
          }
        />
        {what === "nominations" && (
          <DelegationSelect
            value={delegation}
            onChange={(value) => setOptions({ ...options, delegation: value })}
            errorText={getApiFieldErrors(error)["delegation"]}
          />
        )}
        <Field
          id="sheet"
          label={t("imports.file")}
          hint={t("imports.fileHint")}
          errorText={getApiFieldErrors(error)["contentType"] ?? getApiFieldErrors(error)["size"]}
        >
          {(attributes) => (
            <input
              type="file"
              class="input"
              accept=".csv,.xlsx"
              onChange={(event) => setFile(event.currentTarget.files?.[0])}
              {...attributes}
            />
          )}
        </Field>
        <ImportChoices
          id="sheet"
          {...{ sendMails, approve }}
          onChange={(choices) => setOptions({ ...options, ...choices })}
        />
        <Checkbox
          id="reopen"
          label={t("imports.reopen")}
          checked={isReopening}
          onChange={(on) => setOptions({ ...options, isReopening: on })}
        />
        <ProblemNotice error={error} t={t} />
        <Button type="submit" busy={busy} disabled={!file}>
          {t("imports.startDry")}
        </Button>
      </form>
      {pageLocation["job"] && <ImportJobProgress key={pageLocation["job"]} jobId={pageLocation["job"]} />}
    </div>
  );
}

function DelegationSelect(field: {
  readonly value: string;
  readonly errorText: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { t, language } = useTranslation();
  const names = useDelegationNames(language);
  return (
    <SelectField
      id="delegation"
      label={t("field.delegation")}
      empty={t("common.choose")}
      options={[...names].map(([value, label]) => ({ value, label }))}
      {...field}
    />
  );
}
