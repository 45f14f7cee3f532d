import { useState } from "preact/hooks";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { Openings } from "./openings.tsx";
import { ReasonForm } from "./reason-form.tsx";

interface Props {
  readonly kind: "passport" | "credential-letter";
  readonly documentId: string;
}

/** Opens for a minute once it was said why: a picture here, anything else beside the page. */
export function SensitiveDocument({ kind, documentId }: Props) {
  const { t } = useWords();
  const { ask, decides } = useOffice();
  const [opened, setOpened] = useState<{ readonly url: string; readonly isPicture: boolean }>();
  const { busy, error, run } = useAction();
  const open = (reason: string) =>
    run(async () => {
      const params = { documentId };
      const { fileType } = await ask("readDocument", { params });
      const { url } = await ask("openDocument", { params, body: { reason } });
      setOpened({ url, isPicture: fileType?.startsWith("image/") ?? false });
    });
  return (
    <div class="stack-tight document">
      <h4>{t(`document.${kind}`)}</h4>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      {opened?.isPicture && <img class="case-document" src={opened.url} alt={t(`document.${kind}`)} />}
      {opened && (
        <p>
          <a href={opened.url} target="_blank" rel="noreferrer">
            {t("case.openBeside")}
          </a>
        </p>
      )}
      <ReasonForm id={`why-${documentId}`} label={t("case.why")} does={t("case.open")} busy={busy} onSend={open} />
      {decides && (
        <Openings load={(signal) => ask("listOpenings", { params: { documentId }, query: { limit: 20 }, signal })} />
      )}
    </div>
  );
}
