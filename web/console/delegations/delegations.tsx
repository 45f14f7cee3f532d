import { delegationStatuses } from "#shared/model/delegation.ts";
import { type ApiAnswer, listAllWithDamaged } from "../../kit/api/client.ts";
import { useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import { Checkbox, SelectField } from "../../kit/components/fields.tsx";
import { LoadNotice, Tag } from "../../kit/components/notices.tsx";
import { buildHref, navigate, useLocation } from "../../kit/hooks/use-location.ts";
import { getRepresentedName } from "../../kit/i18n/countries.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { DamagedNotice } from "../damaged-notice.tsx";
import { delegationStatusTones, getCategoryTitle } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { DelegationDetail } from "./delegation-detail.tsx";
import { DelegationForm } from "./delegation-form.tsx";
import { FocalPointTag } from "./focal-point-state.tsx";

type ListedDelegation = ApiAnswer<"listDelegations">["items"][number];

const maxListedDelegations = 1_000;

/** The delegations by status and name, with one of them beside the list. */
export function DelegationsView() {
  const { t } = useTranslation();
  const { callApi, settings, canDecide } = useConsoleContext();
  const pageLocation = useLocation();
  const { conferenceId } = settings;
  const { status, delegation } = pageLocation;
  const { unconfirmed: _, ...everyone } = pageLocation;
  const isCreating = canDecide && pageLocation["make"] === "yes";
  const { loaded, reload } = useLoaded(
    (signal) =>
      listAllWithDamaged(
        (cursor) =>
          callApi("listDelegations", { params: { conferenceId }, query: { status, limit: 100, cursor }, signal }),
        maxListedDelegations,
      ),
    [conferenceId, status, callApi],
  );
  useRefresh(reload, 10_000);
  const filter = (value: string) =>
    navigate({ conference: conferenceId, view: "delegations", ...(value && { status: value }) });
  const { items: all, damaged } = loaded.state === "ready" ? loaded.value : { items: [], damaged: [] };
  const unconfirmed = all.filter(({ confirmation }) => confirmation !== undefined);
  const isOnlyUnconfirmed = unconfirmed.length > 0 && pageLocation["unconfirmed"] === "yes";
  return (
    <div class={delegation || isCreating ? "review opened" : "review"}>
      <h1 id="delegations-title">{t("nav.delegations")}</h1>
      <section class="review-list stack" aria-labelledby="delegations-title">
        <div class="filters">
          <SelectField
            id="status"
            label={t("delegations.status")}
            value={status ?? ""}
            empty={t("queue.any")}
            options={delegationStatuses.map((value) => ({ value, label: t(`delegationStatus.${value}`) }))}
            onChange={filter}
          />
          {canDecide && (
            <a class="button secondary" href={buildHref({ ...pageLocation, delegation: undefined, make: "yes" })}>
              {t("making.title")}
            </a>
          )}
        </div>
        {unconfirmed.length > 0 && (
          <Checkbox
            id="unconfirmed"
            label={t("focalPoints.only")}
            checked={isOnlyUnconfirmed}
            onChange={(on) => navigate({ ...everyone, ...(on && { unconfirmed: "yes" }) })}
          />
        )}
        <LoadNotice {...{ loaded, reload, t }} />
        <DamagedNotice ids={damaged} />
        {loaded.state === "ready" && all.length === 0 && <p class="soft">{t("delegations.none")}</p>}
        {loaded.state === "ready" && <DelegationList all={isOnlyUnconfirmed ? unconfirmed : all} open={delegation} />}
      </section>
      <section class="review-case" aria-label={t("delegations.one")}>
        {isCreating && <DelegationForm onCreated={reload} />}
        {!isCreating && delegation && (
          <DelegationDetail key={delegation} delegationId={delegation} onChanged={reload} />
        )}
        {!isCreating && !delegation && <p class="soft">{t("delegations.choose")}</p>}
      </section>
    </div>
  );
}

function DelegationList({
  all,
  open,
}: {
  readonly all: readonly ListedDelegation[];
  readonly open: string | undefined;
}) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { settings } = useConsoleContext();
  const pageLocation = useLocation();
  return (
    <ul class="q-list">
      {all.map(({ delegationId, name, category, country, status, quota, letters, confirmation }) => (
        <li key={delegationId} class={delegationId === open ? "q-row open" : "q-row"}>
          <a
            href={buildHref({ ...pageLocation, make: undefined, delegation: delegationId })}
            aria-current={delegationId === open ? "true" : undefined}
          >
            <strong>
              <bdi>{getLocalizedText(name, language)}</bdi>
            </strong>
            <span class="small soft">
              {getCategoryTitle(settings, category, language)}
              {country && ` · ${getRepresentedName(settings, country, reader)}`}
              {quota !== undefined && ` · ${t("capacity.quotaOf", { quota })}`}
            </span>
          </a>
          <span class="q-tags">
            <Tag tone={delegationStatusTones[status]}>{t(`delegationStatus.${status}`)}</Tag>
            <FocalPointTag confirmation={confirmation} />
            {letters.length > 0 && letters.at(-1)?.reviewedAt === undefined && (
              <Tag tone="info">{t("delegations.unread")}</Tag>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
