import { useState } from "preact/hooks";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction, useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { LoadNotice, ProblemNotice } from "../../kit/components/notices.tsx";
import { Table } from "../../kit/components/table.tsx";
import { useConsoleContext } from "../console-context.ts";
import { type DelegationNames, RegistrationLink, useTimeFormat } from "../labels.tsx";
import { Pagination, usePagination } from "../pagination.tsx";
import { useTranslation } from "../translations.ts";

interface UncollectedBadgeRowProps {
  readonly badge: ApiAnswer<"listUncollectedBadges">["items"][number];
  readonly names: DelegationNames;
  readonly reload: () => void;
}

/** An uncollected badge, with a button to record its collection. */
function UncollectedBadgeRow({ badge, names, reload }: UncollectedBadgeRowProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { registrationId, serial, nameOnBadge: name, organization, delegationId, printedAt } = badge;
  const { busy, error, run } = useAction();
  const collect = () =>
    run(async () => {
      await callApi("collectBadge", { params: { registrationId }, body: {} });
      announce(t("badges.collected", { name }));
      reload();
    });
  return (
    <tr>
      <th scope="row">
        <RegistrationLink id={registrationId}>{name}</RegistrationLink>
      </th>
      <td>
        <bdi>{(delegationId && names.get(delegationId)) ?? organization ?? "–"}</bdi>
      </td>
      <td class="number">{serial}</td>
      <td class="small">{formatTime(printedAt)}</td>
      <td>
        <Button kind="secondary" small busy={busy} label={t("badges.collectOf", { name })} onPress={collect}>
          {t("badges.collect")}
        </Button>
        <ProblemNotice error={error} t={t} />
      </td>
    </tr>
  );
}

interface UncollectedBadgesProps {
  readonly names: DelegationNames;
  /** A changed number reloads the list. */
  readonly refreshKey: number;
}

/** The uncollected badges, with counts per delegation. */
export function UncollectedBadges({ names, refreshKey }: UncollectedBadgesProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const [delegation, setDelegation] = useState<string>();
  const pages = usePagination(delegation);
  const { cursor } = pages;
  const { loaded, reload } = useLoaded(
    (signal) =>
      callApi("listUncollectedBadges", { params: { conferenceId }, query: { delegation, limit: 50, cursor }, signal }),
    [conferenceId, delegation, cursor, refreshKey, callApi],
  );
  useRefresh(reload);
  return (
    <section class="stack" aria-labelledby="uncollected">
      <h2 id="uncollected">{t("badges.uncollected")}</h2>
      <LoadNotice {...{ loaded, reload, t }} />
      {loaded.state === "ready" && (
        <>
          <DelegationCounts {...{ names, delegation }} counts={loaded.value.delegations} onChoose={setDelegation} />
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
                <UncollectedBadgeRow key={badge.registrationId} {...{ badge, names, reload }} />
              ))}
            </Table>
          )}
          <Pagination pages={pages} next={loaded.value.next} />
        </>
      )}
    </section>
  );
}

interface DelegationCountsProps {
  readonly names: DelegationNames;
  readonly delegation: string | undefined;
  readonly counts: ApiAnswer<"listUncollectedBadges">["delegations"];
  readonly onChoose: (delegation: string | undefined) => void;
}

/** The counts per delegation as filters. Individuals have no filter; they are first in the unfiltered list. */
function DelegationCounts({ names, delegation, counts, onChoose }: DelegationCountsProps) {
  const { t, language } = useTranslation();
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
