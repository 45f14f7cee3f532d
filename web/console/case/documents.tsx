import { useLoaded } from "../../kit/use-async.ts";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { SensitiveDocument } from "./sensitive-document.tsx";

const kinds = ["passport", "credential-letter"] as const;

/** The documents beside the form: the photo at once, the others once it was said why. */
export function Documents({ registration: { documents } }: { readonly registration: Registration }) {
  const { t } = useWords();
  const photo = documents?.photo;
  const others = kinds.flatMap((kind) => {
    const documentId = documents?.[kind];
    return documentId ? [{ kind, documentId }] : [];
  });
  return (
    <section class="stack">
      <h3>{t("case.documents")}</h3>
      {!photo && others.length === 0 && <p class="soft">{t("case.noDocuments")}</p>}
      {photo && <Photo documentId={photo} />}
      {others.map(({ kind, documentId }) => (
        <SensitiveDocument key={documentId} {...{ kind, documentId }} />
      ))}
    </section>
  );
}

function Photo({ documentId }: { readonly documentId: string }) {
  const { t } = useWords();
  const { ask } = useOffice();
  const { loaded } = useLoaded(
    (signal) => ask("openDocument", { params: { documentId }, body: {}, signal }),
    [documentId, ask],
  );
  if (loaded.state !== "ready") return <p class="soft">{t("document.photo")}</p>;
  return <img class="case-photo" src={loaded.value.url} alt={t("document.photo")} />;
}
