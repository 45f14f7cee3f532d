import { useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { LoadNotice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { buildHref } from "../../kit/hooks/use-location.ts";
import { PoolBar } from "../capacity/pool-bar.tsx";
import { type CapacityPool, useConsoleContext } from "../console-context.ts";
import { usePoolLabel } from "../labels.tsx";
import { LocalizedNumber } from "../localized-number.tsx";
import { buildRegisterHref } from "../register/register-href.ts";
import { useTranslation } from "../translations.ts";
import { getSeatedFilters } from "./figures.ts";

/** The seats of the venue, of categories and of sessions. The pools of delegations are in the view of all pools. */
export function SeatsSection() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("getCapacity", { params: { conferenceId }, signal }),
    [conferenceId, callApi],
  );
  useRefresh(reload);
  const pools = loaded.state === "ready" ? loaded.value.items : [];
  const shown = pools.filter(({ pool }) => !pool.startsWith("delegation:"));
  return (
    <section class="stack">
      {loaded.state === "ready" ? (
        <Table
          caption={t("homeView.seats")}
          head={[
            t("capacity.pool"),
            t("capacity.taken"),
            t("capacity.limit"),
            t("capacity.waiting"),
            t("capacity.share"),
          ]}
        >
          {shown.map((pool) => (
            <SeatsRow key={pool.pool} pool={pool} />
          ))}
        </Table>
      ) : (
        <LoadNotice {...{ loaded, reload, t }} />
      )}
      <p>
        <a href={buildHref({ conference: conferenceId, view: "capacity" })}>{t("homeView.allPools")}</a>
      </p>
    </section>
  );
}

function SeatsRow({ pool: { pool, limit, taken, offered, waiting } }: { readonly pool: CapacityPool }) {
  const { t } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  const name = usePoolLabel()(pool);
  return (
    <tr>
      <th scope="row" class="pool-name">
        <bdi>{name}</bdi>
      </th>
      <td class="number">
        <a href={buildRegisterHref(conferenceId, getSeatedFilters(pool))}>
          <LocalizedNumber value={taken} />
        </a>
      </td>
      <td class="number">{limit === null ? t("capacity.unlimited") : <LocalizedNumber value={limit} />}</td>
      <td class="number">
        <LocalizedNumber value={waiting} />
      </td>
      <td class="pool-share">
        <PoolBar {...{ name, limit, taken, offered, waiting }} />
      </td>
    </tr>
  );
}
