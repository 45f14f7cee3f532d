import { useEffect, useRef, useState } from "preact/hooks";
import { importKinds } from "#shared/imports/import.rules.ts";
import { saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Checkbox, SelectField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { postFile } from "../../kit/documents/upload.ts";
import { getApiFieldErrors } from "../../kit/form/form-errors.ts";
import { navigate, useLocation } from "../../kit/hooks/use-location.ts";
import { useSendOnce } from "../../kit/hooks/use-send-once.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { useConsoleContext } from "../console-context.ts";
import { useDelegationNames } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { ImportJobProgress } from "./import-job.tsx";
import { ImportList } from "./import-list.tsx";
import { ImportChoices } from "./sheet-mapping.tsx";
import {
  emptySource,
  hasSheet,
  readSource,
  type SheetSource,
  SheetSourceFields,
  useDroppedSheet,
  WrongEncodingError,
} from "./sheet-source.tsx";

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

/** The import options. */
interface ImportOptions {
  readonly what: (typeof importKinds)[number];
  readonly delegation: string;
  readonly sendMails: boolean;
  readonly approve: boolean;
  /** Whether people who were imported before and have withdrawn are reopened. */
  readonly isReopening: boolean;
}

/** The id of the button that starts the check. */
const startButton = "check-sheet";

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
  const [source, setSource] = useState<SheetSource>(emptySource);
  const [jobState, setJobState] = useState("");
  const { what, delegation, sendMails, approve, isReopening } = options;
  const { busy, error, run } = useAction();
  const sendOnce = useSendOnce();
  const isDropped = useRef(false);
  const isAbove = useDroppedSheet((dropped) => {
    isDropped.current = true;
    setSource(dropped);
  });
  // The next step of what was dropped or pasted is the check. Before, its button is disabled.
  useEffect(() => {
    if (isDropped.current) document.getElementById(startButton)?.focus();
    isDropped.current = false;
  }, [source]);
  const job = pageLocation["job"];
  const start = (from: SheetSource) =>
    run(async () => {
      if (!hasSheet(from)) return document.getElementById("sheet")?.focus();
      const { content, ...read } = await readSource(from);
      const body = {
        what,
        ...read,
        size: content.size,
        dryRun: true,
        reopen: isReopening,
        sendMails,
        approve,
        ...(delegation && { delegation }),
      };
      const { jobId, url, fields } = await sendOnce(body, (idempotencyKey) =>
        callApi("startImport", { params: { conferenceId }, body, idempotencyKey }),
      );
      await postFile({ url, fields }, new Blob([content], { type: read.contentType }));
      navigate({ conference: conferenceId, view: "imports", job: jobId });
    });
  const changeSource = (changed: SheetSource) => {
    setSource(changed);
    // The sheet of the open import is read again in the other encoding.
    if (job && changed.file && changed.file === source.file) start(changed);
  };
  return (
    <div class={`sheet dense-sheet stack-wide${isAbove ? " drop-target" : ""}`}>
      <h1>{t("nav.imports")}</h1>
      <p class="soft">
        {t("imports.lead")} {t("imports.dropHint")}
      </p>
      <ImportTemplates what={what} />
      <form class="stack narrow" noValidate onSubmit={(event) => [event.preventDefault(), start(source)]}>
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
        <SheetSourceFields
          source={source}
          onSource={changeSource}
          errorText={getApiFieldErrors(error)["contentType"] ?? getApiFieldErrors(error)["size"]}
          encodingErrorText={error instanceof WrongEncodingError ? t("imports.notInEncoding") : undefined}
        />
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
        {!(error instanceof WrongEncodingError) && <ProblemNotice error={error} t={t} />}
        <Button id={startButton} type="submit" busy={busy} disabled={!hasSheet(source)}>
          {t("imports.startDry")}
        </Button>
      </form>
      {job && <ImportJobProgress key={job} jobId={job} onState={setJobState} />}
      <ImportList opened={job} state={jobState} />
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
