import { Tag } from "../../kit/notice.tsx";
import { Table } from "../../kit/table.tsx";
import { nameOf, poolLabel } from "../names.ts";
import { useOffice } from "../office.ts";
import { seatTones } from "../tones.ts";
import { useWords } from "../words.ts";
import type { Result } from "./use-many.ts";
import type { Listed } from "./use-queue.ts";

/** What became of each; the latest first, so that one sees it go on. */
export function Results({ results, all }: { readonly results: readonly Result[]; readonly all: readonly Listed[] }) {
  const { t } = useWords();
  const names = new Map(all.map((each) => [each.registrationId, nameOf(each)]));
  const failed = results.filter(({ problem }) => problem).length;
  return (
    <>
      <p class="number">{t("bulk.done", { done: results.length - failed, failed })}</p>
      <div class="results">
        <Table caption={t("bulk.results")} head={[t("bulk.who"), t("bulk.what")]}>
          {results.toReversed().map((result) => (
            <tr key={result.registrationId}>
              <th scope="row">
                <bdi>{names.get(result.registrationId)}</bdi>
              </th>
              <td>
                <Outcome result={result} />
              </td>
            </tr>
          ))}
        </Table>
      </div>
    </>
  );
}

function Outcome({ result: { problem, accreditation, seat, waitingFor } }: { readonly result: Result }) {
  const { t, find, language } = useWords();
  const { settings } = useOffice();
  if (problem) return <Tag tone="danger">{problem.title}</Tag>;
  return (
    <span class="row">
      <Tag>{find(`accreditation.${accreditation}`)}</Tag>
      <Tag tone={seatTones[seat as keyof typeof seatTones]}>{find(`seat.${seat}`)}</Tag>
      {waitingFor && waitingFor.length > 0 && (
        <span class="small soft">
          {waitingFor.map((pool) => poolLabel(pool, { settings, language, t })).join(", ")}
        </span>
      )}
    </span>
  );
}
