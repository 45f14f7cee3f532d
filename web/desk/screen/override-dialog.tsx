import { useState } from "preact/hooks";
import { removeForbiddenCharacters, truncateText } from "#shared/text/text-rules.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import type { GateController } from "../gate/gate-controller.ts";
import type { ScanResult } from "../gate/gate-state.ts";
import { useTranslation } from "../translations.ts";

/** The maximum length of a reason in the API, in characters. */
const maxReasonLength = 500;

interface OverrideDialogProps {
  readonly gate: GateController;
  /** The refused scan. */
  readonly result: ScanResult;
  readonly onClose: () => void;
}

/** Asks for the reason for which the operator admits a person in spite of a refusal. */
export function OverrideDialog({ gate, result, onClose }: OverrideDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const { busy, run } = useAction();
  // A reason that the API refuses would keep the scan from being recorded.
  const text = truncateText(removeForbiddenCharacters(reason).trim(), maxReasonLength);
  const admit = () =>
    run(async () => {
      setTried(true);
      if (text === "") return;
      await gate.scan([result.token], { reason: text });
      onClose();
    });
  return (
    <Dialog title={t("desk.override.title")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), admit()]}>
        <p>
          {result.person && (
            <>
              <strong>
                <bdi>{result.person.nameOnBadge}</bdi>
              </strong>
              <br />
            </>
          )}
          {t("desk.override.means")}
        </p>
        <TextField
          id="override-reason"
          label={t("desk.override.reason")}
          value={reason}
          errorText={isTried && text === "" ? t("desk.setUp.needed") : undefined}
          onInput={setReason}
        />
        <div class="row">
          <Button type="submit" busy={busy}>
            {t("desk.override.go")}
          </Button>
          <Button kind="secondary" onPress={onClose}>
            {t("common.close")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
