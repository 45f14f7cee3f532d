import { countryName } from "../../i18n/countries.ts";
import { replace, usePlace } from "../../kit/fragment.ts";
import { Tag } from "../../kit/notice.tsx";
import { linkTo } from "../link.ts";
import { categoryTitle, nameOf, poolLabel } from "../names.ts";
import { useOffice } from "../office.ts";
import { accreditationTones, seatTones } from "../tones.ts";
import { useWords } from "../words.ts";
import type { Listed } from "./use-queue.ts";

interface Props {
  readonly item: Listed;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (item: Listed, on: boolean) => void;
}

export const rowId = (registrationId: string) => `row-${registrationId}`;

/** Somebody in the queue: who, for whom, how they stand, and what an officer should look at. */
export function Row({ item, isOpen, isChosen, onChoose }: Props) {
  const { t, language } = useWords();
  const { settings, decides } = useOffice();
  const place = usePlace();
  const name = nameOf(item);
  const said = [
    item.organization,
    item.person.nationality && countryName(item.person.nationality, language),
    categoryTitle(settings, item.category, language),
  ];
  const here = { ...place, registration: item.registrationId };
  return (
    <li class={isOpen ? "q-row open" : "q-row"}>
      {decides && (
        <input
          type="checkbox"
          aria-label={t("queue.choose", { name })}
          checked={isChosen}
          onChange={(event) => onChoose(item, event.currentTarget.checked)}
        />
      )}
      <a
        id={rowId(item.registrationId)}
        href={linkTo(here)}
        aria-current={isOpen ? "true" : undefined}
        onClick={(event) => [event.preventDefault(), replace(here)]}
      >
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span class="small soft">
          {said.filter(Boolean).map((each, index) => (
            <span key={index}>
              {index > 0 && " · "}
              <bdi>{each}</bdi>
            </span>
          ))}
        </span>
      </a>
      <span class="q-tags">
        <Tag tone={accreditationTones[item.accreditation]}>{t(`accreditation.${item.accreditation}`)}</Tag>
        <Tag tone={seatTones[item.seat]}>{t(`seat.${item.seat}`)}</Tag>
        <Flags item={item} />
      </span>
      {item.waitingFor && item.waitingFor.length > 0 && (
        <span class="small soft q-waits">
          {t("queue.waitsFor", {
            pools: item.waitingFor.map((pool) => poolLabel(pool, { settings, language, t })).join(", "),
          })}
        </span>
      )}
    </li>
  );
}

function Flags({ item }: { readonly item: Listed }) {
  const { t } = useWords();
  return (
    <>
      {item.possibleDuplicates !== undefined && <Tag tone="warning">{t("flag.duplicate")}</Tag>}
      {(item.missing ?? []).map((each) => (
        <Tag key={each} tone="warning">
          {t(`flag.missing.${each}`)}
        </Tag>
      ))}
      {item.onLetter === false && <Tag tone="danger">{t("flag.notOnLetter")}</Tag>}
      {item.proposals && <Tag tone="info">{t("flag.proposed")}</Tag>}
      {item.protection && <Tag>{t("flag.protected")}</Tag>}
      {item.undeliverable && <Tag tone="danger">{t("flag.undeliverable")}</Tag>}
    </>
  );
}
