import { toFieldKey } from "#shared/i18n/message.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { LoadNotice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type CountryReader, getRepresentedName } from "../../kit/i18n/countries.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { type ConferenceSettings, useConsoleContext } from "../console-context.ts";
import { getCategoryTitle, RegistrationLink } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { type SavedListVersion, VersionSelect } from "./version-select.tsx";

type VersionComparison = ApiAnswer<"compareListVersions">;

/** A participant in a version of the list. */
export type ListedParticipant = VersionComparison["added"][number];
export type ChangedListedParticipant = VersionComparison["changed"][number];

interface EntryFormatContext extends CountryReader {
  readonly settings: ConferenceSettings;
  readonly yes: string;
  readonly no: string;
}

/** A formatted field of an entry. Ranks count from 1. */
function formatEntryField(
  entry: ListedParticipant,
  field: string,
  { settings, language, find, yes, no }: EntryFormatContext,
): string {
  const shown: Readonly<Record<string, string | undefined>> = {
    category: getCategoryTitle(settings, entry.category, language),
    honorific: entry.honorific,
    name: entry.name,
    functionTitle: entry.functionTitle,
    organization: entry.organization,
    country: entry.country && getRepresentedName(settings, entry.country, { find, language }),
    delegation: entry.delegation && getLocalizedText(entry.delegation.name, language),
    shownAs: entry.shownAs && getLocalizedText(entry.shownAs.name, language),
    isHead: entry.isHead ? yes : no,
    rank: entry.rank === undefined ? undefined : String(entry.rank + 1),
  };
  return shown[field] ?? "–";
}

/** The maximum number of rows. A comparison with an empty list would show every participant. */
const maxShownEntries = 200;

/** The entries that only one of the versions has. */
function EntryTable({ caption, all }: { readonly caption: string; readonly all: readonly ListedParticipant[] }) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { settings } = useConsoleContext();
  if (all.length === 0) return null;
  return (
    <>
      <Table caption={caption} head={[t("list.name"), t("field.functionTitle"), t("list.whence"), t("field.category")]}>
        {all.slice(0, maxShownEntries).map((entry) => (
          <tr key={entry.registrationId}>
            <EntryName entry={entry} />
            <td>
              <bdi>{entry.functionTitle}</bdi>
            </td>
            <td>
              <bdi>{entry.delegation ? getLocalizedText(entry.delegation.name, language) : entry.organization}</bdi>
              {entry.country && <span class="small soft"> {getRepresentedName(settings, entry.country, reader)}</span>}
            </td>
            <td>{getCategoryTitle(settings, entry.category, language)}</td>
          </tr>
        ))}
      </Table>
      {all.length > maxShownEntries && (
        <p class="small">{t("capacity.more", { count: all.length - maxShownEntries })}</p>
      )}
    </>
  );
}

/** The name of an entry with a link to the registration. */
const EntryName = ({ entry: { registrationId, honorific, name } }: { readonly entry: ListedParticipant }) => (
  <th scope="row">
    <RegistrationLink id={registrationId}>{[honorific, name].filter(Boolean).join(" ")}</RegistrationLink>
  </th>
);

/** The changed fields of entries in both versions, before and after. */
function ChangedEntryTable({ all }: { readonly all: readonly ChangedListedParticipant[] }) {
  const { t } = useTranslation();
  if (all.length === 0) return null;
  return (
    <>
      <Table caption={t("list.changed")} head={[t("list.name"), t("case.field"), t("case.before"), t("case.after")]}>
        {all
          .slice(0, maxShownEntries)
          .flatMap((each) =>
            each.fields.map((field) => (
              <ChangedFieldRow key={`${each.after.registrationId} ${field}`} {...{ each, field }} />
            )),
          )}
      </Table>
      {all.length > maxShownEntries && (
        <p class="small">{t("capacity.more", { count: all.length - maxShownEntries })}</p>
      )}
    </>
  );
}

function ChangedFieldRow({
  each: { before, after },
  field,
}: {
  readonly each: ChangedListedParticipant;
  readonly field: string;
}) {
  const { t, find, language } = useTranslation();
  const { settings } = useConsoleContext();
  const context = { settings, find, language, yes: t("console.yes"), no: t("console.no") };
  const label = find(`list.field.${field}`) ?? find(toFieldKey(field)) ?? find(toFieldKey(`person.${field}`)) ?? field;
  return (
    <tr>
      <EntryName entry={after} />
      <td>{label}</td>
      <td>
        <bdi>{formatEntryField(before, field, context)}</bdi>
      </td>
      <td>
        <strong>
          <bdi>{formatEntryField(after, field, context)}</bdi>
        </strong>
      </td>
    </tr>
  );
}

interface DifferencesSectionProps {
  readonly versions: readonly SavedListVersion[];
  readonly latest: SavedListVersion;
}

/** The differences between two versions, or between a version and the current list. */
export function DifferencesSection({ versions, latest }: DifferencesSectionProps) {
  const { t } = useTranslation();
  const { settings } = useConsoleContext();
  const [chosen, setFrom] = useFormState<string | undefined>(`list-from.${settings.conferenceId}`, undefined);
  const [to, setTo] = useFormState(`list-to.${settings.conferenceId}`, "");
  const from = chosen ?? String(latest.version);
  return (
    <section class="stack" aria-labelledby="list-differences">
      <h2 id="list-differences">{t("list.differences")}</h2>
      <div class="pair narrow">
        <VersionSelect id="list-from" label={t("list.from")} {...{ versions }} value={from} onChange={setFrom} />
        <VersionSelect id="list-to" label={t("list.to")} withNow {...{ versions }} value={to} onChange={setTo} />
      </div>
      {from === to ? <p>{t("list.same")}</p> : <VersionComparisonTables {...{ from, to }} />}
    </section>
  );
}

function VersionComparisonTables({ from, to }: { readonly from: string; readonly to: string }) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) =>
      callApi("compareListVersions", { params: { conferenceId }, query: { from, ...(to && { to }) }, signal }),
    [conferenceId, from, to, callApi],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { added, removed, changed } = loaded.value;
  const counts = { added: added.length, removed: removed.length, changed: changed.length };
  if (added.length + removed.length + changed.length === 0) return <p aria-live="polite">{t("list.same")}</p>;
  return (
    <>
      <p class="number" aria-live="polite">
        {t("list.counts", counts)}
      </p>
      <EntryTable caption={t("list.added")} all={added} />
      <EntryTable caption={t("list.removed")} all={removed} />
      <ChangedEntryTable all={changed} />
    </>
  );
}
