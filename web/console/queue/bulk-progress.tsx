import { useEffect, useState } from "preact/hooks";
import type { AccreditationDecision } from "#shared/model/accreditation.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ProblemNotice, Tag } from "../../kit/components/notices.tsx";
import { ProgressBar } from "../../kit/components/progress.tsx";
import { Table } from "../../kit/components/table.tsx";
import { useConsoleContext } from "../console-context.ts";
import { formatPersonName, seatTones, usePoolLabel } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import type { DecidableRegistration } from "./decision-forecast.ts";

/** The number of registrations per request: small enough for fast responses and visible progress. */
const bulkChunkSize = 20;

export type BulkDecisionResult = ApiAnswer<"decideRegistrations">["items"][number];

/**
 * Sends one decision for many registrations at the versions that the officer selected, in order. After a failure,
 * `send` continues with the undecided ones.
 */
function useBulkDecision(selected: readonly DecidableRegistration[]) {
  const { callApi, settings } = useConsoleContext();
  const [results, setResults] = useState<readonly BulkDecisionResult[]>([]);
  const { error, run } = useAction();
  const send = ({ fields, ...decision }: AccreditationDecision) =>
    run(async () => {
      let all = results;
      while (all.length < selected.length) {
        const next = selected.slice(all.length, all.length + bulkChunkSize);
        const items = next.map(({ registrationId, version }) => ({ registrationId, version }));
        const body = { ...decision, ...(fields && { fields: [...fields] }), items };
        const answer = await callApi("decideRegistrations", {
          params: { conferenceId: settings.conferenceId },
          body,
        });
        all = [...all, ...answer.items];
        setResults(all);
      }
    });
  return { results, error, send };
}

/** How many of the latest results are shown, besides all failures. */
const shownResults = 100;

/** The results, the latest first. */
function BulkResultTable({
  results,
  all,
}: {
  readonly results: readonly BulkDecisionResult[];
  readonly all: readonly DecidableRegistration[];
}) {
  const { t } = useTranslation();
  const names = new Map(all.map((each) => [each.registrationId, formatPersonName(each)]));
  const failed = results.filter(({ problem }) => problem).length;
  const shown = results.filter(({ problem }, index) => problem !== undefined || index >= results.length - shownResults);
  return (
    <>
      <p class="number">{t("bulk.done", { done: results.length - failed, failed })}</p>
      <div class="results">
        <Table caption={t("bulk.results")} head={[t("bulk.who"), t("bulk.what")]}>
          {shown.toReversed().map((result) => (
            <tr key={result.registrationId}>
              <th scope="row">
                <bdi>{names.get(result.registrationId)}</bdi>
              </th>
              <td>
                <BulkOutcome result={result} />
              </td>
            </tr>
          ))}
        </Table>
      </div>
    </>
  );
}

function BulkOutcome({
  result: { problem, accreditation, seat, waitingFor },
}: {
  readonly result: BulkDecisionResult;
}) {
  const { find } = useTranslation();
  const getPoolLabel = usePoolLabel();
  if (problem) return <Tag tone="danger">{problem.title}</Tag>;
  return (
    <span class="row">
      <Tag>{find(`accreditation.${accreditation}`)}</Tag>
      <Tag tone={seatTones[seat as keyof typeof seatTones]}>{find(`seat.${seat}`)}</Tag>
      {waitingFor && waitingFor.length > 0 && <span class="small soft">{waitingFor.map(getPoolLabel).join(", ")}</span>}
    </span>
  );
}

interface BulkProgressProps {
  readonly decision: AccreditationDecision;
  /** In the order of the decisions. */
  readonly all: readonly DecidableRegistration[];
  readonly onClose: () => void;
}

/** Runs a bulk decision and shows its results. */
export function BulkProgress({ decision, all, onClose }: BulkProgressProps) {
  const { t } = useTranslation();
  const many = useBulkDecision(all);
  const progress = { done: many.results.length, total: all.length };
  useEffect(() => void many.send(decision), []);
  return (
    <>
      <ProgressBar {...progress} label={t("bulk.progress", progress)} />
      <BulkResultTable results={many.results} all={all} />
      <ProblemNotice error={many.error} t={t} onRetry={() => many.send(decision)} />
      <Button kind="secondary" id="bulk-close" onPress={onClose}>
        {t("common.close")}
      </Button>
    </>
  );
}
