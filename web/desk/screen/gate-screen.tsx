import { useEffect, useState } from "preact/hooks";
import { canOverride } from "#shared/check-in/check-in.rules.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import type { SignedInStaff } from "../../kit/session/staff-session.ts";
import { CameraScanner } from "../camera/camera-scanner.tsx";
import { type GateController, useGateState } from "../gate/gate-controller.ts";
import type { GateState, ScanResult } from "../gate/gate-state.ts";
import { BadgeCollectionDialog } from "../people/badge-collection-dialog.tsx";
import { FindPersonDialog } from "../people/find-person-dialog.tsx";
import { WalkInDialog } from "../people/walk-in-dialog.tsx";
import { useTranslation } from "../translations.ts";
import { IncidentsDialog } from "./incidents-dialog.tsx";
import { OverrideDialog } from "./override-dialog.tsx";
import { ScannerInput } from "./scanner-input.tsx";
import { playTune } from "./sounds.ts";
import { StatusBar } from "./status-bar.tsx";
import { type DeskPanel, Toolbar } from "./toolbar.tsx";
import { getVerdictLook, VerdictSign } from "./verdict-sign.tsx";

interface SignOutDialogProps {
  readonly waiting: number;
  readonly onSignOut: () => void | Promise<void>;
  readonly onClose: () => void;
}

/** Asks before everything is deleted from the device, with the number of unsent scans. */
function SignOutDialog({ waiting, onSignOut, onClose }: SignOutDialogProps) {
  const { t } = useTranslation();
  const { busy, run } = useAction();
  return (
    <ConfirmDialog
      title={t("desk.leave.title")}
      yes={t("desk.leave.yes")}
      no={t("desk.leave.no")}
      danger={waiting > 0}
      busy={busy}
      onYes={() => run(async () => onSignOut())}
      onNo={onClose}
    >
      {waiting > 0 && (
        <Notice tone="danger">
          <p>{t("desk.leave.waiting", { count: waiting })}</p>
        </Notice>
      )}
      <p>{t("desk.leave.means")}</p>
    </ConfirmDialog>
  );
}

interface DeskWarningsProps {
  readonly state: GateState;
  readonly onOpen: () => void;
}

/** Why the last synchronization failed, and the number of open incidents. */
function DeskWarnings({ state: { problem, openIncidents }, onOpen }: DeskWarningsProps) {
  const { t } = useTranslation();
  return (
    <>
      <ProblemNotice error={problem} t={t} />
      <div role="status">
        {openIncidents.length > 0 && (
          <Notice tone="warning">
            <Button kind="secondary" small onPress={onOpen}>
              {t("desk.conflicts.open", { count: openIncidents.length })}
            </Button>
          </Notice>
        )}
      </div>
    </>
  );
}

/** How long a verdict stays without a further scan, in ms; a refusal stays longer, because staff must act on it. */
const resultDurationMs = { good: 4_000, bad: 15_000, unsure: 15_000 };

interface GateScreenProps {
  readonly gate: GateController;
  readonly session: SignedInStaff | undefined;
  readonly onSetUp: () => void;
  readonly onSignIn: () => void;
  readonly onSignOut: () => void;
}

/** The screen of a gate: the verdict, the status bar and the tools. */
export function GateScreen({ gate, session, onSetUp, onSignIn, onSignOut }: GateScreenProps) {
  const { t } = useTranslation();
  const state = useGateState(gate);
  const [panel, setPanel] = useFormState<DeskPanel | undefined>("panel", undefined);
  const [isWatching, setWatching] = useState(false);
  const { scanResult, desk } = state;
  useEffect(() => {
    if (!scanResult) return;
    const look = getVerdictLook(scanResult);
    playTune(look === "good" ? "good" : "bad");
    const timer = setTimeout(() => gate.clearResult(), resultDurationMs[look]);
    return () => clearTimeout(timer);
  }, [scanResult]);
  const [overriding, setOverriding] = useState<ScanResult | undefined>();
  const read = (...reads: readonly string[]) => void gate.scan(reads);
  const close = () => setPanel(undefined);
  return (
    <div class={`desk ${scanResult ? getVerdictLook(scanResult) : "idle"}`}>
      <StatusBar state={state} onDirection={(direction) => gate.changeSettings({ ...desk.settings, direction })} />
      <main class="desk-main" id="main">
        <h1 class="hidden-visually">{t("desk.title")}</h1>
        <div class="desk-verdict" role="status" aria-atomic="true">
          {scanResult ? (
            <VerdictSign result={scanResult} conference={desk.conference} />
          ) : (
            <p class="idle-word">{t("desk.ready")}</p>
          )}
        </div>
        {isWatching && <CameraScanner onRead={read} />}
      </main>
      <section class="desk-foot" aria-label={t("desk.tools")}>
        {scanResult?.verdict.verdict === "refuse" && canOverride(scanResult.verdict.reason) && (
          <Button kind="secondary" onPress={() => setOverriding(scanResult)}>
            {t("desk.override.open")}
          </Button>
        )}
        <DeskWarnings state={state} onOpen={() => setPanel("incidents")} />
        <ScannerInput
          label={t("desk.capture")}
          hint={t("desk.captureHint")}
          isCovered={panel !== undefined || overriding !== undefined}
          onRead={read}
        />
        <Toolbar
          {...{ gate, state, session, isWatching, onSetUp, onSignIn }}
          onOpen={setPanel}
          onWatch={() => setWatching(!isWatching)}
        />
      </section>
      {overriding && <OverrideDialog gate={gate} result={overriding} onClose={() => setOverriding(undefined)} />}
      {panel === "find" && <FindPersonDialog gate={gate} onClose={close} />}
      {panel === "hand-out" && <BadgeCollectionDialog gate={gate} onClose={close} />}
      {panel === "walk-in" && <WalkInDialog gate={gate} onClose={close} />}
      {panel === "incidents" && <IncidentsDialog gate={gate} state={state} onClose={close} />}
      {panel === "sign-out" && <SignOutDialog waiting={state.pendingCount} onSignOut={onSignOut} onClose={close} />}
    </div>
  );
}
