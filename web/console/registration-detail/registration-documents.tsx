import { useState } from "preact/hooks";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { AccessLog, ReasonForm } from "./access-log.tsx";

interface SensitiveDocumentProps {
  readonly title: string;
  readonly documentId: string;
}

/** Opens a document for one minute after a reason is given: an image here, other files in a new tab. */
export function SensitiveDocument({ title, documentId }: SensitiveDocumentProps) {
  const { t } = useTranslation();
  const { callApi, canDecide } = useConsoleContext();
  const [opened, setOpened] = useState<{ readonly url: string; readonly isPicture: boolean }>();
  const { busy, error, run } = useAction();
  const open = (reason: string) =>
    run(async () => {
      const params = { documentId };
      const { fileType } = await callApi("getDocument", { params });
      const { url } = await callApi("openDocument", { params, body: { reason } });
      setOpened({ url, isPicture: fileType?.startsWith("image/") ?? false });
    });
  return (
    <div class="stack-tight document">
      <h4>{title}</h4>
      <ProblemNotice error={error} t={t} />
      {opened?.isPicture && <img class="case-document" src={opened.url} alt={title} />}
      {opened && (
        <p>
          <a href={opened.url} target="_blank" rel="noreferrer">
            {t("case.openBeside")}
          </a>
        </p>
      )}
      <ReasonForm
        id={`why-${documentId}`}
        label={t("case.why")}
        submitLabel={t("case.open")}
        busy={busy}
        onSend={open}
      />
      {canDecide && (
        <AccessLog
          load={(signal) => callApi("listDocumentAccess", { params: { documentId }, query: { limit: 20 }, signal })}
        />
      )}
    </div>
  );
}

const sensitiveKinds = ["passport", "credential-letter"] as const;

interface DocumentsSectionProps {
  readonly registration: StaffRegistration;
  /** The photo of a protected person opens after a reason is given, too. */
  readonly isProtected?: boolean;
}

/** The documents of a registration: the photo at once, the others after a reason is given. */
export function DocumentsSection({ registration: { documents }, isProtected = false }: DocumentsSectionProps) {
  const { t } = useTranslation();
  const photo = documents?.photo;
  const others = sensitiveKinds.flatMap((kind) => {
    const documentId = documents?.[kind];
    return documentId ? [{ kind, documentId }] : [];
  });
  return (
    <section class="stack">
      <h3>{t("case.documents")}</h3>
      {!photo && others.length === 0 && <p class="soft">{t("case.noDocuments")}</p>}
      {photo && !isProtected && <RegistrationPhoto documentId={photo} />}
      {photo && isProtected && <SensitiveDocument title={t("document.photo")} documentId={photo} />}
      {others.map(({ kind, documentId }) => (
        <SensitiveDocument key={documentId} title={t(`document.${kind}`)} documentId={documentId} />
      ))}
    </section>
  );
}

function RegistrationPhoto({ documentId }: { readonly documentId: string }) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { loaded } = useLoaded(
    (signal) => callApi("openDocument", { params: { documentId }, body: {}, signal }),
    [documentId, callApi],
  );
  if (loaded.state !== "ready") return <p class="soft">{t("document.photo")}</p>;
  return <img class="case-photo" src={loaded.value.url} alt={t("document.photo")} />;
}
