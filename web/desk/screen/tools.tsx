import { useState } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import type { StaffSession } from "../../session/staff-session.ts";
import type { Gate } from "../gate/gate.ts";
import type { GateState } from "../gate/gate-state.ts";
import { useWords } from "../words.ts";
import type { Panel } from "./panel.ts";
import { isMuted, setMuted } from "./sound.ts";

interface Props {
  readonly gate: Gate;
  readonly state: GateState;
  readonly session: StaffSession | undefined;
  readonly isWatching: boolean;
  readonly onOpen: (panel: Panel) => void;
  readonly onWatch: () => void;
  readonly onSetUp: () => void;
  readonly onSignIn: () => void;
}

/** What the operator can do beside reading badges. */
export function Tools({ gate, state: { network }, session, isWatching, onOpen, onWatch, onSetUp, onSignIn }: Props) {
  const { t } = useWords();
  const isSecretariat = session?.groups.includes("secretariat") ?? false;
  return (
    <div class="desk-tools">
      {network === "signed-out" && (
        <Button small onPress={onSignIn}>
          {t("desk.signInAgain")}
        </Button>
      )}
      <Button kind="secondary" small onPress={() => onOpen("find")}>
        {t("desk.find.open")}
      </Button>
      <Button kind="secondary" small onPress={() => onOpen("hand-out")}>
        {t("desk.handOut.open")}
      </Button>
      {isSecretariat && (
        <Button kind="secondary" small onPress={() => onOpen("walk-in")}>
          {t("desk.walkIn.open")}
        </Button>
      )}
      <Button kind="secondary" small onPress={onWatch}>
        {isWatching ? t("desk.camera.close") : t("desk.camera.open")}
      </Button>
      <Button kind="secondary" small onPress={() => gate.synchronise()}>
        {t("desk.synchronise")}
      </Button>
      <Sound />
      {document.fullscreenEnabled && (
        <Button kind="quiet" small onPress={toggleFullScreen}>
          {t("desk.fullScreen")}
        </Button>
      )}
      <Button kind="quiet" small onPress={onSetUp}>
        {t("desk.setUp.change")}
      </Button>
      <Button kind="quiet" small onPress={() => onOpen("leave")}>
        {t("frame.signOut")}
      </Button>
    </div>
  );
}

function Sound() {
  const { t } = useWords();
  const [muted, mute] = useState(isMuted);
  const toggle = () => {
    setMuted(!muted);
    mute(!muted);
  };
  return (
    <Button kind="quiet" small onPress={toggle}>
      {muted ? t("desk.unmute") : t("desk.mute")}
    </Button>
  );
}

function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
}
