import { stateCodes } from "#shared/countries/countries.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Notice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { getCountryName, getRepresentedName } from "../../kit/i18n/countries.ts";
import { formatDayRange } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";
import { formatDifferenceName, formatDifferenceValue } from "./difference-text.ts";
import { type DraftDifference, listDraftDifferences, type SetupDraft } from "./setup-draft.ts";

interface SetupPreviewDialogProps {
  readonly before: SetupDraft | undefined;
  readonly draft: SetupDraft;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

interface DifferenceTableProps {
  readonly caption: string;
  readonly differences: readonly DraftDifference[];
  /** The draft after the changes. */
  readonly draft: SetupDraft;
}

/** The changed values, before and after; nothing without a change. */
export function DifferenceTable({ caption, differences, draft }: DifferenceTableProps) {
  const translation = useTranslation();
  const { t, find, language } = translation;
  const reader = { find, language, draft };
  const format = (value: unknown, other: unknown, path: DraftDifference["path"]) =>
    path.join() === "countries"
      ? formatCountries(value, other, translation)
      : formatDifferenceValue(value, path, reader);
  if (differences.length === 0) return null;
  return (
    <div class="results">
      <Table caption={caption} head={[t("case.field"), t("case.before"), t("case.after")]}>
        {differences.map(({ path, before: was, after: is }) => (
          <tr key={path.join(" ")}>
            <th scope="row">{formatDifferenceName(path, reader)}</th>
            <td>
              <bdi>{format(was, is, path)}</bdi>
            </td>
            <td>
              <strong>
                <bdi>{format(is, was, path)}</bdi>
              </strong>
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

/** The paths whose change is announced to all registered people by email. */
const announcedPaths = /^(?:startsOn|endsOn|timeZone|venue\.(?:name|city)|sessions\..+\.(?:startsAt|endsAt))$/;

/** A preview of the conference and its changes before it is saved. */
export function SetupPreviewDialog({ before, draft, busy, onSave, onClose }: SetupPreviewDialogProps) {
  const { t } = useTranslation();
  const all = before ? listDraftDifferences(before, draft) : [];
  const isUnchanged = before !== undefined && all.length === 0;
  return (
    <Dialog title={t("setup.preview")} onClose={onClose}>
      <ConferenceCard draft={draft} />
      {isUnchanged && <p>{t("setup.nothing")}</p>}
      <DifferenceTable caption={t("setup.changes")} differences={all} draft={draft} />
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

type DraftCountry = Extract<NonNullable<SetupDraft["countries"]>, readonly unknown[]>[number];

/** The number of entries of the conference's list, and the entries that the other list does not have. */
function formatCountries(value: unknown, other: unknown, reader: ReturnType<typeof useTranslation>): string {
  const { t } = reader;
  if (!Array.isArray(value)) return t("setup.statesOnly");
  const countries: readonly DraftCountry[] = value;
  const others = new Set((Array.isArray(other) ? other : stateCodes.map((code) => ({ code }))).map(toText));
  const added = countries.filter((each) => !others.has(toText(each)));
  const names = added.map(({ code }) => getRepresentedName({ countries }, code, reader)).join("; ");
  return [t("setup.countriesCount", { count: countries.length }), names].filter(Boolean).join(t("common.colon"));
}

const toText = (country: unknown): string => JSON.stringify(country);

function ConferenceCard({ draft }: { readonly draft: SetupDraft }) {
  const reader = useTranslation();
  const { language } = reader;
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
        {getCountryName(venue.country, reader)}
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
