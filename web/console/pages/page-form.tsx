import { useState } from "preact/hooks";
import type { Language } from "#shared/model/conference.ts";
import type { ApiAnswer, ApiCallOptions } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Checkbox } from "../../kit/components/fields.tsx";
import { ErrorSummary, LoadNotice, ProblemNotice } from "../../kit/components/notices.tsx";
import type { TextsDraft } from "../../kit/form/texts-field.tsx";
import { useConsoleContext } from "../console-context.ts";
import { VersionSelect } from "../participants/version-select.tsx";
import { useTranslation } from "../translations.ts";
import { AudienceField } from "./audience-field.tsx";
import { MissingTranslations } from "./missing-translations.tsx";
import { type FileDraft, PageFiles } from "./page-files.tsx";
import { PagePreviewDialog } from "./page-preview-dialog.tsx";
import { TextAreas } from "./text-areas.tsx";
import { useResourceDraft } from "./use-resource-draft.ts";

type PageBody = ApiCallOptions<"putPage">["body"];

interface PageDraft {
  readonly summary: TextsDraft;
  readonly practical: TextsDraft;
  readonly listed: boolean;
  readonly files: readonly FileDraft[];
  readonly list: NonNullable<PageBody["list"]> | null;
}

const toPageDraft = ({ summary, practical, listed, files, list }: ApiAnswer<"getPage">): PageDraft => ({
  summary: { en: "", ...summary },
  practical: { en: "", ...practical },
  listed,
  files: files.map(({ title, uploadId, audience }) => ({ title: { ...title }, uploadId, audience }) as FileDraft),
  list: (list as PageDraft["list"]) ?? null,
});

const omitEmptyTexts = (texts: TextsDraft) => (Object.values(texts).some(Boolean) ? texts : null);

const toPageBody = ({ summary, practical, listed, files, list }: PageDraft): PageBody => ({
  summary: omitEmptyTexts(summary),
  practical: omitEmptyTexts(practical),
  listed,
  files: [...files],
  list,
});

/** What the page of the conference says, its files, and the published list of participants. */
export function PageForm() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId, languages } = settings;
  const params = { conferenceId };
  const [isPreviewed, setPreviewed] = useState(false);
  const form = useResourceDraft(
    {
      load: (signal) => callApi("getPage", { params, signal }),
      toDraft: toPageDraft,
      save: (draft, version) => callApi("putPage", { params, body: toPageBody(draft), version }),
    },
    [conferenceId],
  );
  const { loaded, draft, change, fieldErrors, attempt, busy, error } = form;
  if (!draft) return <LoadNotice {...{ loaded, reload: form.discard, t }} />;
  const summary = Object.entries(fieldErrors).map(([path, message]) => ({
    id: `page-${path.replaceAll(".", "-")}`,
    label: t(`pages.${getLabelKey(path)}`),
    message,
  }));
  const texts = (path: "summary" | "practical") => ({
    id: `page-${path}`,
    label: t(`pages.${path}`),
    languages,
    value: draft[path],
    getErrorText: (language: Language) => fieldErrors[`${path}.${language}`],
    onTexts: (value: TextsDraft) => change({ [path]: value }),
  });
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), form.submit()]}>
      <h3>{t("pages.page")}</h3>
      <ErrorSummary t={t} errors={summary} attempt={attempt} />
      <ProblemNotice error={error} t={t} onRetry={form.discard} />
      <Checkbox
        id="page-listed"
        label={t("pages.listed")}
        checked={draft.listed}
        onChange={(listed) => change({ listed })}
      />
      <TextAreas {...texts("summary")} />
      <TextAreas {...texts("practical")} hint={t("pages.practicalHint")} />
      <PageFiles
        files={draft.files}
        getErrorText={(path) => fieldErrors[`files.${path}`]}
        onChange={(update) => change(({ files }) => ({ files: update(files) }))}
      />
      <PublishedList list={draft.list} errorText={fieldErrors["list.version"]} onChange={(list) => change({ list })} />
      <MissingTranslations
        texts={[
          { label: t("pages.summary"), texts: draft.summary },
          { label: t("pages.practical"), texts: draft.practical },
          ...draft.files.map(({ title }) => ({ label: title.en, texts: title })),
        ]}
        languages={languages}
      />
      <div class="row">
        <Button kind="secondary" onPress={() => setPreviewed(true)}>
          {t("pages.preview")}
        </Button>
        <Button type="submit" busy={busy}>
          {t("pages.savePage")}
        </Button>
        <a href={`/?conference=${conferenceId}`} target="_blank" rel="noopener">
          {t("pages.open")}
        </a>
      </div>
      {isPreviewed && <PagePreviewDialog {...draft} languages={languages} onClose={() => setPreviewed(false)} />}
    </form>
  );
}

const getLabelKey = (path: string) => {
  const [part] = path.split(".");
  return part === "summary" || part === "practical" || part === "list" ? part : "files";
};

interface PublishedListProps {
  readonly list: PageDraft["list"];
  readonly errorText: string | undefined;
  readonly onChange: (list: PageDraft["list"]) => void;
}

/** The version of the list of participants that the page publishes, and for whom. */
function PublishedList({ list, errorText, onChange }: PublishedListProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded } = useLoaded(
    (signal) => callApi("listListVersions", { params: { conferenceId }, signal }),
    [conferenceId],
  );
  if (loaded.state !== "ready") return null;
  const versions = loaded.value.items.toReversed();
  const [latest] = versions;
  return (
    <section class="stack-tight" id="page-list-version" tabIndex={-1} aria-labelledby="page-list-title">
      <h4 id="page-list-title">{t("pages.list")}</h4>
      {!latest && <p class="soft">{t("pages.noVersion")}</p>}
      {latest && (
        <Checkbox
          id="page-list-published"
          label={t("pages.publish")}
          checked={list !== null}
          onChange={(isOn) => onChange(isOn ? { audience: "confirmed", version: latest.version } : null)}
        />
      )}
      {errorText && <p class="fault">{errorText}</p>}
      {list && (
        <div class="pair">
          <VersionSelect
            id="page-list"
            label={t("pages.version")}
            versions={versions}
            value={String(list.version)}
            onChange={(version) => onChange({ ...list, version: Number(version) })}
          />
          <AudienceField
            id="page-list-audience"
            value={list.audience}
            onChange={(audience) => onChange({ ...list, audience })}
          />
        </div>
      )}
    </section>
  );
}
