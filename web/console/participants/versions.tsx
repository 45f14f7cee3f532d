import { moment } from "../../i18n/dates.ts";
import { Tag } from "../../kit/notice.tsx";
import { Table } from "../../kit/table.tsx";
import { Colleague } from "../colleague.tsx";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import type { Version } from "./version.ts";

/** What was kept, when, by whom, and how many it names; the latest first. */
export function Versions({ versions }: { readonly versions: readonly Version[] }) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const { format } = new Intl.NumberFormat(language);
  if (versions.length === 0) return <p class="soft">{t("list.none")}</p>;
  const head = (["version", "status", "at", "by", "named", "unnamed"] as const).map((each) => t(`list.${each}`));
  return (
    <Table caption={t("list.versions")} head={head}>
      {versions.map(({ version, status, at, by, named, unnamed }) => (
        <tr key={version}>
          <th scope="row" class="number">
            {version}
          </th>
          <td>
            <Tag tone={status === "final" ? "success" : undefined}>{t(`list.${status}`)}</Tag>
          </td>
          <td class="small">{moment(at, settings.timeZone, language)}</td>
          <td class="small">
            <Colleague id={by} />
          </td>
          <td class="number">{format(named)}</td>
          <td class="number">{format(unnamed)}</td>
        </tr>
      ))}
    </Table>
  );
}
