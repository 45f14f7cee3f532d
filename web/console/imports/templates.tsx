import { Unreachable } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { freshToken } from "../../session/staff-session.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

/** A file of the API, for which a link has no token. @throws Unreachable */
async function save(url: string, name: string, language: string): Promise<void> {
  const headers = { authorization: `Bearer ${await freshToken()}`, "accept-language": language };
  const answer = await fetch(url, { headers, credentials: "omit" }).catch((cause: unknown) => {
    throw new Unreachable("no file", { cause });
  });
  if (!answer.ok) throw new Unreachable(`status ${answer.status}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Empty sheets with the right headings, in the reader's language. */
export function Templates({ what }: { readonly what: string }) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const { error, run } = useAction();
  const address = `/v1/conferences/${encodeURIComponent(settings.conferenceId)}/import-template`;
  const download = (ending: "csv" | "xlsx") =>
    run(() => save(`${address}.${ending}?what=${what}`, `palais-import.${ending}`, language));
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
