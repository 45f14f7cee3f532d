import { useState } from "preact/hooks";
import { rowOutcomes } from "#shared/domain/import.ts";
import type { AnswerOf } from "../../api/client.ts";
import { Tag, type Tone } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Table } from "../../kit/table.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { linkTo } from "../link.ts";
import { poolLabel } from "../names.ts";
import { useOffice } from "../office.ts";
import { Turn } from "../turn.tsx";
import { usePages } from "../use-pages.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly jobId: string;
  readonly result: Readonly<Record<string, number | string>>;
}

type Outcome = (typeof rowOutcomes)[number];

const tones: Readonly<Partial<Record<Outcome | "left-out", Tone>>> = {
  seated: "success",
  registered: "success",
  waiting: "warning",
  refused: "danger",
  wrong: "danger",
};

/** How many rows came to what, and the rows themselves, a page at a time. */
export function Rows({ jobId, result }: Props) {
  const { t } = useWords();
  const { ask } = useOffice();
  const [outcome, setOutcome] = useState<Outcome>();
  const pages = usePages(outcome);
  const { cursor } = pages;
  const { loaded, again } = useLoaded(
    (signal) => ask("listJobRows", { params: { jobId }, query: { outcome, limit: 50, cursor }, signal }),
    [jobId, outcome, cursor, ask],
  );
  const next = loaded.state === "ready" ? loaded.value.next : null;
  return (
    <>
      <fieldset class="row" aria-label={t("imports.outcomes")}>
        {rowOutcomes
          .filter((each) => Number(result[each] ?? 0) > 0)
          .map((each) => (
            <button
              key={each}
              type="button"
              class="button secondary small"
              aria-pressed={each === outcome}
              onClick={() => setOutcome(each === outcome ? undefined : each)}
            >
              {t(`outcome.${each}`)}
              {t("common.colon")}
              <span class="number">{result[each]}</span>
            </button>
          ))}
      </fieldset>
      {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={again} />}
      {loaded.state === "ready" && (
        <Table caption={t("imports.rows")} head={[t("imports.row"), t("imports.outcome"), t("imports.why")]}>
          {loaded.value.items.map((row) => (
            <RowLine key={row.row} row={row} />
          ))}
        </Table>
      )}
      <Turn {...{ pages, next }} />
    </>
  );
}

function RowLine({
  row: { row, outcome, registrationId, waitingFor, problem, errors },
}: {
  readonly row: AnswerOf<"listJobRows">["items"][number];
}) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const pools = (waitingFor ?? []).map((pool) => poolLabel(pool, { settings, language, t })).join(", ");
  const why = [
    problem?.title,
    pools,
    ...(errors ?? []).map(({ column, message }) => [column, message].filter(Boolean).join(": ")),
  ];
  return (
    <tr>
      <th scope="row" class="number">
        {registrationId ? (
          <a href={linkTo({ conference: settings.conferenceId, view: "queue", registration: registrationId })}>{row}</a>
        ) : (
          row
        )}
      </th>
      <td>
        <Tag tone={tones[outcome]}>{t(`outcome.${outcome}`)}</Tag>
      </td>
      <td>
        <bdi>{why.filter(Boolean).join(" · ")}</bdi>
      </td>
    </tr>
  );
}
