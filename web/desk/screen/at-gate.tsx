import { useEffect, useState } from "preact/hooks";
import { useTyped } from "../../kit/use-kept.ts";
import type { StaffSession } from "../../session/staff-session.ts";
import { Camera } from "../camera/camera.tsx";
import type { Gate } from "../gate/gate.ts";
import { useGate } from "../gate/use-gate.ts";
import { Find } from "../people/find.tsx";
import { HandOut } from "../people/hand-out.tsx";
import { WalkIn } from "../people/walk-in.tsx";
import { useWords } from "../words.ts";
import { Bar } from "./bar.tsx";
import { Capture } from "./capture.tsx";
import { Conflicts } from "./conflicts.tsx";
import { Leave } from "./leave.tsx";
import type { Panel } from "./panel.ts";
import { play } from "./sound.ts";
import { Tools } from "./tools.tsx";
import { lookOf, VerdictSign } from "./verdict.tsx";
import { Warnings } from "./warnings.tsx";

/** So long a verdict stays if nobody comes after it, in ms; a refusal longer, for somebody has to act on it. */
const stays = { good: 4_000, bad: 15_000, unsure: 15_000 };

interface Props {
  readonly gate: Gate;
  readonly session: StaffSession | undefined;
  readonly onSetUp: () => void;
  readonly onSignIn: () => void;
  readonly onSignOut: () => void;
}

/** The whole screen of a device at a door: the verdict, and around it what the operator needs. */
export function AtGate({ gate, session, onSetUp, onSignIn, onSignOut }: Props) {
  const { t } = useWords();
  const state = useGate(gate);
  const [panel, setPanel] = useTyped<Panel | undefined>("panel", undefined);
  const [isWatching, setWatching] = useState(false);
  const { shown, desk } = state;
  useEffect(() => {
    if (!shown) return;
    const look = lookOf(shown);
    play(look === "good" ? "good" : "bad");
    const timer = setTimeout(() => gate.clear(), stays[look]);
    return () => clearTimeout(timer);
  }, [shown]);
  const read = (token: string) => void gate.read(token);
  const close = () => setPanel(undefined);
  return (
    <div class={`desk ${shown ? lookOf(shown) : "idle"}`}>
      <Bar state={state} onDoor={(direction) => gate.changeDoor({ ...desk.door, direction })} />
      <main class="desk-main" id="main">
        <h1 class="hidden-visually">{t("desk.title")}</h1>
        <div class="desk-verdict" role="status" aria-atomic="true">
          {shown ? (
            <VerdictSign shown={shown} conference={desk.conference} />
          ) : (
            <p class="idle-word">{t("desk.ready")}</p>
          )}
        </div>
        {isWatching && <Camera onRead={read} />}
      </main>
      <section class="desk-foot" aria-label={t("desk.tools")}>
        <Warnings state={state} onOpen={() => setPanel("conflicts")} />
        <Capture label={t("desk.capture")} hint={t("desk.captureHint")} isCovered={panel !== undefined} onRead={read} />
        <Tools
          {...{ gate, state, session, isWatching, onSetUp, onSignIn }}
          onOpen={setPanel}
          onWatch={() => setWatching(!isWatching)}
        />
      </section>
      {panel === "find" && <Find gate={gate} onClose={close} />}
      {panel === "hand-out" && <HandOut gate={gate} onClose={close} />}
      {panel === "walk-in" && <WalkIn gate={gate} onClose={close} />}
      {panel === "conflicts" && <Conflicts gate={gate} state={state} onClose={close} />}
      {panel === "leave" && <Leave waiting={state.waiting} onLeave={onSignOut} onClose={close} />}
    </div>
  );
}
