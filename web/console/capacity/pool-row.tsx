import { Button } from "../../kit/button.tsx";
import { Tag } from "../../kit/notice.tsx";
import { linkTo } from "../link.ts";
import { type DelegationNames, poolLabel } from "../names.ts";
import { type Pool, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { PoolBar } from "./pool-bar.tsx";

interface Props {
  readonly pool: Pool;
  readonly names: DelegationNames;
  readonly onChange: () => void;
}

/** A pool as a bar, and the same in numbers. */
export function PoolRow({ pool, names, onChange }: Props) {
  const { t, language } = useWords();
  const { settings, decides } = useOffice();
  const { limit, taken, offered, waiting } = pool;
  const { format } = new Intl.NumberFormat(language);
  const name = poolLabel(pool.pool, { settings, language, t, names });
  const [kind = "", id = ""] = pool.pool.split(":");
  const queue = { conference: settings.conferenceId, view: "queue", seat: "waiting" };
  const filter = kind === "category" || kind === "delegation" ? { [kind]: id } : {};
  return (
    <tr>
      <th scope="row" class="pool-name">
        <bdi>{name}</bdi>
      </th>
      <td class="pool-share">
        <PoolBar
          {...{ limit, taken, offered, waiting }}
          label={t("capacity.said", { name, limit, taken, offered, waiting })}
        />
      </td>
      <td class="number">{format(limit)}</td>
      <td class="number">{format(taken)}</td>
      <td class="number">{format(offered)}</td>
      <td class="number">
        {taken > limit ? (
          <Tag tone="danger">{t("capacity.over", { count: taken - limit })}</Tag>
        ) : (
          format(limit - taken)
        )}
      </td>
      <td class="number">
        {waiting > 0 && kind !== "session" ? (
          <a href={linkTo({ ...queue, ...filter })}>{format(waiting)}</a>
        ) : (
          format(waiting)
        )}
      </td>
      {decides && (
        <td>
          <Button kind="secondary" small label={t("capacity.changeOf", { name })} onPress={onChange}>
            {t("capacity.change")}
          </Button>
        </td>
      )}
    </tr>
  );
}
