import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Notice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { formatDayRange } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import { formatDifferenceName, formatDifferenceValue } from "./difference-text.ts";
import { listDraftDifferences, type SetupDraft } from "./setup-draft.ts";

interface SetupPreviewDialogProps {
  readonly before: SetupDraft | undefined;
  readonly draft: SetupDraft;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

/** The paths whose change is announced to all registered people by email. */
const announcedPaths = /^(?:startsOn|endsOn|timeZone|venue\.(?:name|city)|sessions\..+\.(?:startsAt|endsAt))$/;

/** A preview of the conference and its changes before it is saved. */
export function SetupPreviewDialog({ before, draft, busy, onSave, onClose }: SetupPreviewDialogProps) {
  const { t, find, language } = useTranslation();
  const all = before ? listDraftDifferences(before, draft) : [];
  const reader = { find, language, draft };
  const isUnchanged = before !== undefined && all.length === 0;
  return (
    <Dialog title={t("setup.preview")} onClose={onClose}>
      <ConferenceCard draft={draft} />
      {isUnchanged && <p>{t("setup.nothing")}</p>}
      {all.length > 0 && (
        <div class="results">
          <Table caption={t("setup.changes")} head={[t("case.field"), t("case.before"), t("case.after")]}>
            {all.map(({ path, before: was, after: is }) => (
              <tr key={path.join(" ")}>
                <th scope="row">{formatDifferenceName(path, reader)}</th>
                <td>
                  <bdi>{formatDifferenceValue(was, path, reader)}</bdi>
                </td>
                <td>
                  <strong>
                    <bdi>{formatDifferenceValue(is, path, reader)}</bdi>
                  </strong>
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      {all.some(({ path }) => announcedPaths.test(path.join("."))) && (
        <Notice tone="warning">
          <p>{t("setup.announced")}</p>
        </Notice>
      )}
      <div class="row">
        {!isUnchanged && (
          <Button busy={busy} onPress={onSave}>
            {t("setup.put")}
          </Button>
        )}
        <Button kind="secondary" onPress={onClose}>
          {t("common.back")}
        </Button>
      </div>
    </Dialog>
  );
}

function ConferenceCard({ draft }: { readonly draft: SetupDraft }) {
  const { language } = useTranslation();
  const { title, startsOn, endsOn, venue, categories } = draft;
  return (
    <div class="card stack-tight">
      <p>
        <strong>
          <bdi>{getLocalizedText(title, language)}</bdi>
        </strong>
      </p>
      <p class="small">
        {formatDayRange(startsOn, endsOn, language)} · <bdi>{venue.name}</bdi>, <bdi>{venue.city}</bdi>,{" "}
        {getCountryName(venue.country, language)}
      </p>
      <ul class="plain-list row small">
        {categories.map(({ category, title: name, colour }) => (
          <li key={category}>
            <span class="dot" style={{ backgroundColor: colour }} /> <bdi>{getLocalizedText(name, language)}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
