import { useEffect } from "preact/hooks";
import type { Decision } from "#shared/domain/accreditation.ts";
import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Progress } from "../../kit/progress.tsx";
import { useWords } from "../words.ts";
import { Results } from "./results.tsx";
import { useMany } from "./use-many.ts";
import type { Listed } from "./use-queue.ts";

interface Props {
  readonly decision: Decision;
  /** In the order in which it is decided on them. */
  readonly all: readonly Listed[];
  readonly onClose: () => void;
}

/** Decides, and shows what becomes of each as it comes. */
export function BulkRun({ decision, all, onClose }: Props) {
  const { t } = useWords();
  const many = useMany(all.map(({ registrationId }) => registrationId));
  const progress = { done: many.results.length, total: all.length };
  useEffect(() => void many.send(decision), []);
  return (
    <>
      <Progress {...progress} label={t("bulk.progress", progress)} />
      <Results results={many.results} all={all} />
      {many.error !== undefined && <ProblemNotice error={many.error} t={t} onRetry={() => many.send(decision)} />}
      <Button kind="secondary" id="bulk-close" onPress={onClose}>
        {t("common.close")}
      </Button>
    </>
  );
}
