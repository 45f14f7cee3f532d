import { useState } from "preact/hooks";
import { Button } from "../../kit/components/button.tsx";
import type { SignedInStaff } from "../../kit/session/staff-session.ts";
import type { GateController } from "../gate/gate-controller.ts";
import type { GateState } from "../gate/gate-state.ts";
import { useTranslation } from "../translations.ts";
import { isMuted, saveMuted } from "./sounds.ts";

/** The dialogs of the desk. */
export type DeskPanel = "find" | "hand-out" | "walk-in" | "incidents" | "sign-out";

interface ToolbarProps {
  readonly gate: GateController;
  readonly state: GateState;
  readonly session: SignedInStaff | undefined;
  readonly isWatching: boolean;
  readonly onOpen: (panel: DeskPanel) => void;
  readonly onWatch: () => void;
  readonly onSetUp: () => void;
  readonly onSignIn: () => void;
}

/** The tools of the operator. */
export function Toolbar({
  gate,
  state: { network },
  session,
  isWatching,
  onOpen,
  onWatch,
  onSetUp,
  onSignIn,
}: ToolbarProps) {
  const { t } = useTranslation();
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
      <Button kind="secondary" small onPress={() => gate.synchronize()}>
        {t("desk.synchronise")}
      </Button>
      <SoundButton />
      {document.fullscreenEnabled && (
        <Button kind="quiet" small onPress={toggleFullScreen}>
          {t("desk.fullScreen")}
        </Button>
      )}
      <Button kind="quiet" small onPress={onSetUp}>
        {t("desk.setUp.change")}
      </Button>
      <Button kind="quiet" small onPress={() => onOpen("sign-out")}>
        {t("frame.signOut")}
      </Button>
    </div>
  );
}

function SoundButton() {
  const { t } = useTranslation();
  const [muted, setMuted] = useState(isMuted);
  const toggle = () => {
    saveMuted(!muted);
    setMuted(!muted);
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
