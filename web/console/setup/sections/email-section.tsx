import { useContext } from "preact/hooks";
import { TextField } from "../../../kit/components/fields.tsx";
import { buildHref } from "../../../kit/hooks/use-location.ts";
import { ConsoleContext } from "../../console-context.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupEditing } from "../setup-draft.ts";
import { SetupNumberFields } from "./seating-section.tsx";

/** Whom participants write to, and how soon they confirm their address. */
export function EmailSection(editing: SetupEditing) {
  const { t } = useTranslation();
  const settings = useContext(ConsoleContext)?.settings;
  const { draft, patch, getField } = editing;
  return (
    <section class="stack">
      <h2>{t("settingsSection.emails")}</h2>
      <TextField
        {...getField("contact")}
        hint={t("setup.contactHint")}
        optional={t("common.optional")}
        type="email"
        dir="ltr"
        value={draft.contact ?? ""}
        onInput={(contact) => patch({ contact: contact === "" ? undefined : contact })}
      />
      <SetupNumberFields editing={editing} paths={["confirmWithinHours"]} />
      {settings && (
        <p>
          <a href={buildHref({ conference: settings.conferenceId, view: "emails" })}>
            {t("settingsSection.openEmails")}
          </a>
        </p>
      )}
    </section>
  );
}
