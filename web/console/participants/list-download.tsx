import { languages } from "#shared/model/conference.ts";
import { type ApiAnswer, saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { participantListFormats } from "./list-formats.ts";

/** A saved version of the list. */
export type SavedListVersion = ApiAnswer<"listListVersions">["items"][number];

interface VersionSelectProps {
  readonly id: string;
  readonly label: string;
  readonly versions: readonly SavedListVersion[];
  /** The version number; empty for the current list. */
  readonly value: string;
  readonly withNow?: boolean;
  readonly onChange: (value: string) => void;
}

/** Selects a saved version or the current list. */
export function VersionSelect({ versions, withNow, ...field }: VersionSelectProps) {
  const { t } = useTranslation();
  const options = versions.map(({ version, status }) => ({
    value: String(version),
    label: t(`list.called.${status}`, { version }),
  }));
  return <SelectField {...field} {...(withNow && { empty: t("list.now") })} options={options} />;
}

/** Downloads the list: language, version and format. */
export function ListDownload({ versions }: { readonly versions: readonly SavedListVersion[] }) {
  const { t, language: own } = useTranslation();
  const { fetchFile, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const [language, setLanguage] = useFormState<string>(`list-language.${conferenceId}`, own);
  const [version, setVersion] = useFormState(`list-version.${conferenceId}`, "");
  const { busy, error, run } = useAction();
  const download = ({ operation, ending }: (typeof participantListFormats)[number]) =>
    run(async () => {
      const query = { language, ...(version && { version }) };
      const file = await fetchFile(operation, { params: { conferenceId }, query });
      const name = ["participants", conferenceId, ...(version ? [`v${version}`] : []), language];
      saveFile(file, `${name.join("-")}.${ending}`);
    });
  return (
    <section class="stack" aria-labelledby="list-file">
      <h2 id="list-file">{t("list.file")}</h2>
      <div class="pair narrow">
        <SelectField
          id="list-language"
          label={t("list.language")}
          value={language}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={setLanguage}
        />
        <VersionSelect
          id="list-version"
          label={t("list.which")}
          withNow
          {...{ versions }}
          value={version}
          onChange={setVersion}
        />
      </div>
      <div class="row">
        {participantListFormats.map((format) => (
          <Button
            key={format.ending}
            kind="secondary"
            label={t("list.download", { format: format.title })}
            busy={busy}
            onPress={() => download(format)}
          >
            {format.title}
          </Button>
        ))}
      </div>
      <ProblemNotice error={error} t={t} />
    </section>
  );
}
