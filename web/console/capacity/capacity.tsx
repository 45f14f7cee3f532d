import { useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice, Tag } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { buildHref } from "../../kit/hooks/use-location.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type CapacityPool, useConsoleContext } from "../console-context.ts";
import { type DelegationNames, useDelegationNames, usePoolLabel } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { LimitDialog } from "./limit-dialog.tsx";
import { PoolBar } from "./pool-bar.tsx";

interface PoolRowProps {
  readonly pool: CapacityPool;
  readonly names: DelegationNames;
  readonly onChange: () => void;
}

/** A pool as a bar and as numbers. */
function PoolRow({ pool, names, onChange }: PoolRowProps) {
  const { t, language } = useTranslation();
  const { settings, canDecide } = useConsoleContext();
  const { limit, taken, offered, waiting } = pool;
  const { format } = new Intl.NumberFormat(language);
  const name = usePoolLabel(names)(pool.pool);
  const [kind = "", id = ""] = pool.pool.split(":");
  const queue = { conference: settings.conferenceId, view: "queue", seat: "waiting" };
  const filter = kind === "category" || kind === "delegation" ? { [kind]: id } : {};
  return (
    <tr>
      <th scope="row" class="pool-name">
        <bdi>{name}</bdi>
      </th>
      <td class="pool-share">
        <PoolBar {...{ name, limit, taken, offered, waiting }} />
      </td>
      <td class="number">{limit === null ? t("capacity.unlimited") : format(limit)}</td>
      <td class="number">{format(taken)}</td>
      <td class="number">{format(offered)}</td>
      <td class="number">
        {limit !== null && taken > limit ? (
          <Tag tone="danger">{t("capacity.over", { count: taken - limit })}</Tag>
        ) : (
          (limit !== null && format(limit - taken)) || "–"
        )}
      </td>
      <td class="number">
        {waiting > 0 && kind !== "session" ? (
          <a href={buildHref({ ...queue, ...filter })}>{format(waiting)}</a>
        ) : (
          format(waiting)
        )}
      </td>
      {canDecide && (
        <td>
          <Button kind="secondary" small label={t("capacity.changeOf", { name })} onPress={onChange}>
            {t("capacity.change")}
          </Button>
        </td>
      )}
    </tr>
  );
}

const capacityRefreshMs = 3_000;

const poolKinds = ["venue", "category", "session", "delegation"] as const;
const getPoolKind = ({ pool }: CapacityPool) => pool.split(":")[0];

/** All seat limits with their current occupancy. */
export function CapacityView() {
  const { t, language } = useTranslation();
  const { callApi, settings, canDecide } = useConsoleContext();
  const { conferenceId } = settings;
  const names = useDelegationNames(language);
  const [changing, setChanging] = useFormState<string | undefined>(`limit.${conferenceId}`, undefined);
  const { loaded, reload } = useLoaded(
    (signal) => callApi("getCapacity", { params: { conferenceId }, signal }),
    [conferenceId, callApi],
  );
  useRefresh(reload, capacityRefreshMs);
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { items } = loaded.value;
  const pool = items.find((each) => each.pool === changing);
  const head = [
    t("capacity.pool"),
    t("capacity.share"),
    t("capacity.limit"),
    t("capacity.taken"),
    t("capacity.offered"),
    t("capacity.free"),
    t("capacity.waiting"),
    ...(canDecide ? [t("capacity.act")] : []),
  ];
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.capacity")}</h1>
      <p class="legend-line small soft">
        <span class="swatch taken" /> {t("capacity.taken")} <span class="swatch offered" /> {t("capacity.offered")}{" "}
        <span class="swatch waiting-list" /> {t("capacity.waiting")}
      </p>
      {poolKinds.map((kind) => {
        const pools = items.filter((each) => getPoolKind(each) === kind);
        if (pools.length === 0) return null;
        return (
          <Table key={kind} caption={t(`capacity.kind.${kind}`)} head={head}>
            {pools.map((each) => (
              <PoolRow key={each.pool} pool={each} names={names} onChange={() => setChanging(each.pool)} />
            ))}
          </Table>
        );
      })}
      {pool && <LimitDialog {...{ pool, names }} pools={items} onClose={() => [setChanging(undefined), reload()]} />}
    </div>
  );
}
