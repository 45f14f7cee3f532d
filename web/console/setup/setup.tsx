import { useContext, useState } from "preact/hooks";
import { isChangedMeanwhile, isUnknownConference } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { ErrorSummary, ProblemNotice } from "../../kit/components/notices.tsx";
import { formatFieldErrors, getApiFieldErrors, useFieldErrors } from "../../kit/form/form-errors.ts";
import { loadModule } from "../../kit/hooks/use-lazy-component.ts";
import { navigate } from "../../kit/hooks/use-location.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type ApiCaller, type ConferenceSettings, ConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { BasicsSection } from "./basics-section.tsx";
import { CategoriesSection } from "./categories-section.tsx";
import { CountriesSection } from "./countries-section.tsx";
import { RolesSection } from "./roles-section.tsx";
import { SeatingSection } from "./seating-section.tsx";
import { SessionsSection } from "./sessions-section.tsx";
import { SetupConflict } from "./setup-conflict.tsx";
import { nameRemovedParts, toSetupDraft } from "./setup-draft.ts";
import { getSetupFieldLabel, toSetupFieldId } from "./setup-labels.ts";
import { SetupPreviewDialog } from "./setup-preview-dialog.tsx";
import { StaffSection } from "./staff-section.tsx";
import { TargetsSection } from "./targets-section.tsx";
import { useSetupDraft } from "./use-setup-draft.ts";

interface SetupViewProps {
  /** For a new conference, which has no `ConsoleContext`. */
  readonly newConference?: {
    readonly callApi: ApiCaller;
    readonly setSettings: (settings: ConferenceSettings) => void;
  };
}

/** The settings of a conference: validated by the contract's rules, previewed, then saved. */
export function SetupView({ newConference }: SetupViewProps) {
  const { t, find } = useTranslation();
  const context = useContext(ConsoleContext);
  const settings = context?.settings;
  const [conferenceId, setId] = useFormState(`setup-id.${settings?.conferenceId}`, settings?.conferenceId ?? "");
  const { draft, version, savedChanges, patch, mergeOwn, takeSaved } = useSetupDraft(settings);
  const [conflictAttempt, setConflictAttempt] = useState(0);
  const isOutdated = savedChanges.length > 0;
  const { showErrors, ...tried } = useFieldErrors();
  const [isShown, setShown] = useState(false);
  const { busy, error, run } = useAction();
  const api = context ?? newConference;
  const showPreview = () =>
    run(async () => {
      if (isOutdated) return setConflictAttempt((each) => each + 1);
      const { validateConference } = await loadModule(import("./setup-rules.ts"));
      const checked = validateConference(draft);
      const fieldErrors = "fieldErrors" in checked ? formatFieldErrors(checked.fieldErrors, find) : {};
      const isNamed = /^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/.test(conferenceId);
      const isTaken = !settings && isNamed && (await isConferenceIdTaken(api?.callApi, conferenceId));
      const all = {
        ...(!isNamed && { conferenceId: t("setup.idHint") }),
        ...(isTaken && { conferenceId: t("setup.idTaken") }),
        ...fieldErrors,
      };
      showErrors(all);
      setShown(Object.keys(all).length === 0);
    });
  const save = () =>
    run(async () => {
      if (!api) return;
      try {
        const saved = await api.callApi("putConference", {
          params: { conferenceId },
          body: nameRemovedParts(settings, draft),
          version,
        });
        takeSaved();
        api.setSettings(saved);
      } catch (failure) {
        if (isChangedMeanwhile(failure)) {
          context?.reloadSettings();
          return setConflictAttempt((each) => each + 1);
        }
        if (Object.keys(getApiFieldErrors(failure)).length > 0) showErrors(getApiFieldErrors(failure));
        throw failure;
      } finally {
        setShown(false);
      }
      announce(t("setup.saved"));
      navigate({ conference: conferenceId, view: "settings" });
    });
  const getErrorText = (path: string) => tried.fieldErrors[path];
  const getField = (path: string) => ({
    id: toSetupFieldId(path),
    label: getSetupFieldLabel(path, find),
    errorText: getErrorText(path),
  });
  const editing = { draft, patch, getErrorText, getField };
  const summary = Object.entries(tried.fieldErrors).map(([path, message]) => ({ ...getField(path), message }));
  return (
    <form class="sheet dense-sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), showPreview()]}>
      <h1>{t(settings ? "nav.settings" : "console.new")}</h1>
      <ErrorSummary t={t} errors={summary} attempt={tried.attempt} />
      <ProblemNotice error={error} t={t} />
      {settings && isOutdated && (
        <SetupConflict
          changes={savedChanges}
          saved={toSetupDraft(settings)}
          attempt={conflictAttempt}
          onMerge={mergeOwn}
          onDiscard={takeSaved}
        />
      )}
      {!settings && (
        <TextField
          {...getField("conferenceId")}
          hint={t("setup.idHint")}
          dir="ltr"
          short
          value={conferenceId}
          onInput={setId}
        />
      )}
      <BasicsSection {...editing} />
      <SeatingSection {...editing} />
      <CategoriesSection {...editing} />
      <RolesSection {...editing} />
      <CountriesSection {...editing} />
      <SessionsSection {...editing} />
      <TargetsSection {...editing} />
      <StaffSection {...editing} />
      <Button type="submit" busy={busy}>
        {t("setup.preview")}
      </Button>
      {isShown && (
        <SetupPreviewDialog
          before={settings && toSetupDraft(settings)}
          draft={draft}
          busy={busy}
          onSave={save}
          onClose={() => setShown(false)}
        />
      )}
    </form>
  );
}

/** Whether a conference with this identifier exists, which a new one would overwrite. @throws NetworkError */
async function isConferenceIdTaken(callApi: ApiCaller | undefined, conferenceId: string): Promise<boolean> {
  try {
    return (await callApi?.("getConference", { params: { conferenceId } })) !== undefined;
  } catch (error) {
    if (isUnknownConference(error)) return false;
    throw error;
  }
}
