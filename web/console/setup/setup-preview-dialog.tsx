import { targetDimensions } from "#shared/statistics/targets.rules.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Notice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { formatDayRange } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import { listDraftDifferences, type SetupDraft } from "./setup-draft.ts";
import { getSetupFieldLabel } from "./setup-fields.tsx";
import { formatPercent, getTargetValueName } from "./targets-section.tsx";

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
  const isUnchanged = before !== undefined && all.length === 0;
  return (
    <Dialog title={t("setup.preview")} onClose={onClose}>
      <ConferenceCard draft={draft} />
      {isUnchanged && <p>{t("setup.nothing")}</p>}
      {all.length > 0 && (
        <div class="results">
          <Table caption={t("setup.changes")} head={[t("case.field"), t("case.before"), t("case.after")]}>
            {all.map(({ path, before: was, after: is }) => (
              <tr key={path}>
                <th scope="row">{getDifferenceName(path, { find, language, draft })}</th>
                <td>
                  <bdi>{formatDifferenceValue(was, path)}</bdi>
                </td>
                <td>
                  <strong>
                    <bdi>{formatDifferenceValue(is, path)}</bdi>
                  </strong>
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      {all.some(({ path }) => announcedPaths.test(path)) && (
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

interface DifferenceNameContext {
  readonly find: (key: string) => string | undefined;
  readonly language: string;
  readonly draft: SetupDraft;
}

/** The label of a difference. Paths contain identifiers, as in `categories.ngo.quota` or `targets.gender.female`. */
function getDifferenceName(path: string, { find, language, draft }: DifferenceNameContext): string {
  const [first = "", own, ...rest] = path.split(".");
  const dimension = first === "targets" && targetDimensions.find((each) => each === own);
  if (dimension) {
    const kind = find(`composition.${dimension}`);
    const aims = rest.map((value) => getTargetValueName({ dimension, value }, { find, language, draft }));
    return [getSetupFieldLabel(first, find), kind, ...aims].join(": ");
  }
  if (!["categories", "sessions", "staff"].includes(first) || own === undefined) return getSetupFieldLabel(path, find);
  const kind = find(`categoryName.${own}`) ?? own;
  return rest.length > 0 ? `${kind}: ${getSetupFieldLabel([first, ...rest].join("."), find)}` : kind;
}

function formatDifferenceValue(value: unknown, path: string): string {
  if (value === undefined) return "–";
  if (typeof value === "boolean") return value ? "✓" : "–";
  if (typeof value === "number" && path.startsWith("targets.")) return `${formatPercent(value)} %`;
  return typeof value === "object" && value !== null
    ? Object.values(value)
        .filter((each) => typeof each !== "object")
        .join(", ")
    : String(value);
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
