import { useState } from "preact/hooks";
import { useAction } from "../../../kit/api/use-loaded.ts";
import { announce } from "../../../kit/components/announce.ts";
import { Button } from "../../../kit/components/button.tsx";
import { Dialog } from "../../../kit/components/dialog.tsx";
import { Checkbox, TextField } from "../../../kit/components/fields.tsx";
import { Notice, ProblemNotice } from "../../../kit/components/notices.tsx";
import { useTranslation } from "../../translations.ts";
import type { RegisterColumn } from "../register-columns.ts";
import type { RegisterState } from "../register-state.ts";
import { listLeftOut, type SavedView, toSavedState } from "./saved-view.ts";
import type { SavedViews } from "./use-saved-views.ts";

export interface SaveViewDialogProps {
  readonly saved: SavedViews;
  readonly state: RegisterState;
  readonly all: readonly RegisterColumn[];
  readonly onClose: () => void;
}

/** Saves what is shown as a new view or in place of the one that was chosen last, or deletes that one. */
export function SaveViewDialog({ saved, state, all, onClose }: SaveViewDialogProps) {
  const { t, language } = useTranslation();
  const changeable = saved.last?.canChange ? saved.last : undefined;
  const [name, setName] = useState(changeable?.name ?? "");
  const [isShared, setShared] = useState(changeable?.shared ?? false);
  const [isTried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const isMissing = name.trim() === "";
  const leftOut = listLeftOut(state, all).map(({ label }) => label);
  const save = (before: SavedView | undefined) => {
    setTried(true);
    if (isMissing) return document.getElementById("view-name")?.focus();
    return run(async () => {
      await saved.save({ name: name.trim(), shared: isShared, ...toSavedState(state, all) }, before);
      announce(t("register.viewSaved", { name: name.trim() }));
      onClose();
    });
  };
  return (
    <Dialog title={t("register.saveView")} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(undefined);
        }}
      >
        <TextField
          id="view-name"
          label={t("register.viewName")}
          value={name}
          errorText={isTried && isMissing ? t("register.viewNameMissing") : undefined}
          onInput={setName}
        />
        <Checkbox id="view-shared" label={t("register.shareView")} checked={isShared} onChange={setShared} />
        <p class="small soft">{t("register.viewKeeps")}</p>
        {leftOut.length > 0 && (
          <Notice tone="warning">
            <p>{t("register.viewLeavesOut", { columns: new Intl.ListFormat(language).format(leftOut) })}</p>
          </Notice>
        )}
        <ProblemNotice error={error} t={t} />
        <div class="row">
          <Button type="submit" busy={busy}>
            {t("register.saveNewView")}
          </Button>
          {changeable && (
            <Button kind="secondary" busy={busy} onPress={() => void save(changeable)}>
              {t("register.replaceView", { name: changeable.name })}
            </Button>
          )}
          <Button kind="secondary" onPress={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
      {changeable && <DeleteView {...{ saved, onClose }} view={changeable} />}
    </Dialog>
  );
}

interface DeleteViewProps extends Pick<SaveViewDialogProps, "saved" | "onClose"> {
  readonly view: SavedView;
}

/** Deletes a view at the second press: the others may use it. */
function DeleteView({ saved, view, onClose }: DeleteViewProps) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const { busy, error, run } = useAction();
  const { name } = view;
  const remove = () =>
    run(async () => {
      await saved.remove(view);
      announce(t("register.viewDeleted", { name }));
      onClose();
    });
  return (
    <div class="stack-tight">
      <ProblemNotice error={error} t={t} />
      {isAsked && <p>{t(view.shared ? "register.deleteSharedHint" : "register.deleteViewHint", { name })}</p>}
      <Button kind={isAsked ? "danger" : "quiet"} small busy={busy} onPress={isAsked ? remove : () => setAsked(true)}>
        {t("register.deleteView", { name })}
      </Button>
    </div>
  );
}
