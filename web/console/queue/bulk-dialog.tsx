import { useState } from "preact/hooks";
import type { Decision } from "#shared/domain/accreditation.ts";
import { Dialog } from "../../kit/dialog.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { BulkForm } from "./bulk-form.tsx";
import { BulkRun } from "./bulk-run.tsx";
import { foresee } from "./foresee.ts";
import type { Listed } from "./use-queue.ts";

interface Props {
  readonly decision: Decision["decision"];
  readonly all: readonly Listed[];
  readonly onClose: (isDone: boolean) => void;
}

/** First what it would do, by the places as they are now; then what it did, one by one. */
export function BulkDialog({ decision, all, onClose }: Props) {
  const { t } = useWords();
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const [sent, setSent] = useState<Decision>();
  const { loaded, again } = useLoaded(
    (signal) => ask("readCapacity", { params: { conferenceId }, signal }),
    [conferenceId],
  );
  const forecast = loaded.state === "ready" ? foresee(settings, loaded.value.items, all, decision) : undefined;
  const may = all.filter((each) => !forecast?.unfit.includes(each));
  return (
    <Dialog title={t(`bulk.${decision}`, { count: may.length })} onClose={() => onClose(sent !== undefined)}>
      {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={again} />}
      {loaded.state === "loading" && <p aria-busy="true">{t("common.loading")}</p>}
      {forecast && !sent && (
        <BulkForm {...{ forecast, decision }} count={may.length} onSend={setSent} onCancel={() => onClose(false)} />
      )}
      {sent && <BulkRun decision={sent} all={may} onClose={() => onClose(true)} />}
    </Dialog>
  );
}
