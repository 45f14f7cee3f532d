import { useEffect, useRef } from "preact/hooks";
import { Button } from "../../kit/components/button.tsx";
import { useTranslation } from "../translations.ts";
import type { DraftDifference, SetupDraft } from "./setup-draft.ts";
import { DifferenceTable } from "./setup-preview-dialog.tsx";

interface SetupConflictProps {
  /** What another person changed. */
  readonly changes: readonly DraftDifference[];
  readonly saved: SetupDraft;
  /** Each attempt to save moves the focus here. */
  readonly attempt: number;
  readonly onMerge: () => void;
  readonly onDiscard: () => void;
}

/** Says that another person saved the settings meanwhile, and lets the officer choose how to go on. */
export function SetupConflict({ changes, saved, attempt, onMerge, onDiscard }: SetupConflictProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  return (
    <div ref={box} class="notice warning stack" role="alert" tabIndex={-1}>
      <h2>{t("setup.changedMeanwhile")}</h2>
      <p>{t("setup.changedMeanwhileDetail")}</p>
      <DifferenceTable caption={t("setup.otherChanges")} differences={changes} draft={saved} />
      <div class="row">
        <Button onPress={onMerge}>{t("setup.mergeOwn")}</Button>
        <Button kind="secondary" onPress={onDiscard}>
          {t("setup.takeSaved")}
        </Button>
      </div>
    </div>
  );
}
