import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Table } from "../../kit/table.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import type { DelegationNames } from "../names.ts";
import { useOffice } from "../office.ts";
import { Turn } from "../turn.tsx";
import { usePages } from "../use-pages.ts";
import { useWords } from "../words.ts";
import { UncollectedRow } from "./uncollected-row.tsx";

interface Props {
  readonly names: DelegationNames;
  /** Another number when there is news. */
  readonly round: number;
}

/** What lies at the desk: how many of each delegation, and whose they are. */
export function Uncollected({ names, round }: Props) {
  const { t } = useWords();
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const [delegation, setDelegation] = useState<string>();
  const pages = usePages(delegation);
  const { cursor } = pages;
  const { loaded, again } = useLoaded(
    (signal) =>
      ask("listUncollectedBadges", { params: { conferenceId }, query: { delegation, limit: 50, cursor }, signal }),
    [conferenceId, delegation, cursor, round, ask],
  );
  useRefresh(again);
  return (
    <section class="stack" aria-labelledby="uncollected">
      <h2 id="uncollected">{t("badges.uncollected")}</h2>
      {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={again} />}
      {loaded.state === "loading" && <p aria-busy="true">{t("common.loading")}</p>}
      {loaded.state === "ready" && (
        <>
          <Counts {...{ names, delegation }} counts={loaded.value.delegations} onChoose={setDelegation} />
          {loaded.value.items.length > 0 && (
            <Table
              caption={t("badges.whose")}
              head={[
                t("list.name"),
                t("field.delegation"),
                t("badges.serial"),
                t("badges.printedAt"),
                t("capacity.act"),
              ]}
            >
              {loaded.value.items.map((badge) => (
                <UncollectedRow key={badge.registrationId} {...{ badge, names, again }} />
              ))}
            </Table>
          )}
          <Turn pages={pages} next={loaded.value.next} />
        </>
      )}
    </section>
  );
}

interface CountsProps {
  readonly names: DelegationNames;
  readonly delegation: string | undefined;
  readonly counts: AnswerOf<"listUncollectedBadges">["delegations"];
  readonly onChoose: (delegation: string | undefined) => void;
}

/** Individuals have no delegation to choose; they come first in the list of all. */
function Counts({ names, delegation, counts, onChoose }: CountsProps) {
  const { t, language } = useWords();
  const { format } = new Intl.NumberFormat(language);
  const whole = counts.reduce((sum, { count }) => sum + count, 0);
  if (whole === 0) return <p class="soft">{t("badges.allCollected")}</p>;
  return (
    <>
      <p class="number">{t("badges.lying", { count: whole })}</p>
      <fieldset class="row" aria-label={t("badges.perDelegation")}>
        {counts.map(({ delegationId: id, count }) =>
          id === undefined ? (
            <span key="individuals" class="tag number">
              {t("badges.individuals")}
              {t("common.colon")}
              {format(count)}
            </span>
          ) : (
            <button
              key={id}
              type="button"
              class="button secondary small"
              aria-pressed={id === delegation}
              onClick={() => onChoose(id === delegation ? undefined : id)}
            >
              <span class="number">
                <bdi>{names.get(id) ?? t("field.delegation")}</bdi>: {format(count)}
              </span>
            </button>
          ),
        )}
        {delegation !== undefined && (
          <Button kind="quiet" small onPress={() => onChoose(undefined)}>
            {t("queue.anyDelegation")}
          </Button>
        )}
      </fieldset>
    </>
  );
}
