import { useEffect, useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Shell } from "../kit/shell.tsx";
import { StaffGate } from "../session/staff-gate.tsx";
import { endStaff, readStaff } from "../session/staff-session.ts";
import { Gate } from "./gate/gate.ts";
import { install } from "./install.ts";
import { AtGate } from "./screen/at-gate.tsx";
import { SetUp } from "./set-up.tsx";
import { useWords, Words } from "./words.ts";

export const Desk = () => (
  <Words>
    <Page />
  </Words>
);

/** What is to be done before badges are read, if anything is. */
type Before = "sign-in" | "set-up" | undefined;

/**
 * A device that is a gate stays one, whether anybody is signed in or not: without a network nobody could sign in, and
 * people stand at the door. Only synchronising asks who it is.
 */
function Page() {
  const { t } = useWords();
  const [gate, setGate] = useState<Gate | "looking" | undefined>("looking");
  const [before, setBefore] = useState<Before>();
  useEffect(() => {
    void install();
    Gate.reopen().then(setGate, () => setGate(undefined));
  }, []);
  useEffect(() => {
    document.title = `${t("desk.title")} · Palais`;
  }, [t]);
  if (gate === "looking") return <div class="loading" aria-busy="true" />;
  const leave = async () => {
    await gate?.signOut();
    endStaff();
    setBefore(undefined);
    setGate(undefined);
  };
  if (gate && before === undefined)
    return (
      <AtGate
        gate={gate}
        session={readStaff()}
        onSetUp={() => setBefore("set-up")}
        onSignIn={() => setBefore("sign-in")}
        onSignOut={leave}
      />
    );
  const open = (opened: Gate) => [setGate(opened), setBefore(undefined)];
  return <Frame {...{ gate, before }} onOpen={open} />;
}

interface FrameProps {
  readonly gate: Gate | undefined;
  readonly before: Before;
  readonly onOpen: (gate: Gate) => void;
}

function Frame({ gate, before, onOpen }: FrameProps) {
  const reader = useWords();
  const { t, language, speak } = reader;
  const words = { skip: t("frame.skip"), language: t("frame.language"), foot: t("frame.foot") };
  return (
    <Shell language={language} speak={speak} words={words} home="/desk">
      {gate && before === "set-up" ? (
        <SetUp gate={gate} onOpen={onOpen} />
      ) : (
        <StaffGate reader={reader} groups={["secretariat", "entry-desk"]}>
          {({ email }, signOut) =>
            gate ? (
              <Back to={() => onOpen(gate)} />
            ) : (
              <div class="stack-wide">
                <div class="row">
                  <p class="soft">{t("staff.signedInAs", { email })}</p>
                  <Button kind="quiet" small onPress={signOut}>
                    {t("frame.signOut")}
                  </Button>
                </div>
                <SetUp gate={undefined} onOpen={onOpen} />
              </div>
            )
          }
        </StaffGate>
      )}
    </Shell>
  );
}

/** Whoever signed in again goes on where they were. */
function Back({ to }: { readonly to: () => void }) {
  useEffect(to, []);
  return null;
}
