import { Notice } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { categoryTitle } from "../names.ts";
import { type Pool, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { seatedBy } from "./foresee.ts";
import { useLine } from "./use-line.ts";

interface Props {
  readonly pool: Pool;
  readonly pools: readonly Pool[];
  readonly limit: number;
}

/** So many are named; of the others the number is enough. */
const shown = 12;

/** What another limit does: whom it seats, or what it leaves over. */
export function Foresight({ pool, pools, limit }: Props) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const { loaded, again } = useLine();
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  const { line, names } = loaded.value;
  const seated = seatedBy(pools, pool.pool, limit, line);
  const over = pool.taken - limit;
  return (
    <div class="stack" aria-live="polite">
      {over > 0 && (
        <Notice tone="warning">
          <p>{t("capacity.overhang", { count: over })}</p>
        </Notice>
      )}
      {limit > pool.limit && seated.length === 0 && <p>{t("capacity.seatsNobody")}</p>}
      {seated.length > 0 && (
        <Notice tone="success">
          <p class="number">
            {t(settings.offerHours > 0 ? "capacity.offers" : "capacity.seats", { count: seated.length })}
          </p>
          <ol>
            {seated.slice(0, shown).map(({ registrationId, category, position }) => (
              <li key={registrationId} value={position}>
                <bdi>{names.get(registrationId) ?? registrationId}</bdi>{" "}
                <span class="small soft">{categoryTitle(settings, category, language)}</span>
              </li>
            ))}
          </ol>
          {seated.length > shown && <p class="small">{t("capacity.more", { count: seated.length - shown })}</p>}
        </Notice>
      )}
    </div>
  );
}
