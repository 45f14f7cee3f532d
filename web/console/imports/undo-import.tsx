import { useState } from "preact/hooks";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

/** The button that takes an import back, once it has ended; an undo that failed is continued. */
export function UndoImport({ job, reload }: { readonly job: ApiAnswer<"getJob">; readonly reload: () => void }) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const [isAsking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  const { jobId, canUndo } = job;
  if (!canUndo) return null;
  const undo = () =>
    run(async () => {
      await callApi("undoImport", { params: { jobId } });
      setAsking(false);
      reload();
    });
  return (
    <>
      <div class="row">
        <Button kind="danger" small onPress={() => setAsking(true)}>
          {t("imports.undo")}
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={t("imports.undoTitle")}
          yes={t("imports.undoYes")}
          no={t("common.cancel")}
          danger
          busy={busy}
          onYes={undo}
          onNo={() => setAsking(false)}
        >
          <p>{t("imports.undoMeans")}</p>
          <p>{t("imports.undoKeeps")}</p>
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </>
  );
}
