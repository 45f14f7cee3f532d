import type { Decision } from "#shared/domain/accreditation.ts";
import { Notice } from "../../kit/notice.tsx";
import { nameOf, poolLabel } from "../names.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import type { Forecast } from "./foresee.ts";

/** How many fit, which pool stops the others, and on whom it can't be decided. */
export function Preview({
  forecast,
  decision,
}: {
  readonly forecast: Forecast;
  readonly decision: Decision["decision"];
}) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const { fit, stopped, by, unfit, freed } = forecast;
  const isSeating = decision === "approve" || decision === "reopen";
  return (
    <div class="stack preview">
      <p>{t(`means.${decision}`)}</p>
      {isSeating && <p class="number">{t("bulk.fit", { count: fit.length })}</p>}
      {!isSeating && decision !== "return" && <p class="number">{t("bulk.freed", { count: freed })}</p>}
      {stopped.length > 0 && (
        <Notice tone="warning">
          <p class="number">{t(settings.waitingList ? "bulk.stopped" : "bulk.refused", { count: stopped.length })}</p>
          <ul>
            {[...by].map(([pool, count]) => (
              <li key={pool} class="number">
                {t("bulk.stoppedBy", { pool: poolLabel(pool, { settings, language, t }), count })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {unfit.length > 0 && (
        <p class="small soft">
          {t("bulk.unfit", { count: unfit.length })} <bdi>{unfit.slice(0, 5).map(nameOf).join(", ")}</bdi>
        </p>
      )}
    </div>
  );
}
