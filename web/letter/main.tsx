import "../kit/kit.css";
import { useEffect, useState } from "preact/hooks";
import { certificateCodePrefix } from "#shared/certificates/certificates.rules.ts";
import { type ApiAnswer, ApiError, callApi } from "../kit/api/client.ts";
import { useLoaded } from "../kit/api/use-loaded.ts";
import { Notice, ProblemNotice } from "../kit/components/notices.tsx";
import { PageShell } from "../kit/components/page-shell.tsx";
import { formatDay, formatDayRange } from "../kit/i18n/format-dates.ts";
import { getLocalizedText, useDocumentTitle } from "../kit/i18n/translations.tsx";
import { mountPage, useTranslation } from "./translations.ts";

type LetterState = ApiAnswer<"verifyVisaLetter"> | "unknown";

/** The identifier of the letter or certificate is in the fragment, so it does not appear in server logs. */
const readCode = () => location.hash.slice(1);

async function loadLetterState(letterId: string, signal: AbortSignal): Promise<LetterState> {
  try {
    return await callApi("verifyVisaLetter", { params: { letterId }, signal });
  } catch (error) {
    if (error instanceof ApiError && error.problem.code === "not-found") return "unknown";
    throw error;
  }
}

function useCode(): string {
  const [code, setCode] = useState(readCode);
  useEffect(() => {
    const follow = () => setCode(readCode());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return code;
}

/** The texts of a kind. Before a certificate is known, its code says the kind. */
const chooseTexts = (found: LetterState | undefined, code: string) => {
  const isCertificate =
    found === undefined || found === "unknown" ? code.startsWith(certificateCodePrefix) : found.kind === "certificate";
  return isCertificate ? "certificateCheck" : "letterCheck";
};

/** The verification of a letter of invitation or a certificate of attendance. It shows no personal data. */
function VisaLetterPage() {
  const reader = useTranslation();
  const { t } = reader;
  const code = useCode();
  const letterId = code.replace(certificateCodePrefix, "");
  const { loaded, reload } = useLoaded(
    (signal) => (letterId === "" ? Promise.resolve<LetterState>("unknown") : loadLetterState(letterId, signal)),
    [letterId],
  );
  const texts = chooseTexts(loaded.state === "ready" ? loaded.value : undefined, code);
  useDocumentTitle(t(`${texts}.title`));
  return (
    <PageShell reader={reader}>
      <div class="sheet stack">
        <h1>{t(`${texts}.title`)}</h1>
        {loaded.state === "loading" && <p class="soft">{t("common.loading")}</p>}
        {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={reload} />}
        {loaded.state === "ready" && <LetterResult found={loaded.value} texts={texts} />}
      </div>
    </PageShell>
  );
}

const letterTones = { valid: "success", revoked: "danger", unknown: "warning" } as const;

interface LetterResultProps {
  readonly found: LetterState;
  readonly texts: ReturnType<typeof chooseTexts>;
}

function LetterResult({ found, texts }: LetterResultProps) {
  const { t, language } = useTranslation();
  const state = found === "unknown" ? "unknown" : found.state;
  return (
    <>
      <Notice tone={letterTones[state]} urgent>
        <p>
          <strong>{t(`${texts}.${state}.title`)}</strong>
        </p>
        <p>{t(`${texts}.${state}.detail`)}</p>
      </Notice>
      {found !== "unknown" && (
        <>
          <p>
            <bdi>{getLocalizedText(found.conference.title, language)}</bdi>
            <br />
            <span class="soft">{formatDayRange(found.conference.startsOn, found.conference.endsOn, language)}</span>
          </p>
          {found.days && (
            <p>
              {t("certificateCheck.days", {
                days: new Intl.ListFormat(language).format(found.days.map((day) => formatDay(day, language))),
              })}
            </p>
          )}
          <p class="soft small">{t(`${texts}.compare`)}</p>
        </>
      )}
    </>
  );
}

mountPage(VisaLetterPage);
