import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { saveFile } from "../../kit/save-file.ts";
import { useAction } from "../../kit/use-async.ts";
import { useOffice } from "../office.ts";

import { useWords } from "../words.ts";

/** Empty sheets with the right headings, in the reader's language. */
export function Templates({ what }: { readonly what: string }) {
  const { t } = useWords();
  const { fetchFile, settings } = useOffice();
  const { error, run } = useAction();
  const asked = { params: { conferenceId: settings.conferenceId }, query: { what } };
  const download = (id: "importTemplateCsv" | "importTemplateXlsx", name: string) =>
    run(async () => saveFile(await fetchFile(id, asked), name));
  return (
    <div class="row">
      <span>{t("imports.templates")}</span>
      <Button kind="secondary" small onPress={() => download("importTemplateXlsx", "palais-import.xlsx")}>
        Excel (.xlsx)
      </Button>
      <Button kind="secondary" small onPress={() => download("importTemplateCsv", "palais-import.csv")}>
        CSV
      </Button>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
    </div>
  );
}
