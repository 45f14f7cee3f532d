import { useEffect } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Shell } from "../kit/shell.tsx";
import { StaffGate } from "../session/staff-gate.tsx";
import { useWords, Words } from "./words.ts";

export const Desk = () => (
  <Words>
    <Page />
  </Words>
);

function Page() {
  const reader = useWords();
  const { t, language, speak } = reader;
  useEffect(() => {
    document.title = `${t("desk.title")} · Palais`;
  }, [t]);
  const words = { skip: t("frame.skip"), language: t("frame.language"), foot: t("frame.foot") };
  return (
    <Shell language={language} speak={speak} words={words} home="/desk" wide>
      <StaffGate reader={reader} groups={["secretariat", "entry-desk"]}>
        {(session, signOut) => (
          <div class="sheet stack">
            <h1>{t("desk.title")}</h1>
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
