import type { ApiAnswer } from "../../kit/api/client.ts";
import { useLoaded } from "../../kit/api/use-loaded.ts";
import { LoadNotice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { buildHref } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";

type ListedImport = ApiAnswer<"listImports">["items"][number];

interface ImportListProps {
  /** The open job. */
  readonly opened: string | undefined;
  /** The state of the open job. The list is loaded again when it changes. */
  readonly state: string;
}

/** The imports of the conference, the latest first. Each opens its job. */
export function ImportList({ opened, state }: ImportListProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listImports", { params: { conferenceId }, signal }),
    [conferenceId, opened, state, callApi],
  );
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { items } = loaded.value;
  if (items.length === 0) return null;
  const head = [t("imports.when"), t("imports.who"), t("imports.what"), t("imports.state"), t("imports.people")];
  return (
    <Table caption={t("imports.list")} head={head}>
      {items.map((item) => (
        <ImportLine key={item.jobId} {...{ item, conferenceId }} isOpened={item.jobId === opened} />
      ))}
    </Table>
  );
}

interface ImportLineProps {
  readonly item: ListedImport;
  readonly conferenceId: string;
  readonly isOpened: boolean;
}

function ImportLine({
  item: { jobId, what, at, by, state, step, rows, made },
  conferenceId,
  isOpened,
}: ImportLineProps) {
  const { t } = useTranslation();
  const formatTime = useTimeFormat();
  return (
    <tr>
      <th scope="row">
        <a
          href={buildHref({ conference: conferenceId, view: "imports", job: jobId })}
          aria-current={isOpened ? "true" : undefined}
        >
          {formatTime(at)}
        </a>
      </th>
      <td>
        <bdi>{by}</bdi>
      </td>
      <td>{t(`imports.${what}`)}</td>
      <td>{t(state === "failed" || state === "running" ? `imports.state_${state}` : `imports.state_${step}`)}</td>
      <td>
        {rows > 0 && <span class="number">{rows}</span>}
        {made !== undefined && <> · {t("imports.made", { count: made })}</>}
      </td>
    </tr>
  );
}
