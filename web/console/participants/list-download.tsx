import { languages } from "#shared/model/conference.ts";
import { saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { participantListFormats } from "./list-formats.ts";
import { type SavedListVersion, VersionSelect } from "./version-select.tsx";

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
