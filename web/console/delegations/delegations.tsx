import type { AnswerOf } from "../../api/client.ts";
import { everyPage } from "../../api/every-page.ts";
import { countryName } from "../../i18n/countries.ts";
import { textIn } from "../../i18n/words.tsx";
import { go, usePlace } from "../../kit/fragment.ts";
import { SelectField } from "../../kit/inputs.tsx";
import { Tag } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { linkTo } from "../link.ts";
import { categoryTitle } from "../names.ts";
import { useOffice } from "../office.ts";
import { statusTones } from "../tones.ts";
import { useWords } from "../words.ts";
import { Delegation } from "./delegation.tsx";
import { Make } from "./make.tsx";

type Listed = AnswerOf<"listDelegations">["items"][number];

const statuses = ["requested", "accredited", "refused"] as const;
const most = 1_000;

/** The organizations that attend or ask to, by status and name, and one of them beside the list. */
export function Delegations() {
  const { t } = useWords();
  const { ask, settings, decides } = useOffice();
  const place = usePlace();
  const { conferenceId } = settings;
  const { status, delegation } = place;
  const isMaking = decides && place["make"] === "yes";
  const { loaded, again } = useLoaded(
    (signal) =>
      everyPage(
        (cursor) => ask("listDelegations", { params: { conferenceId }, query: { status, limit: 100, cursor }, signal }),
        most,
      ),
    [conferenceId, status, ask],
  );
  useRefresh(again, 10_000);
  const filter = (value: string) =>
    go({ conference: conferenceId, view: "delegations", ...(value && { status: value }) });
  return (
    <div class={delegation || isMaking ? "review opened" : "review"}>
      <h1 id="delegations-title">{t("nav.delegations")}</h1>
      <section class="review-list stack" aria-labelledby="delegations-title">
        <div class="filters">
          <SelectField
            id="status"
            label={t("delegations.status")}
            value={status ?? ""}
            empty={t("queue.any")}
            options={statuses.map((value) => ({ value, label: t(`delegationStatus.${value}`) }))}
            onChange={filter}
          />
          {decides && (
            <a class="button secondary" href={linkTo({ ...place, delegation: undefined, make: "yes" })}>
              {t("making.title")}
            </a>
          )}
        </div>
        {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={again} />}
        {loaded.state === "loading" && <p aria-busy="true">{t("common.loading")}</p>}
        {loaded.state === "ready" && loaded.value.length === 0 && <p class="soft">{t("delegations.none")}</p>}
        {loaded.state === "ready" && <List all={loaded.value} open={delegation} />}
      </section>
      <section class="review-case" aria-label={t("delegations.one")}>
        {isMaking && <Make onMade={again} />}
        {!isMaking && delegation && <Delegation key={delegation} delegationId={delegation} onChanged={again} />}
        {!isMaking && !delegation && <p class="soft">{t("delegations.choose")}</p>}
      </section>
    </div>
  );
}

function List({ all, open }: { readonly all: readonly Listed[]; readonly open: string | undefined }) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const place = usePlace();
  return (
    <ul class="q-list">
      {all.map(({ delegationId, name, category, country, status, quota, letters }) => (
        <li key={delegationId} class={delegationId === open ? "q-row open" : "q-row"}>
          <a
            href={linkTo({ ...place, make: undefined, delegation: delegationId })}
            aria-current={delegationId === open ? "true" : undefined}
          >
            <strong>
              <bdi>{textIn(name, language)}</bdi>
            </strong>
            <span class="small soft">
              {categoryTitle(settings, category, language)}
              {country && ` · ${countryName(country, language)}`}
              {quota !== undefined && ` · ${t("delegations.quotaOf", { quota })}`}
            </span>
          </a>
          <span class="q-tags">
            <Tag tone={statusTones[status]}>{t(`delegationStatus.${status}`)}</Tag>
            {letters.length > 0 && letters.at(-1)?.readAt === undefined && (
              <Tag tone="info">{t("delegations.unread")}</Tag>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
