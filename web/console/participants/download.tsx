import { languages } from "#shared/domain/conference.ts";
import { languageNames } from "../../i18n/language.ts";
import { Button } from "../../kit/button.tsx";
import { SelectField } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { saveFile } from "../../kit/save-file.ts";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { formats } from "./formats.ts";
import type { Version } from "./version.ts";
import { VersionField } from "./version-field.tsx";

/** The list as a file: in which language, of when, and in each format there is. */
export function Download({ versions }: { readonly versions: readonly Version[] }) {
  const { t, language: own } = useWords();
  const { fetchFile, settings } = useOffice();
  const { conferenceId } = settings;
  const [language, setLanguage] = useTyped<string>(`list-language.${conferenceId}`, own);
  const [version, setVersion] = useTyped(`list-version.${conferenceId}`, "");
  const { busy, error, run } = useAction();
  const download = ({ operation, ending }: (typeof formats)[number]) =>
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
        <VersionField
          id="list-version"
          label={t("list.which")}
          withNow
          {...{ versions }}
          value={version}
          onChange={setVersion}
        />
      </div>
      <div class="row">
        {formats.map((format) => (
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
      {error !== undefined && <ProblemNotice error={error} t={t} />}
    </section>
  );
}
