import { useEffect, useState } from "preact/hooks";
import { type AnswerOf, call, Refused } from "../api/client.ts";
import { days } from "../i18n/dates.ts";
import { textIn } from "../i18n/words.tsx";
import { Notice } from "../kit/notice.tsx";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { Shell } from "../kit/shell.tsx";
import { useLoaded } from "../kit/use-async.ts";
import { useWords, Words } from "./words.ts";

/** What the code of a letter of invitation leads to: whether it is valid, and nothing of the person. */
export const VisaLetter = () => (
  <Words>
    <Page />
  </Words>
);

type State = AnswerOf<"readVisaLetter"> | "unknown";

/** The letter's identifier stands in the fragment, which stays out of the logs of whatever lies in between. */
const identifier = () => location.hash.slice(1);

async function look(letterId: string, signal: AbortSignal): Promise<State> {
  try {
    return await call("readVisaLetter", { params: { letterId }, signal });
  } catch (error) {
    if (error instanceof Refused && error.problem.code === "not-found") return "unknown";
    throw error;
  }
}

function useIdentifier(): string {
  const [letterId, setLetterId] = useState(identifier);
  useEffect(() => {
    const follow = () => setLetterId(identifier());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return letterId;
}

function Page() {
  const { t, language, speak } = useWords();
  const letterId = useIdentifier();
  const { loaded, again } = useLoaded(
    (signal) => (letterId === "" ? Promise.resolve<State>("unknown") : look(letterId, signal)),
    [letterId],
  );
  useEffect(() => {
    document.title = `${t("letterCheck.title")} · Palais`;
  }, [t]);
  const words = { skip: t("frame.skip"), language: t("frame.language"), foot: t("frame.foot") };
  return (
    <Shell language={language} speak={speak} words={words}>
      <div class="sheet stack">
        <h1>{t("letterCheck.title")}</h1>
        {loaded.state === "loading" && <p class="soft">{t("common.loading")}</p>}
        {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={again} />}
        {loaded.state === "ready" && <Verdict found={loaded.value} />}
      </div>
    </Shell>
  );
}

const tones = { valid: "success", revoked: "danger", unknown: "warning" } as const;

function Verdict({ found }: { readonly found: State }) {
  const { t, language } = useWords();
  const state = found === "unknown" ? "unknown" : found.state;
  return (
    <>
      <Notice tone={tones[state]} urgent>
        <p>
          <strong>{t(`letterCheck.${state}.title`)}</strong>
        </p>
        <p>{t(`letterCheck.${state}.detail`)}</p>
      </Notice>
      {found !== "unknown" && (
        <>
          <p>
            <bdi>{textIn(found.conference.title, language)}</bdi>
            <br />
            <span class="soft">{days(found.conference.startsOn, found.conference.endsOn, language)}</span>
          </p>
          <p class="soft small">{t("letterCheck.compare")}</p>
        </>
      )}
    </>
  );
}
