import { useState } from "preact/hooks";
import { isChangedMeanwhile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ErrorSummary, ProblemNotice } from "../../kit/components/notices.tsx";
import { formatFieldErrors, getApiFieldErrors, useFieldErrors } from "../../kit/form/form-errors.ts";
import { useConsoleContext } from "../console-context.ts";
import { SetupConflict } from "../setup/setup-conflict.tsx";
import { toSetupDraft } from "../setup/setup-draft.ts";
import { getSetupFieldLabel } from "../setup/setup-labels.ts";
import { validateConference } from "../setup/setup-rules.ts";
import { useTranslation } from "../translations.ts";
import type { useDesign } from "./use-design.ts";

/** Saves the layouts with the conference, unless the contract refuses them or another person saved it meanwhile. */
export function DesignSaving(designing: ReturnType<typeof useDesign>) {
  const { draft, version, savedChanges, mergeOwn, takeSaved, completeSave, isChanged } = designing;
  const { t, find } = useTranslation();
  const { settings, callApi, setSettings, reloadSettings } = useConsoleContext();
  const { fieldErrors, attempt, showErrors } = useFieldErrors();
  const [conflictAttempt, setConflictAttempt] = useState(0);
  const { busy, error, run } = useAction();
  const isOutdated = savedChanges.length > 0;
  const put = async () => {
    const { conferenceId } = settings;
    try {
      const saved = await callApi("putConference", { params: { conferenceId }, body: draft, version });
      completeSave(saved);
      setSettings(saved);
      announce(t("design.saved"));
    } catch (failure) {
      if (!isChangedMeanwhile(failure)) throw failure;
      reloadSettings();
      setConflictAttempt((each) => each + 1);
    }
  };
  const save = () =>
    run(async () => {
      if (isOutdated) return setConflictAttempt((each) => each + 1);
      const checked = validateConference(draft);
      const errors = "fieldErrors" in checked ? formatFieldErrors(checked.fieldErrors, find) : {};
      showErrors(errors);
      if (Object.keys(errors).length === 0) await put();
    });
  const all = { ...fieldErrors, ...getApiFieldErrors(error) };
  const summary = Object.entries(all).map(([path, message]) => {
    const place = path.replace(/^badgeLayouts?\.?/, "");
    const label = [getSetupFieldLabel(path, find), place].filter(Boolean).join(" ");
    return { id: toFieldTarget(path), label, message };
  });
  return (
    <div class="stack">
      <ErrorSummary t={t} errors={summary} attempt={attempt} />
      <ProblemNotice error={error} t={t} />
      {isOutdated && (
        <SetupConflict
          changes={savedChanges}
          saved={toSetupDraft(settings)}
          attempt={conflictAttempt}
          onMerge={mergeOwn}
          onDiscard={takeSaved}
        />
      )}
      <div class="row">
        <Button busy={busy} onPress={save}>
          {t("design.save")}
        </Button>
        <Button kind="secondary" disabled={!isChanged} onPress={takeSaved}>
          {t("design.discard")}
        </Button>
      </div>
    </div>
  );
}

/** The element to which an error leads: the part of the layout, or the choice of the layout. */
function toFieldTarget(path: string): string {
  const [, part] = /parts\.(\d+)/.exec(path) ?? [];
  return part === undefined ? "design-layout" : `part-${part}`;
}
