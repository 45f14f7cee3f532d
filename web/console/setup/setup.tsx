import { useContext, useEffect, useState } from "preact/hooks";
import { isChangedMeanwhile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { ErrorSummary, ProblemNotice } from "../../kit/components/notices.tsx";
import { formatFieldErrors, getApiFieldErrors, useFieldErrors } from "../../kit/form/form-errors.ts";
import { loadModule } from "../../kit/hooks/use-lazy-component.ts";
import { navigate } from "../../kit/hooks/use-location.ts";
import { useStoredState } from "../../kit/hooks/use-stored-state.ts";
import { type ApiCaller, type ConferenceSettings, ConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { isConferenceIdTaken, isConferenceIdValid, suggestConferenceId } from "./conference-id.ts";
import { nameCategories } from "./sections/categories-section.tsx";
import { SetupSections } from "./sections/setup-sections.tsx";
import { findTimeZone } from "./sections/time-zones.ts";
import { findSetupSection, type SetupSection } from "./settings-sections.ts";
import { SetupConflict } from "./setup-conflict.tsx";
import { createSetupDraft, nameRemovedParts, type SetupDraft, toSetupDraft } from "./setup-draft.ts";
import { getSetupFieldHelp, getSetupFieldLabel, toSetupFieldId } from "./setup-labels.ts";
import { SetupPreviewDialog } from "./setup-preview-dialog.tsx";
import { useSetupDraft } from "./use-setup-draft.ts";

interface SetupViewProps {
  /** The shown section of the settings; a new conference has one form. */
  readonly section?: SetupSection;
  /** For a new conference, which has no `ConsoleContext`. */
  readonly newConference?: {
    readonly callApi: ApiCaller;
    readonly setSettings: (settings: ConferenceSettings) => void;
  };
}

/** The settings of a conference: validated by the contract's rules, previewed, then saved. */
export function SetupView({ section, newConference }: SetupViewProps) {
  const { t, find } = useTranslation();
  const context = useContext(ConsoleContext);
  const settings = context?.settings;
  const [ownId, setId, removeId] = useStoredState(`setup-id.${settings?.conferenceId}`, "");
  const { draft, version, savedChanges, isChanged, patch, mergeOwn, takeSaved, completeSave } = useSetupDraft(settings);
  const conferenceId = settings?.conferenceId ?? (ownId || suggestConferenceId(draft));
  const [conflictAttempt, setConflictAttempt] = useState(0);
  const isOutdated = savedChanges.length > 0;
  const { showErrors, ...tried } = useFieldErrors();
  const [isShown, setShown] = useState(false);
  const { busy, error, run } = useAction();
  const api = context ?? newConference;
  const completeNew = (begun: SetupDraft) => {
    nameCategories(begun.categories, { draft: begun, patch });
    void findTimeZone(begun.venue.country).then((timeZone) => timeZone && patch({ timeZone }));
  };
  useEffect(() => {
    if (settings) return;
    if (isChanged) nameCategories(draft.categories, { draft, patch });
    else completeNew(draft);
  }, []);
  const showPreview = () =>
    run(async () => {
      if (isOutdated) return setConflictAttempt((each) => each + 1);
      const { validateConference } = await loadModule(import("./setup-rules.ts"));
      const checked = validateConference(draft);
      const fieldErrors = "fieldErrors" in checked ? formatFieldErrors(checked.fieldErrors, find) : {};
      const isNamed = isConferenceIdValid(conferenceId);
      const isTaken = !settings && isNamed && (await isConferenceIdTaken(api?.callApi, conferenceId));
      const all = {
        ...(!isNamed && { conferenceId: t("setup.idHint") }),
        ...(isTaken && { conferenceId: t("setup.idTaken") }),
        ...fieldErrors,
      };
      showErrors(all);
      setShown(Object.keys(all).length === 0);
    });
  const showApiErrors = (failure: unknown) => {
    const fieldErrors = getApiFieldErrors(failure);
    if (Object.keys(fieldErrors).length > 0) showErrors(fieldErrors);
  };
  const save = () =>
    run(async () => {
      if (!api) return;
      try {
        const saved = await api.callApi("putConference", {
          params: { conferenceId },
          body: nameRemovedParts(settings, draft),
          version,
        });
        completeSave(saved);
        removeId();
        api.setSettings(saved);
      } catch (failure) {
        if (isChangedMeanwhile(failure)) {
          context?.reloadSettings();
          return setConflictAttempt((each) => each + 1);
        }
        showApiErrors(failure);
        throw failure;
      } finally {
        setShown(false);
      }
      announce(t("setup.saved"));
      // Of a new conference, the form comes next.
      navigate({ conference: conferenceId, view: "settings", section: section ?? "form" });
    });
  const getErrorText = (path: string) => tried.fieldErrors[path];
  const getField = (path: string) => ({
    id: toSetupFieldId(path),
    label: getSetupFieldLabel(path, find),
    hint: getSetupFieldHelp(path, find),
    errorText: getErrorText(path),
  });
  const editing = { draft, patch, getErrorText, getField };
  const summary = Object.entries(tried.fieldErrors).map(([path, message]) => ({ ...getField(path), message }));
  const discard = () => {
    takeSaved();
    setId("");
    showErrors({});
    if (!settings) completeNew(createSetupDraft(new Date()));
  };
  /** Opens the section of a field with an error. */
  const open = (id: string) => {
    const path = Object.keys(tried.fieldErrors).find((each) => toSetupFieldId(each) === id);
    if (settings && path !== undefined)
      navigate({ conference: settings.conferenceId, view: "settings", section: findSetupSection(path) });
  };
  return (
    <form class="sheet dense-sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), showPreview()]}>
      <h1>{t(settings ? "nav.settings" : "console.new")}</h1>
      <ErrorSummary t={t} errors={summary} attempt={tried.attempt} onOpen={open} />
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
      {!settings && <p class="soft">{t("settingsSection.newLead")}</p>}
      <SetupSections {...{ section, editing }} />
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
      {settings && isChanged && <p class="soft">{t("settingsSection.unsaved")}</p>}
      <div class="row">
        <Button type="submit" busy={busy}>
          {t("setup.preview")}
        </Button>
        {isChanged && (
          <Button kind="secondary" onPress={discard}>
            {t("settingsSection.discard")}
          </Button>
        )}
      </div>
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
