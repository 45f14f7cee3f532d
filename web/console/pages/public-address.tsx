import { useState } from "preact/hooks";
import { posterPapers } from "#shared/model/branding.ts";
import { saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { QrCode } from "../../kit/components/qr-code.tsx";
import { languageNames } from "../../kit/i18n/languages.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

/** Where people register, as a link, as a code for slides, and as a poster. */
export function PublicAddress() {
  const { t } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  const address = `${location.origin}/?conference=${conferenceId}`;
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => announce(t("publicAddress.copied")),
      // Without the permission, the address can still be selected.
      () => {},
    );
  return (
    <section class="card public-address" aria-labelledby="address-title">
      <div class="stack-tight">
        <h3 id="address-title">{t("publicAddress.title")}</h3>
        <p class="soft small">{t("publicAddress.lead")}</p>
        <p class="public-address-link">
          <a href={address}>
            <bdi dir="ltr">{address}</bdi>
          </a>
        </p>
        <Button kind="secondary" small onPress={() => void copy()}>
          {t("publicAddress.copy")}
        </Button>
      </div>
      <QrCode text={address} alt={t("publicAddress.code")} />
      <PosterDownload />
    </section>
  );
}

/** The poster, at first in the language of the page where the conference has it. */
function PosterDownload() {
  const { t, language: own } = useTranslation();
  const { fetchFile, settings } = useConsoleContext();
  const { conferenceId, languages } = settings;
  const [language, setLanguage] = useState<string>(languages.find((each) => each === own) ?? languages[0] ?? "en");
  const [paper, setPaper] = useState<string>("a4");
  const { busy, error, run } = useAction();
  const download = () =>
    run(async () => {
      const file = await fetchFile("getPoster", { params: { conferenceId }, query: { language, paper } });
      saveFile(file, `poster-${conferenceId}-${language}-${paper}.pdf`);
    });
  return (
    <div class="public-address-poster stack-tight">
      <div class="pair narrow">
        <SelectField
          id="poster-language"
          label={t("publicAddress.posterLanguage")}
          value={language}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          onChange={setLanguage}
        />
        <SelectField
          id="poster-paper"
          label={t("publicAddress.posterPaper")}
          value={paper}
          options={posterPapers.map((value) => ({ value, label: value.toUpperCase() }))}
          onChange={setPaper}
        />
      </div>
      <Button kind="secondary" small busy={busy} onPress={download}>
        {t("publicAddress.poster")}
      </Button>
      <ProblemNotice error={error} t={t} />
    </div>
  );
}
