import { LoadNotice, Tag } from "../../kit/components/notices.tsx";
import { buildHref, replaceLocation, useLocation } from "../../kit/hooks/use-location.ts";
import { getCountryName } from "../../kit/i18n/countries.ts";
import { useConsoleContext } from "../console-context.ts";
import { DamagedNotice } from "../damaged-notice.tsx";
import { AccreditationTag } from "../deferred/accreditation-tag.tsx";
import { formatPersonName, getCategoryTitle, seatTones, usePoolLabel } from "../labels.tsx";
import { Pagination } from "../pagination.tsx";
import { hasOpenClash } from "../registration-detail/decisions.ts";
import { useTranslation } from "../translations.ts";
import type { ListedRegistration, QueuePage, QueueSelection } from "./use-queue.ts";

interface QueueRowProps {
  readonly item: ListedRegistration;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  /** Whether the row is of the previous filter or page, until the next one is loaded. */
  readonly isStale: boolean;
  readonly onChoose: (item: ListedRegistration, on: boolean) => void;
}

export const toRowId = (registrationId: string) => `row-${registrationId}`;

/** A registration in the queue: person, status and flags. */
function QueueRow({ item, isOpen, isChosen, isStale, onChoose }: QueueRowProps) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { settings, canDecide } = useConsoleContext();
  const pageLocation = useLocation();
  const getPoolLabel = usePoolLabel();
  const name = formatPersonName(item);
  const details = [
    item.organization,
    item.person.nationality && getCountryName(item.person.nationality, reader),
    getCategoryTitle(settings, item.category, language),
  ];
  const target = { ...pageLocation, registration: item.registrationId };
  return (
    <li class={isOpen ? "q-row open" : "q-row"}>
      {canDecide && (
        <input
          type="checkbox"
          aria-label={t("queue.choose", { name })}
          checked={isChosen}
          disabled={isStale}
          onChange={(event) => onChoose(item, event.currentTarget.checked)}
        />
      )}
      <a
        id={toRowId(item.registrationId)}
        href={buildHref(target)}
        aria-current={isOpen ? "true" : undefined}
        onClick={(event) => [event.preventDefault(), replaceLocation(target)]}
      >
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span class="small soft">
          {details.filter(Boolean).map((each, index) => (
            <span key={index}>
              {index > 0 && " · "}
              <bdi>{each}</bdi>
            </span>
          ))}
        </span>
      </a>
      <span class="q-tags">
        <AccreditationTag registrationId={item.registrationId} state={item.accreditation} />
        <Tag tone={seatTones[item.seat]}>{t(`seat.${item.seat}`)}</Tag>
        <QueueFlags item={item} />
      </span>
      {item.waitingFor && item.waitingFor.length > 0 && (
        <span class="small soft q-waits">
          {t("queue.waitsFor", { pools: item.waitingFor.map(getPoolLabel).join(", ") })}
        </span>
      )}
    </li>
  );
}

function QueueFlags({ item }: { readonly item: ListedRegistration }) {
  const { t } = useTranslation();
  return (
    <>
      {item.possibleDuplicates !== undefined && <Tag tone="warning">{t("flag.duplicate")}</Tag>}
      {hasOpenClash(item) && <Tag tone="warning">{t("flag.clash")}</Tag>}
      {item.requestedDelegationId !== undefined && <Tag tone="warning">{t("flag.unconfirmed")}</Tag>}
      {(item.missing ?? []).map((each) => (
        <Tag key={each} tone="warning">
          {t(`flag.missing.${each}`)}
        </Tag>
      ))}
      {item.isNamedInLetter === false && <Tag tone="danger">{t("flag.notOnLetter")}</Tag>}
      {item.changeRequest && <Tag tone="warning">{t("flag.changeRequested")}</Tag>}
      {item.proposals && <Tag tone="info">{t("flag.proposed")}</Tag>}
      {(item.tags ?? []).map((tag) => (
        <Tag key={tag}>
          <bdi>{tag}</bdi>
        </Tag>
      ))}
      {item.notes ? <Tag>{t("flag.notes", { count: item.notes })}</Tag> : null}
      {item.protection && <Tag>{t("flag.protected")}</Tag>}
      {item.undeliverable && <Tag tone="danger">{t("flag.undeliverable")}</Tag>}
    </>
  );
}

interface QueueListProps {
  readonly queue: QueuePage;
  readonly chosen: QueueSelection;
  readonly open: string | undefined;
}

/** One page of the queue. */
export function QueueList({ queue, chosen, open }: QueueListProps) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  const { items, damaged, loaded, first, isStale } = queue;
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, t }} reload={queue.reload} />;
  if (items.length === 0 && damaged.length === 0 && !isStale) return <p class="soft">{t("queue.empty")}</p>;
  const isWhole = items.length > 0 && items.every(chosen.has);
  return (
    <>
      <DamagedNotice ids={damaged} />
      {canDecide && (
        <label class="choice small choose-all">
          <input
            type="checkbox"
            checked={isWhole}
            disabled={isStale}
            onChange={(event) => chosen.toggleAll(items, event.currentTarget.checked)}
          />
          <span>{t("queue.chooseAll", { count: items.length })}</span>
        </label>
      )}
      <ol class="q-list" aria-busy={isStale ? "true" : undefined} aria-label={t("nav.queue")}>
        {items.map((item) => (
          <QueueRow
            key={item.registrationId}
            item={item}
            isOpen={item.registrationId === open}
            isChosen={chosen.has(item)}
            isStale={isStale}
            onChoose={chosen.toggle}
          />
        ))}
      </ol>
      <Pagination
        pages={queue}
        next={queue.next}
        range={t("queue.range", { from: first + 1, to: first + items.length })}
      />
    </>
  );
}
