import "../kit/kit.css";
import { useEffect, useState } from "preact/hooks";
import { type ApiAnswer, ApiError, callApi } from "../kit/api/client.ts";
import { useLoaded } from "../kit/api/use-loaded.ts";
import { Notice, ProblemNotice } from "../kit/components/notices.tsx";
import { PageShell } from "../kit/components/page-shell.tsx";
import { formatDayRange } from "../kit/i18n/format-dates.ts";
import { getLocalizedText, useDocumentTitle } from "../kit/i18n/translations.tsx";
import { mountPage, useTranslation } from "./translations.ts";

type LetterState = ApiAnswer<"verifyVisaLetter"> | "unknown";

/** The identifier of the letter is in the fragment, so it does not appear in server logs. */
const readLetterId = () => location.hash.slice(1);

async function loadLetterState(letterId: string, signal: AbortSignal): Promise<LetterState> {
  try {
    return await callApi("verifyVisaLetter", { params: { letterId }, signal });
  } catch (error) {
    if (error instanceof ApiError && error.problem.code === "not-found") return "unknown";
    throw error;
  }
}

function useLetterId(): string {
  const [letterId, setLetterId] = useState(readLetterId);
  useEffect(() => {
    const follow = () => setLetterId(readLetterId());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return letterId;
}

/** The verification of a letter of invitation. It shows no personal data. */
function VisaLetterPage() {
  const reader = useTranslation();
  const { t } = reader;
  const letterId = useLetterId();
  const { loaded, reload } = useLoaded(
    (signal) => (letterId === "" ? Promise.resolve<LetterState>("unknown") : loadLetterState(letterId, signal)),
    [letterId],
  );
  useDocumentTitle(t("letterCheck.title"));
  return (
    <PageShell reader={reader}>
      <div class="sheet stack">
        <h1>{t("letterCheck.title")}</h1>
        {loaded.state === "loading" && <p class="soft">{t("common.loading")}</p>}
        {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={reload} />}
        {loaded.state === "ready" && <LetterResult found={loaded.value} />}
      </div>
    </PageShell>
  );
}

const letterTones = { valid: "success", revoked: "danger", unknown: "warning" } as const;

function LetterResult({ found }: { readonly found: LetterState }) {
  const { t, language } = useTranslation();
  const state = found === "unknown" ? "unknown" : found.state;
  return (
    <>
      <Notice tone={letterTones[state]} urgent>
        <p>
          <strong>{t(`letterCheck.${state}.title`)}</strong>
        </p>
        <p>{t(`letterCheck.${state}.detail`)}</p>
      </Notice>
      {found !== "unknown" && (
        <>
          <p>
            <bdi>{getLocalizedText(found.conference.title, language)}</bdi>
            <br />
            <span class="soft">{formatDayRange(found.conference.startsOn, found.conference.endsOn, language)}</span>
          </p>
          <p class="soft small">{t("letterCheck.compare")}</p>
        </>
      )}
    </>
  );
}

mountPage(VisaLetterPage);
