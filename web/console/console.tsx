import { useEffect } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Shell } from "../kit/shell.tsx";
import { StaffGate } from "../session/staff-gate.tsx";
import { useWords, Words } from "./words.ts";

export const Console = () => (
  <Words>
    <Page />
  </Words>
);

function Page() {
  const reader = useWords();
  const { t, language, speak } = reader;
  useEffect(() => {
    document.title = `${t("console.title")} · Palais`;
  }, [t]);
  const words = { skip: t("frame.skip"), language: t("frame.language"), foot: t("frame.foot") };
  return (
    <Shell language={language} speak={speak} words={words} home="/console" wide>
      <StaffGate reader={reader} groups={["secretariat", "reviewer"]}>
        {(session, signOut) => (
          <div class="sheet stack">
            <h1>{t("console.title")}</h1>
            <p class="soft">{t("staff.signedInAs", { email: session.email })}</p>
            <Button kind="secondary" onPress={signOut}>
              {t("frame.signOut")}
            </Button>
          </div>
        )}
      </StaffGate>
    </Shell>
  );
}
