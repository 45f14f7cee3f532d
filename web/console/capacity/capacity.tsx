import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Table } from "../../kit/table.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { type Pool, useOffice } from "../office.ts";
import { useDelegationNames } from "../use-delegation-names.ts";
import { useWords } from "../words.ts";
import { LimitDialog } from "./limit-dialog.tsx";
import { PoolRow } from "./pool-row.tsx";

const interval = 3_000;

const kinds = ["venue", "category", "session", "delegation"] as const;
const kindOf = ({ pool }: Pool) => pool.split(":")[0];

/** Every limit that seats count against, as it is now. */
export function Capacity() {
  const { t, language } = useWords();
  const { ask, settings, decides } = useOffice();
  const { conferenceId } = settings;
  const names = useDelegationNames(language);
  const [changing, setChanging] = useTyped<string | undefined>(`limit.${conferenceId}`, undefined);
  const { loaded, again } = useLoaded(
    (signal) => ask("readCapacity", { params: { conferenceId }, signal }),
    [conferenceId, ask],
  );
  useRefresh(again, interval);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
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
    ...(decides ? [t("capacity.act")] : []),
  ];
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.capacity")}</h1>
      <p class="legend-line small soft">
        <span class="swatch taken" /> {t("capacity.taken")} <span class="swatch offered" /> {t("capacity.offered")}{" "}
        <span class="swatch waiting" /> {t("capacity.waiting")}
      </p>
      {kinds.map((kind) => {
        const pools = items.filter((each) => kindOf(each) === kind);
        if (pools.length === 0) return null;
        return (
          <Table key={kind} caption={t(`capacity.kind.${kind}`)} head={head}>
            {pools.map((each) => (
              <PoolRow key={each.pool} pool={each} names={names} onChange={() => setChanging(each.pool)} />
            ))}
          </Table>
        );
      })}
      {pool && <LimitDialog {...{ pool, names }} pools={items} onClose={() => [setChanging(undefined), again()]} />}
    </div>
  );
}
