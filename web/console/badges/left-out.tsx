import { Refused } from "../../api/client.ts";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Table } from "../../kit/table.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { linkTo } from "../link.ts";
import { nameOf } from "../names.ts";
import { type Ask, useOffice } from "../office.ts";
import { Turn } from "../turn.tsx";
import { usePages } from "../use-pages.ts";
import { useWords } from "../words.ts";

/** So many at a time, for each name is asked for. */
const pageSize = 20;

/** Whose badges aren't in the file, and why. */
export function LeftOut({ jobId }: { readonly jobId: string }) {
  const { t } = useWords();
  const { ask, settings } = useOffice();
  const pages = usePages();
  const { cursor } = pages;
  const { loaded, again } = useLoaded(
    async (signal) => {
      const query = { limit: pageSize, cursor };
      const { items, next } = await ask("listJobRows", { params: { jobId }, query, signal });
      const name = async (id = "") => ({ id, name: await nameAt(ask, id, signal) });
      const whose = await Promise.all(items.map(({ registrationId }) => name(registrationId)));
      return { rows: items.map((item, index) => ({ ...item, ...whose[index] })), next };
    },
    [jobId, cursor, ask],
  );
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  return (
    <>
      <Table caption={t("outcome.left-out")} head={[t("list.name"), t("imports.why")]}>
        {loaded.value.rows.map(({ id, name, problem, errors = [] }) => (
          <tr key={id}>
            <th scope="row">
              <a href={linkTo({ conference: settings.conferenceId, view: "queue", registration: id })}>
                <bdi>{name}</bdi>
              </a>
            </th>
            <td>{[problem?.title, ...errors.map(({ message }) => message)].filter(Boolean).join(" · ")}</td>
          </tr>
        ))}
      </Table>
      <Turn pages={pages} next={loaded.value.next} />
    </>
  );
}

/** What somebody is called; whoever is erased by now goes by the identifier. */
async function nameAt(ask: Ask, registrationId: string, signal: AbortSignal): Promise<string> {
  try {
    return nameOf(await ask("readRegistration", { params: { registrationId }, signal }));
  } catch (error) {
    if (error instanceof Refused) return registrationId;
    throw error;
  }
}
