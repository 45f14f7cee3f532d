import { useState } from "preact/hooks";
import { Button } from "../../../kit/components/button.tsx";
import { useLazyComponent } from "../../../kit/hooks/use-lazy-component.ts";
import { useTranslation } from "../../translations.ts";
import type { SaveViewDialogProps } from "./save-view-dialog.tsx";
import type { SavedView } from "./saved-view.ts";

type ViewPickerProps = Omit<SaveViewDialogProps, "onClose">;

/** Chooses a saved view, and opens the dialog that saves what is shown. */
export function ViewPicker(props: ViewPickerProps) {
  const { saved } = props;
  const { t, language } = useTranslation();
  const [isSaving, setSaving] = useState(false);
  const { views, shown, last } = saved;
  const collator = new Intl.Collator(language, { numeric: true });
  const sorted = views.toSorted((a, b) => collator.compare(a.name, b.name));
  const own = sorted.filter(({ isOwn }) => isOwn);
  const others = sorted.filter(({ isOwn }) => !isOwn);
  const isChanged = !shown && last;
  return (
    <>
      <label class="register-group-by small">
        {t("register.view")}{" "}
        <select
          class="input compact"
          value={shown?.viewId ?? ""}
          onChange={(event) => saved.choose(event.currentTarget.value || undefined)}
        >
          <option value="">{isChanged ? t("register.viewChanged", { name: last.name }) : t("register.noView")}</option>
          <ViewOptions label={t("register.ownViews")} views={own} />
          <ViewOptions label={t("register.sharedViews")} views={others} />
        </select>
      </label>
      <Button kind="secondary" small onPress={() => setSaving(true)}>
        {t("register.saveView")}
      </Button>
      {isSaving && <SaveDialog {...props} onClose={() => setSaving(false)} />}
    </>
  );
}

/** The dialog that saves a view, loaded when it is opened. */
function SaveDialog(props: SaveViewDialogProps) {
  const Loaded = useLazyComponent(() => import("./save-view-dialog.tsx").then((part) => part.SaveViewDialog));
  return Loaded ? <Loaded {...props} /> : null;
}

const ViewOptions = ({ label, views }: { readonly label: string; readonly views: readonly SavedView[] }) =>
  views.length === 0 ? null : (
    <optgroup label={label}>
      {views.map(({ viewId, name }) => (
        <option key={viewId} value={viewId}>
          {name}
        </option>
      ))}
    </optgroup>
  );
