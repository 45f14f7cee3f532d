import "../kit/kit.css";
import "./desk.css";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../kit/components/button.tsx";
import { PageShell } from "../kit/components/page-shell.tsx";
import { useDocumentTitle } from "../kit/i18n/translations.tsx";
import { findSignedInStaff, signOutStaff } from "../kit/session/staff-session.ts";
import { RequireStaff } from "../kit/session/staff-sign-in.tsx";
import { GateController } from "./gate/gate-controller.ts";
import { GateSetup } from "./gate-setup.tsx";
import { GateScreen } from "./screen/gate-screen.tsx";
import { mountPage, useTranslation } from "./translations.ts";

/** Registers the service worker that makes the desk available offline (`web/desk-worker.js`). */
async function registerDeskWorker(): Promise<void> {
  try {
    await navigator.serviceWorker?.register("/desk-worker.js", { scope: "/desk" });
    // Without it, a browser that is short of storage may delete the list.
    await navigator.storage?.persist?.();
  } catch {
    // Without a service worker, the desk works while the tab is open.
  }
}

/** The step before scanning, if there is one. */
type PendingStep = "sign-in" | "set-up" | undefined;

/**
 * A device that is set up as a gate stays one without a session, because staff cannot sign in offline while people
 * wait. Only synchronization needs a session.
 */
function DeskPage() {
  const { t } = useTranslation();
  const [gate, setGate] = useState<GateController | "loading" | undefined>("loading");
  const [pendingStep, setPendingStep] = useState<PendingStep>();
  useEffect(() => {
    void registerDeskWorker();
    GateController.restore().then(setGate, () => setGate(undefined));
  }, []);
  useDocumentTitle(t("desk.title"));
  if (gate === "loading") return <div class="loading" aria-busy="true" />;
  const leave = async () => {
    await gate?.signOut();
    signOutStaff();
    setPendingStep(undefined);
    setGate(undefined);
  };
  if (gate && pendingStep === undefined)
    return (
      <GateScreen
        gate={gate}
        session={findSignedInStaff()}
        onSetUp={() => setPendingStep("set-up")}
        onSignIn={() => setPendingStep("sign-in")}
        onSignOut={leave}
      />
    );
  const open = (opened: GateController) => [setGate(opened), setPendingStep(undefined)];
  return <DeskFrame {...{ gate, pendingStep }} onOpen={open} />;
}

interface DeskFrameProps {
  readonly gate: GateController | undefined;
  readonly pendingStep: PendingStep;
  readonly onOpen: (gate: GateController) => void;
}

function DeskFrame({ gate, pendingStep, onOpen }: DeskFrameProps) {
  const reader = useTranslation();
  const { t } = reader;
  return (
    <PageShell reader={reader} home="/desk">
      {gate && pendingStep === "set-up" ? (
        <GateSetup gate={gate} onOpen={onOpen} />
      ) : (
        <RequireStaff reader={reader}>
          {({ email }, signOut, onSessionOver) =>
            gate ? (
              <ReturnToGate onReturn={() => onOpen(gate)} />
            ) : (
              <div class="stack-wide">
                <div class="row">
                  <p class="soft">{t("staff.signedInAs", { email })}</p>
                  <Button kind="quiet" small onPress={signOut}>
                    {t("frame.signOut")}
                  </Button>
                </div>
                <GateSetup gate={undefined} {...{ onOpen, onSessionOver }} />
              </div>
            )
          }
        </RequireStaff>
      )}
    </PageShell>
  );
}

/** Returns to the gate after a new sign-in. */
function ReturnToGate({ onReturn }: { readonly onReturn: () => void }) {
  useEffect(onReturn, []);
  return null;
}

mountPage(DeskPage);
