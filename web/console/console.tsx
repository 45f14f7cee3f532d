import { Shell } from "../kit/shell.tsx";
import { StaffGate } from "../session/staff-gate.tsx";
import { Secretariat } from "./secretariat.tsx";
import { useWords, Words } from "./words.ts";

/** What the secretariat sees; a reviewer sees the queue, the places and the delegations, and proposes. */
export const Console = () => (
  <Words>
    <Page />
  </Words>
);

function Page() {
  const reader = useWords();
  const { t, language, speak } = reader;
  const words = { skip: t("frame.skip"), language: t("frame.language"), foot: t("frame.foot") };
  return (
    <Shell language={language} speak={speak} words={words} home="/console" wide>
      <StaffGate reader={reader} groups={["secretariat", "reviewer"]}>
        {(session, signOut) => <Secretariat session={session} signOut={signOut} />}
      </StaffGate>
    </Shell>
  );
}
