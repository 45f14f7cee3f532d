import { useState } from "preact/hooks";
import { getTextDirection, type Language } from "#shared/model/conference.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { SelectField } from "../../kit/components/fields.tsx";
import { LoadNotice } from "../../kit/components/notices.tsx";
import { TextBlocksView } from "../../kit/components/text-blocks.tsx";
import type { TextsDraft } from "../../kit/form/texts-field.tsx";
import { loadModule } from "../../kit/hooks/use-lazy-component.ts";
import { languageNames } from "../../kit/i18n/languages.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useTranslation } from "../translations.ts";

interface PagePreviewDialogProps {
  readonly summary: TextsDraft;
  readonly practical: TextsDraft;
  readonly languages: readonly Language[];
  readonly onClose: () => void;
}

/** The texts as participants will see them. The parser is the one of the API, and is loaded for the preview only. */
export function PagePreviewDialog({ summary, practical, languages, onClose }: PagePreviewDialogProps) {
  const { t, language: own } = useTranslation();
  const [language, setLanguage] = useState<Language>(languages.includes(own) ? own : "en");
  const { loaded, reload } = useLoaded(() => loadModule(import("#shared/pages/markdown.ts")), []);
  const options = [...new Set<Language>(["en", ...languages])].map((value) => ({ value, label: languageNames[value] }));
  return (
    <Dialog title={t("pages.preview")} onClose={onClose}>
      <SelectField
        id="page-preview-language"
        label={t("pages.language")}
        value={language}
        options={options}
        onChange={(value) => setLanguage(options.find((each) => each.value === value)?.value ?? "en")}
      />
      {loaded.state !== "ready" && <LoadNotice {...{ loaded, reload, t }} />}
      {loaded.state === "ready" && (
        <div class="stack-wide" lang={language} dir={getTextDirection(language)}>
          <p class="lines">
            <bdi>{getLocalizedText(summary, language)}</bdi>
          </p>
          <TextBlocksView blocks={loaded.value.parseMarkdown(getLocalizedText(practical, language))} />
        </div>
      )}
      <div class="row">
        <Button kind="secondary" onPress={onClose}>
          {t("common.close")}
        </Button>
      </div>
    </Dialog>
  );
}
