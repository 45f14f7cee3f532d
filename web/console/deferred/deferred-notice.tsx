import { Button } from "../../kit/components/button.tsx";
import { Notice } from "../../kit/components/notices.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import type { DeferredDecision } from "./deferred-decisions.ts";
import { useUndo } from "./use-undo.ts";

/** Takes the place of the decisions on a registration while one is not carried out. */
export function DeferredNotice({ decision }: { readonly decision: DeferredDecision }) {
  const { t } = useTranslation();
  const { deferred } = useConsoleContext();
  const undo = useUndo(deferred);
  const { body, isSent } = decision;
  return (
    <Notice>
      <p>
        <strong>{t(`decide.${body.decision}`)}</strong>
        {t("common.colon")}
        {t(isSent ? "deferred.underWay" : "deferred.notYet")}
      </p>
      {!isSent && (
        <div>
          <Button kind="secondary" small onPress={() => undo(decision)}>
            {t("deferred.undo")}
          </Button>
        </div>
      )}
    </Notice>
  );
}
