import { labelOf } from "../../form/faults.ts";
import { moment } from "../../i18n/dates.ts";
import { Button } from "../../kit/button.tsx";
import { Notice } from "../../kit/notice.tsx";
import { Colleague } from "../colleague.tsx";
import { type Registration, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import type { Review } from "./use-review.ts";

/** What reviewers propose; whoever decides takes it over with one press, and may change its words. */
export function Proposals({ registration, review }: { readonly registration: Registration; readonly review: Review }) {
  const { t, find, language } = useWords();
  const { settings, decides } = useOffice();
  if (!registration.proposals) return null;
  return (
    <Notice>
      <h3>{t("case.proposals")}</h3>
      <ul class="plain-list stack">
        {registration.proposals.map(({ decision, reason, fields, until, at, by }) => (
          <li key={`${by} ${at}`} class="stack-tight">
            <p>
              <strong>{t(`decide.${decision}`)}</strong>{" "}
              <span class="small soft">
                {moment(at, settings.timeZone, language)} · <Colleague id={by} />
              </span>
            </p>
            {reason && (
              <blockquote>
                <bdi>{reason}</bdi>
              </blockquote>
            )}
            {fields && <p class="small">{fields.map((path) => labelOf(path, find)).join(", ")}</p>}
            {decides && (
              <Button
                kind="secondary"
                small
                onPress={() =>
                  review.begin(decision, {
                    ...(reason && { reason }),
                    ...(fields && { fields }),
                    ...(until && { until }),
                  })
                }
              >
                {t("case.takeOver")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
