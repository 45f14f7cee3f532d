import { useEffect, useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Shell } from "../kit/shell.tsx";
import { endSession, readSession } from "../session/delegate-session.ts";
import { Delegation } from "./delegation.tsx";
import { useWords, Words } from "./words.ts";

/** What focal points see: their delegation, whom it sends and in which order, and what is missing. */
export const FocalPoint = () => (
  <Words>
    <Page />
  </Words>
);

function Page() {
  const { t, language, speak } = useWords();
  const [session, setSession] = useState(readSession);
  useEffect(() => {
    document.title = `${t("delegation.title")} · Palais`;
  }, [t]);
  const signOut = () => {
    endSession();
    setSession(undefined);
  };
  const tools = session && (
    <Button kind="quiet" small onPress={signOut}>
      {t("frame.signOut")}
    </Button>
  );
  const words = { skip: t("frame.skip"), language: t("frame.language"), foot: t("frame.foot") };
  return (
    <Shell language={language} speak={speak} words={words} tools={tools} wide>
      <div class="stack-wide">
        {session && session.registrations.length > 0 && (
          <p>
            <a href="/#status">{t("delegation.toMine")}</a>
          </p>
        )}
        {session?.delegations.map((delegationId) => (
          <Delegation key={delegationId} delegationId={delegationId} token={session.accessToken} />
        ))}
        {(session?.delegations ?? []).length === 0 && (
          <div class="sheet stack">
            <h1>{t("delegation.title")}</h1>
            <p>{t("delegation.none")}</p>
          </div>
        )}
      </div>
    </Shell>
  );
}
