import { useContext } from "preact/hooks";
import { layoutNames } from "#shared/model/badge-layout.ts";
import { SelectField } from "../../../kit/components/fields.tsx";
import { buildHref } from "../../../kit/hooks/use-location.ts";
import { ConsoleContext } from "../../console-context.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupDraft, SetupEditing } from "../setup-draft.ts";

/** The usual layout of a badge. Those of single categories and roles are made in the designer. */
export function BadgeSection({ draft, patch, getField }: SetupEditing) {
  const { t } = useTranslation();
  const settings = useContext(ConsoleContext)?.settings;
  /** A custom layout is made in the badge designer; the form can only switch away from it and back. */
  const layout = settings?.badgeLayout;
  const own = typeof layout === "object" ? (layout as SetupDraft["badgeLayout"]) : undefined;
  return (
    <section class="stack">
      <h2>{t("settingsSection.badges")}</h2>
      <SelectField
        {...getField("badgeLayout")}
        value={typeof draft.badgeLayout === "object" ? "own" : (draft.badgeLayout ?? "a6")}
        options={[
          ...layoutNames.map((value) => ({ value, label: t(`badgeLayout.${value}`) })),
          ...(own ? [{ value: "own", label: t("badgeLayout.own") }] : []),
        ]}
        onChange={(value) => patch({ badgeLayout: layoutNames.find((each) => each === value) ?? own })}
      />
      {settings && (
        <p>
          <a href={buildHref({ conference: settings.conferenceId, view: "badge-design" })}>
            {t("settingsSection.openDesigner")}
          </a>
        </p>
      )}
    </section>
  );
}
