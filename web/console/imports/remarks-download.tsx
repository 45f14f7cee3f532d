import { useState } from "preact/hooks";
import { saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

/** Downloads the sheet with its remarks, after the question for a reason. */
export function RemarksDownload({ jobId }: { readonly jobId: string }) {
  const { t } = useTranslation();
  const { fetchFile } = useConsoleContext();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const { busy, error, run } = useAction();
  const download = () =>
    run(async () => {
      const body = reason.trim() === "" ? {} : { reason: reason.trim() };
      saveFile(await fetchFile("getSheetRemarks", { params: { jobId }, body }), "palais-remarks.xlsx");
      setAsking(false);
    });
  return (
    <>
      <Button kind="secondary" small onPress={() => setAsking(true)}>
        {t("imports.remarksFile")}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t("imports.remarksTitle")}
          yes={t("imports.download")}
          no={t("common.cancel")}
          busy={busy}
          onYes={download}
          onNo={() => setAsking(false)}
        >
          <TextField
            id="remarks-reason"
            label={t("imports.remarksReason")}
            hint={t("imports.remarksReasonHint")}
            optional={t("common.optional")}
            value={reason}
            onInput={setReason}
          />
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </>
  );
}
