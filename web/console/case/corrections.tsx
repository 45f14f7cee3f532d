import { labelOf } from "../../form/faults.ts";
import { Table } from "../../kit/table.tsx";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { shownAt } from "./paths.ts";

/** What the latest resubmission changed, from what to what. */
export function Corrections({ registration: { corrected } }: { readonly registration: Registration }) {
  const { t, find, language } = useWords();
  const { settings } = useOffice();
  if (!corrected || corrected.length === 0) return null;
  const shown = (path: string, value: unknown) =>
    value === undefined ? "–" : (shownAt({ [path]: value }, path, { settings, language, find }) ?? "–");
  return (
    <Table caption={t("case.corrected")} head={[t("case.field"), t("case.before"), t("case.after")]}>
      {corrected.map(({ path, before, after }) => (
        <tr key={path}>
          <th scope="row">{labelOf(path, find)}</th>
          <td>
            <bdi>{shown(path, before)}</bdi>
          </td>
          <td>
            <strong>
              <bdi>{shown(path, after)}</bdi>
            </strong>
          </td>
        </tr>
      ))}
    </Table>
  );
}
