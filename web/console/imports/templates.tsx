import { fetchFile, saveFile } from "../../api/file.ts";
import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { freshToken } from "../../session/staff-session.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

/** Empty sheets with the right headings, in the reader's language. */
export function Templates({ what }: { readonly what: string }) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const { error, run } = useAction();
  const download = (ending: "csv" | "xlsx") =>
    run(async () => {
      const id = ending === "csv" ? "importTemplateCsv" : "importTemplateXlsx";
      const params = { conferenceId: settings.conferenceId };
      const file = await fetchFile(id, { params, query: { what }, token: await freshToken(), language });
      saveFile(file, `palais-import.${ending}`);
    });
  return (
    <div class="row">
      <span>{t("imports.templates")}</span>
      <Button kind="secondary" small onPress={() => download("xlsx")}>
        Excel (.xlsx)
      </Button>
      <Button kind="secondary" small onPress={() => download("csv")}>
        CSV
      </Button>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
    </div>
  );
}
